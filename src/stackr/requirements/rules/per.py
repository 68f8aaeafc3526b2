"""A ceiling for each value of an attribute: `at most 20 credits per issuer`.

It stands for one ceiling per value found; their ids end in `#VALUE`. A unit with several values falls under each of
them; one whose value is unknown may fall under any.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.nodes import Node
from stackr.allocation.problem import Ceiling
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured
from stackr.requirements.attributes import MEMBER_OF, attribute_values
from stackr.requirements.base import JudgedRule, Rule
from stackr.requirements.builder import Builder
from stackr.requirements.rules.amount import constant
from stackr.requirements.view import View
from stackr.requirements.words import source_words

UNKNOWN = "(unknown)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PerRule(Rule):
    """At most `quantity` for each value of `attribute`, over the counted units of `selector`."""

    quantity: Measured
    attribute: str
    selector: Predicate | None = None

    @property
    def reads_record(self) -> bool:
        """Where it is a share of what was taken or attempted."""
        return self.quantity.base in ("taken", "attempted")

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """One ceiling per value."""
        if build.is_waived(self.id):
            return ()
        places, measure = build.scope(self), self.quantity.measure
        for value, units in self._groups(build).items():
            name = f"{self.id}#{value}"
            if self.quantity.ratio is not None and self.quantity.base == "counted":
                base = build.mask(self.quantity.scope) if self.quantity.scope else places
                need = build.figure(self.quantity.need, measure)
                share = (self.quantity.ratio.numerator, self.quantity.ratio.denominator, base, need)
                build.ceiling(Ceiling(name, units, places, None, measure, share))
            else:
                most = constant(build, self.quantity, "at most", self.id, floor=False)
                if most is not None:
                    build.ceiling(Ceiling(name, units, places, build.bound(most, measure), measure))
        return ()

    def _groups(self, build: Builder) -> dict[str, int]:
        """Value → units under it, in order of value."""
        groups: dict[str, int] = {}
        unknown = 0
        members = build.members(self.selector, self.id, harmful=True, among=build.candidates(self))
        for index, unit in enumerate(build.units):
            if not members >> index & 1:
                continue
            values = attribute_values(unit, self.attribute, self.quantity.pattern)
            if values is None:
                unknown |= 1 << index
                build.unknown(index, MEMBER_OF.get(self.attribute, self.attribute), self.id)
            for value in values or ():
                groups[value] = groups.get(value, 0) | 1 << index
        if not build.sure:
            return dict(sorted(groups.items()))
        if unknown and not groups:
            return {UNKNOWN: unknown}
        return {value: units | unknown for value, units in sorted(groups.items())}

    def describe(self) -> str:
        """`at most 20 credits per issuer`."""
        return f"at most {self.quantity.words()} per {self.attribute}{source_words(self.selector)}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """The fullest value stands for the rule; each value that counts anything is listed."""
        places, measure = view.scope(self), self.quantity.measure
        bound = self._bound(view, places)
        found = []
        for value, units in self._groups(view.build).items():
            counted = view.total(units, places, measure)
            status = view.status(self.id, bound is None or counted <= bound)
            name = f"{self.id}#{value}"
            title = f"{self.title or self.describe()}: {value}"
            found.append(JudgedRule(name, title, status, self.clause, "ceiling", bound, counted, self.quantity.unit))
        return tuple(found)

    def _bound(self, view: View, places: int) -> Fraction | None:
        """The most that one value may have; a share of what is counted is not rounded. None: any amount."""
        ratio, measure = self.quantity.ratio, self.quantity.measure
        if ratio is None or self.quantity.base != "counted":
            return constant(view.build, self.quantity, "at most", self.id, floor=False)
        base = view.mask(self.quantity.scope) if self.quantity.scope else places
        return ratio * max(view.total(-1, base, measure), self.quantity.need)
