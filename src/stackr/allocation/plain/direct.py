"""The direct way for plain problems: part by part, each settled by itself; what ties the parts together is looked at last.

Without floors, ceilings and wide amounts, units and places fall into parts that do not touch, and with the greatest p
known, what every best allocation leaves aside takes them apart further. If the canonical allocation found so keeps all
the rest as well, it is the canonical one of the whole. If not, all is searched as one part that keeps the rows, for the
same p. Whatever this cannot settle is left to the general search (`search.py`). What is asked of it: `asking.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import TypeAlias

from stackr.allocation.nodes import Measure
from stackr.allocation.plain.filling import Filling
from stackr.allocation.plain.form import Form
from stackr.allocation.plain.lattice import lattice_of
from stackr.allocation.plain.left import added_up, all_wanted, left_open, put_together, tied_down
from stackr.allocation.plain.part import Part
from stackr.allocation.plain.parts import mask_of, parts_of
from stackr.allocation.plain.reading import plain
from stackr.allocation.plain.rows import NotPlain, Row, counted, reach
from stackr.allocation.plain.rules import Placed, Rule
from stackr.allocation.plain.scaled import Scaled
from stackr.allocation.plain.straight import straight
from stackr.allocation.plain.worth import greatest_worth
from stackr.allocation.positions import bits
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position

Wanted: TypeAlias = Callable[[Fraction], bool]
"""Whether an allocation is wanted where this is the greatest p."""

TOGETHER = 600
"""Steps for all as one part where a ceiling binds: bounds don't price it, so what is not settled soon is not at all."""
MORE_SPLITS = 2
"""With all rows kept, up to so many more units may be cut than without."""


class Direct:
    """One plain problem. `best` is p of the best allocation in `plain.whole`, without what the rows might cost."""

    def __init__(self, problem: Problem, limit: int) -> None:
        self.problem, self.limit, self.used = problem, limit, 0
        self.plain = plain(problem)
        self.best = self.plain.const
        self.splits = 0
        self.full: list[Row] = []
        """Wide amounts taken as reached."""
        self.extra: dict[int, dict[int, int]] = {}
        self._wide()
        if self.extra and self.plain.strict:
            raise NotPlain
        self.fits = {
            unit: sorted({*self.plain.fits.get(unit, ()), *self.extra.get(unit, ())}) for unit in self._wanted()
        }
        self.lattice = lattice_of(self.plain, self.fits, ())

    @property
    def p(self) -> Fraction:
        """The greatest p, rows aside, once that is found."""
        return Fraction(self.best, self.plain.whole)

    def _wanted(self) -> list[int]:
        return sorted({*self.plain.fits, *self.extra})

    def _wide(self) -> None:
        """Wide amounts that nobody can exceed add to each unit's worth; others are taken as full, and looked at last."""
        problem = self.problem
        for wide in self.plain.wides:
            if reach(problem, wide.row) > wide.row.amount:
                self.best += wide.worth * wide.row.amount
                self.full.append(wide.row)
                continue
            for place in bits(wide.row.places & ((1 << len(problem.places)) - 1)):
                for unit in bits(problem.places[place].eligible):
                    self._add_extra(unit, place, wide.row, wide.worth)

    def _add_extra(self, unit: int, place: int, row: Row, worth: int) -> None:
        """`extra` is what the unit adds, or each credit of it if it may be cut."""
        item, by_items = self.problem.units[unit], row.measure is Measure.ITEMS
        if item.divisible and item.credits > self.problem.step:
            if by_items:
                raise NotPlain
        else:
            worth *= item.items if by_items else item.credits
        if worth:
            here = self.extra.setdefault(unit, {})
            here[place] = here.get(place, 0) + worth

    # parts

    def run(self) -> list[Position] | None:
        """The canonical optimum, one position per unit; None if this cannot tell."""
        placed: dict[int, Placed] = {}
        for units, places in parts_of(self.fits, self.plain.ties):
            for inner in self._settled(units, places):
                placed.update(inner)
        if not self._kept(placed):
            return self._positions(self._together(placed))
        return self._positions(placed)

    def greatest(self, wanted: Wanted) -> tuple[list[Position] | None, Fraction]:
        """An allocation that keeps the rows, if one is found and the greatest p is wanted; and the greatest p, rows aside."""
        placed: dict[int, Placed] = {}
        splits = 0
        for units, places in parts_of(self.fits, self.plain.ties):
            part, worth, found = self._most(units, places)
            self.best += worth * part.factor
            for unit, parts in added_up(found).items():
                splits += len(parts) > 1
                placed[unit] = part.placed(unit, parts)
        most = self.p
        if not wanted(most):
            return None, most
        return self._positions(placed if self._kept(placed) else self._any_together(placed, splits)), most

    def at_most(self) -> Fraction:
        """What p is at most, as far as each place and each unit by itself tell."""
        units, found = self.problem.units, self.best
        supply: dict[int, int] = {}
        for unit, places in self.plain.fits.items():
            for place in places:
                by_items = self.problem.places[place].measure is Measure.ITEMS
                supply[place] = supply.get(place, 0) + (units[unit].items if by_items else units[unit].credits)
        found += sum(self.plain.worth[place] * min(self.plain.need[place], got) for place, got in supply.items())
        for unit, extra in self.extra.items():
            cut = units[unit].divisible and units[unit].credits > self.problem.step
            found += max(extra.values()) * (units[unit].credits if cut else 1)
        return Fraction(found, self.plain.whole)

    def certain(self) -> tuple[Fraction, set[tuple[int, int]]]:
        """The greatest p, rows aside, and where a unit counts in every allocation that has it, as far as bounds tell."""
        found: set[tuple[int, int]] = set()
        for units, places in parts_of(self.fits, self.plain.ties):
            part = self._part(units, places, self.fits, -1)
            best, _ = self._greatest(part)
            self.best += best * part.factor
            found |= tied_down(part, best)
        return self.p, found

    def _positions(self, placed: dict[int, Placed] | None) -> list[Position] | None:
        if placed is None:
            return None
        return [dict(placed.get(unit, ())) for unit in range(len(self.problem.units))]

    def _ties(self, units: Sequence[int]) -> list[Rule]:
        mask = mask_of(units)
        return [Rule(tie, least=False) for tie in self.plain.ties if (tie.units & mask).bit_count() > tie.amount]

    def _scaled(self, units: Sequence[int], places: Sequence[int], fits: dict[int, list[int]]) -> Scaled:
        extra = {unit: self.extra[unit] for unit in units if unit in self.extra}
        return Scaled(self.plain, units, places, fits, lattice=self.lattice, extra=extra)

    def _part(self, units: Sequence[int], places: Sequence[int], fits: dict[int, list[int]], splits: int) -> Part:
        return Part(self._scaled(units, places, fits), self._ties(units), splits)

    def _inner(self, part: Part, units: list[int], places: list[int], fits: dict[int, list[int]]) -> Part:
        """What a part falls into; where nothing of it falls away, what is known of it stays."""
        if units == part.units and places == part.places and all(fits[unit] == part.fits[unit] for unit in units):
            return Part(part, part.rules, 0)
        return self._part(units, places, fits, 0)

    def _settled(self, units: list[int], places: list[int]) -> Iterator[dict[int, Placed]]:
        """The canonical form of each part that a part falls into once its greatest worth is known."""
        part = self._part(units, places, self.fits, -1)
        best, found = self._greatest(part)
        self.best += best * part.factor
        fits = left_open(part, best)
        at: dict[int, int] = {}
        for _, placed in found:
            for place, amount in placed:
                at[place] = at.get(place, 0) + amount
        for inner_units, inner_places in parts_of(fits, self.plain.ties):
            if all_wanted(part, inner_units, fits) and not self._ties(inner_units):
                yield {unit: ((fits[unit][0], part.credits[unit]),) for unit in inner_units}
                continue
            inner = self._inner(part, inner_units, inner_places, fits)
            target = sum(inner.worth[p] * min(inner.need[p], at.get(p, 0)) for p in inner_places)
            mine = set(inner_units)
            target += sum(
                inner.beside(unit, place, amount)
                for unit, placed in found
                if unit in mine and unit in self.extra
                for place, amount in placed
            )
            yield self._canonical(inner, target, put_together(found, mine))

    def _most(self, units: list[int], places: list[int]) -> tuple[Scaled, int, list[tuple[int, Placed]]]:
        """A part, its greatest worth, and what has it, per unit or piece of a unit."""
        scaled, ties = self._scaled(units, places, self.fits), self._ties(units)
        found = straight(scaled, ties)
        if found is not None:
            return scaled, *found
        part = Part(scaled, ties)
        return part, *self._greatest(part)

    def _greatest(self, part: Part) -> tuple[int, list[tuple[int, Placed]]]:
        """The greatest worth, and what has it, per unit or piece of a unit."""
        filling = Filling(part, self.limit - self.used)
        best, known = greatest_worth(part, filling)
        self.used += filling.used
        return best, known

    def _canonical(self, part: Part, target: int, witness: dict[int, Placed] | None) -> dict[int, Placed]:
        """The canonical form of a part that can reach the target; `witness`: an allocation that does, cutting nothing."""
        cut = sum(part.cut.values())
        for splits in range(cut + 1):
            if splits:
                part, witness = Part(part, part.rules, splits), None
            placed = self._form(part, target, witness)
            if placed is not None:
                self.splits += splits
                return placed
        raise NotPlain

    def _form(self, part: Part, target: int, witness: dict[int, Placed] | None = None) -> dict[int, Placed] | None:
        """(5a) and (5b) under the part's rows; None if the target is out of reach."""
        form = Form(part, target, self.limit - self.used)
        try:
            return form.run(witness)
        finally:
            self.used += form.filling.used

    # the rest

    def _kept(self, placed: dict[int, Placed]) -> bool:
        """Whether all rows hold."""
        plain, problem = self.plain, self.problem
        least = (*self.full, *plain.floors)
        return all(counted(problem, row, placed) >= row.amount for row in least) and all(
            counted(problem, row, placed) <= row.amount for row in plain.ceilings
        )

    def _together(self, placed: dict[int, Placed]) -> dict[int, Placed] | None:
        """The canonical form of everything as one part that keeps every row; None if the rows cost some of p. `placed`:
        the form that does not keep them."""
        for part, target in self._wholes(placed, self.splits, MORE_SPLITS):
            found = self._form(part, target)
            if found is not None:
                return found
        return None

    def _any_together(self, placed: dict[int, Placed], splits: int) -> dict[int, Placed] | None:
        """Any allocation as good as `placed`, which cuts so many units, that keeps every row; None if this finds none."""
        for part, target in self._wholes(placed, splits, 0):
            form = Form(part, target, min(TOGETHER, self.limit - self.used))
            found = form.witness()
            self.used += form.filling.used
            if found is not None:
                return {unit: part.placed(unit, each) for unit, each in found.items() if each}
        return None

    def _wholes(self, placed: dict[int, Placed], splits: int, more: int) -> Iterator[tuple[Part, int]]:
        """Everything as one part that keeps every row, and its target; by how many units may be cut, from `splits` on."""
        plain, problem = self.plain, self.problem
        if plain.strict:
            raise NotPlain
        rows = (*self.full, *plain.floors, *plain.ceilings)
        rules = [*(Rule(row, least=True) for row in (*self.full, *plain.floors))]
        rules += [Rule(row, least=False) for row in (*plain.ceilings, *plain.ties)]
        fits: dict[int, list[int]] = {}
        for place in range(len(problem.places)):
            for unit in bits(problem.places[place].eligible):
                fits.setdefault(unit, []).append(place)
        units = sorted(fits)
        places = sorted({place for unit in units for place in fits[unit]})
        lattice = lattice_of(plain, fits, rows)
        fixed = plain.const + sum(
            wide.worth * wide.row.amount for wide in plain.wides if any(wide.row is row for row in self.full)
        )
        if any(counted(problem, row, placed) > row.amount for row in plain.ceilings):
            self.limit = min(self.limit, self.used + TOGETHER)
        scaled = Scaled(plain, units, places, fits, lattice=lattice, extra=self.extra)
        for cut in range(splits, splits + more + 1):
            yield Part(scaled, rules, cut), (self.best - fixed) // scaled.factor
