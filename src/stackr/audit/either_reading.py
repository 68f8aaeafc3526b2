"""A possible problem of which some facts are read as in the sure one: places that they open, floors that they fill, ceilings that they
stay under."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from stackr.allocation.checks import Check, Floor
from stackr.allocation.problem import Problem
from stackr.allocation.result import Solution
from stackr.model.learning import RecognisedUnit
from stackr.requirements.compiled import Lowered

Fact: TypeAlias = tuple[str, str]
"""A holding, and the place, floor or ceiling where it may be other than in the sure reading; with "": wherever it counts."""


@dataclass(frozen=True)
class EitherReading:
    """`sure`, `possible`: one award (or claim) lowered twice. `everywhere`: holdings of which more is open than the places, floors and
    ceilings where they are: they count as they may, or not at all."""

    sure: Lowered
    possible: Lowered
    everywhere: Collection[str]

    @property
    def units(self) -> Sequence[RecognisedUnit]:
        """As the possible problem has them."""
        return self.possible.units

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """All of them."""
        masks = (*self._opened.items(), *self._filled.items(), *self._under.items())
        found = {(holding, id) for id, units in masks for holding in self._holdings(units)}
        whole = {fact for fact in found if fact[0] not in self.everywhere}
        return frozenset(whole | {(holding, "") for holding in self.everywhere})

    def without(self, facts: Collection[Fact]) -> Problem:
        """The possible problem with these as in the sure one."""
        problem = self.possible.problem
        gone = self._of(facts, "")

        def floor(check: Check) -> Check:
            if not isinstance(check, Floor) or check.id not in self._filled:
                return check
            return replace(check, units=check.units & ~(self._filled[check.id] & self._of(facts, check.id)))

        return replace(
            problem,
            places=tuple(
                replace(place, eligible=place.eligible & ~(self._opened[place.id] & self._of(facts, place.id) | gone))
                for place in problem.places
            ),
            checks=tuple(map(floor, problem.checks)),
            ceilings=tuple(
                replace(each, units=each.units | (self._under.get(each.id, 0) & self._of(facts, each.id)))
                for each in problem.ceilings
            ),
        )

    def used(self, solution: Solution) -> set[Fact]:
        """The facts that an allocation uses."""
        problem, found = self.possible.problem, set[Fact]()
        scopes = [(self._opened, place.id, 1 << index) for index, place in enumerate(problem.places)]
        scopes += [(self._filled, check.id, check.places) for check in problem.checks if isinstance(check, Floor)]
        scopes += [(self._under, each.id, each.places) for each in problem.ceilings]
        for placed in solution.placements:
            holding = self.units[placed.unit].holding.id
            found.add((holding, ""))
            for masks, id, places in scopes:
                if places >> placed.place & 1 and masks.get(id, 0) >> placed.unit & 1:
                    found.add((holding, id))
        return found & self.facts

    def _of(self, facts: Collection[Fact], id: str) -> int:
        """The units of the facts about one thing."""
        holdings = {holding for holding, of in facts if of == id}
        return sum(1 << index for index, unit in enumerate(self.units) if unit.holding.id in holdings)

    def _holdings(self, units: int) -> Iterator[str]:
        return (unit.holding.id for index, unit in enumerate(self.units) if units >> index & 1)

    @cached_property
    def _here(self) -> Callable[[int], int]:
        """The units of a mask of the sure problem, as the possible one has them."""
        copies: dict[str, int] = {}
        for index, unit in enumerate(self.units):
            copies[unit.id] = copies.get(unit.id, 0) | 1 << index
        each = [copies.get(unit.id, 0) for unit in self.sure.units]
        return lambda mask: sum({bits for index, bits in enumerate(each) if mask >> index & 1})

    @cached_property
    def _opened(self) -> dict[str, int]:
        """Place → the units that may count there in the possible reading only."""
        sure = {place.id: self._here(place.eligible) for place in self.sure.problem.places}
        return {place.id: place.eligible & ~sure.get(place.id, 0) for place in self.possible.problem.places}

    @cached_property
    def _filled(self) -> dict[str, int]:
        """Floor → the units that are of it in the possible reading only."""
        floors = [check for check in self.sure.problem.checks if isinstance(check, Floor)]
        sure = {check.id: self._here(check.units) for check in floors}
        checks = [check for check in self.possible.problem.checks if isinstance(check, Floor)]
        return {check.id: check.units & ~sure[check.id] for check in checks if check.id in sure}

    @cached_property
    def _under(self) -> dict[str, int]:
        """Ceiling → the units that are of it in the sure reading only."""
        sure = {each.id: self._here(each.units) for each in self.sure.problem.ceilings}
        return {each.id: sure.get(each.id, 0) & ~each.units for each in self.possible.problem.ceilings}
