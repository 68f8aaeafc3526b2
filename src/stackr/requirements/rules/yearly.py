"""Minima that must be reached in each year or term: `at least 60 credits each year`.

Years are calendar years of completion, from the first in which anything recognised was completed to the last that is
over on the as-of date; a year without anything is a year below the minimum. For other attributes: each value found.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.checks import Floor
from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured
from stackr.requirements.attributes import MEMBER_OF, attribute_values
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.rules.amount import constant
from stackr.requirements.view import View
from stackr.requirements.words import amount_words


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyRule(Rule):
    """At least `quantity` in each value of `attribute` (`year`, `term` …)."""

    quantity: Measured
    attribute: str
    selector: Predicate | None = None

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """One floor per year."""
        if build.is_waived(self.id):
            return build.passed(self)
        need = build.figure(constant(build, self.quantity, "at least"), self.quantity.measure)
        nodes: tuple[Node, ...] = ()
        for value, units in self._groups(build).items():
            check = Floor(f"{self.id}#{value}", units, build.scope(self), need, self.quantity.measure)
            nodes += build.check(self, check)
        return nodes

    def _groups(self, build: Builder) -> dict[str, int]:
        groups: dict[str, int] = {}
        members = build.members(self.selector, self.id, among=build.candidates(self))
        for index, unit in enumerate(build.units):
            values = attribute_values(unit, self.attribute) if members >> index & 1 else ()
            if values is None:
                build.unknown(index, MEMBER_OF.get(self.attribute, self.attribute), self.id)
            for value in values or ():
                groups[value] = groups.get(value, 0) | 1 << index
        if self.attribute == "year" and groups:
            over = range(int(min(groups)), build.context.as_of.year)
            groups = {str(year): groups.get(str(year), 0) for year in over}
        return dict(sorted(groups.items()))

    def describe(self) -> str:
        """`at least 60 credits each year`."""
        return f"at least {self.quantity.words()} each {self.attribute}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """One line per year."""
        bound = constant(view.build, self.quantity, "at least")
        found = []
        for value, units in self._groups(view.build).items():
            counted = view.total(units, view.scope(self), self.quantity.measure)
            status = view.status(self.id, counted >= bound)
            said = (Said("R207", self._sentence(value, counted), self.clause),) if status == "broken" else ()
            title = f"{self.title or self.describe()}: {value}"
            found.append(
                JudgedRule(
                    f"{self.id}#{value}", title, status, self.clause, "floor", bound, counted, self.quantity.unit, said
                )
            )
        return tuple(found)

    def _sentence(self, value: str, counted: Fraction) -> str:
        return f"{self.describe()}: {amount_words(counted, self.quantity.unit)} in {value}"
