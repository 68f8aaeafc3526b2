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
        if not met and self.op == "at least":
            missing = build.figure(bound - value, self.quantity.measure)
            deficit = missing if self.quantity.measure is Measure.CREDITS else None
        return build.check(self, Known(self.id, met, deficit))

    def _read(self, build: Builder) -> tuple[bool, Fraction, Fraction]:
        """(met, value, bound)."""
        least, most = build.record_total(self.selector, self.over, self.quantity.measure, self.id)
        bound = constant(build, self.quantity, self.op)
        if not build.sure:
            least, most = most, least
        met = (self.op == "at most" or least >= bound) and (self.op == "at least" or most <= bound)
        return met, (most if self.op == "at most" else least), bound

    def describe(self) -> str:
        """`at most 280 credits attempted`."""
        return f"{self.op} {self.quantity.words()} {self.over}{source_words(self.selector)}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """Bound and value, from the record."""
        met, value, bound = self._read(view.build)
        status, unit = view.status(self.id, met), self.quantity.unit
        text = f"{self.op} {amount_words(bound, unit)} {self.over}: {amount_words(value, unit)} on record"
        said = (Said("R202", text, self.clause),) if status == "broken" else ()
        kind: Literal["ceiling", "floor"] = "ceiling" if self.op == "at most" else "floor"
        return (JudgedRule(self.id, self.title, status, self.clause, kind, bound, value, unit, said),)
