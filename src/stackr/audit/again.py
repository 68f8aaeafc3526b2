"""Of what is passed: what counts nowhere any more, so that only taking it again helps, and of what only the first attempt counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from stackr.allocation.checks import Span
from stackr.allocation.positions import eligible_places
from stackr.allocation.problem import Problem
from stackr.audit.claim import Claim
from stackr.conditions.tables import CatalogueItem
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements.compiled import Award, Reading
from stackr.requirements.sheet import unit_day


def first_counts(units: Iterable[RecognisedUnit], award: Award, listed: Mapping[str, CatalogueItem]) -> frozenset[str]:
    """Codes passed of which a further attempt never counts, since the rules take the first. `listed`: the catalogue, by label."""
    if award.tree.repeat != "first":
        return frozenset()
    return frozenset(
        unit.code
        for unit in units
        if unit.code is not None
        and unit.state is State.EARNED
        and unit_day(unit) is not None
        and award.repeatable.get(unit.code, 1) == 1
        and unit.code in listed
        and unit.issuer == (listed[unit.code].issuer or award.body)
    )


def spent(claim: Claim, codes: Set[str], granted: frozenset[str]) -> frozenset[str]:
    """Codes of learning that can count nowhere in the claim, that may then be too far from the others in time, or that is not
    recognised at all. What an award that was conferred has used up is not among them: to take the same again would be the same
    learning twice. `granted`: clauses that nothing is lost by."""
    useful: set[str | None] = set()
    for way in claim.ways.each:
        lowered = claim.lower(Reading.SURE, State.IN_PROGRESS, waived=granted, way=way)
        eligible = eligible_places(lowered.problem)
        apart = sum(1 << index for index in range(len(lowered.units)) if _may_lapse(lowered.problem, index))
        used_up = {index for index, _, word, _ in lowered.removed if word == "reserved"}
        for index, unit in enumerate(lowered.units):
            if index in used_up or (eligible[index] and not apart >> index & 1):
                useful |= {unit.code, unit.holding.credential}
    return frozenset(codes) - useful


def _may_lapse(problem: Problem, unit: int) -> bool:
    """Whether a clause wants the unit and others within so long of each other."""
    return any(isinstance(check, Span) and check.units >> unit & 1 for check in problem.checks)
