"""The report of a run: one HTML page that asks nothing of anybody, each chart with its table, fit for a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from stackr.batch.ingest.shapes import REASONS
from stackr.batch.output import bars
from stackr.batch.output.bars import Bar, number
from stackr.batch.run.counts import BANDS
from stackr.conditions.clauses import owner_of

STYLE: Final = """
:root { color-scheme: light dark; --line: #8a8f98; --bar: #1f6f43; --paper: #fff; --ink: #16181d;
--k0: #0b3d22; --k1: #1f6f43; --k2: #b7791f; --k3: #8fb8dc; --k4: #d3d7dd; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; background: var(--paper);
color: var(--ink); } h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } figure { margin: 0; }
section { overflow-x: auto; } tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; } td.cite { min-width: 14rem; }
table { border-collapse: collapse; width: 100%; margin-top: .6rem; } caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.cite { opacity: .8; font-size: .85rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content auto; gap: .2rem 1rem; } dd { margin: 0; }
@media (prefers-color-scheme: dark) { :root { --bar: #5fbf85; --paper: #16181d; --ink: #e8eaed;
--k0: #a7e3c0; --k1: #5fbf85; --k2: #e0a84a; --k3: #4f83b3; --k4: #4a4f59; } }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } section { break-inside: avoid-page; overflow: visible; }
svg { min-width: 0; } }
"""
STATUSES: Final = ("conferred", "satisfied", "undetermined", "in-progress", "not-started")
FURTHER: Final = (
    ("unclaimed", "Earned and never claimed", "Learners by award", "award"),
    ("near", "Within reach", "Learners by award and number of requirements not met", "award · requirements"),
    ("changes", "What the other rules change", "Learners by award and change", "award · change"),
    ("groups", "Changes by group", "Learners by group and change", "group · change"),
    ("responsible", "Clauses responsible", "Learners by clause and change", "clause · change"),
    ("lookalikes", "Codes written otherwise than in rules and catalogues", "Learners by code", "code · in the rules"),
    ("sums", "Learners called like a line of sums", "Learners by name", "name"),
    ("decisions", "Decisions", "Decisions by what becomes of them", "before · after"),
)
"""Counts that only some runs have: name, title, what the chart shows, its column."""
_MOST_BARS: Final = 40


def page(summary: Mapping[str, Any]) -> str:
    """The whole page."""
    rows, counts = summary["rows"], summary["counts"]
    title = f"Recognition run as of {summary['as_of']}"
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{number(rows['read'])} rows read = {number(rows['used'])} used + {number(rows['quarantined'])} put aside, "
        f"for {number(summary['learners'])} learners.</p>",
        *(_outcomes(counts)),
        *(_chart(title, about, _named(counts.get(name, ()), " · "), column) for name, title, about, column in FURTHER),
        _chart("How far learners have come", "Learners and awards by share earned", _bands(counts), "share earned"),
        _chart(
            "What holds learners back",
            "Clauses that would bring a learner on if they alone were waived",
            _clauses(counts.get("holds_back", ())),
            "clause",
        ),
        _chart(
            "Requirements not met",
            "Learners by requirement that is not met",
            _unmet(counts.get("stopping", ())),
            "requirement",
        ),
        _chart("Limits that are broken or bind", "Learners by limit", _broken(counts.get("limits", ())), "limit"),
        _chart(
            "Recognition", "Holdings by ladder, outcome and route", _named(counts.get("routes", ()), " · "), "route"
        ),
        _chart(
            "What waits for a person", "Work by kind, ladder and clause", _named(counts.get("work", ()), " · "), "work"
        ),
        _chart("When it is due", "Work by month and kind", _due(counts.get("deadlines", ())), "month"),
        _chart("How answers were found", "Answers by stage", _named(counts.get("stages", ()), ""), "stage"),
        _chart("Rows put aside", "Rows by reason", _reasons(summary["quarantine"]), "reason"),
        _chart(
            "Values that can't be read",
            "Values taken as unknown, by what they should say",
            _ranked(summary["unread"].items()),
            "value",
        ),
        _inputs(summary["inputs"]),
        f"<footer><p class=cite>Rules {escape(summary['rules'])}. The table `quarantine` names every row put aside, with "
        "its file, line and reason, `unread` every value taken as unknown; manifest.json holds the digests of all "
        "that went in and came out.</p></footer>",
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{STYLE}{bars.STYLE}</style></head><body><main>{''.join(body)}</main></body></html>\n"
    )


def _outcomes(counts: Mapping[str, Any]) -> Iterable[str]:
    found: dict[str, dict[str, int]] = {}
    for award, status, count in counts.get("outcomes", ()):
        found.setdefault(award, {})[status] = count
    head = "".join(f"<th scope=col class=n>{escape(status)}</th>" for status in STATUSES)
    lines = "".join(
        f"<tr><th scope=row>{escape(award)}</th>"
        + "".join(f"<td class=n>{number(told.get(status, 0))}</td>" for status in STATUSES)
        + "</tr>"
        for award, told in sorted(found.items())
    )
    shown = [(award, [told.get(status, 0) for status in STATUSES]) for award, told in sorted(found.items())]
    drawn = bars.stacked("Learners by award and status", STATUSES, shown[:_MOST_BARS]) if shown else ""
    yield (
        f"<section><h2>Outcomes by qualification</h2><figure>{drawn}{_more(len(shown))}<table>"
        "<caption>Learners by award and status</caption>"
        f"<thead><tr><th scope=col>Award</th>{head}</tr></thead><tbody>{lines}</tbody></table></figure></section>"
    )


def _bands(counts: Mapping[str, Any]) -> list[Bar]:
    totals = dict.fromkeys(BANDS, 0)
    for _, band, count in counts.get("progress", ()):
        totals[band] += count
    return [(band, count) for band, count in totals.items()] if any(totals.values()) else []


def _named(rows: Iterable[Sequence[Any]], between: str) -> list[Bar]:
    found = [(between.join(str(item) for item in row[:-1] if item is not None) or "none", int(row[-1])) for row in rows]
    return _ranked(found)


def _due(rows: Iterable[Sequence[Any]]) -> list[Bar]:
    """In order of time, what has no date last."""
    found = sorted(rows, key=lambda row: (row[1] is None, row[1] or "", row[0]))
    return [(f"{month or 'no date'} · {kind}", count) for kind, month, count in found]


def _clauses(rows: Iterable[Sequence[Any]]) -> list[Bar]:
    """Clauses carry the name of their award; it is said beside one that doesn't."""
    return _ranked(
        (clause if owner_of(clause, {award}) else f"{award} · {clause}", count) for award, clause, count in rows
    )


def _unmet(rows: Iterable[Sequence[Any]]) -> list[Bar]:
    totals: dict[str, int] = {}
    for _, clause, status, count in rows:
        if status in ("unmet", "partial", "unknown"):
            totals[clause] = totals.get(clause, 0) + count
    return _ranked(totals.items())


def _broken(rows: Iterable[Sequence[Any]]) -> list[Bar]:
    return _ranked(
        (f"{clause} ({status})", count) for _, clause, status, count in rows if status in ("broken", "binding")
    )


def _reasons(found: Mapping[str, int]) -> list[Bar]:
    return _ranked((REASONS.get(reason, reason), count) for reason, count in found.items())


def _ranked(found: Iterable[Bar]) -> list[Bar]:
    return sorted(found, key=lambda bar: (-bar[1], bar[0]))


def _more(found: int) -> str:
    return f"<p>The chart shows the first {_MOST_BARS} of {found}.</p>" if found > _MOST_BARS else ""


def _chart(title: str, about: str, shown: list[Bar], column: str) -> str:
    """A bar chart and its table; nothing where there is nothing to show."""
    if not shown:
        return ""
    lines = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td class=n>{number(count)}</td></tr>" for name, count in shown
    )
    return (
        f"<section><h2>{escape(title)}</h2><figure>{bars.bars(about, shown[:_MOST_BARS])}{_more(len(shown))}<table>"
        f"<caption>{escape(about)}</caption><thead><tr><th scope=col>{escape(column)}</th><th scope=col class=n>how many</th>"
        f"</tr></thead><tbody>{lines}</tbody></table></figure></section>"
    )


def _inputs(inputs: Iterable[Mapping[str, Any]]) -> str:
    lines = "".join(
        f"<tr><th scope=row>{escape(item['name'])}</th><td>{escape(item['kind'])}</td><td class=n>{number(item['read'])}</td>"
        f"<td class=n>{number(item['quarantined'])}</td><td class=cite>{escape(item['digest'])}</td></tr>"
        for item in inputs
    )
    return (
        "<section><h2>What was read</h2><table><thead><tr><th scope=col>Input</th><th scope=col>Holds</th>"
        "<th scope=col class=n>Rows</th><th scope=col class=n>Put aside</th><th scope=col>Digest</th></tr></thead>"
        f"<tbody>{lines}</tbody></table></section>"
    )
