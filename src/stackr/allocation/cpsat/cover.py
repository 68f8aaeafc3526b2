"""The smallest completion by CP-SAT, prerequisites and all: for large catalogues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd
from typing import Any, Protocol

from stackr.allocation.cpsat.canonical import Wish, all_at_once, in_turn, settle
from stackr.allocation.cpsat.goals import GoalModel
from stackr.allocation.cpsat.solving import (
    AT_ONCE,
    EFFORT_PER_ROW,
    EFFORT_PER_STEP,
    Unsettled,
    same_each_time,
)
from stackr.allocation.cpsat.striking import Relaxed, Shown
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.cover import Candidate
from stackr.allocation.proofs.prerequisites import Needing
from stackr.allocation.sums.state import State


class Item(Candidate, Needing, Protocol):
    """An addition."""


def cheapest_by_cpsat(problem: Problem, additions: Sequence[Item], steps: int) -> tuple[tuple[str, ...] | None, bool]:
    """The codes of the smallest completion, sorted (None if nothing completes it), and whether that is proven; else they are
    those of a completion, the smallest that was found. Raises `Unsettled` if none was found.
    """
    run = _CoverRun(problem, additions, steps)
    try:
        return _cheapest(run, additions), True
    except Unsettled:
        if run.codes is None:
            raise
        return run.codes, False


def _cheapest(run: _CoverRun, additions: Sequence[Item]) -> tuple[str, ...] | None:
    for price in _prices(run.taken, additions) or [run.units.zero]:
        if not run.least(price):
            return None
    run.first_codes()
    return run.codes


def _prices(taken: Mapping[str, Any], additions: Sequence[Item]) -> list[Any]:
    """What is made small, one after another: credits and items in one number, then the cost."""
    credits, items, cost = [a.credits for a in additions], [1 for _ in additions], [a.cost for a in additions]
    both = [size // (gcd(*credits) or 1) * (len(items) + 1) + 1 for size in credits]
    return [
        sum(each * taken[a.code] for each, a in zip(sizes, additions, strict=True))
        for sizes in (both, cost)
        if any(sizes)
    ]


class _CoverRun:
    def __init__(self, problem: Problem, additions: Sequence[Item], steps: int) -> None:
        self.left = steps * EFFORT_PER_STEP
        self.units = UnitModel(State(problem))
        goals = GoalModel(self.units)
        self.model: Any = self.units.model
        for award in range(len(problem.awards)):
            self.model.add(goals.objective[1 + award] == 1)
        self.taken: dict[str, Any] = {addition.code: self.units.bool_var() for addition in additions}
        for addition in additions:
            taken = self.taken[addition.code]
            for unit in addition.units:
                self.model.add(self.units.present[unit] <= taken)
            self._prerequisites(addition, taken)
        self.relaxed = Relaxed(self.model)
        self.codes: tuple[str, ...] | None = None
        """Of the smallest completion so far."""

    def _prerequisites(self, addition: Item, taken: Any) -> None:
        ways = []
        for alternative in addition.needs:
            way = self.units.bool_var()
            for code in sorted(alternative):
                self.model.add_implication(way, self.taken[code])
            ways.append(way)
        if ways:
            self.model.add_bool_or([*ways, ~taken])

    def least(self, expression: Any) -> bool:
        """Minimise, and fix the value; strike out what can't be where it is reached. False if there is no solution at all."""
        from ortools.sat.python import cp_model

        shown = self._show(expression)
        solver = same_each_time(self.left)
        status = solver.solve(self.model)
        self.left -= solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return False
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._note(solver)
        if status != cp_model.OPTIMAL:
            raise Unsettled
        self._keep(expression, shown, int(solver.value(expression)))
        return True

    def _show(self, expression: Any) -> Shown:
        self.left -= len(self.relaxed.rows) * EFFORT_PER_ROW
        shown: Shown = self.relaxed.show(expression)
        return shown

    def _keep(self, expression: Any, shown: Shown, value: int) -> None:
        self.model.add(expression == value)
        self.relaxed.strike(shown, value)

    def first_codes(self) -> None:
        """Of sets that are equally small, the first by codes."""
        open_ = [code for code in sorted(self.taken) if not self._struck(self.taken[code])]
        settle(open_, self._at_once, self._grant)

    def _struck(self, var: Any) -> bool:
        return bool(var.index < len(self.relaxed.bounds) and self.relaxed.bounds[var.index][1] == 0)

    def _at_once(self, codes: list[str]) -> bool:
        from ortools.sat.python import cp_model

        solver = in_turn(same_each_time(min(self.left, AT_ONCE)))
        wishes = [Wish(1 - self.taken[code], 2) for code in codes]
        status = solver.solve(all_at_once(self.model, wishes))
        self.left -= solver.response_proto.deterministic_time
        if status != cp_model.OPTIMAL:
            return False
        self._note(solver)
        return True

    def _grant(self, code: str) -> None:
        """Take the item if that can be; nothing is solved where it is taken now, or the relaxation shows that it can't be."""
        assert self.codes is not None
        left_out = 1 - self.taken[code]
        shown = self._show(left_out)
        if code in self.codes:
            self._keep(left_out, shown, 0)
        elif shown.least > 0:
            self._keep(left_out, shown, 1)
        else:
            self.least(left_out)

    def _note(self, solver: Any) -> None:
        """Keep what was found, and start from it next."""
        self.codes = tuple(sorted(code for code, var in self.taken.items() if solver.value(var)))
        self.model.clear_hints()
        for var in self.taken.values():
            self.model.add_hint(var, solver.value(var))
