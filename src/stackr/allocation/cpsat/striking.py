"""What no best allocation does: weights on the rows of a CP-SAT model show it (`relaxation.py`).

What would cost more than lies between the bound and the value that is known is done nowhere that has the value, and is struck out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stackr.allocation.cpsat.relaxation import FAR, ONE, Row, remainder, rows_of, weights_of


def strike(model: Any, expression: Any, value: int) -> int:
    """Strike out of the model what can't be where the expression comes to no more than `value`; how many rows that looked at."""
    model.minimize(expression)
    proto = model.proto
    domains = [list(var.domain) for var in proto.variables]
    bounds = [(domain[0], domain[-1]) for domain in domains]
    rows = [row for constraint in proto.constraints for row in rows_of(constraint, bounds)]
    costs = [0] * len(bounds)
    for var, factor in zip(proto.objective.vars, proto.objective.coeffs, strict=True):
        costs[var] += int(factor)
    weights = weights_of(rows, costs, bounds)
    left, total = remainder(rows, costs, bounds, weights)
    spare = (value - int(proto.objective.offset)) * ONE - total
    _narrow(model, left, bounds, spare)
    _tighten(model, rows, weights, spare)
    return len(rows)


def _narrow(model: Any, left: Sequence[int], bounds: Sequence[tuple[int, int]], spare: int) -> None:
    """No variable goes further from its better end than what is spare allows."""
    for index, (each, (low, high)) in enumerate(zip(left, bounds, strict=True)):
        if each and abs(each) * (high - low) > spare:
            far, var = spare // abs(each), model.get_int_var_from_proto_index(index)
            model.add(var <= low + far) if each > 0 else model.add(var >= high - far)


def _tighten(model: Any, rows: Sequence[Row], weights: Sequence[int], spare: int) -> None:
    """No row that has a weight is further from its limit than what is spare allows."""
    for (variables, factors, low, high), weight in zip(rows, weights, strict=True):
        limit = low if weight > 0 else high
        if not weight or abs(limit) >= FAR or low == high:
            continue
        far = spare // abs(weight)
        if far >= FAR:
            continue
        total = sum(f * model.get_int_var_from_proto_index(v) for v, f in zip(variables, factors, strict=True))
        model.add(total <= limit + far) if weight > 0 else model.add(total >= limit - far)
