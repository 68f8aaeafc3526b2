"""What the linear way looks for in vain is asked of CP-SAT (the extra `solve`): is there an allocation in a face, how small can a sum be?

The model is the program with its columns as whole numbers, and what the face keeps to; what is struck is not in it. Its answers are
points like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Any

from stackr.allocation.branching.pool import OutOfSteps
from stackr.allocation.cpsat.solving import EFFORT_PER_STEP, same_each_time, without_ado
from stackr.allocation.linear.face import Face, Nothing, Point
from stackr.allocation.linear.program import BEYOND, Program

GLANCE = 2_000
"""Steps for what is likely there."""


class Referring:
    """CP-SAT, asked about one program within so many deterministic seconds."""

    def __init__(self, program: Program, effort: float) -> None:
        self.program, self.effort = program, effort
        self.scale = program.step.denominator
        self.each = int(program.step * self.scale)
        """What a step of a unit that may be cut is in the model; everything else is `scale`."""

    def find(self, face: Face) -> Point | None:
        """An allocation in the face; None if there is none. Raises `OutOfSteps`."""
        return self._solved(_Model(self, face), self.effort)

    def glance(self, face: Face) -> Point | None:
        """An allocation in the face, if there is one and little work finds it."""
        try:
            return self._solved(_Model(self, face), min(GLANCE * EFFORT_PER_STEP, self.effort))
        except OutOfSteps:
            return None

    def least(
        self, face: Face, costs: Mapping[int, int] | None, below: Fraction | None = None
    ) -> tuple[Fraction, Point]:
        """The least that a sum comes to in the face, and an allocation where it does; without costs, how many units are cut in two.

        `below`: only what is less is sought, so that presolve sees it from the start. Raises `Nothing` where there is no such
        allocation, `OutOfSteps`.
        """
        model = _Model(self, face)
        scale = 1 if costs is None else self.scale
        asked = sum(model.split) + model.zero if costs is None else model.sum(costs)
        model.model.minimize(asked)
        if below is not None:
            model.model.add(asked < ceil(below * scale))
        point = self._solved(model, self.effort)
        if point is None:
            raise Nothing
        return Fraction(model.splits() if costs is None else model.reached(costs), scale), point

    def _solved(self, model: _Model, effort: float) -> Point | None:
        from stackr.allocation.cpsat.library import cp_model

        solver = same_each_time(effort)
        without_ado(solver)
        status = solver.solve(model.model)
        self.effort -= solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise OutOfSteps
        model.values = list(solver.response_proto.solution)
        return model.point()


class _Model:
    """The program of a face in whole numbers."""

    def __init__(self, referring: Referring, face: Face) -> None:
        from stackr.allocation.cpsat.library import cp_model

        self.program, self.scale, self.each = referring.program, referring.scale, referring.each
        self.tableau = face.tableau
        self.model: Any = cp_model.CpModel()
        self.zero: Any = self.model.new_constant(0)
        self.values: list[int] = []
        self.variables: dict[int, tuple[int, Any]] = {}
        """Per column that may be more than 0: what one of its variable is in the model, and the variable."""
        self.split: list[Any] = []
        for unit in self.program.units:
            self._unit(unit)
        for need in self.program.needs:
            self._short(need.short, need.terms, need.need)
        for row in self.program.asked.ceilings:
            self.model.add(self.sum(self.program.terms(row)) <= row.amount * self.scale)
        for kept in face.kept:
            amount, total = floor(kept.value * self.scale), self.sum(kept.costs)
            self.model.add(total == amount if kept.exactly else total <= amount)
        if face.splits is not None:
            self.model.add(sum(self.split) + self.zero <= face.splits)

    def sum(self, terms: Mapping[int, int]) -> Any:
        """A sum of columns, in the model's scale."""
        parts = [(each, self.variables[column]) for column, each in terms.items() if column in self.variables]
        return sum(each * by * variable for each, (by, variable) in parts) + self.zero

    def reached(self, terms: Mapping[int, int]) -> int:
        """What a sum comes to in the solution."""
        return sum(each * self._value(column) for column, each in terms.items() if column in self.variables)

    def splits(self) -> int:
        """How many units are cut in two in the solution."""
        return sum(int(self.values[variable.index]) for variable in self.split)

    def point(self) -> Point:
        """Where units count in the solution."""
        point: Point = {}
        for unit, columns in self.program.units.items():
            for place, column in columns.at.items():
                value = self._value(column) if column in self.variables else 0
                if value:
                    exact = Fraction(value, self.scale)
                    point.setdefault(unit, {})[place] = int(exact) if exact.denominator == 1 else exact
        return point

    def _value(self, column: int) -> int:
        by, variable = self.variables[column]
        return by * int(self.values[variable.index])

    def _unit(self, unit: int) -> None:
        """Whole at one place, or cut, perhaps in two."""
        program, model, asked = self.program, self.model, self.program.asked
        cut = unit in asked.cut
        credits = asked.credits[unit] // self.program.problem.step if cut else 1
        here, present = [], []
        for place, column in program.units[unit].at.items():
            low, high = self._range(column, credits, program.step if cut else Fraction(1))
            if not high:
                continue
            variable = model.new_int_var(low, high, "")
            self.variables[column] = self.each if cut else self.scale, variable
            here.append(variable)
            if cut and place != BEYOND:
                present.append(model.new_bool_var(""))
                model.add(variable <= high * present[-1])
        model.add(sum(here) + self.zero == credits if asked.full else sum(here) + self.zero <= credits)
        if len(present) > 1:
            self.split.append(model.new_bool_var(""))
            model.add(sum(present) <= 1 + (len(present) - 1) * self.split[-1])

    def _range(self, column: int, credits: int, step: Fraction) -> tuple[int, int]:
        """From where to where a column goes, in steps."""
        most = self.tableau.most[column]
        if column in self.tableau.struck:
            value = int(self.tableau.value(column) / step)
            return value, value
        return 0, credits if most is None else min(credits, int(most / step))

    def _short(self, short: int, terms: Mapping[int, int], need: int) -> None:
        variable = self.model.new_int_var(0, need * self.scale, "")
        self.variables[short] = 1, variable
        self.model.add(variable + self.sum(terms) >= need * self.scale)
