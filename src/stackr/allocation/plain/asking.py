"""What is asked of the direct way: the canonical optimum, any best allocation, what all of them share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from stackr.allocation.plain.direct import Direct, Wanted
from stackr.allocation.plain.filling import Beyond
from stackr.allocation.plain.preferences import has_preferences, indifferent, sparing
from stackr.allocation.plain.rows import NotPlain
from stackr.allocation.plain.several import Several, not_wanted
from stackr.allocation.plain.ways import each_way
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position

T = TypeVar("T")

DIRECT = 20_000
"""Steps for the direct way. They are short ones, and count for no later search."""
DEPTH = 20_000
"""Python's recursion limit while searching: a few frames per unit, or per piece of one that may be cut."""


def solve_directly(problem: Problem, limit: int, *, raising: bool = False) -> tuple[list[Position], int] | None:
    """The canonical optimum and the steps it took; None if the problem is not plain, or not settled so.

    `raising`: where the steps do not do, `Beyond` is raised.
    """

    def solved() -> tuple[list[Position], int] | None:
        if not has_preferences(problem):
            return _canonical(_way_of(problem, limit))
        most = _way_of(indifferent(problem), limit).greatest(not_wanted)[1]
        direct = _way_of(sparing(problem), limit)
        found = _canonical(direct)
        return found if direct.p == most else None

    return deep(solved, raising=raising)


def _canonical(direct: Direct | Several) -> tuple[list[Position], int] | None:
    found = direct.run()
    return None if found is None else (found, direct.used)


def any_p(most: Fraction) -> bool:
    """An allocation is wanted in any case."""
    return True


def greatest(
    problem: Problem, limit: int, wanted: Wanted = any_p, *, raising: bool = False
) -> tuple[list[Position] | None, Fraction] | None:
    """An allocation, and the greatest p without floors and ceilings, which it reaches or misses; None if the problem is not plain, or
    not settled so. Without an allocation where none was found that keeps floors and ceilings, or that p is not `wanted`.

    `raising`: where the steps do not do, `Beyond` is raised.
    """
    return deep(lambda: _way_of(indifferent(problem), limit).greatest(wanted), raising=raising)


def certain(problem: Problem, limit: int) -> tuple[Fraction, set[tuple[int, int]]] | None:
    """The greatest p without floors and ceilings, and (unit, place) where a unit counts in every allocation that has it, as far as
    bounds tell. None if the problem is not plain, or not settled so."""
    return deep(lambda: _way_of(indifferent(problem), limit).certain())


def _way_of(problem: Problem, limit: int) -> Direct | Several:
    """The problem as it is, or each way through its choices."""
    ways = each_way(problem)
    return Direct(ways[0], limit) if len(ways) == 1 else Several(ways, limit)


def deep(work: Callable[[], T | None], *, raising: bool = False) -> T | None:
    """Work that goes deep; None where the problem is not plain, or, without `raising`, the steps do not do."""
    known = sys.getrecursionlimit()
    sys.setrecursionlimit(max(known, DEPTH))
    try:
        return work()
    except NotPlain:
        return None
    except Beyond:
        if raising:
            raise
        return None
    finally:
        sys.setrecursionlimit(known)
