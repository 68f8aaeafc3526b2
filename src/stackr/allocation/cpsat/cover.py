"""The smallest completion by CP-SAT, prerequisites and all: for large catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from stackr.allocation.cpsat.goals import GoalModel
from stackr.allocation.cpsat.solving import EFFORT_PER_STEP, Unsettled, packed, same_each_time
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
    credits = sum(a.credits * run.taken[a.code] for a in additions)
    items = sum(run.taken.values())
    cost = sum(a.cost * run.taken[a.code] for a in additions)
    for price in (credits, items, cost, run.units.zero):
        if not isinstance(price, int) and not run.least(price):
            return None
    first = [(1 - run.taken[code], 2) for code in sorted(run.taken)]  # of equally many, the first codes
    for pack in packed(first):
        run.least(pack)
    return run.codes


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
        """Minimise, and fix the value. False if there is no solution at all."""
        from ortools.sat.python import cp_model

        self.model.minimize(expression)
        solver = same_each_time(self.left)
        status = solver.solve(self.model)
        self.left -= solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return False
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.codes = tuple(sorted(code for code, var in self.taken.items() if solver.value(var)))
        if status != cp_model.OPTIMAL:
            raise Unsettled
        self.model.add(expression == solver.value(expression))
        self.model.clear_hints()
        for var in self.taken.values():
            self.model.add_hint(var, solver.value(var))
        return True
