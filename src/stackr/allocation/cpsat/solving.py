"""The same problem by CP-SAT (the extra `solve`), for what the search does not settle within its steps.

One worker, a fixed seed, a linear relaxation, and limits in deterministic time, so that the same problem gives the same
bytes. The objective's parts are solved one after another, each fixed before the next; the canonical form likewise, in
packs of units. The result is placed in integers and judged by `evaluate`, never taken from the solver's word.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from stackr.allocation.cpsat.goals import GoalModel
from stackr.allocation.cpsat.striking import strike
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import PROGRESS, Worth

EFFORT_PER_STEP = 0.00001
"""Deterministic seconds that one search step buys: the usual two million are 20."""
STEPS_PER_ROW = 2
"""Search steps that a row of a linear program counts for."""
PACK = 1 << 6
"""How far several small numbers are packed into one objective: packs of many are fewer, but far harder to prove."""
LARGEST = 1 << 56


class Unsettled(Exception):
    """CP-SAT did not prove an optimum within its limits (or the numbers are too large for it)."""

    def __init__(self, best: list[Position] | None = None) -> None:
        super().__init__("not proven by CP-SAT")
        self.best = best


def available() -> bool:
    """Whether ortools is installed."""
    return find_spec("ortools") is not None


def same_each_time(effort: float) -> Any:
    """A solver that gives the same answer for the same model, within so many deterministic seconds."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = max(effort, 0.001)
    return solver


def solve_by_cpsat(
    problem: Problem, steps: int, known: Worth | None = None, near: list[Position] | None = None
) -> list[Position]:
    """The canonical optimum, one position per unit. Raises `Unsettled` if it is not proven.

    `known`: the greatest worth, if proven already; `near`: a good allocation to start from.
    """
    return _Run(problem, steps).run(known, near)


class _Run:
    def __init__(self, problem: Problem, steps: int) -> None:
        self.problem, self.left = problem, steps * EFFORT_PER_STEP
        self.state = State(problem)
        if (
            max((t.cap * a.root.weight for t, a in zip(self.state.trees, problem.awards, strict=True)), default=0)
            > LARGEST
        ):
            raise Unsettled
        self.units = UnitModel(self.state)
        self.goals = GoalModel(self.units)
        self.model: Any = self.units.model
        self.found: list[Position] | None = None

    def run(self, known: Worth | None, near: list[Position] | None) -> list[Position]:
        if near is not None:
            self._hint(near)
        first, awards = 1 + len(self.problem.awards), len(self.problem.awards)
        for index, part in enumerate(self.goals.objective):
            if isinstance(part, int) or (awards == 1 and index < PROGRESS):
                continue  # of a single award, progress says whether it is satisfied
            value = self._most(part) if known is None else known[index]
            if value <= 0 and first <= index < first + awards:
                continue  # no progress: how far below does not matter
            self.model.add(part >= value)
            self.left -= STEPS_PER_ROW * EFFORT_PER_STEP * strike(self.model, -part, -value)
        self._settle(self._least_amounts())
        self._settle(self._first_places())
        if self.found is None:
            self._most(self.units.zero)
        assert self.found is not None
        return self.found

    def _settle(self, wishes: list[tuple[Any, int]]) -> None:
        """Make numbers small one after another, and keep to each."""
        for pack in packed(wishes):
            self.model.add(pack <= -self._most(-pack))

    def _most(self, expression: Any) -> int:
        """The greatest value there is."""
        from ortools.sat.python import cp_model

        self.model.maximize(expression)
        solver = same_each_time(self.left)
        status = solver.solve(self.model)
        self.left -= solver.response_proto.deterministic_time
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.found = self._positions(solver)
        if status != cp_model.OPTIMAL:
            raise Unsettled(self.found)
        self.model.clear_hints()
        for var in self._variables():
            self.model.add_hint(var, solver.value(var))
        return int(solver.value(expression))

    def _hint(self, near: list[Position]) -> None:
        for unit, chosen in self.units.options.items():
            for option, var in zip(self.state.domain[unit], chosen, strict=True):
                self.model.add_hint(var, int(option.position == near[unit]))
        for (unit, place), var in self.units.amounts.items():
            self.model.add_hint(var, near[unit].get(place, 0))

    def _variables(self) -> list[Any]:
        chosen = [var for options in self.units.options.values() for var in options]
        return [*chosen, *self.units.amounts.values()]

    def _positions(self, solver: Any) -> list[Position]:
        positions: list[Position] = [{} for _ in self.problem.units]
        for unit, chosen in self.units.options.items():
            for option, var in zip(self.state.domain[unit], chosen, strict=True):
                if solver.value(var):
                    positions[unit] = dict(option.position)
        for (unit, place), var in self.units.amounts.items():
            if solver.value(var):
                positions[unit][place] = solver.value(var)
        return positions

    def _least_amounts(self) -> list[tuple[Any, int]]:
        """(5a) as numbers to make small, most important first, each with how many values it may take."""
        wishes: list[tuple[Any, int]] = []
        for unit in reversed(range(len(self.problem.units))):
            credits = self.problem.units[unit].credits
            if unit in self.units.options:
                domain = self.state.domain[unit]
                ranks = {amount: i for i, amount in enumerate(sorted({option.amount for option in domain}))}
                pairs = zip(domain, self.units.options[unit], strict=True)
                wishes.append((sum(ranks[option.amount] * var for option, var in pairs), len(ranks)))
            else:
                amounts = [self.units.unit_amount(unit, mask)[0] for mask in self.state.layers]
                wishes.append((sum(amounts), credits * len(amounts) + 1))
        return wishes

    def _first_places(self) -> list[tuple[Any, int]]:
        """(5b) in the same way."""
        wishes: list[tuple[Any, int]] = []
        for unit in range(len(self.problem.units)):
            if unit in self.units.options:
                chosen = self.units.options[unit]
                wishes.append((sum(i * var for i, var in enumerate(chosen)), len(chosen)))
                continue
            range_ = self.state.cut[unit]
            assert range_ is not None
            credits = self.problem.units[unit].credits
            wishes += [(credits - self.units.amounts[unit, place], credits + 1) for place in range_.places]
        return wishes


def packed(wishes: list[tuple[Any, int]]) -> list[Any]:
    """Several numbers to make small one after another, as few single ones: mixed radix, the first weighs most."""
    packs: list[Any] = []
    expression, room = None, 1
    for wish, values in wishes:
        if values <= 1:
            continue
        if expression is not None and room * values > PACK:
            packs.append(expression)
            expression, room = None, 1
        expression = wish if expression is None else expression * values + wish
        room *= values
    return packs if expression is None else [*packs, expression]
