"""What is asked of the linear way: the canonical optimum of a plain problem, or any best allocation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.branching.pool import OutOfSteps
from stackr.allocation.linear.objective import Linear
from stackr.allocation.plain.asking import deep
from stackr.allocation.plain.filling import Beyond
from stackr.allocation.plain.preferences import has_preferences, indifferent, sparing
from stackr.allocation.plain.rows import Row
from stackr.allocation.plain.several import form_of
from stackr.allocation.plain.ways import each_way
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position

FEW_WAYS = 16
"""Awards with more ways through their choices are not tried: each takes a linear program."""


@dataclass(frozen=True, slots=True)
class Found:
    """An allocation of the greatest p, the steps it took, and the floors that no allocation of that p keeps."""

    positions: list[Position]
    p: Fraction
    used: int
    missed: Sequence[Row] = ()


def solve_linearly(problem: Problem, limit: int) -> Found | None:
    """The canonical optimum as far as checks other than floors do not matter; None if the problem is not plain, or not told so.

    Raises `Beyond`, out of steps.
    """

    def settled() -> Found | None:
        if not has_preferences(problem):
            return _canonical(problem, limit)
        most = _greatest(indifferent(problem), limit)
        found = _canonical(sparing(problem), limit) if most is not None else None
        return found if most is not None and found is not None and found.p == most.p else None

    return _within(settled)


def greatest_linearly(problem: Problem, limit: int) -> Found | None:
    """An allocation of the greatest p, likewise."""
    return _within(lambda: _greatest(indifferent(problem), limit))


def _within(work: Callable[[], Found | None]) -> Found | None:
    def settled() -> Found | None:
        try:
            return work()
        except OutOfSteps:
            raise Beyond from None

    return deep(settled, raising=True)


def _greatest(problem: Problem, limit: int) -> Found | None:
    ways = _ways(problem, limit)
    if not ways:
        return None
    linear, positions = _best(ways)[0]
    return Found(positions, linear.p, _used(ways))


def _canonical(problem: Problem, limit: int) -> Found | None:
    """Of the canonical optima of the best ways the one that stands first."""
    ways = _ways(problem, limit)
    if not ways:
        return None
    best = ways if len(ways) == 1 else [linear for linear, _ in _best(ways)]
    forms = [linear.run() for linear in best]
    missed = [row for row in best[0].floors.missed if all(row in linear.floors.missed for linear in best)]
    positions = forms[0] if len(forms) == 1 else max(forms, key=lambda found: form_of(problem, found))
    return Found(positions, best[0].p, _used(ways), missed)


def _ways(problem: Problem, limit: int) -> list[Linear]:
    """Each way through the choices, begun; the one that may be best first. None where there are too many."""
    ways = each_way(problem)
    if len(ways) > FEW_WAYS:
        return []
    return sorted((Linear(way, limit // len(ways)) for way in ways), key=lambda linear: -linear.p)


def _best(ways: Sequence[Linear]) -> list[tuple[Linear, list[Position]]]:
    """The ways of the greatest p, each with an allocation that has it."""
    best: list[tuple[Linear, list[Position]]] = []
    for linear in ways:
        if best and linear.p < best[0][0].p:
            break
        positions = linear.greatest()
        if best and linear.p > best[0][0].p:
            best = []
        if not best or linear.p == best[0][0].p:
            best.append((linear, positions))
    return best


def _used(ways: Sequence[Linear]) -> int:
    return sum(linear.steps.used for linear in ways)
