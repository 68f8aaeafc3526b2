"""`parameter NAME` on the right of a comparison: the value, or the values with their dates, that it stands for here.

In an award the value is that of the first day of its version, as it is for amounts: it does not change under a learner who
is on the way. Elsewhere (definitions, ladders) it is that of the day of the evaluation.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from stackr.conditions.scope import Scope
from stackr.language import tree

Dated: TypeAlias = "tuple[tuple[Fraction | tree.Quantity, tree.Interval], ...]"


def values_of(asked: tree.Quantity, scope: Scope) -> Dated:
    """The values that may be meant, each with its days; none after a fault. One without days: whatever the day."""
    name = asked.parameter
    assert name is not None
    if not scope.known("parameter", name, scope.tables.parameters):
        return ()
    values = scope.tables.parameters[name.text].values
    if any(value.base is not None for value, _ in values):
        told = f"`{name.text}` is a share, and nothing here is a whole to take it of"
        scope.fault("T123", told, name.span, "compare with a number or an amount")
        return ()
    if scope.award is not None:
        one = value_in_award(name, values, scope)
        values = () if one is None else ((one, tree.Interval()),)
    return tuple((value if value.unit else value.amount or Fraction(0), days) for value, days in values)


def value_in_award(
    name: tree.Name, values: tuple[tuple[tree.Quantity, tree.Interval], ...], scope: Scope
) -> tree.Quantity | None:
    """The one without dates, else the one of the first day of the version; None, with the fault told, if there is none."""
    if len(values) == 1 and values[0][1] == tree.Interval():
        return values[0][0]
    if scope.first_day is None:
        message = f"{name.text} has dated values and {scope.award} has no date in force to choose by"
        scope.fault("T113", message, name.span, "add `in force from DATE` to the qualification")
        return None
    found = [value for value, days in values if in_force(days, scope.first_day)]
    if len(found) != 1:
        message = f"{name.text} has {'several values' if found else 'no value'} on {scope.first_day}"
        scope.fault("T113", message, name.span)
        return None
    return found[0]


def in_force(days: tree.Interval, day: date) -> bool:
    """Whether the day is one of them; both ends are."""
    return (days.start is None or days.start <= day) and (days.end is None or day <= days.end)
