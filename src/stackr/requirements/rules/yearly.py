"""Minima that must be reached in each year or term: `at least 60 credits each year`.

Years are calendar years of completion, from the first in which anything recognised was completed to the last that is
over on the as-of date; a year without anything is a year below the minimum. For other attributes: each value found.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.checks import Floor, Known
from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured
from stackr.requirements.attributes import MEMBER_OF, attribute_values
from stackr.requirements.base import JudgedRule, Rule, RuleStatus, Said
from stackr.requirements.builder import Builder
from stackr.requirements.rules.amount import constant
from stackr.requirements.rules.per import UNKNOWN
from stackr.requirements.view import View
from stackr.requirements.words import amount_words


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyRule(Rule):
    """At least `quantity` in each value of `attribute` (`year`, `term` …)."""

    quantity: Measured
    attribute: str
    selector: Predicate | None = None

    @property
    def reads_record(self) -> bool:
        """Of all that may count, counted or not, the year says from when on it must be enough."""
        return True

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """One floor per year; in the sure reading none is enough while something may be of a year that nobody knows."""
        if build.is_waived(self.id):
            return build.passed(self)
        least = constant(build, self.quantity, "at least", self.id, floor=True)
        groups, open_ = self._groups(build)
        nodes: tuple[Node, ...] = ()
        for value, units in groups.items():
            need = None if least is None else build.figure(least, self.quantity.measure)
            floor = (
                None
                if need is None
                else Floor(f"{self.id}#{value}", units, build.scope(self), need, self.quantity.measure)
            )
            nodes += build.check(self, floor or Known(f"{self.id}#{value}", False))
        return nodes + (build.check(self, Known(f"{self.id}#{UNKNOWN}", False)) if open_ else ())

    def _groups(self, build: Builder) -> tuple[dict[str, int], bool]:
        """Value → units that fill it, in order; and whether there may be another value, in the sure reading.

        The sure reading asks for every value that anything may show, of what shows it for certain; the possible one for what there
        is for certain, and lets fill it what may be of it.
        """
        certain, possible = build.both(self.selector, self.id, among=build.candidates(self))
        asking, filling = (possible, certain) if build.sure else (certain, possible)
        groups: dict[str, int] = {}
        unknown = 0
        for index, unit in enumerate(build.units):
            values = attribute_values(unit, self.attribute) if possible >> index & 1 else ()
            if values is None:
                build.unknown(index, MEMBER_OF.get(self.attribute, self.attribute), self.id)
                unknown |= 1 << index
            for value in values or ():
                if asking >> index & 1:
                    groups.setdefault(value, 0)
                groups[value] = groups.get(value, 0) | (1 << index & filling)
        if self.attribute == "year" and groups:
            over = range(min(map(int, groups)), build.context.as_of.year)
            groups = {str(year): groups.get(str(year), 0) for year in over}
        if not build.sure:
            groups = {value: units | unknown & filling for value, units in groups.items()}
        return dict(sorted(groups.items())), build.sure and unknown != 0

    def describe(self) -> str:
        """`at least 60 credits each year`."""
        return f"at least {self.quantity.words()} each {self.attribute}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """One line per year."""
        bound = constant(view.build, self.quantity, "at least", self.id, floor=True)
        groups, open_ = self._groups(view.build)
        found = [self._judged(view, value, units, bound) for value, units in groups.items()]
        if open_ and view.status(self.id, False) == "broken":
            text = f"{self.describe()}: of some learning the {self.attribute} is not known"
            said = (Said("R207", text, self.clause),)
            found.append(self._line(UNKNOWN, "broken", bound, None, said))
        return tuple(found)

    def _judged(self, view: View, value: str, units: int, bound: Fraction | None) -> JudgedRule:
        counted = view.total(units, view.scope(self), self.quantity.measure)
        status = view.status(self.id, bound is not None and counted >= bound)
        said = (Said("R207", self._sentence(value, counted), self.clause),) if status == "broken" else ()
        return self._line(value, status, bound, counted, said)

    def _line(
        self, value: str, status: RuleStatus, bound: Fraction | None, counted: Fraction | None, said: tuple[Said, ...]
    ) -> JudgedRule:
        title = f"{self.title or self.describe()}: {value}"
        id, unit = f"{self.id}#{value}", self.quantity.unit
        return JudgedRule(id, title, status, self.clause, "floor", bound, counted, unit, said)

    def _sentence(self, value: str, counted: Fraction) -> str:
        return f"{self.describe()}: {amount_words(counted, self.quantity.unit)} in {value}"
