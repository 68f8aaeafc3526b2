"""Credits of one unit in another: by declared conversions only, exact, with the rounding that the author stated.

Conversions are policy (one ECTS is two UK credits by convention although their hours differ), so nothing is inferred from
hours, except for an amount that *is* hours: `150 hours` against a unit of 25 to 30 hours is an interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr._quantity import ceil_to, floor_to, is_multiple
from stackr.conditions.tables import Tables
from stackr.language import tree


@dataclass(frozen=True, slots=True)
class Converted:
    """An amount in the unit asked for: exact if `low == high`. `line` is the conversion used; `rounded` what was rounded."""

    low: Fraction
    high: Fraction
    line: tree.Convert | None = None
    too_fine: bool = False
    """Finer than the unit's step, and no rounding was stated: the amount can't be used as it is."""

    @property
    def exact(self) -> Fraction | None:
        """The one value, if there is one that may be used."""
        return self.low if self.low == self.high and not self.too_fine else None


def conversion(tables: Tables, source: str, target: str) -> tuple[Fraction, tree.Convert] | None:
    """(how many of `target` one of `source` is, the line that says so); None if nothing is declared that way."""
    for line in tables.conversions:
        if line.left.text == source and line.right.text == target:
            return line.right_amount / line.left_amount, line
        if line.both_ways and line.right.text == source and line.left.text == target:
            return line.left_amount / line.right_amount, line
    return None


def convert(amount: Fraction, source: str | None, target: str | None, tables: Tables) -> Converted | None:
    """The amount in `target`; None if nothing converts it. No unit named on one side: taken to be the same unit."""
    if source is None or target is None or source == target:
        return _stepped(amount, target or source, tables, None)
    found = conversion(tables, source, target)
    if found is None:
        return _from_hours(amount, target, tables) if source == "hours" else None
    ratio, line = found
    return _stepped(amount * ratio, target, tables, line)


def less(amount: Fraction, unit: str | None, other: Fraction, other_unit: str | None, tables: Tables) -> bool | None:
    """Whether an amount is less than another, whatever units the two are in; None where nothing says so."""
    found = convert(amount, unit, other_unit, tables)
    if found is None or found.low < other <= found.high:
        return None
    return found.high < other


def _stepped(value: Fraction, unit: str | None, tables: Tables, line: tree.Convert | None) -> Converted:
    declared = tables.credit_units.get(unit or "")
    step = declared.step if declared else Fraction(1)
    if is_multiple(value, step):
        return Converted(value, value, line)
    if line is None or line.rounding in (None, "none"):
        return Converted(value, value, line, too_fine=True)
    if line.rounding_at == "qualification":
        return Converted(value, value, line)
    value = _rounded(value, step, line.rounding)
    return Converted(value, value, line)


def _rounded(value: Fraction, step: Fraction, rounding: str | None) -> Fraction:
    if rounding == "down":
        return floor_to(value, step)
    if rounding == "up":
        return ceil_to(value, step)
    return floor_to(value + step / 2, step)


def _from_hours(hours: Fraction, target: str, tables: Tables) -> Converted | None:
    unit = tables.credit_units.get(target)
    if unit is None or not unit.hours_low or not unit.hours_high:
        return None
    return Converted(hours / unit.hours_high, hours / unit.hours_low)
