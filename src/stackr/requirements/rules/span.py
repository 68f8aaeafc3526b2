"""One stretch of time: `completed within 6 years from first of SELECTOR`, `in any 12 months`.

Every unit counted in the scope must lie in the stretch that begins with the earliest counted one (of the anchors). In
the sure reading a unit whose date is unknown lies outside, and what may be an anchor is one: the earlier the first, the sooner
the stretch ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stackr._time import Duration
from stackr.allocation.checks import Span
from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.view import View
from stackr.requirements.words import expr_words

_NEVER = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRule(Rule):
    """Units of `selector` counted lie within `duration` from the first counted of `anchors` (None: of anything).

    `window`: from the first of those units themselves, `in any 12 months`.
    """

    duration: Duration
    member: str = "completed"
    anchors: Predicate | None = None
    selector: Predicate | None = None
    window: bool = False

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """A stretch check."""
        if build.is_waived(self.id):
            return build.passed(self)
        return build.check(self, self._check(build))

    def _check(self, build: Builder) -> Span:
        among = build.candidates(self)
        units = build.members(self.selector, self.id, harmful=True, among=among)
        anchors = units if self.window else build.members(self.anchors, self.id, harmful=True, among=among)
        until = build.extended(self.id)
        days, limits = [], []
        for index in range(build.n):
            day = build.day(index, self.member)
            if day is None:
                if (units | anchors) >> index & 1:
                    build.unknown(index, self.member, self.id)
                first = not build.sure or anchors >> index & 1
                days.append(0 if first else _NEVER)
                limits.append(0 if build.sure else _NEVER)
                continue
            days.append(day)
            last = self.duration.after(date.fromordinal(day))
            limits.append(max(last, until).toordinal() if until else last.toordinal())
        return Span(self.id, units, build.scope(self), anchors, tuple(days), tuple(limits))

    def describe(self) -> str:
        """`completed within 6 years from the first of …`."""
        of = "them" if self.window or not (self.anchors or self.selector) else "anything"
        of = expr_words(self.anchors.tree) if self.anchors else of
        first = f"the first of {of}"
        return f"{self.member} within {self.duration} from {first}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """Met or broken."""
        status = view.status(self.id, view.reading(self._check(view.build))[1])
        said: tuple[Said, ...] = ()
        if status == "broken":
            said = (Said("R206", f"what counts must be {self.describe()}", self.clause),)
        return (JudgedRule(self.id, self.title, status, self.clause, "check", reasons=said),)
