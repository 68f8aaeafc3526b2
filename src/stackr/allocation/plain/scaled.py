"""A part of a plain problem that stands alone: units, the places they may fill, and what each brings there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import gcd

from stackr.allocation.nodes import Measure
from stackr.allocation.plain.reading import Plain
from stackr.allocation.plain.rules import Placed
from stackr.allocation.positions import bits


class Scaled:
    """A part in whole numbers without a common factor. `part.Part` has its bounds as well."""

    def __init__(
        self,
        plain: Plain,
        units: Sequence[int],
        places: Sequence[int],
        fits: dict[int, list[int]],
        *,
        lattice: int,
        extra: dict[int, dict[int, int]] | None = None,
    ) -> None:
        """`extra`: per unit and place, its worth beside the place's own: of the unit, or of each credit if it may be cut."""
        self.plain, self.units, self.places, self.fits = plain, list(units), list(places), fits
        self.lattice, self.extra = lattice, extra or {}
        items = plain.problem.units
        step = plain.problem.step
        self.credits = {unit: items[unit].credits for unit in units}
        self.cut = {unit: items[unit].divisible and items[unit].credits > step for unit in units}
        self._scale()

    def _scale(self) -> None:
        """Worths without their common factor, and what divides every difference of worth between allocations."""
        plain = self.plain
        unit_extra = [worth for unit in self.units for worth in self.extra.get(unit, {}).values()]
        self.factor = gcd(*(plain.worth.get(place, 0) for place in self.places), *unit_extra) or 1
        self.worth = {place: plain.worth.get(place, 0) // self.factor for place in self.places}
        self.need = {place: plain.need[place] if self.worth[place] else 0 for place in self.places}
        self.gives: dict[int, dict[int, int]] = {}
        self.largest: dict[int, int] = {}
        """Per unit the most that it gives to a place."""
        self.like: dict[int, int] = {}
        """Per unit the first of those that bring the same to the same places; rows may tell them apart."""
        problem, first_of = plain.problem, dict[tuple[object, ...], int]()
        by_items = {place for place in self.places if problem.places[place].measure is Measure.ITEMS}
        amounts = {self.worth[place] * self.need[place] for place in self.places}
        for unit in self.units:
            item, cut, fits = problem.units[unit], self.cut[unit], self.fits[unit]
            extra = self.extra.get(unit, {})
            like = first_of.setdefault((cut, item.credits, item.items, *fits, *extra.items()), unit)
            self.like[unit] = like
            if like != unit:
                self.gives[unit], self.largest[unit] = self.gives[like], self.largest[like]
                continue
            here = {place: item.items if place in by_items and not cut else item.credits for place in fits}
            self.gives[unit], self.largest[unit] = here, max(here.values())
            for place, given in here.items():
                size = self.lattice if cut else given
                amounts.add(self.worth[place] * size)
                if extra:
                    amounts.add(self.beside(unit, place, size))
        self.grain = gcd(*amounts) or 1

    @cached_property
    def order(self) -> list[int]:
        """Units so that places are done with early: those of the place with the fewest first, large before small."""
        at = dict.fromkeys(sorted(self.places), 0)
        for unit, given in self.gives.items():
            for place in given:
                at[place] |= 1 << unit
        order: list[int] = []
        left = [units for units in at.values() if units]
        while left:
            here = min(left, key=int.bit_count)
            order += sorted(bits(here), key=self.largest.__getitem__, reverse=True)
            left = [rest for units in left if (rest := units & ~here)]
        return order

    @cached_property
    def tries(self) -> dict[int, list[int]]:
        """Per unit its places, the worthiest and scarcest first."""
        supply = dict.fromkeys(self.places, 0)
        for given in self.gives.values():
            for place, amount in given.items():
                supply[place] += amount
        rank = {place: supply[place] * 1000 // max(1, self.need[place]) for place in self.places}
        of_like: dict[int, list[int]] = {}
        for like in set(self.like.values()):
            given = self.gives[like]
            brings = [(-self.worth[p] * min(given[p], self.need[p]), rank[p], p) for p in given]
            of_like[like] = [entry[2] for entry in sorted(brings)]
        return {unit: of_like[like] for unit, like in self.like.items()}

    def beside(self, unit: int, place: int, amount: int) -> int:
        """What the unit brings beside the place's own worth, if so much of it counts there."""
        extra = self.extra.get(unit)
        if not extra:
            return 0
        return extra.get(place, 0) // self.factor * (amount if self.cut[unit] else 1)

    def placed(self, unit: int, placed: Placed) -> Placed:
        """With the unit's credits as the amount of a whole one."""
        return placed if self.cut[unit] else ((placed[0][0], self.credits[unit]),)
