"""An allocation with the sums that trees, checks, limits and the objective's later parts read of it.

An allocation is a mapping (unit, place) → scaled amount. A pair that is present counts, also with amount 0 (a
zero-credit unit).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from stackr.allocation.nodes import Measure
from stackr.allocation.positions import layer_masks
from stackr.allocation.problem import Problem
from stackr.allocation.result import Placement

Allocation: TypeAlias = Mapping[tuple[int, int], int]


class Counted:
    """An allocation with the sums that the tree, the checks and the limits read."""

    def __init__(self, problem: Problem, allocation: Allocation) -> None:
        self.problem = problem
        self.allocation = allocation
        self.at_unit: dict[int, dict[int, int]] = {}
        self.at_place: dict[int, dict[int, int]] = {}
        for (unit, place), amount in allocation.items():
            self.at_unit.setdefault(unit, {})[place] = amount
            self.at_place.setdefault(place, {})[unit] = amount
        self._where = [(unit, sum(1 << place for place in self.at_unit[unit])) for unit in sorted(self.at_unit)]
        """Units in order, each with the mask of the places at which it counts."""

    def amount(self, unit: int, places: int) -> int:
        """Scaled credits of the unit counted at these places; once, however often it counts."""
        here = self.at_unit.get(unit)
        if here is None:
            return 0
        return min(self.problem.units[unit].credits, sum([here[place] for place in here if places >> place & 1]))

    def units_at(self, places: int) -> list[int]:
        """The units that count at one of these places, in order."""
        return [unit for unit, position in self._where if position & places]

    def total(self, units: int, places: int, measure: Measure) -> int:
        """Credits (scaled) or items of these units counted at these places, each unit once."""
        here = [unit for unit, position in self._where if position & places and units >> unit & 1]
        if measure is Measure.ITEMS:
            return sum([self.problem.units[unit].items for unit in here])
        return sum([self.amount(unit, places) for unit in here])

    def at(self, place: int) -> int:
        """What counts at the place itself, in its measure."""
        here = self.at_place.get(place)
        if here is None:
            return 0
        if self.problem.places[place].measure is Measure.ITEMS:
            return sum([self.problem.units[unit].items for unit in here])
        return sum(here.values())

    def fed(self, place: int) -> int:
        """What counts at the place and what overflows into it: the excess of the other place, from units eligible here."""
        taker = self.problem.places[place]
        source = taker.overflow_from
        if source < 0 or self.problem.places[source].measure is not taker.measure:
            return self.at(place)
        excess = max(0, self.at(source) - self.problem.places[source].need)
        passing = self.at_place.get(source, {}).items()
        if taker.measure is Measure.ITEMS:
            suitable = sum(self.problem.units[unit].items for unit, _ in passing if taker.eligible >> unit & 1)
        else:
            suitable = sum(amount for unit, amount in passing if taker.eligible >> unit & 1)
        return self.at(place) + min(excess, suitable)

    def used(self, places: int) -> bool:
        """Whether a unit counts at one of these places."""
        return any(places >> place & 1 for place in self.at_place)


def counted_amount(counted: Counted, unit: int, layers: list[int]) -> int:
    """How much of the unit counts, summed over layers; for a zero-credit unit, whether it counts."""
    if counted.problem.units[unit].credits == 0:
        return int(unit in counted.at_unit)
    return sum(counted.amount(unit, mask) for mask in layers)


def preference_sums(counted: Counted) -> tuple[int, ...]:
    """One sum per preference, to make small."""
    main = layer_masks(counted.problem)[0]
    sums = []
    for preference in counted.problem.preferences:
        value = sum(preference.per_use[unit] for unit in counted.at_unit) if preference.per_use else 0
        if preference.per_amount:
            value += sum(preference.per_amount[unit] * counted.amount(unit, main) for unit in counted.at_unit)
        sums.append(value)
    return tuple(sums)


def demerits(counted: Counted) -> int:
    """Objective (3b) over the active grants."""
    return sum(counted.problem.grants[grant].demerit for grant in active_grants(counted))


def active_grants(counted: Counted) -> set[int]:
    """The grants one of whose units counts."""
    return {counted.problem.units[unit].grant for unit in counted.at_unit}


def split_units(counted: Counted) -> int:
    """How many units count at two places of one layer."""
    places = counted.problem.places
    return sum(
        len({places[place].layer for place in position}) < len(position) for position in counted.at_unit.values()
    )


def placements(allocation: Allocation) -> tuple[Placement, ...]:
    """The allocation as a result: by unit, then place."""
    return tuple(Placement(unit, place, allocation[unit, place]) for unit, place in sorted(allocation))


def as_allocation(placed: tuple[Placement, ...]) -> dict[tuple[int, int], int]:
    """The mapping that `placements` came from."""
    return {(item.unit, item.place): item.amount for item in placed}


def allocation_of(found: Sequence[Mapping[int, int]]) -> Allocation:
    """Positions (amount by place), one per unit, as amounts by unit and place."""
    return {(unit, place): amount for unit, position in enumerate(found) for place, amount in position.items()}
