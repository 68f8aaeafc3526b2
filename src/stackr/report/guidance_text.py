"""What-ifs, rankings and cohorts as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stackr.model.guidance import Change, Cohort, Ranking, Side, WhatIf
from stackr.report.words import STATUS, bar


def render_whatif(answer: WhatIf) -> str:
    """Before and after, side by side."""
    return "\n".join(_whatif(answer)) + "\n"


def _whatif(answer: WhatIf) -> Iterator[str]:
    name = f"{answer.name}: " if answer.name else ""
    yield f"{name}what if {'; '.join(answer.suppose)}?  ({answer.learner}, {answer.as_of})"
    for change in answer.changes:
        yield ""
        yield f"{change.qualification}  {change.title}"
        if change.same:
            yield f"  unchanged: {_side(change.before)}"
            continue
        yield f"  before: {_side(change.before)}"
        yield f"  after:  {_side(change.after)}"
        yield from _moved(change)


def _side(side: Side) -> str:
    said = f"{bar(side.progress, width=10)} {side.progress}, {STATUS[side.status]}, {side.missing} missing"
    if side.plan is not None:
        figures = ", ".join(f"{name} {value}" for name, value in side.plan.items())
        said += f"; plan: {figures}"
    return said


def _moved(change: Change) -> Iterator[str]:
    if change.gained:
        yield f"  counts now: {', '.join(change.gained)}"
    if change.lost:
        yield f"  counts no more: {', '.join(change.lost)}"
    spared = sorted(set(change.before.plan_items) - set(change.after.plan_items))
    needed = sorted(set(change.after.plan_items) - set(change.before.plan_items))
    if spared:
        yield f"  no longer to take: {', '.join(spared)}"
    if needed:
        yield f"  to take now: {', '.join(needed)}"


def render_compared(answers: Sequence[WhatIf]) -> str:
    """Several what-ifs, award by award."""
    lines = []
    awards = sorted({change.qualification for answer in answers for change in answer.changes})
    for award in awards:
        lines.append(award)
        for answer in answers:
            for change in answer.changes:
                if change.qualification == award:
                    name = answer.name or "; ".join(answer.suppose)
                    lines.append(f"  {name}: {_side(change.after)}  (before: {change.before.progress})")
    return "\n".join(lines) + "\n"


def render_ranking(answer: Ranking) -> str:
    """The awards, the nearest first, and what would help most."""
    return "\n".join(_ranking(answer)) + "\n"


def _ranking(answer: Ranking) -> Iterator[str]:
    yield f"{answer.learner}, {answer.as_of}"
    if answer.earned:
        yield f"Earned and not yet conferred: {', '.join(answer.earned)}"
    for award in answer.awards:
        note = f"; {award.closed}" if award.closed else ""
        hoped = f" ({award.in_progress} with what is in progress)" if award.in_progress != award.progress else ""
        far = f"{bar(award.progress, award.in_progress, 10)} {award.missing:>6} missing"
        yield f"  {far}  {award.qualification}  {award.title}: {award.progress}{hoped}{note}"
    if answer.unlocks:
        yield ""
        yield "What would help most:"
        for unlock in answer.unlocks:
            sums = " + ".join(f"{gain.credits} {gain.qualification}" for gain in unlock.gains)
            done = f"; completes {', '.join(unlock.completes)}" if unlock.completes else ""
            yield f"  {unlock.label}  {unlock.title}: {unlock.credits} = {sums}{done}"


def render_cohort(answer: Cohort) -> str:
    """The demand by item and term."""
    lines = [
        f"{answer.qualification}, {answer.as_of}: {answer.learners} learners, {answer.planned} planned "
        f"({answer.proven} proven), {answer.complete} complete, {len(answer.without)} without a plan"
    ]
    lines += [f"  {each.term or '—':<16} {each.learners:>6}  {each.item}  {each.title}" for each in answer.demand]
    lines += [f"  without: {each.learner}: {each.why}" for each in answer.without]
    return "\n".join(lines) + "\n"
