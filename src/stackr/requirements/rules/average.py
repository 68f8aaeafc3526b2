"""Grade averages: `grade average at least 55 over counted`, over a requirement, or over what was taken or attempted.

Ungraded learning is left out. A grade that is unknown, or on a scale without a conversion to the one asked for, is
unknown; and over no graded unit the average itself is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from stackr._quantity import format_amount
from stackr.allocation.checks import Average, Known
from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import LiveBase
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class AverageRule(Rule):
    """Mean of the grades ≥ `threshold`, on `scale` (None: the one scale that the grades are on)."""

    threshold: Fraction
    over: LiveBase = "counted"
    selector: Predicate | None = None
    except_: Predicate | None = None
    scale: str | None = None
    by_credits: bool = True

    @property
    def reads_record(self) -> bool:
        """Over what was taken or attempted."""
        return self.over != "counted"

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """Gains over the threshold, as integers on a scale of their own."""
        if build.is_waived(self.id):
            return build.passed(self)
        if self.over != "counted":
            return self._over_record(build)
        grades = self._grades(build)
        gains = [None if grade is None else grade - self.threshold for grade in grades]
        whole = lcm(*(gain.denominator for gain in gains if gain is not None), 1)
        scaled = tuple(None if gain is None else (gain * whole).numerator for gain in gains)
        check = Average(self.id, build.scope(self), scaled, self.by_credits, vacuous=not build.sure)
        return build.check(self, check)

    def _over_record(self, build: Builder) -> tuple[Node, ...]:
        mean = self.record_mean(build)
        if mean is None:
            build.missing(None, "grade", self.id)
        return build.check(self, Known(self.id, not build.sure if mean is None else mean >= self.threshold))

    def record_mean(self, build: Builder) -> Fraction | None:
        """The mean over everything taken or attempted; None if nothing is graded."""
        pairs = build.record_grades(self.over, self.scale, self.selector, self.except_, self.id)
        weight = sum((credits if self.by_credits else Fraction(1) for _, credits in pairs), Fraction(0))
        if not weight:
            return None
        return sum((grade * (credits if self.by_credits else 1) for grade, credits in pairs), Fraction(0)) / weight

    def _grades(self, build: Builder) -> list[Fraction | None]:
        """Per unit its grade as this reading takes it; None: left out."""
        members = self._members(build)
        found = [build.grade(i, self.scale, self.id) if members >> i & 1 else None for i in range(build.n)]
        if all(grade is None for grade in found):
            build.missing(None, "grade", self.id)
        return found

    def _members(self, build: Builder) -> int:
        among = build.candidates(self)
        members = build.members(self.selector, self.id, among=among)
        if self.except_ is not None:
            members &= ~build.members(self.except_, self.id, harmful=True, among=among)
        return members

    def mean(self, view: View) -> Fraction | None:
        """The mean of what is counted in the scope; None if nothing graded is."""
        if self.over != "counted":
            return self.record_mean(view.build)
        amounts = self.amounts(view).values()
        weight = sum((amount for _, amount in amounts), Fraction(0))
        return sum((grade * amount for grade, amount in amounts), Fraction(0)) / weight if weight else None

    def amounts(self, view: View) -> dict[int, tuple[Fraction, Fraction]]:
        """Graded units counted in the scope: unit → (its grade, what it weighs)."""
        grades, places = self._grades(view.build), view.scope(self)
        found = {}
        for unit in view.units_at(places):
            grade = grades[unit]
            if grade is not None:
                found[unit] = grade, view.credits_at(unit, places) if self.by_credits else Fraction(1)
        return found

    def describe(self) -> str:
        """`grade average at least 55 over counted`."""
        scale = f" on {self.scale}" if self.scale else ""
        return f"grade average at least {format_amount(self.threshold)}{scale} over {self.over}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """The mean beside the threshold."""
        mean = self.mean(view)
        met = mean is not None and mean >= self.threshold
        status = view.status(self.id, met)
        found = "nothing graded counts yet" if mean is None else f"the average is {format_amount(mean)}"
        said = (Said("R204", f"{self.describe()}: {found}", self.clause),) if status == "broken" else ()
        return (JudgedRule(self.id, self.title, status, self.clause, "check", self.threshold, mean, "grade", said),)
