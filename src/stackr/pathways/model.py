"""The plan as a CP-SAT model: which items, in which terms, with every requirement met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.state import State
from stackr.pathways.asking import Ask
from stackr.pathways.candidates import Candidate
from stackr.pathways.options import TIMED, PlanOptions, Weights
from stackr.pathways.prices import scales
from stackr.pathways.satisfied import Satisfied
from stackr.pathways.spread import Spread


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to make small: a linear expression, how many of its units are one of the measure's, and its least step."""

    expression: Any
    scale: Fraction
    step: int


class PlanModel:
    """`taken[label]`: whether the item is in the plan; `slot[label][t]`: whether in term t.

    `terms`: how many; 0: a plan without terms. `forced`: every item is in. `busy[t]`: credits and items already in term t;
    `under_way`: codes in progress and the first term they can be built on.
    """

    def __init__(
        self,
        spread: Spread,
        kept: Sequence[Candidate],
        terms: int,
        options: PlanOptions,
        under_way: Mapping[str, int],
        busy: Sequence[tuple[Fraction, int]] = (),
        *,
        forced: bool = False,
    ) -> None:
        self.kept, self.terms, self.options = kept, terms, options
        self.forced = forced
        self.under_way, self.busy = under_way, busy
        self.units = UnitModel(State(spread.problem, copies=spread.copies))
        self.model: Any = self.units.model
        Satisfied(self.units)
        self.taken: dict[str, Any] = {}
        self.slot: dict[str, dict[int, Any]] = {}
        self.scales = scales([each.price for each in kept])
        for each in kept:
            self._item(each)
        self.order = {} if terms else {label: self.units.int_var(0, len(kept)) for label in circling(kept)}
        for each in kept:
            self._asks(each)
        self._ties(spread)
        self.used = [self.units.bool_var() for _ in range(terms)]
        self.credits = [self._in_term(t, "credits") for t in range(terms)]
        self._loads()

    # what is decided

    def _item(self, each: Candidate) -> None:
        slots = {t: self.units.bool_var() for t in each.terms if t < self.terms}
        self.slot[each.label] = slots
        if not self.terms:
            self.taken[each.label] = self.units.bool_var()
        elif not slots:
            self.taken[each.label] = self.units.zero
        elif len(slots) == 1:
            self.taken[each.label] = next(iter(slots.values()))
        else:
            taken = self.taken[each.label] = self.units.bool_var()
            self.model.add(sum(slots.values()) == taken)
        if self.forced or each.label in self.options.include:
            self.model.add(self.taken[each.label] == 1)

    def _ties(self, spread: Spread) -> None:
        """A unit counts only if what it comes from is taken (in a term that makes it this unit), each once."""
        for index, pool in sorted(spread.pools.items()):
            there: list[Any] = []
            for share in pool:
                if share.terms is None or not self.terms:
                    there.append(self.taken[share.label])
                else:
                    there += [self.slot[share.label][t] for t in share.terms if t in self.slot[share.label]]
            self.model.add(self.units.present[index] <= sum(there) + 0 * self.units.zero)
        for index, tied in sorted(spread.ties.items()):
            for label in sorted(tied.labels):
                if tied.terms is None or not self.terms or len(tied.labels) > 1:
                    self.model.add(self.units.present[index] <= self.taken[label])
                else:
                    here = [self.slot[label][t] for t in tied.terms if t in self.slot[label]]
                    self.model.add(self.units.present[index] <= sum(here))

    # what is asked first

    def _asks(self, each: Candidate) -> None:
        slots = self.slot[each.label] if self.terms else {0: self.taken[each.label]}
        for ask, beside in ((each.before, False), (each.beside, True)):
            if ask is not None:
                for t, var in slots.items():
                    self._ask(each.label, ask, t, beside, (var,))

    def _ask(self, label: str, ask: Ask, term: int, beside: bool, when: tuple[Any, ...]) -> None:
        done = []
        for part in ask.parts:
            if isinstance(part, str):
                ordered = not beside and label in self.order and part in self.order
                done.append(self._earlier(part, label) if ordered else self._done(part, term, beside))
            else:
                inner = self.units.bool_var()
                self._ask(label, part, term, beside, (inner,))
                done.append(inner)
        self.model.add(sum(done) + 0 * self.units.zero >= ask.least).only_enforce_if(list(when))

    def _done(self, code: str, term: int, beside: bool) -> Any:
        """Whether a code is done before a term begins (or, beside it, by the time the term ends)."""
        last = term + 1 if beside else term
        if code in self.under_way:
            return int(not self.terms or self.under_way[code] <= last)
        if code not in self.taken:
            return 0
        if not self.terms:
            return self.taken[code]
        return sum(var for t, var in self.slot[code].items() if t < last)

    def _earlier(self, code: str, label: str) -> Any:
        """Without terms: whether a code is taken, and before the label. Of a circle something must come first."""
        earlier = self.units.bool_var()
        self.model.add_implication(earlier, self.taken[code])
        self.model.add(self.order[code] + 1 <= self.order[label]).only_enforce_if(earlier)
        return earlier

    # terms

    def amount(self, each: Candidate, measure: str) -> int:
        """A price on the measure's whole scale; unknown counts as nothing where nobody asked for it."""
        value = each.price.get(measure)
        return 0 if value is None else int(value * self.scales.get(measure, 1))

    def _in_term(self, term: int, measure: str) -> Any:
        parts = [
            self.amount(each, measure) * self.slot[each.label][term]
            for each in self.kept
            if term in self.slot[each.label]
        ]
        return sum(parts) + 0 * self.units.zero

    def _loads(self) -> None:
        load, scale = self.options.load, self.scales.get("credits", 1)
        for t in range(self.terms):
            here = [slots[t] for slots in self.slot.values() if t in slots]
            items = sum(here) + 0 * self.units.zero
            for var in here:
                self.model.add_implication(var, self.used[t])
            self.model.add(items >= 1).only_enforce_if(self.used[t])
            credits, count = self.busy[t] if self.busy else (Fraction(0), 0)
            if load.most_credits is not None:
                self.model.add(self.credits[t] <= int((load.most_credits - credits) * scale // 1))
            if load.most_items is not None:
                self.model.add(items <= load.most_items - count)
            if load.least_credits is not None:
                least = -int(-(load.least_credits - credits) * scale // 1)
                self.model.add(self.credits[t] >= least).only_enforce_if(self.used[t])
            if load.least_items is not None:
                self.model.add(items >= load.least_items - count).only_enforce_if(self.used[t])

    # what is made small

    def wish(self, weights: Weights) -> Wish:
        """One wish as an expression over the scaled measures."""
        scale = {name: self.scales.get("credits" if name == "load" else name, 1) for name, _ in weights}
        whole = lcm(*(weight.denominator * scale[name] for name, weight in weights))
        factors = [(int(weight * whole / scale[name]), name) for name, weight in weights]
        parts = [factor * self._measure(name) for factor, name in factors]
        steps = [
            factor * self.amount(each, name) for factor, name in factors if name not in TIMED for each in self.kept
        ]
        timed = [factor for factor, name in factors if name in TIMED]
        return Wish(sum(parts) + 0 * self.units.zero, Fraction(whole), gcd(*steps, *timed) or 1)

    def _measure(self, name: str) -> Any:
        if name == "terms":
            last = self.units.int_var(0, self.terms)
            for t, used in enumerate(self.used):
                self.model.add(last >= t + 1).only_enforce_if(used)
            return last
        if name == "load":
            most = self.units.int_var(0, sum(self.amount(each, "credits") for each in self.kept))
            scale = self.scales.get("credits", 1)
            for t, credits in enumerate(self.credits):
                there = int(self.busy[t][0] * scale) if self.busy else 0
                self.model.add(most >= credits + there)
            return most
        return sum(self.amount(each, name) * self.taken[each.label] for each in self.kept) + 0 * self.units.zero

    def stay_below(self, limits: Iterable[tuple[Weights, Fraction]]) -> None:
        """Less than so much of each."""
        for weights, value in limits:
            if self.terms or not TIMED & {name for name, _ in weights}:
                wish = self.wish(weights)
                whole = value * wish.scale
                self.model.add(wish.expression <= -(-whole.numerator // whole.denominator) - 1)

    def differs_from(self, labels: Iterable[str]) -> None:
        """Some item of an earlier plan is left out."""
        here = [self.taken[label] for label in labels]
        self.model.add(sum(here) + 0 * self.units.zero <= len(here) - 1)


def circling(kept: Sequence[Candidate]) -> list[str]:
    """Labels on circles of prerequisites, and between two circles: what is left when the ends of chains are taken off."""
    asks = {each.label: set(each.before.codes()) if each.before is not None else set() for each in kept}
    left = set(asks)
    while True:
        asked_for = {code for label in left for code in asks[label]}
        inner = {label for label in left if label in asked_for and asks[label] & left}
        if inner == left:
            return sorted(left)
        left = inner
