"""Single questions to CP-SAT: can so much still be reached? For what the search does not settle within its steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stackr.allocation.cpsat.goals import GoalModel
from stackr.allocation.cpsat.solving import EFFORT_PER_STEP, Unsettled, refuse_large, same_each_time
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import LOWEST, Worth


class Reaching:
    """A problem whose allocations reach a worth. Raises `Unsettled` if its numbers are too large."""

    def __init__(self, problem: Problem, target: Worth) -> None:
        state = State(problem)
        refuse_large(state)
        self.units = UnitModel(state)
        goals = GoalModel(self.units)
        awards = len(problem.awards)
        self._progress = range(1 + awards, 1 + 2 * awards)
        self._reach([(part, least) for part, least in zip(goals.objective, target, strict=True) if least > LOWEST])

    def without(self, away: Iterable[tuple[int, int]], steps: int) -> list[Position] | None:
        """An allocation that reaches it with none of these (unit, place); None if there is none. Raises `Unsettled`."""
        from stackr.allocation.cpsat.library import cp_model

        asked = self.units.model.clone()
        for unit, place in away:
            for var in self.units.counting(unit, place):
                asked.add(var == 0)
        solver = same_each_time(steps * EFFORT_PER_STEP)
        status = solver.solve(asked)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return self.units.positions(solver)
        if status != cp_model.INFEASIBLE:
            raise Unsettled
        return None

    def _reach(self, parts: Sequence[tuple[Any, int]]) -> None:
        """Part by part, the first weighs most: greater in one and not less in those before it, or not less in any."""
        model, here = self.units.model, None
        for index, (part, least) in enumerate(parts):
            last = index == len(parts) - 1
            greater, equal = self.units.bool_var(), self.units.bool_var()
            model.add(part + 0 * self.units.zero >= least + 1).only_enforce_if(greater)
            # Progress is 0 or more; the model, which does not cut it off there, is not to ask for it.
            if index not in self._progress or least > 0:
                model.add(part + 0 * self.units.zero >= least).only_enforce_if(equal)
            after = equal if last else self.units.bool_var()
            if not last:
                model.add_implication(after, equal)
            way = [greater, after]
            model.add_bool_or(way if here is None else [*way, ~here])
            here = after
