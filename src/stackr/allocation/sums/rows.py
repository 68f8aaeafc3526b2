"""Linear sums over an allocation: what places, amounts, limits, floors, averages and preferences all read.

A row adds up, over the units counted at its places, a factor times the amount counted (each unit at most once over), or
times the unit's items, or once. The search keeps two numbers per row: `val`, what the decided units give, and `opt`, the
most that all units together may still give. When every unit is decided the two are equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum

from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Problem


class Mode(IntEnum):
    """What the factor multiplies."""

    CREDITS = 0
    ITEMS = 1
    ONCE = 2
    SPLIT = 3
    """Once if the unit counts at two places of one layer."""


def mode_of(measure: Measure) -> Mode:
    return Mode.ITEMS if measure is Measure.ITEMS else Mode.CREDITS


class Rows:
    """The rows of a problem, each once; rows 0 … places−1 are the places themselves."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.places: list[int] = []
        self.mode: list[Mode] = []
        self.units: list[int] = []
        self.factor: list[Sequence[int] | None] = []
        self._known: dict[tuple[int, int, Mode], int] = {}
        everyone = (1 << len(problem.units)) - 1
        self.everyone, self.everywhere = everyone, (1 << len(problem.places)) - 1
        for index, place in enumerate(problem.places):
            self._append(place.eligible & everyone, 1 << index, mode_of(place.measure), None)

    def _append(self, units: int, places: int, mode: Mode, factor: Sequence[int] | None) -> int:
        self.units.append(units)
        self.places.append(places & self.everywhere)
        self.mode.append(mode)
        self.factor.append(factor)
        return len(self.units) - 1

    def linear(self, units: int, places: int, mode: Mode) -> int:
        """The row that counts these units at these places."""
        units &= self.everyone
        key = (units, places & self.everywhere, mode)
        if key not in self._known:
            self._known[key] = self._append(units, places, mode, None)
        return self._known[key]

    def row_of(self, units: int, places: int, measure: Measure) -> int:
        """The row that counts these units at these places in this measure."""
        return self.linear(units, places, mode_of(measure))

    def weighted(self, factor: Sequence[int], places: int, mode: Mode) -> int:
        """A row with a factor of its own for each unit."""
        units = sum(1 << unit for unit, value in enumerate(factor) if value)
        return self._append(units, places, mode, factor)

    def at_places(self) -> list[list[int]]:
        """Per place, the rows that see it."""
        found: list[list[int]] = [[] for _ in self.problem.places]
        for row, places in enumerate(self.places):
            while places:
                low = places & -places
                found[low.bit_length() - 1].append(row)
                places ^= low
        return found

    def gives(self, row: int, unit: int, position: Mapping[int, int]) -> int:
        """What a unit in this position (place → amount, all layers) adds to the row."""
        places, mode, factor = self.places[row], self.mode[row], self.factor[row]
        here = [amount for place, amount in position.items() if places >> place & 1]
        if not here:
            return 0
        rate = 1 if factor is None else factor[unit]
        if mode is Mode.CREDITS:
            return rate * min(self.problem.units[unit].credits, sum(here))
        if mode is Mode.ITEMS:
            return rate * self.problem.units[unit].items
        if mode is Mode.SPLIT:
            layers = [self.problem.places[place].layer for place in position]
            return rate * (len(set(layers)) < len(layers))
        return rate
