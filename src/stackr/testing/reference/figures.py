"""The figures of one award: status and the four fractions, by trying everything in each world they speak of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from stackr.audit.claim import Claim
from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values
from stackr.model.learning import State
from stackr.model.qualification import Status
from stackr.requirements.needs.when import WhenNeed
from stackr.testing.reference.enumerate import MOST, best
from stackr.testing.reference.world import World
from stackr.testing.reference.worth import Worth


@dataclass(frozen=True)
class Figures:
    """What `Values` says, by definition. What is so for certain is possible."""

    status: Status
    earned: Fraction
    in_progress: Fraction
    planned: Fraction
    possible: Fraction


def figures(evaluation: Evaluation, values: Values, most: int = MOST) -> Figures:
    """The figures of the award that `values` is about: of its claim, its day, what is conferred and closed.

    Raises `TooLarge` where more than `most` allocations would have to be tried.
    """
    claim, award = values.claim, values.award
    sure = _worth(claim, award, most)
    in_progress = _worth(claim, award, most, state=State.IN_PROGRESS)
    planned = _worth(claim, award, most, state=State.PLANNED)
    possible = _worth(claim, award, most, sure=False)
    return Figures(
        status=_status(evaluation, values, sure, possible, most),
        earned=sure.progress,
        in_progress=in_progress.progress,
        planned=planned.progress,
        possible=max(sure.progress, possible.progress),
    )


def _worth(claim: Claim, award: str, most: int, *, sure: bool = True, state: State = State.EARNED) -> Worth:
    """Of all the ways that what is unknown of the learner may turn out, the worst for the award; in the possible reading the best."""
    worlds = [World(claim, sure, state, assumed) for assumed in _assumptions(claim)]
    return (min if sure else max)(best(world, most)[award] for world in worlds)


def _assumptions(claim: Claim) -> Iterator[dict[tuple[str, str], bool]]:
    """Every condition of a `when` that is not known, taken either way; alike conditions of one award alike."""
    members = (*claim.earlier, *claim.members)
    whens = [(m, need) for m in members for need in m.award.needs.values() if isinstance(need, WhenNeed)]
    open_ = {(m.award.id, need.condition.text) for m, need in whens if need.condition(None, m.context) is None}
    for answers in product((True, False), repeat=len(open_)):
        yield dict(zip(sorted(open_), answers, strict=True))


def _status(evaluation: Evaluation, values: Values, sure: Worth, possible: Worth, most: int) -> Status:
    if values.qualification.name in evaluation.conferred:
        return "conferred"
    entry = _entry(evaluation, values, most)
    closed = values.closed if values.closed != "the entry requirement is not met" else None
    if closed is None and entry is not False:
        if sure.progress == 1 and entry:
            return "satisfied"
        if sure.progress == 1 or possible.progress == 1:
            return "undetermined"
    return "in-progress" if sure.progress or sure.p else "not-started"


def _entry(evaluation: Evaluation, values: Values, most: int) -> bool | None:
    """Whether every entry requirement is met: None if that hangs on what is unknown."""
    found: list[bool | None] = []
    for award in values.qualification.award.entry:
        claim = evaluation.entry_claim(values.qualification, award)
        if _worth(claim, award.id, most).progress == 1:
            found.append(True)
        else:
            found.append(None if _worth(claim, award.id, most, sure=False).progress == 1 else False)
    return False if False in found else None if None in found else True
