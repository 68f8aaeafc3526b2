"""What the learner could add: items on offer that fit what was asked, and prior learning that could be recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from stackr.allocation.asks import Ask
from stackr.audit.evaluation import Evaluation
from stackr.audit.versions import fact_day
from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.suggest import did_you_mean, known_names
from stackr.graph.asking import NOTHING, OnRecord, There, asked, asked_code, joined, ways_of
from stackr.graph.asking import granted as granted_first
from stackr.model.learning import FactValue, Learner
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions, PriorLearning
from stackr.pathways.question.had import Had
from stackr.pathways.question.horizon import Term, offered_in
from stackr.pathways.question.prices import Price, Pricing
from stackr.pathways.question.repeats import once
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification

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


def on_offer(evaluation: Evaluation, context: Context, catalogues: Sequence[str] = ()) -> dict[str, CatalogueItem]:
    """By label (see `labelled`), of all catalogues or of these. Raises `PlanError` for one that the rules don't declare."""
    catalogue = evaluation.book.tables.catalogue
    if catalogues:
        known = {item.catalogue for items in catalogue.values() for item in items if item.catalogue is not None}
        for name in catalogues:
            if name not in known:
                raise PlanError(f"no catalogue is called `{name}`", known_names(name, known))
        wanted = frozenset(catalogues)
        few = ((code, tuple(item for item in items if item.catalogue in wanted)) for code, items in catalogue.items())
        catalogue = {code: items for code, items in few if items}
    found: dict[str, CatalogueItem] = {}
    for code, items in catalogue.items():
        found |= labelled(code, items, context.body, evaluation.as_of)
    return found


def labelled(code: str, items: Sequence[CatalogueItem], body: str | None, day: date) -> dict[str, CatalogueItem]:
    """What is on offer under a code: by the code; where several bodies use it and `body` is not one of them, by `CODE of ISSUER`."""
    own = [item for item in items if item.issuer in (None, body)]
    if own:
        return {code: _current(own, day)}
    by_issuer: dict[str | None, list[CatalogueItem]] = {}
    for item in items:
        by_issuer.setdefault(item.issuer, []).append(item)
    alone = len(by_issuer) == 1
    return {code if alone else f"{code} of {issuer}": _current(same, day) for issuer, same in by_issuer.items()}


def _current(items: Sequence[CatalogueItem], day: date) -> CatalogueItem:
    """The one on offer on the day, else the next, else the last."""
    to_come = [item for item in items if item.end is None or item.end >= day]
    return to_come[0] if to_come else items[-1]


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


def check_wishes(options: PlanOptions, offer: Mapping[str, CatalogueItem], known: Had) -> None:
    """Raises `PlanError` for what can't be asked of anybody: an item, a mode, a language or a provider that there is not."""
    labels = offer.keys() | {once(label) for label in offer}
    for code in (*options.avoid, *options.include):
        if code not in (labels if code in options.avoid else offer):
            near = did_you_mean(code, offer) or "the catalogue of these rules has no such code"
            raise PlanError(f"nothing on offer is called `{code}`", near)
    _said_by_some("nothing on offer is in the mode", options.modes, {item.mode for item in offer.values()})
    _said_by_some("nothing on offer is by", options.issuers, {item.issuer for item in offer.values()})
    spoken = {language for item in offer.values() for language in item.languages}
    _said_by_some("nothing on offer is taught in", options.languages, spoken)
    for code in options.retake:
        if code != "all" and code not in known.passed:
            near = did_you_mean(code, known.passed) or "it can be taken as anything else that is on offer"
            raise PlanError(f"{code} is not passed, so it can't be taken again", near)
        if code != "all" and code not in labels:
            raise PlanError(
                f"{code} is not on offer, so it can't be taken again", "leave it out of what may be retaken"
            )
    for code in options.include:
        if code in options.avoid:
            raise PlanError(f"{code} is both to be taken and to be avoided", "ask for one of the two")
        if known.settles(code):
            raise PlanError(f"{code} is on the record already", "leave it out of what the plan must include")


def _said_by_some(words: str, asked_: Sequence[str], there: Set[str | None]) -> None:
    """Raises `PlanError` for words none of which an item says, where items say others: a slip rather than a wish."""
    known = {word for word in there if word is not None}
    if known and asked_ and not known.intersection(asked_):
        raise PlanError(f"{words} `{'` or `'.join(asked_)}`", known_names(asked_[0], known))


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


def prior_learning(offer: Mapping[str, CatalogueItem], known: Had, pricing: Pricing) -> list[Candidate]:
    """Recognition of prior learning for the units asked for: decided by the end of the first term, if all goes well."""
    award = pricing.award
    named = {need.code for need in award.needs.values() if isinstance(need, UnitNeed)}
    found: dict[str, Candidate] = {}
    units = named | {item.code for item in offer.values()}
    for asked_ in pricing.options.prior_learning:
        codes = sorted(named) if asked_.unit == "all" else [asked_.unit]
        if asked_.unit != "all" and asked_.unit not in units:
            near = did_you_mean(asked_.unit, units) or "neither the award nor the catalogue names it"
            raise PlanError(f"there is no unit `{asked_.unit}` to recognise prior learning for", near)
        for code in codes:
            label = code + RPL
            if known.there(code):
                continue
            found[label] = Candidate(label, code, offer.get(code), "rpl", (0,), _rpl_price(pricing, asked_))
    return list(found.values())


def _rpl_price(pricing: Pricing, asked_: PriorLearning) -> dict[str, Fraction | None]:
    price = pricing.prior_learning(asked_)
    wanted = {name for wish in pricing.options.minimise for name, _ in wish}
    if "cost" in wanted and price["cost"] is None:
        raise PlanError(
            f"the cost of recognising prior learning for {asked_.unit} is not given, and the plan is to cost little",
            f"say what it costs: {asked_.unit}=AMOUNT",
        )
    return price


def with_facts(learner: Learner, day: date, versions: Sequence[Qualification]) -> Learner:
    """The learner as they plan: who has not entered yet enters on the day of the plan; so it is with another fact that tells which
    of several versions is theirs."""
    clock = versions[-1].tree.version_by if len(versions) > 1 else None
    asked = {name for name in ("entry", clock) if name is not None and fact_day(learner, name) is None}
    supposed: dict[str, FactValue] = {name: day for name in asked if name not in learner.facts}
    return replace(learner, facts={**learner.facts, **supposed}) if supposed else learner
