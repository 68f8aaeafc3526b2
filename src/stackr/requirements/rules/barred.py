"""Barred combinations: `at most one of { DS503; DS504 }` may count. They hold in every allocation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from stackr.allocation.nodes import Measure, Node
from stackr.allocation.problem import Ceiling
from stackr.conditions.predicate import Predicate
from stackr.requirements.base import JudgedRule, Rule
from stackr.requirements.builder import Builder
from stackr.requirements.view import View
from stackr.requirements.words import expr_words, listing


@dataclass(frozen=True, slots=True, kw_only=True)
class BarredRule(Rule):
    """Of these members at most `n` count. Several units of one member are one, and a unit of several members stands for one of them."""

    n: int
    members: tuple[Predicate, ...]

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """One ceiling where each member is one unit of one item; else one per forbidden combination of units."""
        if build.is_waived(self.id):
            return ()
        places = build.scope(self)
        groups = [self._units(build, member) for member in self.members]
        if all(len(group) < 2 for group in groups) and all(build.items[u] == 1 for group in groups for u in group):
            units = sum(1 << unit for unit in {unit for group in groups for unit in group})
            build.ceiling(Ceiling(self.id, units, places, self.n, Measure.ITEMS))
            return ()
        for number, together in enumerate(sorted(self._forbidden(groups))):
            items = [build.items[unit] for unit in together]
            units = sum(1 << unit for unit in together)
            build.ceiling(Ceiling(f"{self.id}#{number + 1}", units, places, sum(items) - min(items), Measure.ITEMS))
        return ()

    def _units(self, build: Builder, member: Predicate) -> list[int]:
        mask = build.members(member, self.id, harmful=True, among=build.candidates(self))
        return [index for index in range(build.n) if mask >> index & 1]

    def _forbidden(self, groups: list[list[int]]) -> set[tuple[int, ...]]:
        """Every set of n + 1 units, each of another member."""
        found: set[tuple[int, ...]] = set()
        for chosen in combinations([group for group in groups if group], self.n + 1):
            found |= {tuple(sorted(units)) for units in product(*chosen) if len(set(units)) == len(units)}
        return found

    def describe(self) -> str:
        """`at most 1 of DS503 and DS504`."""
        return f"at most {self.n} of {listing([expr_words(member.tree) for member in self.members])}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """How many members count."""
        places = view.scope(self)
        counted = set(view.units_at(places))
        value = _standing([counted.intersection(self._units(view.build, member)) for member in self.members])
        status = view.status(self.id, value <= self.n)
        bound = Fraction(self.n)
        return (JudgedRule(self.id, self.title, status, self.clause, "ceiling", bound, Fraction(value), "credentials"),)


def _standing(groups: Sequence[Collection[int]]) -> int:
    """For how many of the groups a unit of its own can stand: a largest matching, by augmenting paths."""
    stands: dict[int, int] = {}

    def find(group: int, tried: set[int]) -> bool:
        for unit in groups[group]:
            if unit not in tried:
                tried.add(unit)
                if unit not in stands or find(stands[unit], tried):
                    stands[unit] = group
                    return True
        return False

    return sum(find(group, set()) for group in range(len(groups)))
