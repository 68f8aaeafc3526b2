"""Preferences, (3) and (3b) of the objective, where what they count against can be done without.

They say which of the best allocations is meant, never how good these are. Whatever is best without what they count against
comes to nothing by each of them, so the canonical one of these is the canonical one of all.
"""

from __future__ import annotations

from dataclasses import replace

from stackr.allocation.plain.reading import NotPlain
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
    """The same without preferences and without the units that they count against. Raises `NotPlain` where one speaks for a unit."""
    away = 0
    for index, unit in enumerate(problem.units):
        costs = [problem.grants[unit.grant].demerit]
        costs += [each.per_use[index] for each in problem.preferences if each.per_use]
        costs += [each.per_amount[index] for each in problem.preferences if each.per_amount]
        if min(costs) < 0:
            raise NotPlain
        away |= any(costs) << index
    places = tuple(replace(place, eligible=place.eligible & ~away) for place in problem.places)
    return replace(indifferent(problem), places=places)
