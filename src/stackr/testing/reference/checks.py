"""Checks: floors, averages, distinct counts, windows. They forbid nothing; unmet, they hold progress down (`semantics.md`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.conditions import grades as scales
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements.attributes import SEVERAL, attribute_values
from stackr.requirements.base import Rule
from stackr.requirements.credit import Size, unit_size
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.rules.distinct import DistinctRule
from stackr.requirements.rules.last import LastRule
from stackr.requirements.rules.record import RecordRule
from stackr.requirements.rules.span import SpanRule
from stackr.requirements.rules.yearly import YearlyRule
from stackr.testing.reference.counted import Counted, part
from stackr.testing.reference.on_record import Range, constant, is_about, on_record, sum_of
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
            yield _floor(value, constant(rule, rules, floor=True), rule.quantity.measure)
        case YearlyRule():
            for units in _by_year(rule, rules, scope):
                value = counted.total(scope, rule.quantity.measure, units or ())
                need = None if units is None else constant(rule, rules, floor=True)
                yield _floor(value, need, rule.quantity.measure)
        case DistinctRule():
            yield from _distinct(rule, rules, counted)
        case AverageRule():
            yield from _average(rule, rules, counted)
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


def _floor(value: int | Fraction, need: Fraction | None, measure: Measure) -> Outcome:
    if need is None:
        return truth(False)
    if measure is Measure.ITEMS:
        need = Fraction(need.__ceil__())
    missing = max(ZERO, need - value)
    return Outcome(value >= need, part(value, need), missing, measure is Measure.ITEMS)


def _on_record(rule: RecordRule, rules: Rules) -> Outcome:
    """Known before anything is allocated. What is unknown is there where that harms, in the sure reading."""
    sure = rules.world.sure
    (least, most), (certain, possible) = (_amounts(rule, rules, harmful=harmful) for harmful in (False, True))
    low, high = least if sure else most, possible if sure else certain
    floor, ceiling = constant(rule, rules, floor=True), constant(rule, rules, floor=False)
    enough = floor is not None and (low is None or low >= floor)
    within = ceiling is None or (high is not None and high <= ceiling)
    met = (rule.op == "at most" or enough) and (rule.op == "at least" or within)
    known = rule.op == "at least" and rule.quantity.measure is Measure.CREDITS and floor is not None and low is not None
    return Outcome(met, ONE if met else ZERO, (floor or ZERO) - (low or ZERO) if known else None)


def _amounts(rule: RecordRule, rules: Rules, *, harmful: bool) -> Range:
    """The least and the most of the selector that is on record."""
    found = on_record(rule.over, rules, rule.quantity.measure)
    said = [(is_about(subject, rules, rule.selector, harmful=harmful), low, high) for subject, (low, high) in found]
    least = sum((low for answer, low, _ in said if answer), ZERO)
    return least, sum_of([high for answer, _, high in said if answer is not False])


def _distinct(rule: DistinctRule, rules: Rules, counted: Counted) -> Iterator[Outcome]:
    """Different values shown, of which a minimum needs those that are certain, and of which a maximum allows no more than may be."""
    assert rule.quantity.value is not None
    need, most = rule.quantity.value.__ceil__(), rule.quantity.value.__floor__()
    low, high = _shown(rule, rules, counted, harmful=False), _shown(rule, rules, counted, harmful=True)
    enough = rule.op == "at most" or low >= need
    within = rule.op == "at least" or high <= most
    if rule.over_record:
        yield truth(enough and within)
    elif rule.op == "exactly" and _open(rule, rules) and not rule.in_choice:
        yield Outcome(low >= need, part(low, need))
        yield Outcome(high <= most, ONE if high <= most else ZERO)
    elif rule.op == "exactly" and _open(rule, rules):
        yield Outcome(enough and within, (part(low, need) + (ONE if within else ZERO)) / 2)
    else:
        value, short = (high, False) if rule.op == "at most" else (low, low < need)
        yield Outcome(enough and within, ONE if enough and within else part(value, need) if short else ZERO)


def _open(rule: DistinctRule, rules: Rules) -> bool:
    """Whether anything that may count there shows what nobody knows; below a choice anything at all."""
    scope = rules.scope(rule.scope)
    eligible = {unit for place in rules.places if place.id in scope for unit in place.eligible}
    eligible = set(range(len(rules.world.units))) if rule.in_choice else eligible
    some = (rules.members(rule, harmful=True) | rules.members(rule)) & eligible
    unknown = [u for u in some if _values(rule, rules, u) is None]
    return bool(unknown) or rules.members(rule, harmful=True) & eligible != rules.members(rule) & eligible


def _values(rule: DistinctRule, rules: Rules, unit: int) -> tuple[str, ...] | None:
    return attribute_values(rules.world.units[unit], rule.quantity.unit, rule.quantity.pattern)


def _shown(rule: DistinctRule, rules: Rules, counted: Counted, *, harmful: bool) -> int:
    """How many different values. What is unknown shows nothing, or as much as decides."""
    chosen = range(len(rules.world.units)) if rule.over_record else counted.units(rules.scope(rule.scope))
    members, seen = rules.members(rule, harmful=harmful), set[object]()
    for unit in chosen:
        values = _values(rule, rules, unit) if unit in members else ()
        if values is not None:
            seen |= {value for value in values if rule.among is None or value in rule.among}
        elif rules.world.sure == harmful:
            assert rule.quantity.value is not None
            many = rule.quantity.value.__ceil__() + 1 if rule.quantity.unit in SEVERAL else 1
            seen |= set(rule.among) if rule.among else {(unit, number) for number in range(many)}
    return len(seen)


def _average(rule: AverageRule, rules: Rules, counted: Counted) -> Iterator[Outcome]:
    """The mean of the graded; over nothing graded it is unknown. What nobody knows the size of outweighs all else."""
    if rule.over != "counted":
        pairs = list(_grades_on_record(rule, rules))
        boundless = any(weight is None for _, weight in pairs)
        weighs = any(weight for _, weight in pairs)
        yield truth(not rules.world.sure if boundless or not weighs else _high_enough(rule, pairs))
        return
    pairs = list(_grades_counted(rule, rules, counted))
    met = _high_enough(rule, pairs) if pairs else not rules.world.sure
    yield truth(met)
    yield from [truth(False)] if any(weight is None for _, weight in pairs) and not rule.in_choice else []


def unweighed(rule: AverageRule, rules: Rules, counted: Counted) -> bool:
    """Whether something counts that holds the mean down and of which nobody knows how much it weighs."""
    return rule.over == "counted" and any(weight is None for _, weight in _grades_counted(rule, rules, counted))


def _high_enough(rule: AverageRule, pairs: list[tuple[Fraction, Fraction | None]]) -> bool:
    return sum(((grade - rule.threshold) * (weight or ZERO) for grade, weight in pairs), ZERO) >= 0


def _is_in(chosen: bool | None, left_out: bool | None, grade: Fraction, rule: AverageRule, sure: bool) -> bool:
    """What may be meant or not is in where that harms, in the sure reading: where it lowers the mean."""
    if chosen is False or left_out is True:
        return False
    return (chosen is True and left_out is False) or (grade < rule.threshold) == sure


def _grades_counted(rule: AverageRule, rules: Rules, counted: Counted) -> Iterator[tuple[Fraction, Fraction | None]]:
    scope, context, world = rules.scope(rule.scope), rules.context, rules.world
    for unit in counted.units(scope):
        grade = world.grade(unit, rule.scale, rule.threshold, context)
        chosen = True if rule.selector is None else world.truth(rule.selector, unit, context)
        left_out = False if rule.except_ is None else world.truth(rule.except_, unit, context, harmful=True)
        if grade is None or not _is_in(chosen, left_out, grade, rule, world.sure):
            continue
        amount = Fraction(counted.amount(unit, scope))
        weight: Fraction | None = amount
        size = unit_size(world.units[unit], rules.award, context)
        if grade < rule.threshold and size.exact is None:
            weight = _heavy(amount, size) if world.sure else _light(amount, size)
        yield grade, weight if rule.by_credits else ONE


def _heavy(amount: Fraction, size: Size) -> Fraction | None:
    """What counts as `amount` where the least is taken, as the most that it may be."""
    return None if size.high is None or not size.low else amount * size.high / size.low


def _light(amount: Fraction, size: Size) -> Fraction:
    """What counts as `amount` where the most is taken, as the least that it may be."""
    return amount * size.low / size.high if size.high else ZERO


def _grades_on_record(rule: AverageRule, rules: Rules) -> Iterator[tuple[Fraction, Fraction | None]]:
    context, sure = rules.context, rules.world.sure
    for subject, (low, high) in on_record(rule.over, rules, Measure.CREDITS):
        if subject.ungraded:
            continue
        value, ahead = None, isinstance(subject, RecognisedUnit) and subject.state is not State.EARNED
        if subject.grade is not None and not ahead:
            value = scales.against_mark(
                context.tables, subject.grade, subject.grade_scale, rule.scale, rule.threshold, context.as_of
            )
        if value is None:
            value = grade_end(context, subject, rule.scale, rule.threshold, top=ahead or not sure)
        chosen = is_about(subject, rules, rule.selector)
        left_out = False if rule.except_ is None else is_about(subject, rules, rule.except_, harmful=True)
        if _is_in(chosen, left_out, value, rule, sure):
            weight = high if (value < rule.threshold) == sure else low
            yield value, weight if rule.by_credits else ONE


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
    """All lie within the duration from the first of the anchors. An unknown day lies outside, or inside; what may be an anchor is
    one in the sure reading, and if nobody knows its day, then from the beginning of time."""
    world, context = rules.world, rules.context
    members = rules.members(rule, harmful=True)
    units = counted.units(rules.scope(rule.scope))
    if rule.window:
        anchors = [unit for unit in units if unit in members]
    else:
        anchors = [unit for unit in units if world.holds(rule.anchors, unit, context, harmful=True)]
    if not anchors:
        return True
    until = rules.extended(rule.id)
    days = {unit: world.day(unit, context, rule.member) for unit in units}
    first = min(days[unit] or date.min for unit in anchors)
    ends = date.min if world.sure else date.max
    last = ends if first == date.min else max(rule.duration.after(first), until or date.min)
    outside = {u: date.min if u in anchors or not world.sure else date.max for u in units}
    return all((days[unit] or outside[unit]) <= last for unit in units if unit in members)


def _by_year(rule: YearlyRule, rules: Rules, scope: Collection[str]) -> list[frozenset[int] | None]:
    """The units of each year, from the first of anything that may count there to the last that is over; of each value else.

    None: in the sure reading, a year that nobody knows.
    """
    eligible = {u for place in rules.places if place.id in scope for u in place.eligible}
    said = {unit: rule.selector is None or rules.world.truth(rule.selector, unit, rules.context) for unit in eligible}
    certain = {unit for unit, answer in said.items() if answer}
    possible = {unit for unit, answer in said.items() if answer is not False}
    asking, filling = (possible, certain) if rules.world.sure else (certain, possible)
    shown = {unit: attribute_values(rules.world.units[unit], rule.attribute) for unit in possible}
    silent = {unit for unit, values in shown.items() if values is None}
    asked = {value for unit in asking for value in shown[unit] or ()}
    if rule.attribute == "year" and asked:
        asked = {str(year) for year in range(min(map(int, asked)), rules.context.as_of.year)}
    extra = set[int]() if rules.world.sure else silent & filling
    groups: list[frozenset[int] | None] = [
        frozenset({unit for unit in filling if value in (shown[unit] or ())} | extra) for value in sorted(asked)
    ]
    return groups + ([None] if rules.world.sure and silent else [])
