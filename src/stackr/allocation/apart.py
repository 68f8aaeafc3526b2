"""A problem of which some places have learning of their own: what counts there may count elsewhere as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stackr.allocation.positions import eligible_places
from stackr.allocation.problem import Problem
from stackr.allocation.restrict import restricted


def apart(problem: Problem, groups: Sequence[int]) -> tuple[Problem, tuple[int, ...]]:
    """(the problem, which of the old units each of its units is). `groups`: masks of places, none in two of them.

    The units stay as they are for all other places; behind them stand, for each group, those that may count there once more, with
    grants, pieces and codes of their own: so each group is judged as if it were alone.
    """
    count, eligible = len(problem.units), eligible_places(problem)
    behind = [[unit for unit in range(count) if eligible[unit] & group] for group in groups]
    order = [*range(count), *(unit for units in behind for unit in units)]
    copied = restricted(problem, order)
    units, first, own = list(copied.units[:count]), count, dict[int, int]()
    for number, here in enumerate(behind, start=1):
        own[groups[number - 1]] = sum(1 << first + at for at in range(len(here)))
        units += [
            replace(
                unit,
                id=f"{unit.id} ({number})",
                grant=unit.grant + number * len(problem.grants),
                code=unit.code + number * len(problem.multiplicity) if unit.code >= 0 else -1,
            )
            for unit in copied.units[first : first + len(here)]
        ]
        first += len(here)
    pieces = 1 + max((piece for grant in problem.grants for piece in grant.pieces), default=0)
    whole = (1 << count) - 1
    return replace(
        copied,
        units=tuple(units),
        grants=tuple(
            replace(grant, pieces=frozenset(piece + number * pieces for piece in grant.pieces))
            for number in range(len(groups) + 1)
            for grant in problem.grants
        ),
        places=tuple(
            replace(
                place,
                eligible=place.eligible & next((mine for group, mine in own.items() if group >> index & 1), whole),
            )
            for index, place in enumerate(copied.places)
        ),
        multiplicity=problem.multiplicity * (len(groups) + 1),
    ), tuple(order)
