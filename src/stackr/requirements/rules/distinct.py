"""So many different values: issuers, fields, terms, tags; and the coverage of a set of outcomes.

`at least 3 issuers`, `at most 2 terms`, `at least 80% of outcomes of DS-OUTCOMES`. A unit with several values shows all
of them. In the sure reading an unknown value shows nothing to a minimum, and to a maximum what nothing else shows; in the
possible one the reverse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.checks import Distinct, Known
from stackr.allocation.nodes import Node
from stackr.conditions.predicate import Predicate
from stackr.requirements.amounts import Measured, Op
from stackr.requirements.attributes import MEMBER_OF, SEVERAL, attribute_values
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
        least, greatest = self._values(build, harmful=False), self._values(build, harmful=True)
        if self.over_record:
            met = _different(least) >= need and (most is None or _different(greatest) <= most)
            return build.check(self, Known(self.id, met))
        places = build.scope(self)
        if self.op != "exactly" or least == greatest:
            values = greatest if self.op == "at most" else least
            return build.check(self, Distinct(self.id, places, values, need, most))
        floor, ceiling = Distinct(self.id, places, least, need), Distinct(f"{self.id}#most", places, greatest, 0, most)
        return build.checks(self, floor, ceiling)

    def _bounds(self) -> tuple[int, int | None]:
        assert self.quantity.value is not None
        amount = self.quantity.value
        need = 0 if self.op == "at most" else -(-amount.numerator // amount.denominator)
        return need, None if self.op == "at least" else amount.numerator // amount.denominator

    def _values(self, build: Builder, *, harmful: bool) -> tuple[frozenset[int], ...]:
        """Per unit the numbers of the values it shows, to a minimum or (`harmful`) to a maximum.

        For an unknown value that may count there is a made-up number, and as many as would decide where a unit may show several.
        """
        together = self.op == "exactly" and self.in_choice  # one child or two, whatever is written first
        among = build.all if self.over_record or together else build.candidates(self)
        units = build.members(self.selector, self.id, harmful=harmful, among=among)
        shown = [self._shown(build, index, units) for index in range(build.n)]
        names = sorted({name for values in shown if values for name in values} | set(self.among or ()))
        number = {name: place for place, name in enumerate(names)}
        need, most = self._bounds()
        several = max(need, (most or 0) + 1) if self.quantity.unit in SEVERAL else 1
        result = []
        for index, values in enumerate(shown):
            if values is not None:
                result.append(frozenset(number[name] for name in values))
                continue
            build.unknown(index, MEMBER_OF.get(self.quantity.unit, self.quantity.unit), self.id)
            first = len(names) + index * several
            everything = frozenset(number.values()) if self.among else frozenset(range(first, first + several))
            result.append(everything if build.sure == harmful else frozenset())
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
        least, greatest = (self._values(view.build, harmful=harmful) for harmful in (False, True))
        units = view.build.members(self.selector, self.id, harmful=self.op == "at most")
        low, high = _different(least[u] for u in counted), _different(greatest[u] for u in counted)
        met = low >= need and (most is None or high <= most)
        shown = {name for u in counted for name in self._shown(view.build, u, units) or ()}
        status = view.status(self.id, met)
        bound = Fraction(need if self.op != "at most" else most or 0)
        got, open_ = len(shown), high > len(shown) and low >= need
        said = (Said("R203", self._sentence(got, shown, open_), self.clause),) if status == "broken" else ()
        return (
            JudgedRule(
                self.id, self.title, status, self.clause, "check", bound, Fraction(got), self.quantity.unit, said
            ),
        )

    def _sentence(self, got: int, shown: set[str], open_: bool) -> str:
        missing = [name for name in self.among or () if name not in shown]
        ends = (
            f"; still missing {listing(missing)}"
            if missing
            else "; what some learning shows is not known"
            if open_
            else ""
        )
        return f"{self.describe()}: {amount_words(Fraction(got), self.quantity.unit)} shown so far{ends}"


def _different(shown: Iterable[frozenset[int]]) -> int:
    return len(frozenset[int]().union(*shown))
