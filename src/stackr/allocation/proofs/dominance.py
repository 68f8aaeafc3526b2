"""Which additions can be left out beforehand, exactly: those with enough others that serve at least as well for no more.

If an optimal set has at most M items and M others each could stand in for an item of it (eligible wherever it is, the
same to every limit and check, no prerequisites, cheaper or of an earlier code), one of them is outside the set, and the
exchange would give a better set. So the item is in no optimal set.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

from stackr.allocation.checks import Average, Distinct, Floor, LastN, Span
from stackr.allocation.positions import eligible_places
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.cover import CREDITS, Candidate, Cover
from stackr.allocation.proofs.prerequisites import Needing, closed_set


class Item(Candidate, Needing, Protocol):
    """An addition."""


T = TypeVar("T", bound=Item)


def worth_keeping(problem: Problem, additions: Sequence[T], steps: int) -> list[T] | None:
    """The additions that may be in the smallest completion; None if all together do not satisfy the award."""
    cover = Cover(problem, additions, frozenset(), frozenset(), steps)
    most = cover.codes_for_least(CREDITS)
    if most is None:
        return None if cover.proven else list(additions)
    items = {addition.code: addition for addition in additions}
    return without_replaceable(problem, additions, closed_set(most, items))


def without_replaceable(problem: Problem, additions: Sequence[T], closed: frozenset[str]) -> list[T]:
    """The additions without those that have enough stand-ins. `closed`: some completion, prerequisites and all."""
    replaceable = _Replaceable(problem, additions, closed)
    return [addition for addition in additions if not replaceable(addition)]


class _Replaceable:
    """Whether an addition has enough stand-ins. `closed` is some completion: an optimal one costs no more credits."""

    def __init__(self, problem: Problem, additions: Sequence[Item], closed: frozenset[str]) -> None:
        prices = [addition.credits for addition in additions]
        spent = sum(addition.credits for addition in additions if addition.code in closed)
        least = min((price for price in prices if price), default=1)
        self.enough = spent // least + sum(not price for price in prices)
        self.needed = {code for addition in additions for alternative in addition.needs for code in alternative}
        self.problem, self.eligible = problem, eligible_places(problem)
        self.alone = _grants_of_one_unit(problem)
        self.codes = Counter(unit.code for unit in problem.units if unit.code >= 0)
        self.standins: dict[object, dict[int, list[tuple[int, str]]]] = {}
        for addition in additions:
            if addition.units and not addition.needs and self._free(addition):
                masks = self.standins.setdefault(self._kind(addition), {})
                masks.setdefault(self.eligible[addition.units[0]], []).append((addition.cost, addition.code))
        for masks in self.standins.values():
            for entries in masks.values():
                entries.sort()

    def __call__(self, addition: Item) -> bool:
        if addition.code in self.needed:
            return False
        if not addition.units:
            return True
        if not self._free(addition):
            return False
        own, found = self.eligible[addition.units[0]], 0
        for mask, entries in self.standins.get(self._kind(addition), {}).items():
            if mask & own == own:
                found += bisect_left(entries, (addition.cost, addition.code))
                if found >= self.enough:
                    return True
        return False

    def _free(self, addition: Item) -> bool:
        """Whether it is one unit that no grant or code ties to others."""
        unit = self.problem.units[addition.units[0]]
        return len(addition.units) == 1 and self.codes[unit.code] <= 1 and unit.grant in self.alone

    def _kind(self, addition: Item) -> object:
        """What limits, checks and preferences see of its unit, and what it asks for."""
        index = addition.units[0]
        unit = self.problem.units[index]
        seen: list[object] = [addition.credits, unit.credits, unit.items, unit.divisible]
        seen += [ceiling.units >> index & 1 for ceiling in self.problem.ceilings]
        for check in self.problem.checks:
            match check:
                case Floor():
                    seen.append(check.units >> index & 1)
                case Average():
                    seen.append(check.gain[index])
                case Distinct():
                    seen.append(check.values[index])
                case LastN():
                    seen.append((check.units >> index & 1, check.order[index]))
                case Span():
                    members = check.units >> index & 1, check.anchors >> index & 1
                    seen.append((*members, check.day[index], check.limit[index]))
                case _:
                    pass
        return tuple(seen)


def _grants_of_one_unit(problem: Problem) -> set[int]:
    """Grants with one unit whose pieces no other grant uses."""
    units: dict[int, int] = {}
    for unit in problem.units:
        units[unit.grant] = units.get(unit.grant, 0) + 1
    return {grant for grant in problem.unshared_grants() if units.get(grant) == 1}
