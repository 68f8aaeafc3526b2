"""What no allocation may exceed: places' most, ceilings, shares of what is counted, and budgets, as numbers of rows."""

from __future__ import annotations

from collections.abc import Sequence

from stackr.allocation.problem import Problem
from stackr.allocation.sums.rows import Mode, Rows, mode_of
from stackr.allocation.sums.trees import Sums


class Limits:
    """`caps`: row → the most it may come to; `ratios`: (row, counted row, numerator, denominator, need), shares of what is
    counted; `budgets`: row → all that there could be of it."""

    def __init__(self, problem: Problem, rows: Rows, sums: Sums, budgets: Sequence[Sequence[int]]) -> None:
        self.problem, self.rows, self.sums = problem, rows, sums
        self.caps: dict[int, int] = {}
        self.ratios: list[tuple[int, int, int, int, int]] = []
        self.budgets: dict[int, int] = {}
        for index, place in enumerate(problem.places):
            if place.most is not None:
                self.caps[index] = place.most
        self._ceilings()
        self._in_order = [self._budget(uses) for uses in budgets]

    def _ceilings(self) -> None:
        for ceiling in self.problem.ceilings:
            row = self.rows.linear(ceiling.units, ceiling.places, mode_of(ceiling.measure))
            if ceiling.share is not None:
                numerator, denominator, places, need = ceiling.share
                counted = self.rows.linear(-1, places, mode_of(ceiling.measure))
                self.ratios.append((row, counted, numerator, denominator, need))
                self.sums.note(row)
                self.sums.note(counted)
            elif ceiling.bound is not None:
                self.caps[row] = min(ceiling.bound, self.caps.get(row, ceiling.bound))

    def _budget(self, uses: Sequence[int]) -> int:
        """A row for a budget; it starts with enough for all. What equals credits is counted as credits: bounds see it."""
        units = sum(1 << unit for unit, used in enumerate(uses) if used)
        whole = all(place.splittable < 0 for place in self.problem.places)
        items = zip(uses, self.problem.units, strict=True)
        if whole and all(not used or (used == item.credits and not item.divisible) for used, item in items):
            row = self.rows.linear(units, -1, Mode.CREDITS)
        else:
            row = self.rows.weighted(uses, -1, Mode.ONCE)
        self.sums.note(row)
        self.caps[row] = self.budgets[row] = self.caps.get(row, sum(uses))
        return row

    def allow(self, budget: int, most: int) -> None:
        """Allow this much of a budget."""
        row = self._in_order[budget]
        self.caps[row] = min(most, self.budgets[row])

    def now(self) -> dict[int, int]:
        """Every limit as a number: a share of what is counted, of what may still be counted."""
        if not self.ratios:
            return self.caps
        limits, opt = dict(self.caps), self.sums.opt
        for row, counted, numerator, denominator, need in self.ratios:
            most = numerator * max(opt[counted], need) // denominator
            limits[row] = min(most, limits.get(row, most))
        return limits

    def shares_hold(self) -> bool:
        """Whether every share of what is counted may still hold (exact when all is decided)."""
        val, opt = self.sums.val, self.sums.opt
        for row, counted, numerator, denominator, need in self.ratios:
            if val[row] * denominator > numerator * max(opt[counted], need):
                return False
        return True
