"""Preferences, (3) and (3b) of the objective, where what they count against can be done without.

They say which of the best allocations is meant, never how good these are. Whatever is best without what they count against
comes to nothing by each of them, so the canonical one of these is the canonical one of all.
"""

from __future__ import annotations

from dataclasses import replace

from stackr.allocation.plain.rows import NotPlain
from stackr.allocation.positions import layer_masks
from stackr.allocation.problem import Problem


def indifferent(problem: Problem) -> Problem:
    """The same without preferences: as much can be reached."""
    if not has_preferences(problem):
        return problem
    grants = tuple(replace(grant, demerit=0) for grant in problem.grants)
    return replace(problem, preferences=(), grants=grants)


def has_preferences(problem: Problem) -> bool:
    """Whether anything is preferred to anything."""
    return bool(problem.preferences) or any(grant.demerit for grant in problem.grants)


def sparing(problem: Problem) -> Problem:
    """The same without preferences and without what they count against: units by their use nowhere, units by their credits not in the
    main layer; a unit of no credits costs nothing there. Raises `NotPlain` where a preference speaks for a unit.
    """
    nowhere, not_in_main = 0, 0
    for index, unit in enumerate(problem.units):
        by_use = [problem.grants[unit.grant].demerit]
        by_use += [each.per_use[index] for each in problem.preferences if each.per_use]
        by_amount = [each.per_amount[index] for each in problem.preferences if each.per_amount and unit.credits]
        if min(by_use + by_amount) < 0:
            raise NotPlain
        nowhere |= any(by_use) << index
        not_in_main |= any(by_amount) << index
    main = layer_masks(problem)[0]
    places = tuple(
        replace(place, eligible=place.eligible & ~nowhere & ~(not_in_main if main >> at & 1 else 0))
        for at, place in enumerate(problem.places)
    )
    return replace(indifferent(problem), places=places)
