"""The report of a run: one HTML page that asks nothing of anybody, each chart with its table, fit for a screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from stackr.batch.ingest.shapes import REASONS
from stackr.batch.run.counts import BANDS

STYLE: Final = """
:root { color-scheme: light dark; --line: #8a8f98; --bar: #1f6f43; --paper: #fff; --ink: #16181d; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; background: var(--paper);
color: var(--ink); } h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } figure { margin: 0; }
section { overflow-x: auto; } tbody th { font-weight: 400; overflow-wrap: anywhere; min-width: 8rem; } td.cite { min-width: 14rem; }
table { border-collapse: collapse; width: 100%; margin-top: .6rem; } caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
svg { width: 100%; min-width: 34rem; height: auto; display: block; } svg rect { fill: var(--bar); } svg text { fill: var(--ink);
font: 13px system-ui, sans-serif; } .cite { opacity: .8; font-size: .85rem; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content auto; gap: .2rem 1rem; } dd { margin: 0; }
@media (prefers-color-scheme: dark) { :root { --bar: #5fbf85; --paper: #16181d; --ink: #e8eaed; } }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } section { break-inside: avoid-page; } }
"""
STATUSES: Final = ("conferred", "satisfied", "undetermined", "in-progress", "not-started")
_MOST_BARS: Final = 40
_ROW, _LEFT, _WIDE, _RIGHT = 24, 300, 560, 110


def page(summary: Mapping[str, Any]) -> str:
    """The whole page."""
    rows, counts = summary["rows"], summary["counts"]
    title = f"Recognition run as of {summary['as_of']}"
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{_number(rows['read'])} rows read = {_number(rows['used'])} used + {_number(rows['quarantined'])} put aside, "
        f"for {_number(summary['learners'])} learners.</p>",
        *(_outcomes(counts)),
        _chart("How far learners have come", "Learners and awards by share earned", _bands(counts), "share earned"),
        _chart(
            "What holds learners back",
            "Clauses that would bring a learner on if they alone were waived",
            _named(counts.get("holds_back", ()), " · "),
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
        _chart("When it is due", "Work by kind and month", _named(counts.get("deadlines", ()), " · "), "month"),
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
        f"<style>{STYLE}</style></head><body><main>{''.join(body)}</main></body></html>\n"
    )


Bar = tuple[str, int]


def _outcomes(counts: Mapping[str, Any]) -> Iterable[str]:
    found: dict[str, dict[str, int]] = {}
    for award, status, count in counts.get("outcomes", ()):
        found.setdefault(award, {})[status] = count
    head = "".join(f"<th scope=col class=n>{escape(status)}</th>" for status in STATUSES)
    lines = "".join(
        f"<tr><th scope=row>{escape(award)}</th>"
        + "".join(f"<td class=n>{_number(told.get(status, 0))}</td>" for status in STATUSES)
        + "</tr>"
        for award, told in sorted(found.items())
    )
    bars = [(award, told.get("satisfied", 0)) for award, told in sorted(found.items()) if told.get("satisfied")]
    drawn = _svg("Learners who have earned each award and have not been conferred it", bars) if bars else ""
    yield (
        f"<section><h2>Outcomes by qualification</h2><figure>{drawn}<table><caption>Learners by award and status</caption>"
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


def _ranked(bars: Iterable[Bar]) -> list[Bar]:
    return sorted(bars, key=lambda bar: (-bar[1], bar[0]))


def _chart(title: str, about: str, bars: list[Bar], column: str) -> str:
    """A bar chart and its table; nothing where there is nothing to show."""
    if not bars:
        return ""
    lines = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td class=n>{_number(count)}</td></tr>" for name, count in bars
    )
    more = f"<p>The chart shows the first {_MOST_BARS} of {len(bars)}.</p>" if len(bars) > _MOST_BARS else ""
    return (
        f"<section><h2>{escape(title)}</h2><figure>{_svg(about, bars[:_MOST_BARS])}{more}<table>"
        f"<caption>{escape(about)}</caption><thead><tr><th scope=col>{escape(column)}</th><th scope=col class=n>how many</th>"
        f"</tr></thead><tbody>{lines}</tbody></table></figure></section>"
    )


def _svg(about: str, bars: list[Bar]) -> str:
    """Horizontal bars, to one scale, in whole pixels."""
    most = max(count for _, count in bars) or 1
    height = _ROW * len(bars) + 4
    drawn = []
    for place, (name, count) in enumerate(bars):
        top = place * _ROW
        width = count * _WIDE // most
        short = name if len(name) <= 42 else f"{name[:41]}…"
        drawn.append(
            f'<text x="{_LEFT - 8}" y="{top + 17}" text-anchor="end">{escape(short)}</text>'
            f'<rect x="{_LEFT}" y="{top + 4}" width="{max(width, 1 if count else 0)}" height="{_ROW - 8}"/>'
            f'<text x="{_LEFT + width + 6}" y="{top + 17}">{_number(count)}</text>'
        )
    label = escape(f"{about}; the table below has the figures", quote=True)
    view = f'viewBox="0 0 {_LEFT + _WIDE + _RIGHT} {height}"'
    return f'<svg role="img" aria-label="{label}" {view}>{"".join(drawn)}</svg>'


def _inputs(inputs: Iterable[Mapping[str, Any]]) -> str:
    lines = "".join(
        f"<tr><th scope=row>{escape(item['name'])}</th><td>{escape(item['kind'])}</td><td class=n>{_number(item['read'])}</td>"
        f"<td class=n>{_number(item['quarantined'])}</td><td class=cite>{escape(item['digest'])}</td></tr>"
        for item in inputs
    )
    return (
        "<section><h2>What was read</h2><table><thead><tr><th scope=col>Input</th><th scope=col>Holds</th>"
        "<th scope=col class=n>Rows</th><th scope=col class=n>Put aside</th><th scope=col>Digest</th></tr></thead>"
        f"<tbody>{lines}</tbody></table></section>"
    )


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")
