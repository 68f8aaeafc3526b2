"""Catalogue items a learner could still take, as units that recognition would give and what taking each asks first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product

from stackr.audit.evaluation import Evaluation
from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.graph.names import named_codes
from stackr.graph.offer import as_holding, as_unit
from stackr.language import tree
from stackr.model.learning import GrantInfo, Learner, RecognisedUnit, State
from stackr.recognition.ladder import recognise
from stackr.requirements.compiled import Award
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification

MARK = "+"
"""In front of the ids of learning that nobody has yet."""

MOST_ALTERNATIVES = 64
ROUTES = frozenset({"own", "agreement"})


@dataclass(frozen=True, slots=True)
class Offer:
    """An item on offer. `unit` None: it counts nowhere here, and can only be what another one asks first."""

    code: str
    item: CatalogueItem
    unit: RecognisedUnit | None
    grant: GrantInfo | None
    needs: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Offers:
    """`whole`: whether nothing on offer had to be left aside (items known to give several units at once)."""

    items: tuple[Offer, ...]
    whole: bool = True


def offers(evaluation: Evaluation, qualification: Qualification, context: Context) -> Offers:
    """Items not held, of known credits, that could count toward the award, and whatever those ask first."""
    items = _on_offer(evaluation, context)
    chosen = {code for code, item in items.items() if _could_count(item, qualification.award, context)}
    chosen |= _sources(evaluation, items)
    units, whole = _recognised(evaluation, qualification, {code: items[code] for code in sorted(chosen)}, context)
    held = _held(evaluation)
    needs: dict[str, tuple[frozenset[str], ...]] = {}
    waiting = sorted(units)
    while waiting:
        code = waiting.pop()
        if code not in needs:
            needs[code] = _needs(items[code], held, items)
            waiting += sorted({first for alternative in needs[code] for first in alternative})
    found = []
    for code in sorted(needs):
        unit, grant = units.get(code, (None, None))
        found.append(Offer(code, items[code], unit, grant, needs[code]))
    return Offers(_attainable(found, items, held), whole)


def _on_offer(evaluation: Evaluation, context: Context) -> dict[str, CatalogueItem]:
    """By code; of several issuers of one code the awarding body's, else each under `CODE of ISSUER`."""
    held = _held(evaluation)
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


def _held(evaluation: Evaluation) -> frozenset[str]:
    """Codes of what has been passed."""
    learner = evaluation.learner
    own = {h.credential for h in learner.holdings if h.status in (None, "active") and h.credential is not None}
    return frozenset(own)


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
) -> tuple[dict[str, tuple[RecognisedUnit, GrantInfo]], bool]:
    """The unit that each item would give on top of what is held: by `own`, else by an articulation."""
    book, learner = evaluation.book, evaluation.learner
    added = tuple(as_holding(item, context, f"{MARK}{code}") for code, item in items.items())
    more: Learner = replace(learner, holdings=(*learner.holdings, *added))
    ladder = None if qualification.ladder is None else book.ladders[qualification.ladder]
    body = qualification.award.body if ladder is None else None
    result = recognise(book, ladder, more, evaluation.as_of, (), body)
    units = {unit.id: unit for unit in result.units}
    found: dict[str, tuple[RecognisedUnit, GrantInfo]] = {}
    whole = True
    for grant in result.grants:
        new = sorted(piece for piece in grant.pieces if piece.startswith(MARK))
        given = [units[id] for id in grant.units]
        usable = [u for u in given if u.sure and u.state is State.EARNED and u.route_kind in ROUTES]
        if not new or not usable:
            continue
        code = new[0].removeprefix(MARK)
        if len(new) > 1 or len(usable) > 1:
            whole = False
        elif code in items and code not in found:
            found[code] = (replace(usable[0], state=State.IN_PROGRESS), grant)
    return found, whole


# ── what is asked first ──


def _needs(item: CatalogueItem, held: frozenset[str], items: Mapping[str, CatalogueItem]) -> tuple[frozenset[str], ...]:
    """Alternatives of codes to take as well; none if nothing is asked, or all of it is held."""
    first = _alternatives(item.prerequisite, held)
    beside = _alternatives(item.corequisite, held)
    joined = {left | right for left, right in product(first, beside)}
    return () if frozenset() in joined else tuple(sorted(joined, key=sorted))[:MOST_ALTERNATIVES]


def _alternatives(node: tree.Requirement | None, held: frozenset[str]) -> set[frozenset[str]]:
    """Sets of codes each of which would do. What is no unit (an exam, a form) is taken as granted: a person sees to it."""
    match node:
        case tree.UnitReq():
            return {frozenset() if node.code.text in held else frozenset({node.code.text})}
        case tree.GroupReq():
            children = [_alternatives(child, held) for child in node.children]
            if node.op == "all":
                return _every(children)
            if node.op == "at most":
                return {frozenset()}
            some = [_every(list(chosen)) for chosen in combinations(children, node.n)]
            return {alternative for each in some for alternative in each}
        case tree.PoolReq():
            codes = sorted(named_codes(node.selector, {}))
            return {frozenset()} if set(codes) & held or not codes else {frozenset({code}) for code in codes}
    return {frozenset()}


def _every(children: list[set[frozenset[str]]]) -> set[frozenset[str]]:
    joined: set[frozenset[str]] = {frozenset()}
    for child in children:
        joined = {left | right for left in joined for right in child}
        joined = set(sorted(joined, key=lambda codes: (len(codes), sorted(codes)))[:MOST_ALTERNATIVES])
    return joined


def _attainable(found: list[Offer], items: Mapping[str, CatalogueItem], held: frozenset[str]) -> tuple[Offer, ...]:
    """Without what asks for things that are neither held nor on offer."""
    kept = {offer.code: offer for offer in found}
    while True:
        left = {}
        for code, offer in kept.items():
            needs = tuple(alternative for alternative in offer.needs if alternative <= kept.keys())
            if needs or not _asks(items[code], held):
                left[code] = replace(offer, needs=needs)
        if left == kept:
            return tuple(left.values())
        kept = left


def _asks(item: CatalogueItem, held: frozenset[str]) -> bool:
    return frozenset() not in _alternatives(item.prerequisite, held) or frozenset() not in _alternatives(
        item.corequisite, held
    )


def each(found: Offers) -> Iterator[Offer]:
    """The offers that give a unit."""
    return (offer for offer in found.items if offer.unit is not None)
