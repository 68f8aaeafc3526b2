"""The same problem by CP-SAT (the extra `solve`), for what the search does not settle within its steps.

One worker, a fixed seed, a linear relaxation, and limits in deterministic time, so that the same problem gives the same
bytes. The objective's parts are solved one after another, each fixed before the next; the canonical form likewise, wish by
wish, and all that is left at once where that comes quickly. Where the linear relaxation shows that nothing is better than
the allocation at hand, nothing is solved. The result is placed in integers and judged by `evaluate`, never taken from the
solver's word.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from stackr.allocation.cpsat.canonical import Wish, all_at_once, first_places, in_turn, least_amounts, settle
from stackr.allocation.cpsat.goals import GoalModel
from stackr.allocation.cpsat.striking import Relaxed, Shown
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import PROGRESS, Worth

EFFORT_PER_STEP = 0.00001
"""Deterministic seconds that one search step buys: the usual two million are 20."""
EFFORT_PER_ROW = 0.000002
"""Deterministic seconds that a row of a linear program counts for."""
AT_ONCE = 0.02
"""Deterministic seconds after which all wishes at once are not coming quickly."""
LARGEST = 1 << 56
MOST_PARTS = 1_000_000
"""So many parts a unit may be cut into: each is a value that its variables may have."""


class Unsettled(Exception):
    """CP-SAT did not prove an optimum within its limits (or the numbers are too large for it).

    `best` is the best that was found; `worth` whether nothing is worth more, so that only the canonical form is open.
    """

    def __init__(self, best: list[Position] | None = None, *, worth: bool = False) -> None:
        super().__init__("not proven by CP-SAT")
        self.best, self.worth = best, worth


def refuse_large(state: State) -> None:
    """Raise `Unsettled` if progress would not fit in the solver's numbers, or a unit can be cut into too many parts."""
    awards, units, step = state.problem.awards, state.problem.units, state.problem.step
    if any(range_ and unit.credits // step > MOST_PARTS for unit, range_ in zip(units, state.cut, strict=True)):
        raise Unsettled
    if max((t.cap * a.root.weight for t, a in zip(state.trees, awards, strict=True)), default=0) > LARGEST:
        raise Unsettled


def available() -> bool:
    """Whether ortools is installed."""
    return find_spec("ortools") is not None


def same_each_time(effort: float) -> Any:
    """A solver that gives the same answer for the same model, within so many deterministic seconds."""
    from stackr.allocation.cpsat.library import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = max(effort, 0.001)
    return solver


def without_ado(solver: Any) -> None:
    """For a small question to a model that is nearly settled: simplifying it at length would cost more than it saves."""
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.max_presolve_iterations = 1
    solver.parameters.max_num_cuts = 0


def solve_by_cpsat(
    problem: Problem, steps: int, known: Worth | None = None, near: list[Position] | None = None
) -> list[Position]:
    """The canonical optimum, one position per unit. Raises `Unsettled` if it is not proven.

    `known`: the greatest worth, if proven already; `near`: a good allocation to start from.
    """
    return _Run(problem, steps).run(known, near)


def figures_by_cpsat(problem: Problem, steps: int, near: list[Position] | None = None) -> list[Position]:
    """An allocation with the greatest progress and p of each award, whichever it is. Raises `Unsettled` if that is not proven."""
    return _Run(problem, steps).stand(near)


class _Run:
    def __init__(self, problem: Problem, steps: int) -> None:
        self.problem, self.left = problem, steps * EFFORT_PER_STEP
        self.state = State(problem)
        refuse_large(self.state)
        self.units = UnitModel(self.state)
        self.goals = GoalModel(self.units)
        self.model: Any = self.units.model
        self.relaxed = Relaxed(self.model)
        self.found: list[Position] | None = None
        self.values: list[int] = []
        """Of the model's variables, in the allocation that was found."""
        self.worth = False
        """Whether nothing is worth more than what was found."""

    def run(self, known: Worth | None, near: list[Position] | None) -> list[Position]:
        self._climb(self.goals.objective, known, near)
        for wish in least_amounts(self.units):
            self._grant(wish)
        settle(first_places(self.units), self._at_once, self._grant)
        return self._any()

    def stand(self, near: list[Position] | None) -> list[Position]:
        """Only as far as how the awards stand."""
        self._climb(self.goals.objective[: 1 + 3 * len(self.problem.awards)], None, near)
        return self._any()

    def _any(self) -> list[Position]:
        if self.found is None:
            self._solve()
        assert self.found is not None
        return self.found

    def _climb(self, parts: list[Any], known: Worth | None, near: list[Position] | None) -> None:
        """Make the parts of the objective great, one after another."""
        if near is not None:
            self._hint(near)
        first, awards = 1 + len(self.problem.awards), len(self.problem.awards)
        for index, part in enumerate(parts):
            if isinstance(part, int) or (awards == 1 and index < PROGRESS):
                continue  # of a single award, progress says whether it is satisfied
            shown = self._show(-part)
            value = -self._least(-part, shown) if known is None else known[index]
            if value <= 0 and first <= index < first + awards:
                continue  # no progress: how far below does not matter
            self.model.add(part >= value)
            self.relaxed.strike(shown, -value)
        self.worth = True

    def _grant(self, wish: Wish) -> None:
        least = self._least(wish.number, small=True)
        if least < wish.values - 1:
            self.model.add(wish.number <= least)

    def _at_once(self, left: list[Wish]) -> bool:
        from stackr.allocation.cpsat.library import cp_model

        solver = in_turn(same_each_time(min(self.left, AT_ONCE)))
        status = solver.solve(all_at_once(self.model, left))
        self.left -= solver.response_proto.deterministic_time
        if status != cp_model.OPTIMAL:
            return False
        self.found = self.units.positions(solver)
        return True

    def _least(self, expression: Any, shown: Shown | None = None, *, small: bool = False) -> int:
        """The least value there is: that of the allocation at hand if the relaxation shows that none has less."""
        self.model.minimize(expression)
        now = self._now()
        if now is not None and ((now == 0 and small) or now == (shown or self._show(expression)).least):
            return now
        solver = self._solve(small=small, below=now if small else None)
        if solver is not None:
            return int(solver.value(expression))
        assert now is not None  # only what was asked to be below it comes back without a solution
        return now

    def _show(self, expression: Any) -> Shown:
        shown = self.relaxed.show(expression)
        self.left -= len(self.relaxed.rows) * EFFORT_PER_ROW
        return shown

    def _now(self) -> int | None:
        """What the model is asked for comes to in the allocation at hand."""
        objective, values = self.model.proto.objective, self.values
        pairs = list(zip(objective.vars, objective.coeffs, strict=True))
        if not values or any(var >= len(values) for var, _ in pairs):
            return None
        total: int = sum(int(factor) * values[var] for var, factor in pairs)
        return total + int(objective.offset)

    def _solve(self, *, small: bool = False, below: int | None = None) -> Any:
        """The best allocation for what the model is asked for; a small question is asked without much ado.

        `below`: only what is less is sought, so that presolve sees it from the start; None if nothing is.
        """
        from stackr.allocation.cpsat.library import cp_model

        solver = same_each_time(self.left)
        if small:
            without_ado(solver)
        if below is not None:
            objective = self.model.proto.objective
            objective.domain.extend([-LARGEST, below - 1 - int(objective.offset)])
        status = solver.solve(self.model)
        self.left -= solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE and below is not None:
            return None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.found = self.units.positions(solver)
        if status != cp_model.OPTIMAL:
            raise Unsettled(self.found, worth=self.worth)
        self.values = list(solver.response_proto.solution)
        self.model.clear_hints()
        for var in self._variables():
            self.model.add_hint(var, solver.value(var))
        return solver

    def _hint(self, near: list[Position]) -> None:
        for unit, chosen in self.units.options.items():
            for option, var in zip(self.state.domain[unit], chosen, strict=True):
                self.model.add_hint(var, int(option.position == near[unit]))
        for (unit, place), var in self.units.amounts.items():
            self.model.add_hint(var, near[unit].get(place, 0))

    def _variables(self) -> list[Any]:
        chosen = [var for options in self.units.options.values() for var in options]
        return [*chosen, *self.units.amounts.values()]
