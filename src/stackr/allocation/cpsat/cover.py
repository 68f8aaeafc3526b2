"""The smallest completion by CP-SAT: for large catalogues.

What is made small, one after another: credits and items in one sum, the cost, then the codes. Of a large catalogue a small set is
found among the likeliest; what by the linear relaxation is in no set as small is left out, and the rest is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import gcd
from typing import TypeVar

from stackr.allocation.cpsat.covering import Covering, Price
from stackr.allocation.cpsat.solving import EFFORT_PER_STEP, Unsettled
from stackr.allocation.cpsat.striking import Shown
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.additions import Addition, only
from stackr.allocation.proofs.dominance import without_replaceable

MANY = 160
"""Up to so many additions are asked all together."""
LIKELY = (160, 640)
"""How many of more are asked first; if no set is made of them, more."""

T = TypeVar("T")


def cheapest_by_cpsat(
    problem: Problem, additions: Sequence[Addition], steps: int
) -> tuple[tuple[str, ...] | None, bool]:
    """The codes of the smallest completion, sorted (None if nothing completes it), and whether that is proven; else they are
    those of a completion, the smallest that was found. Raises `Unsettled` if none was found.
    """
    run = _Smallest(problem, additions, steps)
    try:
        return run.run(), True
    except Unsettled:
        if run.codes is None:
            raise
        return run.codes, False


def _prices(additions: Sequence[Addition]) -> list[Price]:
    """What is made small, one after another."""
    grain = gcd(*(a.credits for a in additions)) or 1
    both = {a.code: a.credits // grain * (len(additions) + 1) + 1 for a in additions}
    cost = {a.code: a.cost for a in additions}
    return [both, cost] if any(cost.values()) else [both]


class _Smallest:
    def __init__(self, problem: Problem, additions: Sequence[Addition], steps: int) -> None:
        self.prices, self.kept = _prices(additions), list[tuple[Price, int]]()
        self.codes: tuple[str, ...] | None = None
        """Of the smallest completion so far."""
        self.model = Covering(problem, additions, steps * EFFORT_PER_STEP)
        self.problem, self.additions = problem, list(additions)

    def run(self) -> tuple[str, ...] | None:
        for price in self.prices:
            many = len(self.additions) > MANY
            value = self._among_many(price) if many else self._least(price)
            if value is None:
                return None
            self.kept.append((price, value))
        self._start_from(self.codes)
        self._ask(self.model, Covering.first_codes)
        return self.codes

    def _start_from(self, codes: tuple[str, ...] | None) -> None:
        """What was found is the model's too, unless others stand in for a part of it there."""
        if codes is not None and self.model.items.keys() >= set(codes):
            self.model.codes = codes
        else:
            self._least(self.prices[-1])

    def _least(self, price: Price) -> int | None:
        return self._ask(self.model, lambda model: model.least(price))

    def _ask(self, model: Covering, question: Callable[[Covering], T]) -> T:
        """What a model answers: it spends what is left, and what it finds is kept."""
        try:
            return question(model)
        finally:
            self.model.left = model.left
            if model.codes is not None and (
                self.codes is None or self._comes_to(model.codes) <= self._comes_to(self.codes)
            ):
                self.codes = model.codes

    def _comes_to(self, codes: Sequence[str]) -> list[int]:
        return [sum(price[code] for code in codes) for price in self.prices]

    def _among_many(self, price: Price) -> int | None:
        """The least of a sum; None if nothing completes the award."""
        shown = self.model.show(price)
        value = self._among_likeliest(price, shown)
        if value is None:
            return self._least(price)
        self.model.strike(shown, value)
        self._leave_out()
        if value > shown.least:
            return self._least(price)
        self.model.keep(price, value)
        return value

    def _among_likeliest(self, price: Price, shown: Shown) -> int | None:
        for number in LIKELY:
            few = self._among(self.model.likeliest(shown, number))
            value = self._ask(few, lambda model: model.least(price))
            if value is not None:
                return value
        return None

    def _leave_out(self) -> None:
        """Go on without what was struck out, and what others stand in for; not where that would leave most of it."""
        assert self.codes is not None
        left = set(self.model.open_codes())
        if 2 * len(left) > len(self.additions):
            return
        problem, additions = only(self.problem, self.additions, left)
        kept = without_replaceable(problem, additions, frozenset(self.codes))
        if len(kept) < len(self.additions):
            self.problem, self.additions = only(problem, additions, {addition.code for addition in kept})
            self.model = self._made(self.problem, self.additions)

    def _among(self, codes: Collection[str]) -> Covering:
        return self._made(*only(self.problem, self.additions, codes))

    def _made(self, problem: Problem, additions: Sequence[Addition]) -> Covering:
        """A model of these, what was proven least kept to."""
        model = Covering(problem, additions, self.model.left)
        for price, value in self.kept:
            model.keep(price, value)
        return model
