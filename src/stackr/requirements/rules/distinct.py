"""So many different values: issuers, fields, terms, tags; and the coverage of a set of outcomes.

`at least 3 issuers`, `at most 2 terms`, `at least 80% of outcomes of DS-OUTCOMES`. A unit with several values shows all
of them. In the sure reading an unknown value shows nothing; in the possible one it shows whatever is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.checks import Distinct, Known
from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured, Op
from stackr.requirements.attributes import MEMBER_OF, attribute_values
from stackr.requirements.base import JudgedRule, Rule, Said
from stackr.requirements.builder import Builder
from stackr.requirements.view import View
from stackr.requirements.words import amount_words, listing, source_words


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctRule(Rule):
    """`op` of `quantity` different values of an attribute among the counted units of `selector`.

    `among`: only these values count (coverage); then what is missing can be named.
    """

    op: Op
    quantity: Measured
    selector: Predicate | None = None
    among: tuple[str, ...] | None = None
    over_record: bool = False
    """Over everything recognised, counted or not."""

    @property
    def reads_record(self) -> bool:
        """Over everything recognised, where it says so."""
        return self.over_record

    def lower(self, build: Builder) -> tuple[Node, ...]:
        """A distinct count; known beforehand if it is over the record."""
        if build.is_waived(self.id):
            return build.passed(self)
        need, most = self._bounds()
        values = self._values(build)
        if self.over_record:
            got = len(frozenset[int]().union(*values)) if values else 0
            return build.check(self, Known(self.id, got >= need and (most is None or got <= most)))
        return build.check(self, Distinct(self.id, build.scope(self), values, need, most))

    def _bounds(self) -> tuple[int, int | None]:
        assert self.quantity.value is not None
        amount = self.quantity.value
        need = 0 if self.op == "at most" else -(-amount.numerator // amount.denominator)
        return need, None if self.op == "at least" else amount.numerator // amount.denominator

    def _values(self, build: Builder) -> tuple[frozenset[int], ...]:
        """Per unit the numbers of the values it shows; a made-up number for each unknown value that may count."""
        harmful = self.op == "at most"
        among = build.all if self.over_record else build.candidates(self)
        units = build.members(self.selector, self.id, harmful=harmful, among=among)
        shown = [self._shown(build, index, units) for index in range(build.n)]
        names = sorted({name for values in shown if values for name in values} | set(self.among or ()))
        number = {name: place for place, name in enumerate(names)}
        unknown_shows = build.sure == harmful
        result = []
        for index, values in enumerate(shown):
            if values is not None:
                result.append(frozenset(number[name] for name in values))
                continue
            build.unknown(index, MEMBER_OF.get(self.quantity.unit, self.quantity.unit), self.id)
            everything = frozenset(number.values()) if self.among else frozenset((len(names) + index,))
            result.append(everything if unknown_shows else frozenset())
        return tuple(result)

    def _shown(self, build: Builder, index: int, units: int) -> tuple[str, ...] | None:
        if not units >> index & 1:
            return ()
        values = attribute_values(build.units[index], self.quantity.unit, self.quantity.pattern)
        if values is None or self.among is None:
            return values
        return tuple(value for value in values if value in self.among)

    def describe(self) -> str:
        """`at least 3 issuers from level ≥ 7`."""
        over = " over all that is taken" if self.over_record else ""
        return f"{self.op} {self.quantity.words()}{source_words(self.selector)}{over}"

    def judge(self, view: View) -> tuple[JudgedRule, ...]:
        """How many different values there are, and for coverage which are missing."""
        need, most = self._bounds()
        counted = range(view.build.n) if self.over_record else view.units_at(view.scope(self))
        values = self._values(view.build)
        units = view.build.members(self.selector, self.id, harmful=self.op == "at most")
        got = len(frozenset[int]().union(*(values[u] for u in counted)))
        met = got >= need and (most is None or got <= most)
        shown = {name for u in counted for name in self._shown(view.build, u, units) or ()}
        status = view.status(self.id, met)
        bound = Fraction(need if self.op != "at most" else most or 0)
        said = (Said("R203", self._sentence(got, shown), self.clause),) if status == "broken" else ()
        return (
            JudgedRule(
                self.id, self.title, status, self.clause, "check", bound, Fraction(got), self.quantity.unit, said
            ),
        )

    def _sentence(self, got: int, shown: set[str]) -> str:
        missing = [name for name in self.among or () if name not in shown]
        ends = f"; still missing {listing(missing)}" if missing else ""
        return f"{self.describe()}: {amount_words(Fraction(got), self.quantity.unit)} shown so far{ends}"
