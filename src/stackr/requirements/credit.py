"""Credits of units and holdings in the award's credit unit, by the declared conversions.

Amounts in hours, where a credit is a range of hours, come to an interval: the sure reading takes its lower end, the
possible one its upper end. An amount finer than the credit unit's step can't be used without a rounding clause: of hours, it
lies between the steps below and above.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr._quantity import ceil_to, floor_to, is_multiple
from stackr.conditions.convert import Converted, conversion, convert
from stackr.conditions.listed import as_listed, item_meant
from stackr.conditions.predicate import Context
from stackr.conditions.tables import Tables
from stackr.model.learning import Holding, RecognisedUnit
from stackr.requirements.compiled import Award

_WEIGHTLESS = frozenset({"milestone", "exam", "signoff", "contract", "attested", "experience"})
TOO_FINE = "amount finer than the step"


@dataclass(frozen=True, slots=True)
class Size:
    """Credits in the award's unit, from `low` to `high` (None: no bound known). `missing`: why it is not exact."""

    low: Fraction
    high: Fraction | None
    missing: str | None = None
    rounding: str | None = None
    """Rounding `per qualification`: down, up or half-up; each compared sum is rounded, not the item."""

    @property
    def exact(self) -> Fraction | None:
        """The one value, if there is one."""
        return self.low if self.missing is None else None


def exact_ratio(tables: Tables, source: str | None, target: str | None) -> Fraction | None:
    """How many of `target` one of `source` is, for amounts written in rules; None if nothing declares it."""
    if source is None or target is None or source == target:
        return Fraction(1)
    found = conversion(tables, source, target)
    return found[0] if found else None


def unit_size(unit: RecognisedUnit, award: Award, context: Context) -> Size:
    """The size of a recognised unit; by its hours where it has no credits."""
    credits = unit.credits
    if credits is not None and unit.credit_unit == award.credit_unit and is_multiple(credits, award.step):
        return Size(credits, credits)
    return _size(credits, unit.credit_unit, unit.holding.hours, award, context)


def holding_size(holding: Holding, award: Award, context: Context) -> Size:
    """The size of a holding, recognised or not."""
    return _size(holding.credits, holding.credit_unit, holding.hours, award, context)


def attempted(holding: Holding, award: Award, context: Context) -> tuple[Holding, Size]:
    """What was attempted, passed or not, and its size: where it is the body's own, with what the catalogue says of it.

    What is no course, and experience, carries no credits unless it says so.
    """
    bodies = () if context.body is None else (context.body,)
    if not bodies or holding.issuer in bodies:
        listed = context.tables.catalogue.get(holding.credential or "", ())
        day = holding.day("completed", "awarded")
        item = item_meant(listed, day, holding.issuer, bodies)
        holding = holding if item is None else as_listed(holding, item)
    found = holding_size(holding, award, context)
    unsaid = holding.credits is None and holding.hours is None
    weightless = unsaid and holding.kind in _WEIGHTLESS and not (holding.unread("credits") or holding.unread("hours"))
    return holding, Size(Fraction(0), Fraction(0)) if weightless else found


def holding_credits(holding: Holding, award: Award, context: Context) -> Fraction | None:
    """Exact credits of a holding; None: unknown."""
    return holding_size(holding, award, context).exact


def _size(credits: Fraction | None, unit: str | None, hours: Fraction | None, award: Award, context: Context) -> Size:
    if credits is None:
        return _by_hours(hours, award, context)
    if unit == award.framework and unit not in context.tables.credit_units:
        unit = award.credit_unit
    found = convert(credits, unit, award.credit_unit, context.tables)
    if found is None:
        return Size(Fraction(0), None, "credit_unit")
    if found.too_fine and award.credit_unit is not None:
        return Size(Fraction(0), None, TOO_FINE)
    line = found.line
    per_sum = line is not None and line.rounding_at == "qualification"
    return Size(found.low, found.high, None, line.rounding if line is not None and per_sum else None)


def _by_hours(hours: Fraction | None, award: Award, context: Context) -> Size:
    found: Converted | None = None
    if hours is not None and award.credit_unit is not None:
        found = convert(hours, "hours", award.credit_unit, context.tables)
    if found is None:
        return Size(Fraction(0), None, "credits")
    if found.exact is not None and is_multiple(found.low, award.step):
        return Size(found.low, found.low)
    if found.low == found.high:
        return Size(floor_to(found.low, award.step), ceil_to(found.high, award.step), TOO_FINE)
    return Size(floor_to(found.low, award.step), floor_to(found.high, award.step), "credits")
