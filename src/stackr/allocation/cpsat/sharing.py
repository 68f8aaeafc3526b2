"""What two awards or clauses share, as a sum in the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from stackr.allocation.cpsat.placing import Placing
from stackr.allocation.sums.options import Position


def shared_uses(units: Placing, index: int) -> Iterator[tuple[int, Any]]:
    """(amount, whether) of each use of a share."""
    for unit, chosen in units.options.items():
        for option, var in zip(units.state.domain[unit], chosen, strict=True):
            yield from ((amount, var) for amount in _amounts(units, index, unit, option.position))
    for unit in range(len(units.state.cut)):
        if units.state.cut[unit] is not None:
            yield from _of_cut(units, index, unit)


def _amounts(units: Placing, index: int, unit: int, position: Position) -> list[int]:
    return [amount for share, amount in units.state.conflicts.shared(unit, position) if share == index]


def _of_cut(units: Placing, index: int, unit: int) -> Iterator[tuple[int, Any]]:
    """Of a unit that may be cut: wholly at both of two places, once however many pairs that makes."""
    range_, credits = units.state.cut[unit], units.problem.units[unit].credits
    assert range_ is not None
    both = []
    for left in range_.places:
        for right in range_.places:
            amounts = _amounts(units, index, unit, {left: credits, right: credits}) if left < right else []
            if amounts:
                joint = units.bool_var()
                units.model.add_bool_or([~units.whole_at[unit, left], ~units.whole_at[unit, right], joint])
                both.append((amounts[0], joint))
    if both:
        once = units.bool_var()
        units.model.add_max_equality(once, [joint for _, joint in both])
        yield both[0][0], once
