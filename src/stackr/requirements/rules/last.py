"""`at least 15 of the last 30 credits from issuer UNZA`, `last 30 credits from issuer UNZA` (all of them).

The last credits are those completed latest; the unit that crosses the line counts whole; learning of one day stands
together. In the sure reading a unit of unknown date stands where it does most harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.checks import LastN
from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.view import View
from stackr.requirements.words import amount_words, source_words

_EARLIEST, _LATEST = 0, 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRule(Rule):
    """At least `need` of the last `window` credits counted are of `selector`."""

    window: Measured
    need: Measured
    selector: Predicate | None = None

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """A last-N check."""
        if build.is_waived(self.id):
            return build.passed(self)
        return build.check(self, self._check(build))

    def _check(self, build: Builder) -> LastN:
        among = build.candidates(self)
        units = build.members(self.selector, self.id, among=among)
        window = build.credits(self.window.value or Fraction(0))
        need = build.credits(self.need.value or Fraction(0))
        order = tuple(
            self._day(build, index, bool(units >> index & 1)) if among >> index & 1 else 0 for index in range(build.n)
        )
        return LastN(self.id, units, build.scope(self), window, need, order)

    def _day(self, build: Builder, index: int, member: bool) -> int:
        day = build.day(index)
        if day is not None:
            return day
        build.unknown(index, "completed", self.id)
        return _EARLIEST if member == build.sure else _LATEST

    def describe(self) -> str:
        """`at least 15 credits of the last 30 credits from issuer UNZA`."""
        return f"at least {self.need.words()} of the last {self.window.words()}{source_words(self.selector)}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """How many of the last credits are of the selector."""
        value, met = view.reading(self._check(view.build))
        got = Fraction(value or 0, view.scale)
        status = view.status(self.id, met)
        said: tuple[Said, ...] = ()
        if status == "broken":
            text = f"{self.describe()}: {amount_words(got, 'credits')} are"
            said = (Said("R205", text, self.clause),)
        return (JudgedRule(self.id, self.title, status, self.clause, "check", self.need.value, got, "credits", said),)
