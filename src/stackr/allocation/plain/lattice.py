"""In which amounts units that may be cut need be tried."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from math import gcd

from stackr.allocation.nodes import Measure
from stackr.allocation.plain.reading import Plain
from stackr.allocation.plain.rows import Row


def lattice_of(plain: Plain, units: Collection[int], rows: Iterable[Row]) -> int:
    """Cut units need only be tried in multiples of this: what is left, once whole units stand, is a flow."""
    problem, common = plain.problem, 0
    for unit in units:
        common = gcd(common, problem.units[unit].credits)
    for place, need in plain.need.items():
        if problem.places[place].measure is Measure.CREDITS:
            common = gcd(common, need)
    cut = sum(1 << unit for unit in units if problem.units[unit].divisible)
    everywhere = (1 << len(problem.places)) - 1
    nested: list[int] = []
    for row in rows:
        if row.units & cut:
            if row.measure is not Measure.CREDITS or row.places & everywhere != everywhere:
                return problem.step
            common = gcd(common, row.amount)
            inside = row.units & cut
            if any(inside & other not in (0, inside, other) for other in nested):
                return problem.step
            nested.append(inside)
    return common if common and common % problem.step == 0 else problem.step
