"""Grade averages: `grade average at least 55 over counted`, over a requirement, or over what was taken or attempted.

Ungraded learning is left out. A grade that is unknown, or on a scale without a conversion to the one asked for, is
unknown; and over no graded unit the average itself is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from stackr._quantity import format_amount
from stackr.allocation.checks import Average, Distinct, Known
from stackr.allocation.nodes import Measure, Node
from stackr.allocation.problem import Ceiling
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import LiveBase
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.records import Graded, grades
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
        unweighed = self._weigh(build, gains) if self.by_credits else 0
        whole = lcm(*(gain.denominator for gain in gains if gain is not None), 1)
        scaled = tuple(None if gain is None else (gain * whole).numerator for gain in gains)
        check = Average(self.id, build.scope(self), scaled, self.by_credits, vacuous=not build.sure)
        nodes = build.check(self, check)
        if unweighed and self.in_choice:  # a second child would share the one credit of the first
            build.ceiling(Ceiling(f"{self.id}#unweighed", unweighed, build.scope(self), 0, Measure.ITEMS))
        elif unweighed:
            build.check(self, self._none_of(build, unweighed))
        return nodes

    def _weigh(self, build: Builder, gains: list[Fraction | None]) -> int:
        """Let what lowers the mean weigh the most that it may be, in the possible reading the least; the units of which nobody
        knows how much that is. All else weighs what it is taken to be."""
        unweighed = 0
        for index, gain in enumerate(gains):
            size = build.sized.sizes[index]
            if gain is None or gain >= 0 or size.exact is not None:
                continue
            build.unknown(index, size.missing or "credits", self.id)
            if not build.sure:
                gains[index] = gain * size.low / size.high if size.high else Fraction(0)
            elif size.high is None or not size.low:
                unweighed |= 1 << index
            else:
                gains[index] = gain * size.high / size.low
        return unweighed

    def _none_of(self, build: Builder, units: int) -> Distinct:
        """A check that none of these counts."""
        one, none = frozenset((0,)), frozenset[int]()
        shown = tuple(one if units >> index & 1 else none for index in range(build.n))
        return Distinct(f"{self.id}#unweighed", build.scope(self), shown, 0, 0)

    def _over_record(self, build: Builder) -> tuple[Node, ...]:
        mean, met = self._on_record(build)
        if mean is None:
            build.missing(None, "grade", self.id)
        return build.check(self, Known(self.id, not build.sure if mean is None and met is None else bool(met)))

    def _on_record(self, build: Builder) -> tuple[Fraction | None, bool | None]:
        """The mean over everything taken or attempted, and whether it is enough; None if nothing is graded.

        What is of no known size may outweigh all else: it decides, and is left out of the mean that is shown.
        """
        asked = Graded(self.over, self.threshold, self.scale, self.selector, self.except_, self.by_credits, self.id)
        pairs = grades(build, asked)
        weighed = [(grade, weight) for grade, weight in pairs if weight is not None]
        weight = sum((weight for _, weight in weighed), Fraction(0))
        mean = sum((grade * weight for grade, weight in weighed), Fraction(0)) / weight if weight else None
        if len(weighed) < len(pairs):
            return mean, not build.sure
        return mean, None if mean is None else mean >= self.threshold

    def _grades(self, build: Builder) -> list[Fraction | None]:
        """Per unit its grade as this reading takes it; None: left out. Of what may be meant or not, the sure reading takes what
        lowers the mean against the threshold."""
        meant, open_ = self._members(build)
        found: list[Fraction | None] = []
        for index in range(build.n):
            grade = build.grade(index, self.scale, self.threshold, self.id) if (meant | open_) >> index & 1 else None
            left_out = grade is not None and open_ >> index & 1 and (grade < self.threshold) != build.sure
            found.append(None if left_out else grade)
        if all(grade is None for grade in found):
            build.missing(None, "grade", self.id)
        return found

    def _members(self, build: Builder) -> tuple[int, int]:
        """(the units that it is about, those of which that is not known)."""
        among = build.candidates(self)
        meant, possible = build.both(self.selector, self.id, among=among)
        if self.except_ is not None:
            left_out, perhaps = build.both(self.except_, self.id, harmful=True, among=among)
            meant, possible = meant & ~perhaps, possible & ~left_out
        return meant, possible & ~meant

    def mean(self, view: View) -> Fraction | None:
        """The mean of what is counted in the scope; None if nothing graded is."""
        if self.over != "counted":
            return self._on_record(view.build)[0]
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
                found[unit] = grade, self._weight(view, unit, places)
        return found

    def _weight(self, view: View, unit: int, places: int) -> Fraction:
        return view.credits_at(unit, places) if self.by_credits else Fraction(1)

    def _enough(self, view: View, mean: Fraction | None) -> bool:
        if self.over != "counted":
            return bool(self._on_record(view.build)[1])
        if mean is None or mean < self.threshold:
            return False
        gains = [None if grade is None else grade - self.threshold for grade in self._grades(view.build)]
        places = view.scope(self)
        unweighed = self._weigh(view.build, gains) if self.by_credits else 0
        counted = view.units_at(places)
        total = sum(((gains[u] or 0) * self._weight(view, u, places) for u in counted), Fraction(0))
        return total >= 0 and not any(unweighed >> unit & 1 for unit in counted)

    def describe(self) -> str:
        """`grade average at least 55 over counted`."""
        scale = f" on {self.scale}" if self.scale else ""
        return f"grade average at least {format_amount(self.threshold)}{scale} over {self.over}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """The mean beside the threshold."""
        mean = self.mean(view)
        met = self._enough(view, mean)
        status = view.status(self.id, met)
        found = "nothing graded counts yet" if mean is None else f"the average is {format_amount(mean)}"
        said = (Said("R204", f"{self.describe()}: {found}", self.clause),) if status == "broken" else ()
        return (JudgedRule(self.id, self.title, status, self.clause, "check", self.threshold, mean, "grade", said),)
