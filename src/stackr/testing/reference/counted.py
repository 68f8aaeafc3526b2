"""An allocation with the sums that requirements, checks and limits ask for. Each unit is counted once, however often it counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.testing.reference.places import Place
from stackr.testing.reference.world import Number, World

Position = Mapping[str, Number]
"""Place id → credits that count there."""


@dataclass(frozen=True)
class Counted:
    """Per unit where it counts; a unit that counts nowhere is not listed."""

    world: World
    places: Mapping[str, Place]
    at: Mapping[int, Position]

    def units(self, places: Collection[str]) -> list[int]:
        """The units that count at one of the places."""
        return [unit for unit, position in self.at.items() if any(place in places for place in position)]

    def amount(self, unit: int, places: Collection[str]) -> Number:
        """Credits of the unit counted at the places."""
        found = sum(amount for place, amount in self.at[unit].items() if place in places)
        return min(self.world.credits[unit], found)

    def total(self, places: Collection[str], measure: Measure, among: Collection[int] | None = None) -> Number:
        """Credits or credentials of these units (None: all) counted at the places."""
        units = [unit for unit in self.units(places) if among is None or unit in among]
        if measure is Measure.ITEMS:
            return sum(self.world.items[unit] for unit in units)
        return sum(self.amount(unit, places) for unit in units)

    def at_place(self, place: Place) -> Number:
        """What counts at one place itself."""
        here = [unit for unit, position in self.at.items() if place.id in position]
        if place.measure is Measure.ITEMS:
            return sum(self.world.items[unit] for unit in here)
        return sum(self.at[unit][place.id] for unit in here)

    def fed(self, place: Place) -> Number:
        """What counts at a place and what overflows into it: another's excess, as far as its units are eligible here."""
        total = self.at_place(place)
        for source in self.places.values():
            if source.feeds == place.id and source.measure is place.measure:
                excess = max(0, self.at_place(source) - source.need)
                here = [unit for unit, position in self.at.items() if source.id in position]
                suiting = [unit for unit in here if unit in place.eligible and unit not in source.kept]
                if place.measure is Measure.ITEMS:
                    passing: Number = sum(self.world.items[unit] for unit in suiting)
                else:
                    passing = sum(self.at[unit][source.id] for unit in suiting)
                total += min(excess, passing)
        return total


def part(counted: Number, needed: Number | Fraction) -> Fraction:
    """min(1, counted ÷ needed); 1 where nothing is needed."""
    return Fraction(1) if counted >= needed else Fraction(counted) / Fraction(needed)
