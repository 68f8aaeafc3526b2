"""Checks: floors, averages, distinct counts, windows. They forbid nothing; unmet, they hold progress down (`semantics.md`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.conditions import grades as scales
from stackr.conditions.standing import was_attempted
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.requirements.attributes import attribute_values
from stackr.requirements.base import Rule
from stackr.requirements.credit import holding_credits
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.rules.distinct import DistinctRule
from stackr.requirements.rules.last import LastRule
from stackr.requirements.rules.record import RecordRule
from stackr.requirements.rules.span import SpanRule
from stackr.requirements.rules.yearly import YearlyRule
from stackr.testing.reference.counted import Counted, part
from stackr.testing.reference.rules import Rules
from stackr.testing.reference.world import grade_end

ONE, ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Outcome:
    """How a check came out. `done`: its share as a child of a choice; `missing`: what is missing, where that has an amount."""

    met: bool
    done: Fraction = ZERO
    missing: Fraction | None = None
    items: bool = False


def truth(met: bool) -> Outcome:
    """A check without an amount."""
    return Outcome(met, ONE if met else ZERO)


def outcomes(rule: Rule, rules: Rules, counted: Counted) -> Iterator[Outcome]:
    """The checks that a rule makes; none for a ceiling. Waived, it is met."""
    if rule.id in rules.waived:
        yield from [truth(True)] if _checks(rule) else []
        return
    scope = rules.scope(rule.scope)
    match rule:
        case AmountRule() if _checks(rule):
            value = counted.total(scope, rule.quantity.measure, rules.members(rule))
            yield _floor(value, constant(rule, rules), rule.quantity.measure)
        case YearlyRule():
            for units in _by_year(rule, rules, scope):
                yield _floor(
                    counted.total(scope, rule.quantity.measure, units), constant(rule, rules), rule.quantity.measure
                )
        case DistinctRule():
            yield _distinct(rule, rules, counted)
        case AverageRule():
            yield truth(_average(rule, rules, counted))
        case LastRule():
            yield truth(_of_the_last(rule, rules, counted))
        case SpanRule():
            yield truth(_in_one_stretch(rule, rules, counted))
        case RecordRule():
            yield _on_record(rule, rules)


def _checks(rule: Rule) -> bool:
    if isinstance(rule, AmountRule):
        return rule.op != "at most" and rule.quantity.base != "counted"
    return isinstance(rule, YearlyRule | DistinctRule | AverageRule | LastRule | SpanRule | RecordRule)


def _floor(value: int | Fraction, need: Fraction, measure: Measure) -> Outcome:
    if measure is Measure.ITEMS:
        need = Fraction(need.__ceil__())
    missing = max(ZERO, need - value)
    return Outcome(value >= need, part(value, need), missing, measure is Measure.ITEMS)


def constant(rule: AmountRule | YearlyRule | RecordRule, rules: Rules) -> Fraction:
    """The amount a rule names; a share of what was taken or attempted, rounded to the step, floors up, ceilings down."""
    quantity = rule.quantity
    if quantity.value is not None:
        return quantity.value
    assert quantity.ratio is not None
    whole = sum((amount for _, amount in on_record(str(quantity.base), rules, quantity.measure)), ZERO)
    step = ONE if quantity.measure is Measure.ITEMS else rules.award.step
    steps = quantity.ratio * whole / step
    return (steps.__floor__() if getattr(rule, "op", "at least") == "at most" else steps.__ceil__()) * step


def on_record(over: str, rules: Rules, measure: Measure) -> list[tuple[Holding | RecognisedUnit, Fraction]]:
    """What was taken (each holding by its earliest route) or attempted, with its amount; unknown credits are none."""
    found: list[tuple[Holding | RecognisedUnit, Fraction | None]] = []
    if over == "taken":
        first: dict[str, int] = {}
        for unit in rules.world.units:
            first[unit.holding.id] = min(unit.route_rank, first.get(unit.holding.id, unit.route_rank))
        for index, unit in enumerate(rules.world.units):
            if unit.route_rank == first[unit.holding.id]:
                found.append((unit, rules.world.known_credits(index, rules.member)))
    else:
        for holding in rules.context.learner.holdings:
            if was_attempted(holding, rules.context.as_of) is not False:
                found.append((holding, holding_credits(holding, rules.award, rules.context)))
    return [(subject, ONE if measure is Measure.ITEMS else amount or ZERO) for subject, amount in found]


def _on_record(rule: RecordRule, rules: Rules) -> Outcome:
    """Known before anything is allocated. The unknown is a member where that harms, in the sure reading."""
    bound, least, most = constant(rule, rules), ZERO, ZERO
    for subject, amount in on_record(rule.over, rules, rule.quantity.measure):
        answer = True if rule.selector is None else rule.selector(subject, rules.context)
        if answer and isinstance(subject, Holding):
            answer = was_attempted(subject, rules.context.as_of)
        most += amount if answer is not False else ZERO
        least += amount if answer else ZERO
    low, high = (least, most) if rules.world.sure else (most, least)
    met = (rule.op == "at most" or low >= bound) and (rule.op == "at least" or high <= bound)
    missing = bound - low if rule.op == "at least" and rule.quantity.measure is Measure.CREDITS else None
    return Outcome(met, ONE if met else ZERO, missing)


def _distinct(rule: DistinctRule, rules: Rules, counted: Counted) -> Outcome:
    """Different values shown. An unknown value shows nothing, or one nobody else shows, whichever the reading says."""
    world, harmful = rules.world, rule.op == "at most"
    chosen = range(len(world.units)) if rule.over_record else counted.units(rules.scope(rule.scope))
    members, seen = rules.members(rule, harmful=harmful), set[object]()
    for unit in chosen:
        if unit not in members:
            continue
        values = attribute_values(world.units[unit], rule.quantity.unit, rule.quantity.pattern)
        if values is None:
            if world.sure == harmful:
                seen |= set(rule.among) if rule.among else {unit}
        else:
            seen |= {value for value in values if rule.among is None or value in rule.among}
    assert rule.quantity.value is not None
    need = 0 if harmful else rule.quantity.value.__ceil__()
    most = None if rule.op == "at least" else rule.quantity.value.__floor__()
    met = len(seen) >= need and (most is None or len(seen) <= most)
    if rule.over_record:
        return truth(met)
    return Outcome(met, ONE if met else part(len(seen), need) if len(seen) < need else ZERO)


def _average(rule: AverageRule, rules: Rules, counted: Counted) -> bool:
    """The mean of the graded; over nothing graded it is unknown."""
    if rule.over != "counted":
        pairs = list(_grades_on_record(rule, rules))
    else:
        scope, context = rules.scope(rule.scope), rules.context
        pairs = []
        for unit in counted.units(scope):
            left_out = rule.except_ is not None and rules.world.holds(rule.except_, unit, context, harmful=True)
            if rules.world.holds(rule.selector, unit, context) and not left_out:
                grade = rules.world.grade(unit, rule.scale, context)
                if grade is not None:
                    pairs.append((grade, Fraction(counted.amount(unit, scope)) if rule.by_credits else ONE))
    if rule.over != "counted" and not sum((weight for _, weight in pairs), ZERO):
        return not rules.world.sure
    if not pairs:
        return not rules.world.sure
    return sum(((grade - rule.threshold) * weight for grade, weight in pairs), ZERO) >= 0


def _grades_on_record(rule: AverageRule, rules: Rules) -> Iterator[tuple[Fraction, Fraction]]:
    context = rules.context
    for subject, credits in on_record(rule.over, rules, Measure.CREDITS):
        chosen = rule.selector is None or rule.selector(subject, context) is True
        if not chosen or subject.ungraded or (rule.except_ is not None and rule.except_(subject, context) is not False):
            continue
        value, ahead = None, isinstance(subject, RecognisedUnit) and subject.state is not State.EARNED
        if subject.grade is not None and not ahead:
            value = scales.value_on(context.tables, subject.grade, subject.grade_scale, rule.scale, context.as_of)
        if value is None:
            value = grade_end(context, rule.scale or subject.grade_scale, top=ahead or not rules.world.sure)
        yield value, credits if rule.by_credits else ONE


def _of_the_last(rule: LastRule, rules: Rules, counted: Counted) -> bool:
    """Of the last credits counted, so many are of the selector. Learning of one day stands together, the unit across the line is in."""
    scope, members = rules.scope(rule.scope), rules.members(rule)
    amounts = {unit: counted.amount(unit, scope) for unit in counted.units(scope)}

    def day(unit: int) -> date:
        known = rules.world.day(unit, rules.context)
        if known is not None:
            return known
        return date.min if (unit in members) == rules.world.sure else date.max

    window, need = rule.window.value or ZERO, rule.need.value or ZERO
    last = [u for u in amounts if sum(a for v, a in amounts.items() if day(v) > day(u)) < window]
    return sum(amounts[unit] for unit in last if unit in members) >= need


def _in_one_stretch(rule: SpanRule, rules: Rules, counted: Counted) -> bool:
    """All lie within the duration from the first of the anchors. An unknown day lies outside, or inside."""
    world, context = rules.world, rules.context
    members = rules.members(rule, harmful=True)
    units = counted.units(rules.scope(rule.scope))
    anchors = [u for u in units if rule.anchors is None or (u in members and world.holds(rule.anchors, u, context))]
    if not anchors:
        return True
    until = rules.extended(rule.id)
    days = {unit: world.day(unit, context, rule.member) for unit in units}
    outside = date.max if world.sure else date.min
    first = min(days[unit] or outside for unit in anchors)
    if any(days[unit] is None and outside == first for unit in anchors):
        last = date.min if world.sure else date.max
    else:
        last = max(rule.duration.after(first), until or date.min)
    return all((days[unit] or outside) <= last for unit in units if unit in members)


def _by_year(rule: YearlyRule, rules: Rules, scope: Collection[str]) -> list[frozenset[int]]:
    """The units of each year, from the first of anything that may count there to the last that is over; of each value else."""
    eligible = {u for place in rules.places if place.id in scope for u in place.eligible}
    groups: dict[str, set[int]] = {}
    for unit in rules.members(rule) & eligible:
        for value in attribute_values(rules.world.units[unit], rule.attribute) or ():
            groups.setdefault(value, set()).add(unit)
    if rule.attribute == "year" and groups:
        years = range(int(min(groups)), rules.context.as_of.year)
        return [frozenset(groups.get(str(year), ())) for year in years]
    return [frozenset(units) for units in groups.values()]
