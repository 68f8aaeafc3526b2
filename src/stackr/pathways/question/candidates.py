"""What the learner could add: items on offer that fit what was asked, and prior learning that could be recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from stackr.allocation.asks import Ask
from stackr.conditions.tables import CatalogueItem
from stackr.graph.asking import NOTHING, OnRecord, There, asked, asked_code, joined, ways_of
from stackr.graph.asking import granted as granted_first
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.had import Had
from stackr.pathways.question.horizon import Term, offered_in
from stackr.pathways.question.prices import Price, Pricing
from stackr.pathways.question.repeats import once

UNMEASURED = "without credits or hours"
"""Why an item is left aside of which nobody knows how much it is."""

UNKNOWN = "of unknown"
"""What the reason begins with where a price is not known that was to be small; the measure follows."""

RPL = " by RPL"
"""What the label of prior learning ends in."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may be added, once. `terms`: positions of those it can be taken in (one that is 0 without terms)."""

    label: str
    code: str
    item: CatalogueItem | None
    way: Literal["course", "rpl"]
    terms: tuple[int, ...]
    price: Price
    before: Ask | None = None
    beside: Ask | None = None
    granted: tuple[str, ...] = ()
    """What it asks that no record shows yet and no item gives, in words."""


@dataclass(slots=True)
class Aside:
    """What was left aside, and why: reason → labels."""

    reasons: dict[str, list[str]] = field(default_factory=dict)

    def put(self, reason: str, label: str) -> None:
        """Leave one aside."""
        self.reasons.setdefault(reason, []).append(label)


def candidates(
    offer: Mapping[str, CatalogueItem],
    known: Had,
    pricing: Pricing,
    terms: Sequence[Term],
    day: date,
    aside: Aside,
    prior: Iterable[Candidate],
    granted: Mapping[str, str],
    record: OnRecord,
    after: Mapping[str, str] = NOTHING,
) -> list[Candidate]:
    """Everything that may be added, in order of label; what may not is put aside with its reason.

    `prior`: see `prior_learning`; `granted`: code → the label among it that the rules would grant the unit for, so that what asks
    for the unit first can be taken after it. `after`: see `Repeats`.
    """
    options = pricing.options
    open_: dict[str, CatalogueItem] = {}
    when: dict[str, tuple[int, ...]] = {}
    for label, item in offer.items():
        if known.settles(item.code):
            continue
        fault, when[label] = _fault(label, item, options, terms, day)
        if fault:
            aside.put(fault, label)
        else:
            open_[label] = item
    found = _asking(open_, when, known, pricing, aside, granted, record, after)
    return sorted((*found, *prior), key=lambda each: each.label)


def _fault(
    label: str, item: CatalogueItem, options: PlanOptions, terms: Sequence[Term], day: date
) -> tuple[str, tuple[int, ...]]:
    """Why it can't be taken (or nothing), and the terms in which it can."""
    if {label, once(label)} & set(options.avoid):
        return "to be avoided", ()
    if item.credits is None and item.hours is None:
        return UNMEASURED, ()
    if options.issuers and item.issuer not in options.issuers:
        return "of other providers", ()
    if options.modes and item.mode not in options.modes:
        return "in another mode, or the mode is not stated", ()
    if options.languages and not set(item.languages) & set(options.languages):
        return "in another language, or the language is not stated", ()
    away = options.place is not None and not options.distances and options.place not in item.places
    if away and item.places and item.mode not in ("online", "distance"):
        return "taught elsewhere", ()
    if not terms:
        begun = item.start is None or item.start <= day
        return ("" if begun and (item.end is None or item.end >= day) else "not on offer on the day"), (0,)
    when = offered_in(item, terms)
    return ("" if when else "offered in none of the terms"), when


def _asking(
    open_: Mapping[str, CatalogueItem],
    when: Mapping[str, tuple[int, ...]],
    known: Had,
    pricing: Pricing,
    aside: Aside,
    prior: Mapping[str, str],
    record: OnRecord,
    after: Mapping[str, str],
) -> list[Candidate]:
    """Those whose prerequisites can be had, and whose price is known as far as it is asked."""
    wanted = {name for wish in pricing.options.minimise for name, _ in wish}
    found: dict[str, Candidate] = {}
    held = known.passed | {code for code, at in known.under_way.items() if at == 0}
    once_only = {label: item for label, item in open_.items() if label not in after}
    there = There(held, ways_of(once_only, known.under_way), record, prior)
    for label, item in sorted(open_.items()):
        price = pricing.course(label, item)
        unknown = sorted(name for name in wanted if name in price and price[name] is None)
        if unknown:
            aside.put(f"{UNKNOWN} {unknown[0]}", label)
            continue
        if item.prerequisite is None and item.corequisite is None and label not in after:
            found[label] = Candidate(label, item.code, item, "course", when[label], price)
            continue
        before, beside = (asked(node, there) for node in (item.prerequisite, item.corequisite))
        if label in after:
            earlier = {after[label]: (after[label],)} if after[label] in open_ else there.ways
            before = joined(2, [before, asked_code(after[label], replace(there, ways=earlier, prior=NOTHING))])
        lost = next((answer for answer in (before, beside) if isinstance(answer, str)), None)
        if lost is not None:
            aside.put("whose prerequisites are not on offer", label)
            continue
        found[label] = Candidate(
            label,
            item.code,
            item,
            "course",
            when[label],
            price,
            before if isinstance(before, Ask) else None,
            beside if isinstance(beside, Ask) else None,
            (*granted_first(item.prerequisite, there), *granted_first(item.corequisite, there)),
        )
    return _attainable(found, {*known.under_way, *prior.values()}, aside)


def _attainable(found: dict[str, Candidate], others: Set[str], aside: Aside) -> list[Candidate]:
    """Without what asks, however far back, for what can't be had: circles that nothing can be the first of among them."""
    kept = _grown(found, others)
    there = kept | others
    for label in sorted(found.keys() - kept):
        aside.put("whose prerequisites lead back to themselves, or to what can't be had", label)
    attainable = []
    for label in sorted(kept):
        each = found[label]
        before = each.before.within(there) if each.before else None
        beside = each.beside.within(there) if each.beside else None
        attainable.append(replace(each, before=before, beside=beside) if each.before or each.beside else each)
    return attainable


def _grown(found: Mapping[str, Candidate], others: Set[str]) -> set[str]:
    """What can be taken, step by step: each after its prerequisites, and not before its corequisites."""
    waiting = {label: each for label, each in found.items() if each.before is not None or each.beside is not None}
    reached = found.keys() - waiting.keys()
    there = reached | others
    while new := _together(waiting, there):
        reached |= new
        there |= new
        for label in new:
            del waiting[label]
    return reached


def _together(waiting: Mapping[str, Candidate], there: Set[str]) -> set[str]:
    """What can be taken at once: corequisites may wait for each other, prerequisites must be there."""
    ready = {label for label, each in waiting.items() if each.before is None or each.before.met(there)}
    while alone := {label for label in ready if (ask := waiting[label].beside) and not ask.met(there | ready)}:
        ready -= alone
    return ready
