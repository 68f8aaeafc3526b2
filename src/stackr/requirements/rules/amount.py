"""At least, at most or exactly so many credits or credentials of what a scope counted; also shares of what it counted.

`rpl_cap: at most 50% of award by rpl`, `residency: at least 1/3 of award from issuer UNZA`, `at least 2 credentials at
level >= 8` in a pool. A floor is a check; a ceiling holds in every allocation. A floor as a share of what is counted is
read as the ceiling on the rest, where the two are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from stackr._quantity import ceil_to, floor_to
from stackr.allocation.checks import Floor, Known
from stackr.allocation.nodes import Measure, Node
from stackr.allocation.problem import Ceiling
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured, Op
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.view import View
from stackr.requirements.words import amount_words, source_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRule(Rule):
    """`op` of `quantity`, over the units of `selector` counted in the scope."""

    op: Op
    quantity: Measured
    selector: Predicate | None = None

    @property
    def reads_record(self) -> bool:
        """Where it is a share of what was taken or attempted."""
        return self.quantity.base in ("taken", "attempted")

    @property
    def minimum(self) -> Fraction:
        """Of a floor in credits, how many."""
        in_credits = self.op != "at most" and self.quantity.measure is Measure.CREDITS
        return (self.quantity.value if in_credits else None) or Fraction(0)

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """A floor, a ceiling, or both."""
        of_counted = self.quantity.ratio is not None and self.quantity.base == "counted"
        if build.is_waived(self.id):
            return () if of_counted or self.op == "at most" else build.passed(self)
        if self.quantity.ratio is not None and of_counted:
            return self._of_counted(build, self.quantity.ratio)
        places, among = build.scope(self), build.candidates(self)
        nodes: tuple[Node, ...] = ()
        if self.op != "at most":
            units = build.members(self.selector, self.id, among=among)
            value = constant(build, self.quantity, self.op, self.id, floor=True)
            need = None if value is None else build.figure(value, self.quantity.measure)
            floor = None if need is None else Floor(self.id, units, places, need, self.quantity.measure)
            nodes = build.check(self, floor or Known(self.id, False))
        most = constant(build, self.quantity, self.op, self.id, floor=False) if self.op != "at least" else None
        if most is not None:
            units = build.members(self.selector, self.id, harmful=True, among=among)
            bound = build.bound(most, self.quantity.measure)
            build.ceiling(Ceiling(self.id, units, places, bound, self.quantity.measure))
        return nodes

    def _of_counted(self, build: Builder, ratio: Fraction) -> tuple[Node, ...]:
        """Shares of what is counted: ceilings on these units, or on the rest."""
        places, measure, among = build.scope(self), self.quantity.measure, build.candidates(self)
        need = build.figure(self.quantity.need, measure)
        if self.op != "at most":
            rest = among & ~build.members(self.selector, self.id, among=among)
            share = (ratio.denominator - ratio.numerator, ratio.denominator, self._base(build), need)
            build.ceiling(Ceiling(f"{self.id}", rest, places, None, measure, share))
        if self.op != "at least":
            units = build.members(self.selector, self.id, harmful=True, among=among)
            share = (ratio.numerator, ratio.denominator, self._base(build), need)
            name = self.id if self.op == "at most" else f"{self.id}#most"
            build.ceiling(Ceiling(name, units, places, None, measure, share))
        return ()

    def _base(self, build: Builder) -> int:
        return build.mask(self.quantity.scope) if self.quantity.scope else build.scope(self)

    def describe(self) -> str:
        """`at least 40 credits from issuer UNZA`."""
        return f"{self.op} {self.quantity.words()}{source_words(self.selector)}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """Bound and value in credits or credentials; of a floor as a share of what is counted, those of the rest."""
        if self.quantity.ratio is not None and self.quantity.base == "counted":
            return (self._judge_share(view, self.quantity.ratio),)
        floor = self.op != "at most"
        units = view.members(self.selector, harmful=not floor)
        value = view.total(units, view.scope(self), self.quantity.measure)
        low = constant(view.build, self.quantity, self.op, self.id, floor=True) if floor else None
        high = constant(view.build, self.quantity, self.op, self.id, floor=False) if self.op != "at least" else None
        enough = not floor or (low is not None and value >= low)
        met, bound = enough and (high is None or value <= high), low if floor else high
        status, unit = view.status(self.id, met), self.quantity.unit
        said = () if status != "broken" else (Said("R201", self._sentence(value, bound, unit), self.clause),)
        kind: Literal["floor", "ceiling"] = "floor" if floor else "ceiling"
        return (JudgedRule(self.id, self.title, status, self.clause, kind, bound, value, unit, said),)

    def _judge_share(self, view: View, ratio: Fraction) -> JudgedRule:
        """A share of what is counted holds in every allocation: the rest, or these units, stay below the bound."""
        measure, places = self.quantity.measure, view.scope(self)
        rest = self.op != "at most"
        units = view.members(self.selector, harmful=not rest)
        base = view.mask(self.quantity.scope) if self.quantity.scope else places
        whole = max(view.total(-1, base, measure), self.quantity.need)
        bound = ((1 - ratio) if rest else ratio) * whole
        value = view.total(view.build.all & ~units if rest else units, places, measure)
        status = view.status(self.id, value <= bound)
        return JudgedRule(self.id, self.title, status, self.clause, "ceiling", bound, value, self.quantity.unit)

    def _sentence(self, value: Fraction, bound: Fraction | None, unit: str) -> str:
        asked = self.quantity.words() if bound is None else amount_words(bound, unit)
        return f"{self.op} {asked} counted{source_words(self.selector)}: {amount_words(value, unit)} count so far"


def constant(build: Builder, quantity: Measured, op: Op, clause: str, *, floor: bool) -> Fraction | None:
    """The amount; a share of what was taken or attempted is worked out from the record and rounded to the step.

    None: it may be of any size, because nobody knows the credits of what is on record: no minimum is reached for certain then,
    and no maximum is there in the possible reading.
    """
    if quantity.value is not None:
        return quantity.value
    assert quantity.ratio is not None
    assert quantity.base in ("taken", "attempted")
    least, most = build.record_total(None, quantity.base, quantity.measure, clause)
    whole = most if floor == build.sure else least
    if whole is None:
        return None
    step = Fraction(1) if quantity.measure is Measure.ITEMS else build.award.step
    value = quantity.ratio * whole
    return floor_to(value, step) if op == "at most" else ceil_to(value, step)
