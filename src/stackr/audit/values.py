"""The figures of an award for a learner: status, the progress fractions, whether proven. No texts, no pydantic.

Three nested sets of learning (earned, in progress, planned) and the possible reading make up to four problems; one is
solved again only where its learning or its unknowns differ.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from stackr.allocation.checks import Average
from stackr.audit.claim import Answer, Claim, Stand
from stackr.model.learning import State
from stackr.model.qualification import Status
from stackr.requirements.compiled import Reading
from stackr.rulebook.book import Qualification

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Values:
    """One award. `missing_credits` is W · (1 − progress); `bound` an upper bound of progress where it is not proven."""

    qualification: Qualification
    claim: Claim
    status: Status
    earned: Fraction
    in_progress: Fraction
    planned: Fraction
    possible: Fraction
    missing_credits: Fraction
    proven: bool
    bound: Fraction | None = None
    closed: str | None = None
    versions: tuple[str, ...] = ()
    unknown_version: tuple[str, ...] = ()
    """The facts that would have told the versions apart."""
    shut: str | None = None
    """Why it can't be had, the entry requirements aside: those can be met yet."""

    @property
    def award(self) -> str:
        """The award's id."""
        return self.qualification.award.id

    @property
    def complete(self) -> bool:
        """Whether the requirements are met for certain, closed or not."""
        return self.earned == ONE

    @property
    def settled(self) -> bool:
        """Whether the possible reading says nothing else."""
        return settled(self.claim, self.earned)

    @property
    def sure(self) -> Answer:
        """The allocation that counts: earned learning, the unknown read against the learner."""
        return self.claim.answer(self.award)


def values_of(
    claim: Claim,
    qualification: Qualification,
    *,
    conferred: bool = False,
    closed: str | None = None,
    entry: bool | None = True,
    versions: tuple[str, ...] = (),
    unknown_version: tuple[str, ...] = (),
) -> Values:
    """The figures of one award of a claim. `entry`: whether its entry requirement is met (None: unknown)."""
    award = qualification.award.id
    sure = claim.stand(award)
    earned = sure.standing.progress
    nested = [_nested(claim, award, state, earned) for state in (State.IN_PROGRESS, State.PLANNED)]
    possible = most_possible(claim, award, earned)
    shut = closed
    if entry is False and closed is None:
        closed = "the entry requirement is not met"
    return Values(
        qualification=qualification,
        claim=claim,
        status=_status(sure, conferred, closed, entry, possible),
        earned=earned,
        in_progress=nested[0],
        planned=nested[1],
        possible=possible,
        missing_credits=sure.weight * (1 - earned),
        proven=claim.proven(award),
        bound=None if sure.proven else sure.most,
        closed=closed,
        versions=versions,
        unknown_version=unknown_version,
        shut=shut,
    )


def best(candidates: Sequence[Values], among: Collection[int]) -> int:
    """The place of the most favourable version: open, satisfied, then progress, then the newest. `candidates` stand oldest first."""
    return max(among, key=lambda place: (*_favour(candidates[place]), place))


def _favour(values: Values) -> tuple[bool, bool, Fraction]:
    return values.closed is None, values.complete, values.earned


def either_way(found: Sequence[Values]) -> Values:
    """Of one award, each way that what is unknown of its versions may go: the least favourable for certain, the most as possible."""
    least = min(found, key=_favour)
    possible = max(values.possible for values in found if values.closed is None or least.closed is not None)
    satisfiable = any(values.status in ("satisfied", "undetermined") for values in found)
    known = least.status in ("satisfied", "conferred", "undetermined") or not satisfiable
    return replace(least, possible=max(least.possible, possible), status=least.status if known else "undetermined")


def _nested(claim: Claim, award: str, state: State, earned: Fraction) -> Fraction:
    wanted = {State.IN_PROGRESS} if state is State.IN_PROGRESS else {State.IN_PROGRESS, State.PLANNED}
    there = {unit.state for unit in claim.units} & wanted
    if not there:
        return earned
    if state is State.PLANNED and State.PLANNED not in there:
        state = State.IN_PROGRESS
    return claim.stand(award, Reading.SURE, state).standing.progress


def settled(claim: Claim, earned: Fraction) -> bool:
    """Whether no unknown can matter: it is complete for certain, or nothing unknown was read and nothing is pending.

    An average is unknown wherever nothing graded counts, whatever is on record.
    """
    if earned == ONE:
        return True
    if len(claim.ways.each) > 1:
        return False
    (lowered,) = claim.lowered()
    if lowered.unknowns or not all(unit.sure for unit in claim.units):
        return False
    return not any(isinstance(check, Average) for check in lowered.problem.checks)


def most_possible(claim: Claim, award: str, earned: Fraction) -> Fraction:
    """The greatest progress that the unknown leaves open; where that is not proven, what bounds it. Never below what is earned."""
    return max(earned, claim.stand(award, Reading.SURE if settled(claim, earned) else Reading.POSSIBLE).most)


def _status(
    sure: Stand,
    conferred: bool,
    closed: str | None,
    entry: bool | None,
    possible: Fraction,
) -> Status:
    if conferred:
        return "conferred"
    standing = sure.standing
    if closed is None:
        if standing.satisfied and entry:
            return "satisfied"
        if standing.satisfied or possible == ONE or not sure.proven:
            return "undetermined"
    return "in-progress" if standing.progress or standing.p else "not-started"
