"""Made-up questions with everything that may be wished for, and their answers found by trying every way to put items into terms.

Nothing of the planner is used: the record as it would be goes to the audit, and all else is counted here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from pathways.books import CALENDAR, DAY, TERMS, Item, catalogue, holding, in_some_order
from pathways.planned import ENDS, LADDER
from stackr.audit.options import AuditOptions
from stackr.book import Book, load_text
from stackr.pathways.options import Load, PlanOptions, PriorLearning, parse_minimise


@dataclass(frozen=True)
class Thing:
    """A course, or the recognition of prior learning for its unit, that may be in the plan."""

    label: str
    item: Item
    cost: int
    prior: bool = False


@dataclass(frozen=True)
class Case:
    """One question. `terms`: how many there are; 0: without. `under_way`: code → position of its term, or None: soon done."""

    items: tuple[Item, ...]
    requirement: str
    limits: str
    held: tuple[str, ...] = ()
    under_way: Mapping[str, int | None] = field(default_factory=dict)
    unsized: bool = False
    """Whether the record leaves it to the catalogue how many credits that is."""
    terms: int = 0
    load: Load = field(default_factory=Load)
    prior: Mapping[str, int] = field(default_factory=dict)
    minimise: str = ""
    modes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    place: str | None = None
    distances: Mapping[str, int] = field(default_factory=dict)
    issuers: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    alternatives: int = 0
    balanced: bool = False
    years: int = 0
    """Learning counts for so many years after it was awarded, on the day of conferral; 0: for ever."""
    awarded: Mapping[str, str] = field(default_factory=dict)
    """Code held → the day, where it matters."""
    expires: Mapping[str, str] = field(default_factory=dict)
    """Code held → its last day; expired learning counts no more."""
    decisions: tuple[Mapping[str, Any], ...] = ()

    @property
    def by_day(self) -> bool:
        """Whether it matters on which day the award is conferred."""
        return bool(self.years or self.expires or self.decisions)

    @cached_property
    def book(self) -> Book:
        """The rules of it."""
        from pathways.books import HEAD

        clocks = [CURRENT.format(self.years)] if self.years else []
        clocks += ["live: never expired"] if self.expires else []
        limits = self.limits or (f"limits {{ {'; '.join(clocks)} }}" if clocks else "")
        award = f'qualification Q "Q" {{\n  awarded by U at F 7\n  credit unit C\n  requires {self.requirement}\n  {limits}\n}}\n'
        return load_text(HEAD + catalogue(self.items) + (CALENDAR if self.terms else "") + award + LADDER)

    @property
    def options(self) -> PlanOptions:
        """As the planner is asked."""
        return PlanOptions(
            minimise=parse_minimise(self.minimise) if self.minimise else (),
            scheduled=bool(self.terms),
            target=date.fromisoformat(ENDS[TERMS[self.terms - 1]]) if 0 < self.terms < len(TERMS) else None,
            load=self.load,
            balanced=self.balanced,
            modes=self.modes,
            languages=self.languages,
            place=self.place,
            distances={name: Fraction(far) for name, far in self.distances.items()},
            issuers=self.issuers,
            avoid=self.avoid,
            include=self.include,
            prior_learning=tuple(PriorLearning(code, Fraction(cost)) for code, cost in self.prior.items()),
            alternatives=self.alternatives,
        )

    @property
    def record(self) -> dict[str, Any]:
        """The learner."""
        by_code = {item.code: item for item in self.items}
        going = []
        for code, at in self.under_way.items():
            made = {**holding(by_code[code]), "status": "in-progress"}
            del made["awarded"]
            if self.unsized:
                del made["credits"], made["credit_unit"]
            going.append(made | ({} if at is None else {"term": TERMS[at]}))
        held = [*(self.passed(by_code[code]) for code in self.held), *going]
        return {"learner": "L", "holdings": held, "decisions": list(self.decisions)}

    def passed(self, item: Item) -> dict[str, Any]:
        """What is held of it."""
        days = {"awarded": self.awarded, "expires": self.expires}
        return holding(item) | {name: of[item.code] for name, of in days.items() if item.code in of}

    def lapsed(self, code: str, day: str) -> bool:
        """Whether what is held of it counts no more on a day."""
        held, last = self.awarded.get(code), self.expires.get(code)
        old = bool(self.years) and held is not None and f"{int(held[:4]) + self.years}{held[4:]}" < day
        return old or (last is not None and last < day)


@dataclass(frozen=True)
class Way:
    """A plan: its wishes, what is in it (label → term), and the term after which the award can be had."""

    price: tuple[Fraction, ...]
    at: Mapping[str, int]
    ends: int

    @property
    def labels(self) -> list[str]:
        """What is in it, sorted."""
        return sorted(self.at)


class Tries:
    """Every lawful way of one question."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.things = list(self._things())
        self._audited: dict[tuple[frozenset[str], frozenset[str]], bool] = {}

    def _things(self) -> Iterator[Thing]:
        case = self.case
        for item in case.items:
            last = ENDS[TERMS[case.terms - 1]] if case.terms else DAY.isoformat()
            held = item.code in case.held and not case.lapsed(item.code, last)
            in_vain = held and self._in_vain(item)
            if (held and not in_vain) or item.code in case.under_way:
                continue
            if item.code not in case.avoid and self._suits(item) and not in_vain:  # the same again counts no more
                yield Thing(item.code, item, item.cost)
            if item.code in case.prior:
                yield Thing(f"{item.code} by RPL", item, case.prior[item.code], prior=True)

    def _in_vain(self, item: Item) -> bool:
        """Whether what is held counts for nothing, so that it may be taken again: by itself it brings the learner nowhere."""
        audit = self.case.book.audit({"learner": "L", "holdings": [self.case.passed(item)]}, ["Q"], DAY, VALUES)
        return audit.qualifications[0].progress.earned == "0"

    def _suits(self, item: Item) -> bool:
        case = self.case
        if case.modes and item.mode not in case.modes:
            return False
        if case.languages and not set(case.languages) & set(item.languages):
            return False
        if case.issuers and item.issuer not in case.issuers:
            return False
        far = self._far(item)
        return far == 0 or (bool(case.distances) and (far is not None or "distance" not in case.minimise))

    def _far(self, item: Item) -> int | None:
        """How far it is; None: nobody knows, or too far where no distances are given."""
        case = self.case
        if case.place is None or item.mode in ("online", "distance") or not item.places or case.place in item.places:
            return 0
        return min((case.distances[place] for place in item.places if place in case.distances), default=None)

    def ways(self) -> Iterator[Way]:
        """All that an audit accepts, the best first; of equal ones the first codes."""
        if self.case.by_day and self._today():
            yield self._way({}, 0)
            return
        found = []
        slots = [self._slots(thing) for thing in self.things]
        for places in product(*slots):
            chosen = {thing: at for thing, at in zip(self.things, places, strict=True) if at >= 0}
            if self._lawful(chosen):
                first = max(chosen.values(), default=0)
                found += [self._way(chosen, ends) for ends in range(first, max(self.case.terms, 1))]
        for way in sorted(found, key=lambda each: (each.price, each.labels, each.ends)):
            if self._satisfied(way):
                yield way

    def _slots(self, thing: Thing) -> list[int]:
        if not self.case.terms:
            return [-1, 0]
        if thing.prior:
            return [-1, 0]
        return [-1] + [
            t
            for t in range(self.case.terms)
            if not thing.item.terms or any(word in TERMS[t] for word in thing.item.terms)
        ]

    def _lawful(self, chosen: Mapping[Thing, int]) -> bool:
        codes = [thing.item.code for thing in chosen]
        if len(set(codes)) < len(codes) or not set(self.case.include) <= {thing.label for thing in chosen}:
            return False
        if not self.case.terms:
            return self._in_some_order(chosen)
        return all(self._asks_met(thing, at, chosen) for thing, at in chosen.items()) and self._fits(chosen)

    def _asks_met(self, thing: Thing, at: int, chosen: Mapping[Thing, int]) -> bool:
        if thing.prior:
            return True
        ended = {code: -1 if when is None else when for code, when in self.case.under_way.items()}
        ended |= {other.item.code: when for other, when in chosen.items()}
        ended |= dict.fromkeys(self.case.held, -1)  # passed once is passed, too old or not, for what asks for it first
        before = {code for code, when in ended.items() if when < at}
        by_then = {code for code, when in ended.items() if when <= at}
        item = thing.item
        return (not item.first or bool(set(item.first) & before)) and (
            not item.beside or bool(set(item.beside) & by_then)
        )

    def _in_some_order(self, chosen: Mapping[Thing, int]) -> bool:
        done = {*self.case.held, *self.case.under_way, *(t.item.code for t in chosen if t.prior)}
        return in_some_order({thing.item for thing in chosen if not thing.prior}, done)

    def _fits(self, chosen: Mapping[Thing, int]) -> bool:
        """Prior learning fills no term, and needs none to be full enough."""
        load = self.case.load
        by_code = {item.code: item for item in self.case.items}
        for t in range(self.case.terms):
            here = [thing.item for thing, at in chosen.items() if at == t and not thing.prior]
            going = [by_code[code] for code, at in self.case.under_way.items() if at == t]
            credits, number = sum(item.credits for item in [*here, *going]), len(here) + len(going)
            if here and load.most_credits is not None and credits > load.most_credits:
                return False
            if here and load.most_items is not None and number > load.most_items:
                return False
            if here and load.least_credits is not None and credits < load.least_credits:
                return False
            if here and load.least_items is not None and number < load.least_items:
                return False
        return True

    def _way(self, chosen: Mapping[Thing, int], ends: int) -> Way:
        courses = [thing.item for thing in chosen if not thing.prior]
        measures = {
            "credits": Fraction(sum(item.credits for item in courses)),
            "items": Fraction(len(chosen)),
            "cost": Fraction(sum(thing.cost for thing in chosen)),
            "distance": Fraction(sum(self._far(item) or 0 for item in courses)),
            "load": Fraction(max((self._load(chosen, t) for t in range(self.case.terms)), default=0)),
            "terms": Fraction(ends + 1 if self.case.terms and (chosen or ends) else 0),
        }
        wishes = self.case.options.wishes
        price = tuple(sum((factor * measures[name] for name, factor in wish), Fraction(0)) for wish in wishes)
        return Way(price, {thing.label: at for thing, at in chosen.items()}, ends)

    def _load(self, chosen: Mapping[Thing, int], term: int) -> int:
        """Credits of a term, those in progress among them."""
        going = sum(item.credits for item in self.case.items if self.case.under_way.get(item.code) == term)
        return going + sum(thing.item.credits for thing, at in chosen.items() if at == term and not thing.prior)

    def _satisfied(self, way: Way) -> bool:
        """What an audit says of the record as it would be after the term."""
        over = frozenset(
            code for code, at in self.case.under_way.items() if at is None or not self.case.terms or at <= way.ends
        )
        if self.case.by_day:
            return self._current(way)
        key = frozenset(way.at), over
        if key not in self._audited:
            by_label = {thing.label: thing for thing in self.things}
            by_code = {item.code: item for item in self.case.items}
            held = [holding(by_code[code]) for code in (*self.case.held, *sorted(over))]
            decisions = []
            for label in way.labels:
                thing = by_label[label]
                if thing.prior:
                    held.append(worked(thing.item.code))
                    decisions.append(decided(thing.item.code))
                else:
                    held.append(holding(thing.item) | self._another(thing.item))
            record = {"learner": "L", "holdings": held, "decisions": decisions}
            audit = self.case.book.audit(record, ["Q"], DAY, VALUES)
            self._audited[key] = audit.qualifications[0].status == "satisfied"
        return self._audited[key]

    def _another(self, item: Item) -> dict[str, str]:
        """What tells a course from one of the same code that is held."""
        return {"id": f"new-{item.code}", "awarded": DAY.isoformat()} if item.code in self.case.held else {}

    def _today(self) -> bool:
        """Whether nothing is missing as things stand."""
        audit = self.case.book.audit(self.case.record, ["Q"], DAY, VALUES)
        return audit.qualifications[0].status == "satisfied"

    def _current(self, way: Way) -> bool:
        """The same on the last day of the term, each course awarded on the last day of its own."""
        by_code = {item.code: item for item in self.case.items}
        taken = [
            holding(by_code[label]) | {"id": f"new-{label}", "awarded": ENDS[TERMS[at]]} for label, at in way.at.items()
        ]
        record = self.case.record
        record["holdings"] = [*(self.case.passed(by_code[code]) for code in self.case.held), *taken]
        day = date.fromisoformat(ENDS[TERMS[way.ends]])
        audit = self.case.book.audit(record, ["Q"], day, VALUES)
        return audit.qualifications[0].status == "satisfied"


VALUES = AuditOptions(tier="values")
CURRENT = "cur: awarded within {} years of conferred"


def worked(code: str) -> dict[str, Any]:
    """What an assessor would look at for a unit."""
    return {
        "id": f"work-{code}", "kind": "experience", "status": "active", "awarded": "2025-12-01",
        "evidence": [{"kind": kind, "date": "2025-12-01"} for kind in ("portfolio", "interview")],
    }  # fmt: skip


def decided(code: str) -> dict[str, Any]:
    """What the assessor would say."""
    return {
        "id": f"d-{code}", "kind": "rpl", "holding": f"work-{code}", "unit": code, "shares": {"all outcomes": "1"},
        "by": "Office", "date": "2025-12-01",
    }  # fmt: skip
