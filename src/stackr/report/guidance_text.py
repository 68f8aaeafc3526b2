"""What-ifs, rankings and the demand of cohorts as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stackr.model.guidance import Change, Cohort, Comparison, Rank, Ranking, Side, Unlock, WhatIf
from stackr.report.plan_words import credits, number, share
from stackr.report.words import STATUS, bar

COLUMN = 40
PLAN_STATUS = {
    "planned": "",
    "nothing-to-add": "nothing to add",
    "infeasible": "there is no plan",
    "open": "no plan found within the limit of work",
}


def render_whatif(answer: WhatIf) -> str:
    """Before and after, side by side."""
    return "\n".join(_whatif(answer)) + "\n"


def _whatif(answer: WhatIf) -> Iterator[str]:
    name = f"{answer.name}: " if answer.name else ""
    yield f"{name}what if {'; '.join(answer.suppose)}?"
    yield f"for {answer.learner}, {answer.as_of}; the record itself stays as it is"
    for remark in answer.remarks:
        yield f"Note: {remark}"
    for change in answer.changes:
        yield ""
        yield f"{change.qualification}  {change.title}{': nothing changes' if change.same else ''}"
        yield f"  {'':<10}{'before':<{COLUMN}}after"
        for row, before, after in _rows(change):
            yield f"  {row:<10}{before:<{COLUMN}}{after}".rstrip()
        yield from (f"  {title}: {', '.join(codes)}" for title, codes in moved(change))


def _rows(change: Change) -> Iterator[tuple[str, str, str]]:
    for row, of in (("progress", _progress), ("status", _status), ("missing", _missing), ("plan", _plan)):
        before, after = of(change.before), of(change.after)
        if before or after:
            yield row, before, after


def _progress(side: Side) -> str:
    return f"{bar(side.progress, width=10)} {share(side.progress)}"


def _status(side: Side) -> str:
    return STATUS[side.status]


def _missing(side: Side) -> str:
    return credits(side.missing)


def _plan(side: Side) -> str:
    return plan_words(side.plan) if side.plan is not None else ""


def plan_words(plan: Mapping[str, str]) -> str:
    """`3 items, 35 credits, fees of 4300 ZMW`, or why there is none."""
    told = PLAN_STATUS.get(plan["status"], plan["status"])
    if told:
        return told
    figures = [number(int(plan["items"]), "item")] if "items" in plan else []
    for name, value in plan.items():
        if name == "credits":
            figures.append(credits(value))
        elif name == "cost" and value != "0":
            figures.append(f"fees of {value} {plan.get('currency', '')}".rstrip())
        elif name not in ("status", "items", "cost", "currency", "proven"):
            figures.append(f"{value} {name}")
    return ", ".join(figures) + ("" if plan.get("proven") == "yes" else " (not proven)")


def moved(change: Change) -> Iterator[tuple[str, Sequence[str]]]:
    """What counts or is to be taken on one side only, each with its heading; nothing where there is nothing."""
    spared = sorted(set(change.before.plan_items) - set(change.after.plan_items))
    needed = sorted(set(change.after.plan_items) - set(change.before.plan_items))
    told = (
        ("counts now", change.gained),
        ("counts no more", change.lost),
        ("no longer to take", spared),
        ("to take now", needed),
    )
    yield from ((title, codes) for title, codes in told if codes)


def render_compared(comparison: Comparison) -> str:
    """Several what-ifs, award by award, beside the record as it is."""
    lines = ["Compared:"]
    if not comparison.one_record:
        lines.append("Note: they do not all start from the same record on the same day")
    wide = max(len(name) for name in ("as it is", *(answer.called for answer in comparison.answers)))
    for award in sorted({change.qualification for answer in comparison.answers for change in answer.changes}):
        lines.append(f"  {award}")
        found = [(a.called, c) for a in comparison.answers for c in a.changes if c.qualification == award]
        lines.append(f"    {'as it is':<{wide}}  {_told(found[-1][1].before)}")
        lines += [f"    {name:<{wide}}  {_told(change.after)}" for name, change in found]
    return "\n".join(lines) + "\n"


def _told(side: Side) -> str:
    plan = f"; plan: {_plan(side)}" if side.plan is not None else ""
    return f"{_progress(side):<19}{credits(side.missing)} missing, {STATUS[side.status]}{plan}"


def render_ranking(answer: Ranking) -> str:
    """The awards, the nearest first, and what would help most."""
    return "\n".join(_ranking(answer)) + "\n"


def _ranking(answer: Ranking) -> Iterator[str]:
    yield f"Where {answer.learner} could go, {answer.as_of}"
    if answer.earned:
        yield f"Earned and not yet conferred: {', '.join(answer.earned)}"
    yield from map(_rank, answer.awards)
    if answer.unlocks:
        yield ""
        yield "What would help most, in credits nearer to awards:"
        yield from (f"  {unlock_words(unlock)}" for unlock in answer.unlocks)


def _rank(award: Rank) -> str:
    hoped = f"; {share(award.in_progress)} with what is in progress" if award.in_progress != award.progress else ""
    notes = hoped + (f"; {award.closed}" if award.closed else "") + ("" if award.proven else "; not proven")
    left = f"{credits(award.missing)} missing" if award.status != "conferred" else "conferred"
    far = f"{bar(award.progress, award.in_progress, 10)} {share(award.progress):>7}  {left:>19}"
    return f"  {far}  {award.qualification}  {award.title}{notes}"


def unlock_words(unlock: Unlock) -> str:
    """`SEC300  Security: 25 = 10 for MC-DIP + 15 for MC-NET; after NET200`."""
    sums = " + ".join(f"{gain.credits} for {gain.qualification}" for gain in unlock.gains)
    total = f"{unlock.credits} = {sums}" if len(unlock.gains) > 1 else sums
    done = f"; completes {', '.join(unlock.completes)}" if unlock.completes else ""
    first = f"; after {unlock.first}" if unlock.first else ""
    name = unlock.label if unlock.title in ("", unlock.label) else f"{unlock.label}  {unlock.title}"
    return f"{name}: {total}{done}{first}"


def render_cohort(answer: Cohort) -> str:
    """The demand by item and term, and who is without a plan."""
    return "\n".join(_cohort(answer)) + "\n"


def cohort_words(answer: Cohort) -> str:
    """`6 learners: 4 with a plan (all proven), 1 with nothing left to add, 1 without`."""
    proven = "all" if answer.proven == answer.planned else f"{answer.proven}"
    parts = [
        f"{answer.planned} with a plan ({proven} proven)" if answer.planned else "none with a plan",
        f"{answer.complete} with nothing left to add" if answer.complete else "",
        f"{len(answer.without)} without" if answer.without and answer.planned else "",
    ]
    return f"{number(answer.learners, 'learner')}: {', '.join(part for part in parts if part)}"


def _cohort(answer: Cohort) -> Iterator[str]:
    yield f"{answer.qualification}, {answer.as_of}: {cohort_words(answer)}"
    terms: list[str | None] = []
    for each in answer.demand:
        if each.term not in terms:
            terms.append(each.term)
            yield f"  {each.term or 'without terms'}"
        title = "" if each.title == each.item else f"  {each.title}"
        yield f"    {each.learners:>6}  {each.item}{title}"
    if answer.without:
        yield "Without a plan:"
        yield from (f"  {each.learner}: {each.why}" for each in answer.without)
    if answer.unread:
        yield f"Not read, and not among the {number(answer.learners, 'learner')}:"
        yield from (f"  {each.place}: {each.why}" for each in answer.unread)
    if answer.unknown:
        yield f"Read as unknown: {number(len(answer.unknown), 'value')}"
        yield from (f"  {each.place}: {each.why}" for each in answer.unknown)
