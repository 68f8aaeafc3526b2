"""What-ifs, rankings and the demand of cohorts as HTML: tables that read well by ear, each with its own style."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from html import escape
from typing import Any

from stackr.model.guidance import Change, Cohort, Comparison, Demand, Guidance, Rank, Ranking, Side, WhatIf
from stackr.model.parts import Shown
from stackr.report.guidance_text import cohort_words, moved, plan_words, unlock_words
from stackr.report.page import page
from stackr.report.plan_words import credits, share
from stackr.report.words import STATUS

STYLE = """
.guidance { color-scheme: light dark; --line: #8a8f98; --full: #1f6f43; --part: #8fbf9f; font: 16px/1.5 system-ui, sans-serif; }
.guidance h1 { font-size: 1.5rem; margin-bottom: 0; } .guidance h2 { font-size: 1.2rem; margin: 1.6rem 0 .3rem; }
.guidance table { border-collapse: collapse; width: 100%; }
.guidance th, .guidance td { text-align: left; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid var(--line); }
.guidance thead th { font-size: .85rem; } .guidance tbody th { font-weight: 600; } .guidance .n { text-align: right; white-space: nowrap; }
.guidance .meter { height: .7rem; min-width: 6rem; border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; display: flex; }
.guidance .meter span { background: var(--full); } .guidance .meter span + span { background: var(--part); }
@media (prefers-color-scheme: dark) { .guidance { --full: #5fbf85; --part: #2f6045; } }
@media print { .guidance { font-size: 11pt; color-scheme: light; } .guidance tr { break-inside: avoid-page; } }
"""
PAGE = "body { max-width: 64rem; margin: 2rem auto; padding: 0 1rem; } @media print { body { margin: 0; } }"


def ranking(answer: Ranking) -> str:
    """All awards, the nearest first, and what would help most."""
    body = [f"<h1>Where {escape(answer.learner)} could go</h1><p><time>{escape(answer.as_of)}</time></p>"]
    body.append(_list("Earned and not yet conferred", answer.earned))
    body.append(_table(("Award", "Progress", "Missing", "Standing"), [_rank(award) for award in answer.awards]))
    body.append(_list("What would help most, in credits nearer to awards", map(unlock_words, answer.unlocks)))
    return _piece(body)


def _rank(award: Rank) -> list[str]:
    standing = [STATUS[award.status], award.closed or "", "" if award.proven else "not proven"]
    if award.in_progress != award.progress:
        standing.append(f"{share(award.in_progress)} with what is in progress")
    return [
        escape(f"{award.title} ({award.qualification})"),
        _meter(award.progress, award.in_progress),
        escape(credits(award.missing) if award.status != "conferred" else ""),
        escape("; ".join(filter(None, standing))),
    ]


def whatif(answer: WhatIf) -> str:
    """Before and after, award by award."""
    name = f"{answer.name}: " if answer.name else ""
    body = [
        f"<h1>{escape(name)}what if {escape('; '.join(answer.suppose))}?</h1>",
        f"<p>For {escape(answer.learner)}, <time>{escape(answer.as_of)}</time>; the record itself stays as it is</p>",
        _list("Notes", answer.remarks),
        *(_change(change) for change in answer.changes),
    ]
    return _piece(body)


def _change(change: Change) -> str:
    rows = [["Progress", _meter(change.before.progress), _meter(change.after.progress)]]
    rows += [
        [name, escape(of(change.before)), escape(of(change.after))]
        for name, of in (("Status", _status), ("Missing", _missing), ("Counted", _counted), ("Plan", _plan))
        if of(change.before) or of(change.after)
    ]
    lists = "".join(f"<p>{title.capitalize()}: {escape(', '.join(codes))}</p>" for title, codes in moved(change))
    same = ": nothing changes" if change.same else ""
    return f"<h2>{escape(change.title)} ({escape(change.qualification)}){same}</h2>{_table(('', 'Before', 'After'), rows)}{lists}"


def _status(side: Side) -> str:
    return STATUS[side.status]


def _missing(side: Side) -> str:
    return credits(side.missing)


def _counted(side: Side) -> str:
    return ", ".join(side.counted)


def _plan(side: Side) -> str:
    items = f": {', '.join(side.plan_items)}" if side.plan_items else ""
    return f"{plan_words(side.plan)}{items}" if side.plan is not None else ""


def comparison(answer: Comparison) -> str:
    """Several what-ifs, award by award, beside the record as it is."""
    body = ["<h1>Compared</h1>"]
    if not answer.one_record:
        body.append("<p>They do not all start from the same record on the same day.</p>")
    for award in sorted({change.qualification for each in answer.answers for change in each.changes}):
        found = [(each.called, c) for each in answer.answers for c in each.changes if c.qualification == award]
        sides = [("as it is", found[-1][1].before), *((name, change.after) for name, change in found)]
        rows = [
            [escape(name), _meter(side.progress), *map(escape, (_missing(side), _status(side), _plan(side)))]
            for name, side in sides
        ]
        head = ("", "Progress", "Missing", "Status", "Plan")
        body.append(f"<h2>{escape(found[0][1].title)} ({escape(award)})</h2>{_table(head, rows)}")
    return _piece(body)


def cohort(answer: Cohort) -> str:
    """The demand by item and term, and who is without a plan."""
    body = [f"<h1>What {escape(answer.qualification)} needs on offer</h1>"]
    body.append(f"<p><time>{escape(answer.as_of)}</time>: {escape(cohort_words(answer))}</p>")
    body.append(_table(("Term", "Item", "Learners"), [_demand(each) for each in answer.demand]))
    body.append(_list("Without a plan", (f"{each.learner}: {each.why}" for each in answer.without)))
    body.append(_list("Not read, and not among the learners", (f"{each.place}: {each.why}" for each in answer.unread)))
    body.append(_list("Read as unknown", (f"{each.place}: {each.why}" for each in answer.unknown)))
    return _piece(body)


def _demand(each: Demand) -> list[str]:
    title = "" if each.title == each.item else f" {each.title}"
    return [escape(each.term or "without terms"), escape(f"{each.item}{title}"), str(each.learners)]


# pieces


def _piece(body: Iterable[str]) -> str:
    return f"<article class=guidance><style>{STYLE}</style>{''.join(body)}</article>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of HTML; the first column heads its row."""
    if not rows:
        return ""
    columns = "".join(f"<th scope=col>{title}</th>" if title else "<td></td>" for title in head)
    lines = "".join(
        f"<tr><th scope=row>{first}</th>{''.join(f'<td>{cell}</td>' for cell in rest)}</tr>" for first, *rest in rows
    )
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table>"


def _meter(progress: str, possible: str | None = None) -> str:
    parts = [Fraction(progress), max(Fraction(possible or progress) - Fraction(progress), Fraction(0))]
    spans = "".join(f'<span style="width:{share(str(part)).replace(" ", "")}"></span>' for part in parts)
    return f"<div class=meter aria-hidden=true>{spans}</div>{escape(share(progress))}"


def _list(title: str, items: Iterable[str]) -> str:
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<h2>{title}</h2><ul>{rows}</ul>" if rows else ""


PIECES: tuple[tuple[type[Shown], Callable[[Any], str]], ...] = (
    (WhatIf, whatif),
    (Comparison, comparison),
    (Ranking, ranking),
    (Cohort, cohort),
)
"""What each kind of answer is shown as."""


def render(answer: Guidance) -> str:
    """The whole page."""
    piece = next(made for kind, made in PIECES if isinstance(answer, kind))
    match answer:
        case Comparison():
            title = f"What-ifs of {answer.answers[0].learner}"
        case Cohort():
            title = f"Demand of {answer.qualification}"
        case Ranking():
            title = f"Where {answer.learner} could go"
        case _:
            title = f"{answer.called}: {answer.learner}"
    return page(title, piece(answer), PAGE)
