"""The plan as a CP-SAT model: which items, in which terms, with every requirement met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from stackr.allocation.asks import Ask
from stackr.allocation.cpsat.satisfied import Satisfied
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.sums.state import State
from stackr.pathways.options import TIMED, PlanOptions, Weights
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.prices import Amounts
from stackr.pathways.question.spread import Spread
from stackr.pathways.question.tallies import require
from stackr.pathways.solving.entering import enter


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to make small: a linear expression, how many of its units are one of the measure's, and its least step."""

    expression: Any
    scale: Fraction
    step: int


class PlanModel:
    """`taken[label]`: whether the item is in the plan; `slot[label][t]`: whether in term t.

    `terms`: how many; 0: a plan without terms. `forced`: every item is in. `busy[t]`: credits and items already in term t;
    `under_way`: codes in progress and the first term they can be built on; `soonest`: how many terms go by at least.
    """

    def __init__(
        self,
        spread: Spread,
        kept: Sequence[Candidate],
        amounts: Amounts,
        terms: int,
        options: PlanOptions,
        under_way: Mapping[str, int],
        busy: Sequence[tuple[Fraction, int]] = (),
        *,
        forced: bool = False,
        soonest: int = 0,
    ) -> None:
        self.soonest = soonest
        self.kept, self.amounts, self.terms, self.options = kept, amounts, terms, options
        self.forced = forced
        self.under_way, self.busy = under_way, busy
        self.units = UnitModel(State(spread.problem, copies=spread.copies))
        self.model: Any = self.units.model
        Satisfied(self.units)
        self.taken: dict[str, Any] = {}
        self.slot: dict[str, dict[int, Any]] = {}
        for each in kept:
            self._item(each)
        self._either(kept)
        self.order = {} if terms else {label: self.units.int_var(0, len(kept)) for label in circling(kept)}
        for each in kept:
            self._asks(each)
        self.spread = spread
        self._ties(spread)
        require(self, spread.problem, spread.tallies)
        self.courses = {each.label for each in kept if each.way == "course"}
        if terms and spread.entry:
            enter(self.units, self.slot, self.courses, terms, spread)
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

    def _either(self, kept: Iterable[Candidate]) -> None:
        """What is on offer under a code is taken, or prior learning is recognised for it; not both."""
        for each in kept:
            if each.way == "rpl" and each.code in self.taken:
                self.model.add_bool_or([~self.taken[each.label], ~self.taken[each.code]])

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
                at = tied.at.get(label) if self.terms else None
                there = self.taken[label] if at is None else self.slot[label].get(at, self.units.zero)
                self.model.add(self.units.present[index] <= there)

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
                ordered = label in self.order and part in self.order
                done.append(self._earlier(part, label, beside) if ordered else self._done(part, term, beside))
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

    def _earlier(self, code: str, label: str, beside: bool) -> Any:
        """Without terms: whether a code is taken, and before the label (or beside it). Of a circle something comes first."""
        earlier = self.units.bool_var()
        self.model.add_implication(earlier, self.taken[code])
        self.model.add(self.order[code] + (not beside) <= self.order[label]).only_enforce_if(earlier)
        return earlier

    def counting(self) -> dict[str, list[Any]]:
        """Label → variables of which one is above 0 if the item is in a best plan: it counts there, or it could be left out.

        Those that need not count are not listed: what others ask for, what must be in, what may be taken to fill a term.
        """
        asked = {code for each in self.kept for ask in (each.before, each.beside) if ask for code in ask.codes()}
        idle = (
            asked | set(self.options.include) | {label for tied in self.spread.ties.values() for label in tied.labels}
        )
        found: dict[str, list[Any]] = {}
        for index, pool in self.spread.pools.items() if not self.options.load.has_minimum else ():
            if index not in self.units.options:
                idle |= {share.label for share in pool}
                continue
            domain, chosen = self.units.state.domain[index], self.units.options[index]
            here = [var for option, var in zip(domain, chosen, strict=True) if option.position]
            for share in pool:
                found.setdefault(share.label, []).extend(here)
        return {label: vars for label, vars in found.items() if label not in idle}

    # terms

    def _in_term(self, term: int, measure: str) -> Any:
        amounts = self.amounts.of(measure)
        return self._sum((slots[term], amounts[label]) for label, slots in self.slot.items() if term in slots)

    def _sum(self, parts: Iterable[tuple[Any, int]]) -> Any:
        """Each variable so many times over."""
        pairs = [(var, factor) for var, factor in parts if factor] or [(self.units.zero, 1)]
        return type(self.units.zero).weighted_sum([var for var, _ in pairs], [factor for _, factor in pairs])

    def _loads(self) -> None:
        """Recognition of prior learning fills no term, and needs none to be full enough. Where what is in progress is too much for a
        term already, nothing more is taken there."""
        load, scale = self.options.load, self.amounts.scale("credits")
        for t in range(self.terms):
            here = [slots[t] for slots in self.slot.values() if t in slots]
            taught = [self.slot[label][t] for label in self.slot if label in self.courses and t in self.slot[label]]
            items = sum(taught) + 0 * self.units.zero
            for var in here:
                self.model.add_implication(var, self.used[t])
            self.model.add(sum(here) + 0 * self.units.zero >= 1).only_enforce_if(self.used[t])
            enough = self._taught_in(t, taught) if len(taught) < len(here) else self.used[t]
            credits, count = self.busy[t] if self.busy else (Fraction(0), 0)
            if load.most_credits is not None:
                self.model.add(self.credits[t] <= max(0, int((load.most_credits - credits) * scale // 1)))
            if load.most_items is not None:
                self.model.add(items <= max(0, load.most_items - count))
            if load.least_credits is not None:
                least = -int(-(load.least_credits - credits) * scale // 1)
                self.model.add(self.credits[t] >= least).only_enforce_if(enough)
            if load.least_items is not None:
                self.model.add(items >= load.least_items - count).only_enforce_if(enough)

    def _taught_in(self, t: int, taught: Iterable[Any]) -> Any:
        """Whether a course is taken in the term, if it matters."""
        some = self.units.bool_var()
        for var in taught:
            self.model.add_implication(var, some)
        return some

    def fit(self, terms: int) -> None:
        """Without terms: no more is taken than so many terms have room for."""
        load, scale, amounts = self.options.load, self.amounts.scale("credits"), self.amounts.of("credits")
        busy = self.busy[:terms]
        if not busy:
            return
        if load.most_credits is not None:
            room = sum(max(0, int((load.most_credits - credits) * scale // 1)) for credits, _ in busy)
            self.model.add(self._sum((var, amounts[label]) for label, var in self.taken.items()) <= room)
        if load.most_items is not None:
            most = sum(max(0, load.most_items - items) for _, items in busy)
            self.model.add(self._sum((self.taken[label], 1) for label in sorted(self.courses)) <= most)

    # what is made small

    def wish(self, weights: Weights) -> Wish:
        """One wish as an expression over the scaled measures."""
        whole, factors = self._factors(weights)
        parts = self.asked(weights)
        timed = [(factor, name) for name, factor in factors if name in TIMED]
        expression = self._sum((self.taken[label], amount) for label, amount in parts.items())
        expression = sum((factor * self._measure(name) for factor, name in timed), expression)
        return Wish(expression, Fraction(whole), gcd(*parts.values(), *(factor for factor, _ in timed)) or 1)

    def asked(self, weights: Weights) -> dict[str, int]:
        """What the wish counts for each item, on the scale of the wish; terms aside."""
        found = dict.fromkeys((each.label for each in self.kept), 0)
        for name, factor in self._factors(weights)[1]:
            if name not in TIMED:
                amounts = self.amounts.of(name)
                for label in found:
                    found[label] += factor * amounts[label]
        return found

    def _factors(self, weights: Weights) -> tuple[int, list[tuple[str, int]]]:
        """(the scale of a wish, how often it counts each scaled measure)."""
        scale = {name: 1 if name == "terms" else self.amounts.scale(_counted(name)) for name, _ in weights}
        whole = lcm(*(weight.denominator * scale[name] for name, weight in weights))
        return whole, [(name, int(weight * whole / scale[name])) for name, weight in weights]

    def _measure(self, name: str) -> Any:
        if name == "terms":
            last = self.units.int_var(self.soonest, self.terms)
            for t, used in enumerate(self.used):
                self.model.add(last >= t + 1).only_enforce_if(used)
            return last
        amounts, scale = self.amounts.of("credits"), self.amounts.scale("credits")
        there = [int(self.busy[t][0] * scale) if self.busy else 0 for t in range(self.terms)]
        most = self.units.int_var(0, sum(amounts[each.label] for each in self.kept) + max(there, default=0))
        for credits, already in zip(self.credits, there, strict=True):
            self.model.add(most >= credits + already)
        return most

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


def _counted(name: str) -> str:
    """The price that a measure adds up."""
    return "credits" if name == "load" else name


def circling(kept: Sequence[Candidate]) -> list[str]:
    """Labels on circles of what is asked before and beside, and between two circles: what is left when the ends of chains are
    taken off."""
    asks = {each.label: {code for ask in (each.before, each.beside) if ask for code in ask.codes()} for each in kept}
    left = set(asks)
    while True:
        asked_for = {code for label in left for code in asks[label]}
        inner = {label for label in left if label in asked_for and asks[label] & left}
        if inner == left:
            return sorted(left)
        left = inner
