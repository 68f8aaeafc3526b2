"""Plain problems: by the direct way while that is short, else by a linear program, else by the direct way at length.

Each finds the best by p alone, and its answer stands where checks can't make another one better. The first is the quicker one where
limits don't bind, the second where they do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from stackr.allocation.counted import allocation_of
from stackr.allocation.evaluate import standings
from stackr.allocation.linear.asking import greatest_linearly, solve_linearly
from stackr.allocation.plain.asking import DIRECT, greatest, solve_directly
from stackr.allocation.plain.checks import as_good_as_can_be, progress_as_can_be
from stackr.allocation.plain.filling import Beyond
from stackr.allocation.problem import Problem
from stackr.allocation.result import Solution, Standing
from stackr.allocation.told import told

T = TypeVar("T")

SHORT = 2_000
"""Steps of the direct way before a linear program is tried."""
MANY, FEW = 32, 300
"""More units than so many, and a ceiling over them: what the direct way settles at all, it settles in so few steps."""


def solve_plainly(problem: Problem, limit: int) -> Solution | None:
    """The canonical optimum of a plain problem, where its greatest worth shows itself. Raises `Beyond`, out of steps."""
    return _in_turn(problem, limit, _directly, _linearly)


def standing_plainly(problem: Problem, limit: int) -> Standing | None:
    """How the only award stands in it, where an allocation of the greatest p shows it by itself. Raises `Beyond`.

    Which of the best allocations that is stays open: `satisfied`, `progress` and `p` are those of all of them, `unmet` and
    `deficit` are not.
    """
    if len(problem.awards) > 1:
        return None
    return _in_turn(problem, limit, _standing_directly, _standing_linearly)


Way: TypeAlias = Callable[[Problem, int], T | None]
"""What settles a problem within so many steps. Raises `Beyond`, out of steps."""


def _in_turn(problem: Problem, limit: int, directly: Way[T], linearly: Way[T]) -> T | None:
    found, beyond = None, False
    try:
        found = directly(problem, min(limit, _short(problem)))
    except Beyond:
        beyond = True
    if found is None:
        found = linearly(problem, limit)
    if found is None and beyond:
        found = directly(problem, min(limit, DIRECT))
    return found


def _short(problem: Problem) -> int:
    return FEW if problem.ceilings and len(problem.units) > MANY else SHORT


def _directly(problem: Problem, limit: int) -> Solution | None:
    found = solve_directly(problem, limit, raising=True)
    if found is None:
        return None
    solution = told(problem, *found, method="direct")
    return solution if as_good_as_can_be(problem, solution.standings[0]) else None


def _linearly(problem: Problem, limit: int) -> Solution | None:
    found = solve_linearly(problem, limit)
    if found is None:
        return None
    solution = told(problem, found.positions, found.used, method="linear")
    best = solution.standings[0].p == found.p and as_good_as_can_be(problem, solution.standings[0], found.missed)
    return solution if best else None


def _standing_directly(problem: Problem, limit: int) -> Standing | None:
    found = greatest(problem, limit, raising=True)
    if found is None:
        return None
    positions, most = found
    if positions is None:
        return None
    (standing,) = standings(problem, allocation_of(positions))
    return standing if standing.p == most and as_good_as_can_be(problem, standing) else None


def _standing_linearly(problem: Problem, limit: int) -> Standing | None:
    found = greatest_linearly(problem, limit)
    if found is None:
        return None
    (standing,) = standings(problem, allocation_of(found.positions))
    return standing if standing.p == found.p and progress_as_can_be(problem, standing) else None
