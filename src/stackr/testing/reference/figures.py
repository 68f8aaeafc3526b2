"""The figures of one award: status and the four fractions, by trying everything in each world they speak of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from stackr.audit.claim import Claim
from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values
from stackr.model.audit import Status
from stackr.model.learning import State
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
    found = best(World(claim, sure, state), most)
    if sure and any(worth.progress == 1 for worth in found.values()):
        unknown = _unknown(World(claim, sure, state))
        for taken in product(("then", "otherwise"), repeat=len(unknown)):
            other = best(World(claim, sure, state, dict(zip(unknown, taken, strict=True))), most)
            found = min(found, other, key=_standing)
    return found[award]


def _unknown(world: World) -> list[str]:
    """Conditions of the claim's awards that can't be told."""
    found = []
    for member in world.members:
        for need in member.award.needs.values():
            if isinstance(need, WhenNeed) and need.condition(None, member.context) is None:
                found.append(need.id)
    return found


def _standing(found: Mapping[str, Worth]) -> tuple[int, list[bool], list[Fraction]]:
    satisfied = [worth.progress == 1 for worth in found.values()]
    return sum(satisfied), satisfied, [worth.progress for worth in found.values()]


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
