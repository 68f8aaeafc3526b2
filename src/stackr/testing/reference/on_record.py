"""What was taken or attempted, whether it counts or not, with the least and the most that it may be."""

from __future__ import annotations

from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.conditions.predicate import Predicate
from stackr.conditions.standing import was_attempted
from stackr.model.learning import Holding, RecognisedUnit
from stackr.requirements.credit import Size, attempted, unit_size
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.record import RecordRule
from stackr.requirements.rules.yearly import YearlyRule
from stackr.testing.reference.rules import Rules

ONE, ZERO = Fraction(1), Fraction(0)


def constant(rule: AmountRule | YearlyRule | RecordRule, rules: Rules, *, floor: bool) -> Fraction | None:
    """The amount a rule names; a share of what was taken or attempted, rounded to the step, floors up, ceilings down.

    None: of what nobody knows the size of, the share may be of any.
    """
    quantity = rule.quantity
    if quantity.value is not None:
        return quantity.value
    assert quantity.ratio is not None
    sizes = [size for _, size in on_record(str(quantity.base), rules, quantity.measure)]
    whole = sum_of([high if floor == rules.world.sure else low for low, high in sizes])
    if whole is None:
        return None
    step = ONE if quantity.measure is Measure.ITEMS else rules.award.step
    steps = quantity.ratio * whole / step
    return (steps.__floor__() if getattr(rule, "op", "at least") == "at most" else steps.__ceil__()) * step


def sum_of(amounts: list[Fraction | None]) -> Fraction | None:
    """None if one of them may be of any size."""
    return None if None in amounts else sum((amount or ZERO for amount in amounts), ZERO)


Range = tuple[Fraction, "Fraction | None"]
"""The least and the most that something is; None: nobody knows."""


def on_record(over: str, rules: Rules, measure: Measure) -> list[tuple[Holding | RecognisedUnit, Range]]:
    """What was taken (each holding by its earliest route) or attempted, with its amount."""
    found: list[tuple[Holding | RecognisedUnit, Size]] = []
    award, context = rules.award, rules.context
    if over == "taken":
        first: dict[str, int] = {}
        for unit in rules.world.units:
            first[unit.holding.id] = min(unit.route_rank, first.get(unit.holding.id, unit.route_rank))
        for unit in rules.world.units:
            if unit.route_rank == first[unit.holding.id]:
                found.append((unit, unit_size(unit, award, context)))
    else:
        for holding in context.learner.holdings:
            if was_attempted(holding, context.as_of) is not False:
                found.append(attempted(holding, award, context))
    return [(each, (ONE, ONE) if measure is Measure.ITEMS else (size.low, size.high)) for each, size in found]


def is_about(
    subject: Holding | RecognisedUnit, rules: Rules, selector: Predicate | None, *, harmful: bool = False
) -> bool | None:
    """Kleene's and: it was attempted, and it is of the selector."""
    if isinstance(subject, RecognisedUnit):
        at = rules.world.units.index(subject)
        return True if selector is None else rules.world.truth(selector, at, rules.context, harmful=harmful)
    answers = [True if selector is None else selector(subject, rules.context)]
    answers.append(was_attempted(subject, rules.context.as_of))
    return False if False in answers else None if None in answers else True
