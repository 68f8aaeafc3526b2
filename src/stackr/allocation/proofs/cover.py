"""The cheapest additions that satisfy the award, prerequisites aside: one question to the search after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import gcd
from typing import Protocol

from stackr.allocation.problem import Problem
from stackr.allocation.proofs.reachable import Question
from stackr.allocation.restrict import restricted
from stackr.allocation.sums.options import Option, Position

CREDITS, ITEMS, COST = range(3)


class Candidate(Protocol):
    """What the cover needs to know of an addition."""

    @property
    def code(self) -> str: ...
    @property
    def units(self) -> tuple[int, ...]: ...
    @property
    def credits(self) -> int: ...
    @property
    def cost(self) -> int: ...


@dataclass(frozen=True, slots=True, order=True)
class Price:
    """What a set of additions comes to, in the order that decides."""

    credits: int
    items: int
    cost: int
    codes: tuple[str, ...]


class Cover:
    """One cheapest-set problem. `taken` additions are in whatever happens; `barred` ones are out."""

    def __init__(
        self,
        problem: Problem,
        additions: Sequence[Candidate],
        taken: frozenset[str],
        barred: frozenset[str],
        steps: int,
    ) -> None:
        self.taken = [addition for addition in additions if addition.code in taken]
        offered = {unit: a for a in additions if a.code not in taken | barred for unit in a.units}
        out = {unit for a in additions if a.code in barred for unit in a.units}
        units = [unit for unit in range(len(problem.units)) if unit not in out]
        self.offered = {new: offered[old] for new, old in enumerate(units) if old in offered}
        self.budget = [
            [self.offered[u].credits if u in self.offered else 0 for u in range(len(units))],
            [int(u in self.offered) for u in range(len(units))],
            [self.offered[u].cost if u in self.offered else 0 for u in range(len(units))],
        ]
        self.question = Question(restricted(problem, units), steps, self.budget)
        self.target = self.question.satisfied()
        self.proven = True
        self.options: dict[int, list[Option]] = {}
        self.witness: list[Position] | None = None

    def cheapest(self) -> Price | None:
        """The cheapest set, or None: none satisfies the award, or (`proven` false) that is not settled."""
        if not self._ask():
            return None
        for budget in (CREDITS, ITEMS, COST):
            if not self._least(budget):
                return None
        self._first_codes()
        used = self._codes_used()
        chosen = [*self.taken, *(a for code, a in {a.code: a for a in self.offered.values()}.items() if code in used)]
        return Price(
            sum(a.credits for a in chosen),
            len(chosen),
            sum(a.cost for a in chosen),
            tuple(sorted(a.code for a in chosen)),
        )

    def some(self) -> frozenset[str] | None:
        """The codes of some set that satisfies the award, if one is found."""
        return self._codes_used() if self._ask() else None

    def codes_for_least(self, budget: int) -> frozenset[str] | None:
        """The codes of a set that is least in one budget; None as for `cheapest`."""
        if not self._ask() or not self._least(budget):
            return None
        return self._codes_used()

    def _ask(self) -> bool:
        """Whether the target can be reached as things are; if so the witness shows it."""
        answer = self.question.ask(self.target, self.witness)
        if answer.found is not None:
            self.witness = answer.found
            return True
        self.proven = self.proven and answer.proven
        return False

    def _used(self) -> list[int]:
        assert self.witness is not None
        return [unit for unit in self.offered if self.witness[unit]]

    def _codes_used(self) -> frozenset[str]:
        return frozenset(self.offered[unit].code for unit in self._used())

    def _spent(self, budget: int) -> int:
        return sum(self.budget[budget][unit] for unit in self._used())

    def _least(self, budget: int) -> bool:
        """Limit a budget to the least that suffices. False if that is not settled."""
        grain = gcd(*self.budget[budget]) or 1
        low, high = -1, self._spent(budget) // grain
        low = self._refuted(budget, grain, high)
        guess = low + 1
        while high - low > 1:
            self.question.state.limits.allow(budget, guess * grain)
            if self._ask():
                high = self._spent(budget) // grain
            elif not self.proven:
                return False
            else:
                low = guess
            guess = (low + high) // 2
        self.question.state.limits.allow(budget, high * grain)
        return True

    def _refuted(self, budget: int, grain: int, high: int) -> int:
        """The greatest amount that the bounds alone show not to suffice."""
        low = -1
        while high - low > 1:
            guess = (low + high) // 2
            self.question.state.limits.allow(budget, guess * grain)
            if self.question.may(self.target):
                high = guess
            else:
                low = guess
        return low

    def _first_codes(self) -> None:
        """Among sets of this price, the first by codes: each code in turn goes in if it can."""
        units: dict[str, list[int]] = {}
        for unit, addition in self.offered.items():
            units.setdefault(addition.code, []).append(unit)
        refused: set[object] = set()
        inside: list[list[int]] = []
        left = len(self._codes_used())
        for code in sorted(units):
            own, addition = units[code], self.offered[units[code][0]]
            kind = tuple(self.question.state.kind(unit) for unit in own), addition.credits, addition.cost
            if left and (code in self._codes_used() or kind not in refused):
                if code in self._codes_used() or self._ask_with([*inside, own]):
                    inside.append(own)
                    left -= 1
                    continue
                refused.add(kind)
            for unit in own:
                self._keep(unit, inside=False)

    def _ask_with(self, codes: list[list[int]]) -> bool:
        """Whether the target can be reached with one unit of each code counting. What stands there once counts for sure."""
        for units in product(*codes):
            for unit in units:
                self._keep(unit, inside=True)
            found = self._ask()
            for unit in units:
                self._keep(unit, inside=None)
            if found:
                return True
        return False

    def _keep(self, unit: int, *, inside: bool | None) -> None:
        """Make a unit count, not count, or (None) lift that."""
        state = self.question.state
        range_ = state.cut[unit]
        if range_ is not None:
            range_.least_amount = 1 if inside else 0
            range_.most_amount = state.problem.units[unit].credits * len(state.layers) if inside is not False else 0
            state.refresh_cut(unit)
            return
        options = self.options.setdefault(unit, state.domain[unit])
        wanted = [option for option in options if inside is None or bool(option.position) == inside]
        state.set_domain(unit, wanted)
