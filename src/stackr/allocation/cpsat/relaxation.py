"""The linear relaxation of a CP-SAT model, added up in whole numbers: its rows, weights on them, and what those prove.

Any weights on rows that must hold give a bound: nothing comes to less. The weights come from a linear solver in floating point;
what they show is added up here in whole numbers, so how well they were chosen changes how much is shown, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

ONE = 1 << 24
"""Weights are multiples of 1/ONE."""
FAR = 1 << 60
"""Beyond it a limit is none."""

PIECES = 8
"""Of the sizes in a row, so many of the largest are tried as pieces: fees are of many sizes."""

Row: TypeAlias = "tuple[list[int], list[int], int, int]"
"""Variables, factors, at least, at most."""


def remainder(
    rows: Sequence[Row], costs: Sequence[int], bounds: Sequence[tuple[int, int]], weights: Sequence[int]
) -> tuple[list[int], int]:
    """(what each variable still costs once the weighted rows are taken off, the bound), in 1/ONE, in whole numbers."""
    left, total = [cost * ONE for cost in costs], 0
    for (variables, factors, low, high), weight in zip(rows, weights, strict=True):
        if not weight:
            continue
        limit = low if weight > 0 else high
        if abs(limit) < FAR:
            total += weight * limit
            for var, factor in zip(variables, factors, strict=True):
                left[var] -= factor * weight
    total += sum(each * (low if each > 0 else high) for each, (low, high) in zip(left, bounds, strict=True) if each)
    return left, total


def rows_of(constraint: Any, bounds: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """What a constraint says in linear terms; nothing for those that are not linear, so that what is left is looser."""
    when = list(constraint.enforcement_literal)
    if constraint.has_linear():
        yield from _linear(constraint.linear, when, bounds)
    elif constraint.has_bool_or():
        yield _clause(constraint.bool_or.literals, when, 1, FAR)
    elif constraint.has_bool_and():
        for literal in constraint.bool_and.literals:
            yield _clause([literal], when, 1, FAR)
    elif constraint.has_exactly_one() and not when:
        yield _clause(constraint.exactly_one.literals, when, 1, 1)
    elif constraint.has_at_most_one() and not when:
        yield _clause(constraint.at_most_one.literals, when, -FAR, 1)


def _clause(literals: Iterable[int], when: Iterable[int], low: int, high: int) -> Row:
    """Between so many of the literals hold, or some of `when` does not."""
    variables, factors, shift = [], [], 0
    for literal in (*literals, *(-each - 1 for each in when)):
        variables.append(literal if literal >= 0 else -literal - 1)
        factors.append(1 if literal >= 0 else -1)
        shift += literal < 0
    return variables, factors, low - shift if low > -FAR else low, high - shift if high < FAR else high


def _linear(linear: Any, when: Sequence[int], bounds: Sequence[tuple[int, int]]) -> Iterator[Row]:
    variables, factors, domain = list(linear.vars), list(linear.coeffs), list(linear.domain)
    low, high = max(domain[0], -FAR), min(domain[-1], FAR)
    if not when:
        yield variables, factors, low, high
        return
    ends = [
        sorted((factor * bounds[v][0], factor * bounds[v][1])) for v, factor in zip(variables, factors, strict=True)
    ]
    least, most = sum(end[0] for end in ends), sum(end[1] for end in ends)
    if low > least:
        yield _unless(variables, factors, when, low - least, low, FAR)
    if high < most:
        yield _unless(variables, factors, when, high - most, -FAR, high)


def _unless(variables: Sequence[int], factors: Sequence[int], when: Iterable[int], by: int, low: int, high: int) -> Row:
    """The row, loosened by so much for each of `when` that does not hold."""
    all_, weights, shift = list(variables), list(factors), 0
    for literal in when:
        all_.append(literal if literal >= 0 else -literal - 1)
        weights.append(-by if literal >= 0 else by)
        shift += by * (literal >= 0)
    return all_, weights, low - shift if low > -FAR else low, high - shift if high < FAR else high


def rounded(row: Row, bounds: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """Where amounts are added up, none below 0: the same counted in larger pieces, what is asked rounded up, what is allowed down."""
    variables, factors, low, high = row
    sizes = sorted({factor for factor in factors if factor})
    if not sizes or sizes[0] < 0 or any(bounds[var][0] < 0 for var in variables):
        return
    for size in sizes[-PIECES:]:
        if size > 1 and low > 0:
            need = -(-low // size)
            yield variables, [min(-(-factor // size), need) for factor in factors], need, FAR
        if size > 1 and 0 <= high < FAR:
            yield variables, [factor // size for factor in factors], -FAR, high // size


class LinearProgram:
    """Rows and bounds as a linear solver knows them; they may grow and narrow."""

    def __init__(self) -> None:
        from ortools.linear_solver.python import model_builder_helper

        self._model = model_builder_helper.ModelBuilderHelper()
        self._solver = model_builder_helper.ModelSolverHelper
        self._costs: list[int] = []
        self._rows = 0

    def add_variable(self, low: int, high: int) -> None:
        self._model.add_var()
        self._costs.append(0)
        self.bound(len(self._costs) - 1, low, high)

    def bound(self, variable: int, low: int, high: int) -> None:
        """Keep a variable between these."""
        self._model.set_var_lower_bound(variable, low)
        self._model.set_var_upper_bound(variable, high)

    def add_row(self, row: Row) -> None:
        variables, factors, low, high = row
        index = self._model.add_linear_constraint()
        self._rows += 1
        if low > -FAR:
            self._model.set_constraint_lower_bound(index, low)
        if high < FAR:
            self._model.set_constraint_upper_bound(index, high)
        for var, factor in zip(variables, factors, strict=True):
            self._model.add_term_to_constraint(index, var, factor)

    def weights(self, costs: Sequence[int]) -> list[int]:
        """A good weight for each row where the costs are to be small, as a linear solver finds it."""
        for variable, (known, cost) in enumerate(zip(self._costs, costs, strict=True)):
            if known != cost:
                self._model.set_var_objective_coefficient(variable, cost)
        self._costs = list(costs)
        solver = self._solver("glop")
        solver.solve(self._model)
        if not solver.has_solution():
            return [0] * self._rows
        return [round(weight * ONE) if weight else 0 for weight in solver.dual_values().tolist()]
