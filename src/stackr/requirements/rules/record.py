"""Limits over the record: what was taken (recognised, counted or not) or attempted (failed and withdrawn too).

`at most 280 credits attempted`, `at least 100 credits at level >= 2 over taken`. Nothing the allocation does changes
them: they are known before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from stackr.allocation.checks import Known
from stackr.allocation.nodes import Measure, Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured, OnRecord, Op
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.rules.amount import constant
from stackr.requirements.view import View
from stackr.requirements.words import amount_words, source_words


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRule(Rule):
    """`op` of `quantity`, over the units of `selector` in the record."""

    op: Op
    quantity: Measured
    over: OnRecord
    selector: Predicate | None = None

    @property
    def reads_record(self) -> bool:
        """Always."""
        return True

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """A check whose answer is known."""
        if build.is_waived(self.id):
            return build.passed(self)
        met, value, bound = self._read(build)
        deficit = None
        if not met and self.op == "at least" and value is not None and bound is not None:
            missing = build.figure(bound - value, self.quantity.measure)
            deficit = missing if self.quantity.measure is Measure.CREDITS else None
        return build.check(self, Known(self.id, met, deficit))

    def _read(self, build: Builder) -> tuple[bool, Fraction | None, Fraction | None]:
        """(met, value, bound) as this reading takes what is unknown. A value or bound that is None may be any."""
        own = self.selector, self.over, self.quantity.measure, self.id
        met = True
        value = bound = None
        if self.op != "at least":
            least, most = build.record_total(*own, harmful=True)
            value, bound = most if build.sure else least, constant(build, self.quantity, self.op, self.id, floor=False)
            met = bound is None or (value is not None and value <= bound)
        if self.op != "at most":
            least, most = build.record_total(*own)
            value, bound = least if build.sure else most, constant(build, self.quantity, self.op, self.id, floor=True)
            met = met and bound is not None and (value is None or value >= bound)
        return met, value, bound

    def exceeded(self, build: Builder) -> bool:
        """Whether what is known to be on record is more than it allows, so that no more learning helps."""
        least, _ = build.record_total(self.selector, self.over, self.quantity.measure, self.id, harmful=True)
        return self.op == "at most" and self.quantity.value is not None and least > self.quantity.value

    def describe(self) -> str:
        """`at most 280 credits attempted`."""
        return f"{self.op} {self.quantity.words()} {self.over}{source_words(self.selector)}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """Bound and value, from the record."""
        met, value, bound = self._read(view.build)
        status, unit = view.status(self.id, met), self.quantity.unit
        asked = self.quantity.words() if bound is None else amount_words(bound, unit)
        found = "so much that nobody knows it" if value is None else amount_words(value, unit)
        text = f"{self.op} {asked} {self.over}: {found} on record"
        said = (Said("R202", text, self.clause),) if status == "broken" else ()
        kind: Literal["ceiling", "floor"] = "ceiling" if self.op == "at most" else "floor"
        return (JudgedRule(self.id, self.title, status, self.clause, kind, bound, value, unit, said),)
