"""Clauses that forbid: `never`, currency, conditions on each unit, `not both`. They decide which places a unit has, and so are
no part of the integer problem; to ask what would be without some of them, the problem is made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from stackr.allocation.counted import Allocation
from stackr.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Variant:
    """The problem without some clauses that forbid. `positions`: where its units stand now, where that is elsewhere."""

    problem: Problem
    positions: tuple[int, ...] | None = None

    def carried(self, allocation: Allocation) -> Allocation:
        """An allocation of the whole problem, as one of this."""
        if self.positions is None:
            return allocation
        return {(self.positions[unit], place): amount for (unit, place), amount in allocation.items()}


Make: TypeAlias = Callable[[frozenset[str]], Variant]


@dataclass(slots=True)
class Forbidding:
    """`ids`: the clauses that forbid something to this learner, sorted. `make`: the problem without some of them."""

    ids: tuple[str, ...]
    make: Make
    _made: dict[frozenset[str], Variant] = field(default_factory=dict)

    def without(self, ids: frozenset[str]) -> Variant:
        """The problem without these; kept."""
        if ids not in self._made:
            self._made[ids] = self.make(ids)
        return self._made[ids]


def nothing_forbidden(problem: Problem) -> Forbidding:
    """No clause forbids."""
    return Forbidding((), lambda ids: Variant(problem))
