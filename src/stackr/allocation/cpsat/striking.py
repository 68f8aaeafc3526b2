"""The linear relaxation of a CP-SAT model that grows: what it proves of an expression, and what it strikes out of the model.

What would cost more than lies between the bound and the value that is known is done nowhere that has the value, and is struck out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stackr.allocation.cpsat.relaxation import FAR, ONE, LinearProgram, Row, remainder, rounded, rows_of


@dataclass(frozen=True, slots=True)
class Shown:
    """Weights on the rows, and what they prove: what each variable still costs beside them, and the least there is."""

    weights: list[int]
    left: list[int]
    total: int
    least: int
    constant: int


class Relaxed:
    """The rows of a model, read once each as it grows. `pieces`: beside each, what follows as nothing is taken by halves."""

    def __init__(self, model: Any, *, pieces: bool = False) -> None:
        self.model, self.pieces = model, pieces
        self.bounds: list[tuple[int, int]] = []
        self.rows: list[Row] = []
        self.linear = LinearProgram()
        self._read = 0

    def show(self, expression: Any) -> Shown:
        """What is proven of the least value of an expression; the model is left asked for it."""
        self.model.minimize(expression)
        self._catch_up()
        objective = self.model.proto.objective
        costs = [0] * len(self.bounds)
        for var, factor in zip(objective.vars, objective.coeffs, strict=True):
            costs[var] += int(factor)
        weights, constant = self.linear.weights(costs), int(objective.offset)
        left, total = remainder(self.rows, costs, self.bounds, weights)
        return Shown(weights, left, total, -(-total // ONE) + constant, constant)

    def _catch_up(self) -> None:
        """Read what was added to the model since."""
        proto = self.model.proto
        for index in range(len(self.bounds), len(proto.variables)):
            domain = proto.variables[index].domain
            self.bounds.append((domain[0], domain[len(domain) - 1]))
            self.linear.add_variable(*self.bounds[-1])
        for index in range(self._read, len(proto.constraints)):
            for row in rows_of(proto.constraints[index], self.bounds):
                self._add(row)
                for other in rounded(row, self.bounds) if self.pieces else ():
                    self._add(other)
        self._read = len(proto.constraints)

    def _add(self, row: Row) -> None:
        self.rows.append(row)
        self.linear.add_row(row)

    def strike(self, shown: Shown, value: int) -> None:
        """Strike out of the model what can't be where the expression comes to no more than `value`."""
        spare = (value - shown.constant) * ONE - shown.total
        for index, (each, (low, high)) in enumerate(zip(shown.left, self.bounds, strict=True)):
            if each and abs(each) * (high - low) > spare:
                far = spare // abs(each)
                self._narrow(index, low if each > 0 else high - far, low + far if each > 0 else high)
        for row, weight in list(zip(self.rows, shown.weights, strict=True)):
            if weight:
                self._tighten(row, weight, spare)

    def _narrow(self, index: int, low: int, high: int) -> None:
        """No variable goes further from its better end than what is spare allows."""
        from stackr.allocation.cpsat.library import cp_model

        domain = self.model.proto.variables[index].domain
        kept = cp_model.Domain.from_flat_intervals(list(domain)).intersection_with(cp_model.Domain(low, high))
        domain.clear()
        domain.extend(kept.flattened_intervals())
        self.bounds[index] = domain[0], domain[len(domain) - 1]
        self.linear.bound(index, *self.bounds[index])

    def _tighten(self, row: Row, weight: int, spare: int) -> None:
        """No row that has a weight is further from its limit than what is spare allows."""
        variables, factors, low, high = row
        limit, far = low if weight > 0 else high, spare // abs(weight)
        if abs(limit) >= FAR or far >= FAR or far >= high - low:
            return
        total = sum(f * self.model.get_int_var_from_proto_index(v) for v, f in zip(variables, factors, strict=True))
        self.model.add(total <= limit + far) if weight > 0 else self.model.add(total >= limit - far)
