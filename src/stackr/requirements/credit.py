"""Credits of units and holdings in the award's credit unit, by the declared conversions."""

from __future__ import annotations

from fractions import Fraction

from stackr.conditions.predicate import Context
from stackr.conditions.tables import Tables
from stackr.model.learning import Holding, RecognisedUnit
from stackr.requirements.compiled import Award


def exact_ratio(tables: Tables, source: str | None, target: str | None) -> Fraction | None:
    if source == target or source is None:
        return Fraction(1)
    for line in tables.conversions:
        if line.left.text == source and line.right.text == target:
            return line.right_amount / line.left_amount
        if line.both_ways and line.right.text == source and line.left.text == target:
            return line.left_amount / line.right_amount
    return None


def unit_credits(unit: RecognisedUnit, award: Award, context: Context) -> Fraction | None:
    return _convert(unit.credits, unit.credit_unit, award, context)


def holding_credits(holding: Holding, award: Award, context: Context) -> Fraction | None:
    return _convert(holding.credits, holding.credit_unit, award, context)


def _convert(credits: Fraction | None, unit: str | None, award: Award, context: Context) -> Fraction | None:
    if credits is None:
        return None
    if unit is None or award.credit_unit is None:
        return credits
    ratio = exact_ratio(context.tables, unit, award.credit_unit)
    return None if ratio is None else credits * ratio
