"""Catalogue items a learner could still take, as units that recognition would give and what taking each asks first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from stackr.allocation.asks import Ask
from stackr.allocation.proofs.prerequisites import attainable
from stackr.audit.again import first_counts, spent
from stackr.audit.evaluation import Evaluation
from stackr.audit.learned import learned
from stackr.audit.on_record import Record
from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.graph.asking import Answer, There, asked, conditions_in, granted, joined, ways_of
from stackr.graph.offer import as_holding, as_unit
from stackr.language import tree
from stackr.model.learning import GrantInfo, Learner, RecognisedUnit, State
from stackr.recognition.articulations import given_in_part
from stackr.recognition.ladder import recognise
from stackr.requirements.compiled import Award
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification

MARK = "+"
"""In front of the ids of learning that nobody has yet."""

ROUTES = frozenset({"own", "agreement"})


@dataclass(frozen=True, slots=True)
class Offer:
    """An item on offer. `unit` None: it counts nowhere here, and can only be what another one asks first."""

    code: str
    item: CatalogueItem
    unit: RecognisedUnit | None
    grant: GrantInfo | None
    needs: Ask | None = None
    granted: tuple[str, ...] = ()
    """What it asks first that no record shows yet and no item gives, in words."""


@dataclass(frozen=True, slots=True)
class Offers:
    """`whole`: whether nothing on offer had to be left aside (items known to give several units at once)."""

    items: tuple[Offer, ...]
    whole: bool = True
    shared: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Grant of what is held → its pieces, those that are on offer among them: it counts, or its parts do."""
    shut: tuple[str, ...] = ()
    """What items ask of learning that is passed and is not so, in words."""
    again: frozenset[str] = frozenset()
    """Codes on offer that are passed."""


def offers(evaluation: Evaluation, qualification: Qualification, context: Context, *, retakes: bool = False) -> Offers:
    """Items not held, of known credits, that could count toward the award, and whatever those ask first; of what is held, what counts
    nowhere, and with `retakes` whatever may be taken again."""
    known = learned(evaluation, qualification)
    again = _again(evaluation, qualification, context, known.passed, retakes=retakes)
    items = _on_offer(evaluation, context, known.passed - again)
    there = There(known.passed, ways_of(items), Record(evaluation, context, known, items))
    chosen = {code for code, item in items.items() if _could_count(item, qualification.award, context)}
    chosen |= _sources(evaluation, items)
    units, whole, shared = _recognised(
        evaluation, qualification, {code: items[code] for code in sorted(chosen)}, context
    )
    needs: dict[str, Answer] = {}
    waiting = sorted(units)
    while waiting:
        code = waiting.pop()
        if code not in needs:
            needs[code] = answer = joined(2, [asked(node, there) for node in _asking(items[code])])
            waiting += answer.codes() if isinstance(answer, Ask) else ()
    found, shut = [], []
    for code, answer in sorted(needs.items()):
        unit, grant = units.get(code, (None, None))
        if not isinstance(answer, str):
            words = tuple(text for node in _asking(items[code]) for text in granted(node, there))
            found.append(Offer(code, items[code], unit, grant, answer if isinstance(answer, Ask) else None, words))
        elif any(conditions_in(node) for node in _asking(items[code])):
            shut.append(f"{code} asks for {answer} first, and what is passed is not; `stackr plan` may take it again")
    whole = whole and not given_in_part(evaluation.book, {item.code for item in items.values()}, context.body)
    return Offers(_attainable(found), whole, shared, tuple(shut), again)


def _again(
    evaluation: Evaluation, qualification: Qualification, context: Context, passed: frozenset[str], *, retakes: bool
) -> frozenset[str]:
    """What is passed and may be taken again: what counts nowhere any more, as plans have it (decision 29), or all of it."""
    listed = _on_offer(evaluation, context, frozenset())
    offered = passed & {item.code for item in listed.values()}
    if not offered:
        return offered
    claim = evaluation.alone(qualification.name).claim
    counting = frozenset() if retakes else offered - spent(claim, offered, frozenset())
    return offered - counting - first_counts(claim.units, qualification.award, listed)


def _on_offer(evaluation: Evaluation, context: Context, held: frozenset[str]) -> dict[str, CatalogueItem]:
    """By code; of several issuers of one code the awarding body's, else each under `CODE of ISSUER`."""
    found: dict[str, CatalogueItem] = {}
    for code, items in evaluation.book.tables.catalogue.items():
        if code in held:
            continue
        open_ = [item for item in items if _open(item, evaluation)]
        own = [item for item in open_ if item.issuer in (None, context.body)]
        for item in own[-1:] or open_:
            found[code if own or len(open_) == 1 else f"{code} of {item.issuer}"] = item
    return found


def _open(item: CatalogueItem, evaluation: Evaluation) -> bool:
    begun = item.start is None or item.start <= evaluation.as_of
    return item.credits is not None and begun and (item.end is None or item.end >= evaluation.as_of)


def _could_count(item: CatalogueItem, award: Award, context: Context) -> bool:
    unit = as_unit(item, context)
    for need in award.needs.values():
        if isinstance(need, UnitNeed) and need.code == item.code:
            return True
        if isinstance(need, PoolNeed) and (need.selector is None or need.selector(unit, context) is not False):
            return True
    return False


def _sources(evaluation: Evaluation, items: Mapping[str, CatalogueItem]) -> set[str]:
    """What an articulation takes."""
    named = {
        side.code.text
        for articulation in evaluation.book.articulations.values()
        for side in articulation.tree.sources
        if side.code is not None
    }
    return {code for code, item in items.items() if item.code in named}


def _recognised(
    evaluation: Evaluation, qualification: Qualification, items: Mapping[str, CatalogueItem], context: Context
) -> tuple[dict[str, tuple[RecognisedUnit, GrantInfo]], bool, dict[str, frozenset[str]]]:
    """The unit that each item would give on top of what is held: by `own`, else by an articulation; see `Offers`."""
    book, learner = evaluation.book, evaluation.learner
    added = tuple(as_holding(item, context, f"{MARK}{code}") for code, item in items.items())
    more: Learner = replace(learner, holdings=(*learner.holdings, *added))
    ladder = None if qualification.ladder is None else book.ladders[qualification.ladder]
    body = qualification.award.body if ladder is None else None
    result = recognise(book, ladder, more, evaluation.as_of, body=body)
    units = {unit.id: unit for unit in result.units}
    found: dict[str, tuple[RecognisedUnit, GrantInfo]] = {}
    whole = True
    shared: dict[str, frozenset[str]] = {}
    for grant in result.grants:
        new = sorted(id for id in grant.holdings if id.startswith(MARK))
        if not new:
            shared[grant.id] = grant.pieces
        given = [units[id] for id in grant.units]
        usable = [u for u in given if u.sure and u.state is State.EARNED and u.route_kind in ROUTES]
        if not new or not usable:
            continue
        code = new[0].removeprefix(MARK)
        if len(new) > 1 or len(usable) > 1:
            whole = False
        elif code in items and code not in found:
            found[code] = (replace(usable[0], state=State.IN_PROGRESS), grant)
    return found, whole, shared


# ── what is asked first ──


def _asking(item: CatalogueItem) -> tuple[tree.Requirement | None, ...]:
    """What is asked before it and beside it."""
    return item.prerequisite, item.corequisite


def _attainable(found: list[Offer]) -> tuple[Offer, ...]:
    """Without what asks for things that are neither held nor on offer."""
    there = attainable({offer.code: offer for offer in found})
    kept = (offer for offer in found if offer.code in there)
    return tuple(replace(offer, needs=offer.needs and offer.needs.within(there)) for offer in kept)


def each(found: Offers) -> Iterator[Offer]:
    """The offers that give a unit."""
    return (offer for offer in found.items if offer.unit is not None)
