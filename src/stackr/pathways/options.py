"""What a plan may be asked: what to make small, when, how much at a time, where, in which language, and what else is possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from stackr._quantity import AmountError, parse_amount
from stackr.diagnostics.suggest import did_you_mean
from stackr.pathways.errors import PlanError

MEASURES: Mapping[str, str] = {
    "credits": "credits to take",
    "hours": "hours of learning",
    "cost": "fees",
    "items": "number of things to do",
    "distance": "distance to travel, per item",
    "terms": "terms until the last one ends",
    "load": "the fullest term's credits",
    "open": "ways into other qualifications that the items close (their number that count toward most others)",
}
"""What can be made small, and what it is."""

TIMED = frozenset({"terms", "load"})
"""Measures that need terms."""

Weights: TypeAlias = tuple[tuple[str, Fraction], ...]
"""One thing to make small: a weighted sum of measures."""

LAST: Weights = (("terms", Fraction(1)),)
LOAD: Weights = (("load", Fraction(1)),)
ITEMS: Weights = (("items", Fraction(1)),)
STANDARD: tuple[Weights, ...] = ((("credits", Fraction(1)),), ITEMS, (("cost", Fraction(1)),))


@dataclass(frozen=True, slots=True)
class PriorLearning:
    """Recognition of prior learning as an option for a unit: what the assessment costs. What it may count for is the rules'."""

    unit: str
    """A code, or `all`: every unit that the award names and the route may serve."""
    cost: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What fits into one term. Minima hold for terms in which something is taken."""

    most_credits: Fraction | None = None
    least_credits: Fraction | None = None
    most_items: int | None = None
    least_items: int | None = None

    @property
    def limited(self) -> bool:
        """Whether anything is asked."""
        return self != Load()

    @property
    def has_minimum(self) -> bool:
        """Whether a term may be too empty."""
        return self.least_credits is not None or self.least_items is not None


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """See the module. All of it is part of the plan's own record.

    `minimise`: what to make small, one after the other; after it always come credits, items, cost, and the first codes.
    `terms`: how many at most (with a calendar of dated terms, or without one as plain periods); None: as many as the
    calendar has, or no schedule if there is no calendar. `target`: the last day. `effort`: the limit of work, in the solver's
    deterministic seconds; `seconds`: a limit by the clock instead, which makes the answer one of this machine.
    """

    minimise: tuple[Weights, ...] = ()
    scheduled: bool | None = None
    """True: by term, or an error; False: without terms; None: by term if the rules have a calendar of terms to come."""
    calendar: str | None = None
    terms: int | None = None
    target: date | None = None
    load: Load = Load()
    balanced: bool = False
    """Among the best plans the one whose fullest term is the least full."""
    modes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    place: str | None = None
    """Where the learner is: only what is taught there or is not bound to a place, unless distances are given."""
    distances: Mapping[str, Fraction] = field(default_factory=dict)
    """How far each place is from where the learner is."""
    issuers: tuple[str, ...] = ()
    catalogues: tuple[str, ...] = ()
    """Only what these catalogues of the rules list; all of them, if none is named."""
    avoid: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    currency: str | None = None
    rates: Mapping[str, Fraction] = field(default_factory=dict)
    """Currency → how much of `currency` one of it is."""
    prior_learning: tuple[PriorLearning, ...] = ()
    retake: tuple[str, ...] = ()
    """Codes that are passed, and may be taken again for a better grade though what is held counts; `all`: whatever is on offer."""
    classified: str | None = None
    """A class of the award: the plan meets what it asks (an earlier one may be reached besides). None: any."""
    below: tuple[tuple[Weights, Fraction], ...] = ()
    """Less than this much of that."""
    alternatives: int = 0
    effort: int = 60
    seconds: int | None = None
    reduce: bool = True
    """Leave out beforehand what can't be in the best plan. Off only to show that it changes nothing."""

    @property
    def wishes(self) -> tuple[Weights, ...]:
        """All that is made small, in order."""
        asked = (*self.minimise, *(wish for wish in STANDARD if wish not in self.minimise))
        return (*asked, LOAD) if self.balanced and LOAD not in asked else asked


def parse_minimise(text: str) -> tuple[Weights, ...]:
    """`cost`, `credits, cost` (one after the other), `2*credits + 1/100*cost` (weighted). Raises `PlanError`."""
    wishes = []
    for part in text.split(","):
        terms = [_term(term) for term in part.split("+")]
        if len({name for name, _ in terms}) < len(terms):
            raise PlanError(f"`{part.strip()}` names a measure twice", "give each measure one weight")
        wishes.append(tuple(terms))
    return tuple(wishes)


def _term(text: str) -> tuple[str, Fraction]:
    weight, star, name = text.strip().rpartition("*")
    name = name.strip()
    if name not in MEASURES:
        near = did_you_mean(name, MEASURES)
        raise PlanError(f"nothing to minimise is called `{name}`", near or f"there are: {', '.join(MEASURES)}")
    try:
        factor = parse_amount(weight) if star else Fraction(1)
    except AmountError as error:
        raise PlanError(str(error), "a weight is an amount such as 2, 0.5 or 1/100") from error
    if factor <= 0:
        raise PlanError(f"the weight of {name} must be above 0", "leave a measure out to ignore it")
    return name, factor
