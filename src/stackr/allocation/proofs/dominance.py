"""Which additions can be left out beforehand, exactly: those with enough others that serve at least as well for no more.

If a smallest set has at most M items that could stand in for an item of it (they serve wherever it does, ask for nothing first,
cost as many credits, and no more or are of an earlier code) and there are M of them, one is outside the set, and the exchange
would give a better set. So the item is in no smallest set. Two ways tell an M: what the requirements can need (`needed.py`),
and what some set that is known comes to.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Protocol, TypeVar

from stackr.allocation.kinds import Kind, kinds
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.cover import CREDITS, Candidate, Cover
from stackr.allocation.proofs.needed import countable, most_needed
from stackr.allocation.proofs.prerequisites import Needing, asked_codes, closed_set


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


def without_replaceable(problem: Problem, additions: Sequence[T], closed: frozenset[str] | None = None) -> list[T]:
    """The additions without those that have enough stand-ins. `closed`: some completion, prerequisites and all, if one is known.

    What is left out is looked for again and again: an item that only items left out ask for may go as well.
    """
    replaceable, kept = _Replaceable(problem, additions, closed), list(additions)
    while True:
        needed = {code for addition in kept for code in asked_codes(addition.needs)}
        left = [addition for addition in kept if addition.code in needed or not replaceable(addition)]
        if len(left) == len(kept):
            return left
        kept = left


def in_free_units(problem: Problem, additions: Sequence[Candidate]) -> list[bool]:
    """Of each addition whether it gives one unit that no grant or code ties to others."""
    of_grant = Counter(unit.grant for unit in problem.units)
    of_code = Counter(unit.code for unit in problem.units if unit.code >= 0)
    unshared = problem.unshared_grants()

    def free(index: int) -> bool:
        unit = problem.units[index]
        return of_grant[unit.grant] == 1 and of_code[unit.code] <= 1 and unit.grant in unshared

    return [len(addition.units) == 1 and free(addition.units[0]) for addition in additions]


class _Replaceable:
    """Whether an addition, asked for by none, has enough stand-ins."""

    def __init__(self, problem: Problem, additions: Sequence[Item], closed: frozenset[str] | None) -> None:
        self.problem = problem
        self.countable = countable(problem, {unit for addition in additions for unit in addition.units})
        self.spent = None if closed is None else _most_in(additions, closed)
        free = in_free_units(problem, additions)
        kind_of = kinds(problem)
        self.kinds = {a.code: kind_of[a.units[0]] for a, alone in zip(additions, free, strict=True) if alone}
        needed = {code for addition in additions for code in asked_codes(addition.needs)}
        self.standins: dict[tuple[object, int], dict[Kind, list[tuple[int, str]]]] = {}
        for addition in additions:
            if addition.code in self.kinds and addition.needs is None and addition.code not in needed:
                kind = self.kinds[addition.code]
                alike = self.standins.setdefault((kind.rest, addition.credits), {})
                alike.setdefault(kind, []).append((addition.cost, addition.code))
        for alike in self.standins.values():
            for entries in alike.values():
                entries.sort()
        self.enough: dict[int, int | None] = {}
        self.serving: dict[tuple[Kind, int], list[list[tuple[int, str]]]] = {}

    def __call__(self, addition: Item) -> bool:
        if not addition.units:
            return True
        kind = self.kinds.get(addition.code)
        enough = self._enough(addition) if kind is not None else None
        if kind is None or enough is None:
            return False
        own = addition.cost, addition.code
        return sum(bisect_left(entries, own) for entries in self._serving_for(kind, addition.credits)) >= enough

    def _enough(self, addition: Item) -> int | None:
        """So many stand-ins are enough; None: no number is known to be."""
        credits = self.problem.units[addition.units[0]].credits
        if credits not in self.enough:
            known = [] if self.spent is None else [self.spent]
            known += [most_needed(self.problem, credits)] if self.countable else []
            self.enough[credits] = min(known, default=None)
        return self.enough[credits]

    def _serving_for(self, kind: Kind, credits: int) -> list[list[tuple[int, str]]]:
        group = kind, credits
        if group not in self.serving:
            alike = self.standins.get((kind.rest, credits), {})
            self.serving[group] = [entries for other, entries in alike.items() if other.serves_for(kind)]
        return self.serving[group]


def _most_in(additions: Sequence[Item], closed: frozenset[str]) -> int:
    """No smallest set has more items: it comes to no more credits than the set that is known."""
    prices = [addition.credits for addition in additions]
    spent = sum(addition.credits for addition in additions if addition.code in closed)
    least = min((price for price in prices if price), default=1)
    return spent // least + sum(not price for price in prices)
