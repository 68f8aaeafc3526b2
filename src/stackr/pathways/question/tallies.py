"""Limits that look at all that was taken or attempted, counted or not: what the plan itself adds moves them.

`at most 50% of taken by transfer`, `at most 280 credits attempted`: an audit reads such an amount off the record. Here it is a sum
over the items that are chosen, so the limit is taken out of the problem and put to the model as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import Any

from stackr.allocation.checks import Check, Floor, Known
from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Ceiling, Problem
from stackr.allocation.sums.rows import mode_of
from stackr.conditions.predicate import Predicate
from stackr.model.learning import Holding, RecognisedUnit
from stackr.requirements.amounts import Measured, Op
from stackr.requirements.base import Rule
from stackr.requirements.builder import Builder
from stackr.requirements.credit import Size, attempted
from stackr.requirements.records import on_record
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.rules.distinct import DistinctRule
from stackr.requirements.rules.record import RecordRule

LIVE = ("taken", "attempted")


@dataclass(frozen=True, slots=True)
class Sum:
    """What is on the record already, and what each item (its representative) would add."""

    held: Fraction
    adds: Mapping[str, Fraction]

    @property
    def amounts(self) -> tuple[Fraction, ...]:
        """Every amount in it."""
        return self.held, *self.adds.values()


@dataclass(frozen=True, slots=True)
class Tally:
    """`op` of a bound: of what is counted under the limit `id`, or of what is on the record (`own`).

    The bound is `value`, or the share `ratio` of `base`, rounded to whole `step`s; counted amounts are in 1 / `scale`.
    """

    id: str
    op: Op
    measure: Measure
    scale: int
    step: Fraction
    stands_for: Mapping[str, str] = field(repr=False)
    value: Fraction | None = None
    ratio: Fraction | None = None
    base: Sum | None = None
    own: Sum | None = None


def tallies(
    builders: Iterable[Builder],
    added: Sequence[Holding],
    label_of: Callable[[str], str | None],
    stands_for: Mapping[str, str],
) -> tuple[Tally, ...]:
    """The limits of the awards that what is added moves. `label_of`: the label in the id of an added holding, or None."""
    found = []
    for build in builders:
        reader = _Reader(build, added, label_of)
        for rule in build.award.rules.values():
            if build.is_waived(rule.id) or rule.in_choice:
                continue
            made = reader.read(rule)
            if made is not None:
                found.append(replace(made, stands_for=stands_for))
    return tuple(found)


def unfollowed(builders: Iterable[Builder]) -> tuple[str, ...]:
    """Rules over all that was taken or attempted that are no such sum, in words: they are read as if everything on offer were taken."""
    return tuple(
        rule.title or rule.describe()
        for build in builders
        for id, rule in sorted(build.award.rules.items())
        if not build.is_waived(id) and (_over_record(rule) or (rule.in_choice and _is_live(rule)))
    )


def _over_record(rule: Rule) -> bool:
    return (isinstance(rule, DistinctRule) and rule.over_record) or (
        isinstance(rule, AverageRule) and rule.over in LIVE
    )


def _is_live(rule: Rule) -> bool:
    return isinstance(rule, RecordRule) or (isinstance(rule, AmountRule) and rule.quantity.base in LIVE)


@dataclass(frozen=True, slots=True)
class _Reader:
    build: Builder
    added: Sequence[Holding]
    label_of: Callable[[str], str | None]

    def read(self, rule: Rule) -> Tally | None:
        if isinstance(rule, RecordRule):
            own = self._sum(rule.over, rule.quantity.measure, rule.selector, possible=rule.op == "at most")
            return self._tally(rule.id, rule.op, rule.quantity, own)
        if isinstance(rule, AmountRule) and rule.quantity.ratio is not None and rule.quantity.base in LIVE:
            return self._tally(rule.id, rule.op, rule.quantity, None)
        return None

    def _tally(self, id: str, op: Op, quantity: Measured, own: Sum | None) -> Tally:
        measure = quantity.measure
        base = None
        if quantity.value is None and quantity.base in LIVE:
            base = self._sum(quantity.base, measure, None, possible=False)
        step = Fraction(1) if measure is Measure.ITEMS else self.build.award.step
        scale = self.build.figure(Fraction(1), measure)
        return Tally(id, op, measure, scale, step, {}, quantity.value, quantity.ratio, base, own)

    def _sum(self, over: str, measure: Measure, selector: Predicate | None, *, possible: bool) -> Sum:
        held = Fraction(0)
        adds: dict[str, Fraction] = {}
        more: list[tuple[Holding | RecognisedUnit, Size]] = []
        if over == "attempted":
            passed = [replace(each, status="active") for each in self.added]
            more = [attempted(each, self.build.award, self.build.context) for each in passed]
        for subject, size in (*on_record(self.build, over), *more):
            answer = True if selector is None else selector(subject, self.build.context)
            if answer is False or (answer is None and not possible):
                continue
            amount = Fraction(1) if measure is Measure.ITEMS else size.low
            holding = subject.holding if isinstance(subject, RecognisedUnit) else subject
            label = self.label_of(holding.id)
            if label is None:
                held += amount
            else:
                adds[label] = max(adds.get(label, Fraction(0)), amount)
        return Sum(held, adds)


def without(problem: Problem, found: Iterable[Tally]) -> Problem:
    """The problem with these limits always kept; the rows that count for them stay."""
    ids = {tally.id for tally in found}
    if not ids:
        return problem
    most = sum(max(unit.credits, unit.items) for unit in problem.units)
    ceilings = tuple(replace(each, bound=most) if each.id in ids else each for each in problem.ceilings)
    return replace(
        problem, ceilings=ceilings, checks=tuple(_met(check) if check.id in ids else check for check in problem.checks)
    )


def _met(check: Check) -> Check:
    if isinstance(check, Floor):
        return replace(check, need=0)
    return replace(check, met=True) if isinstance(check, Known) else check


def require(model: Any, problem: Problem, found: Iterable[Tally]) -> None:
    """The limits over what is taken, in a `PlanModel`."""
    for tally in found:
        _require(model, problem, tally)


def _require(model: Any, problem: Problem, tally: Tally) -> None:
    units = model.units
    sums = [each.amounts for each in (tally.base, tally.own) if each is not None]
    constants = [each for each in (tally.value, tally.step) if each is not None]
    whole = lcm(tally.scale, *(amount.denominator for amounts in (*sums, constants) for amount in amounts))

    def total(of: Sum) -> Any:
        here = [(of.adds.get(tally.stands_for[label]), var) for label, var in model.taken.items()]
        return int(of.held * whole) + sum(int(amount * whole) * var for amount, var in here if amount) + 0 * units.zero

    own = None if tally.own is None else total(tally.own)
    sides = {"at most": (True,), "at least": (False,), "exactly": (True, False)}[tally.op]
    limits = _limits(problem, tally.id)
    rows = (
        [(own, most) for most in sides]
        if own is not None
        else [(_row(units, each, tally.measure, whole // tally.scale), isinstance(each, Ceiling)) for each in limits]
    )
    for row, most in rows:
        if tally.base is None or tally.ratio is None:
            bound: Any = int((tally.value or 0) * whole)
        else:
            step = int(tally.step * whole)
            steps = units.int_var(0, 10**9)
            share, base = tally.ratio, total(tally.base)
            left, right = share.denominator * step * steps, share.numerator * base
            model.model.add(left <= right if most else left >= right)
            bound = step * steps
        model.model.add(row <= bound if most else row >= bound)


def _limits(problem: Problem, id: str) -> list[Ceiling | Floor]:
    ceilings: list[Ceiling | Floor] = [each for each in problem.ceilings if each.id == id]
    return ceilings + [each for each in problem.checks if each.id == id and isinstance(each, Floor)]


def _row(units: Any, limit: Ceiling | Floor, measure: Measure, factor: int) -> Any:
    row = units.state.rows.linear(limit.units, limit.places, mode_of(measure))
    return factor * units.row[row] + 0 * units.zero
