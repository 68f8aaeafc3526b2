"""The ladder: gates first, then every route in its order, then one finding per holding and the grants to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from operator import is_
from types import MappingProxyType
from typing import Final, TypeAlias

from stackr.conditions.predicate import Context
from stackr.model.learning import GrantInfo, Learner, RecognisedUnit
from stackr.recognition.bench import Bench, Offer, title_of
from stackr.recognition.callbacks import equip
from stackr.recognition.containers import pieces_of
from stackr.recognition.findings import finding
from stackr.recognition.gates import stand
from stackr.recognition.plain import plain_ladder
from stackr.recognition.routes import KINDS
from stackr.recognition.types import Recognition
from stackr.rulebook.book import LEVEL, Ladder, RuleBook

Targets: TypeAlias = "Mapping[str, tuple[str, ...]]"
NO_TARGETS: Final[Targets] = MappingProxyType({})


def recognise(
    book: RuleBook,
    ladder: Ladder | None,
    learner: Learner,
    as_of: date,
    targets: Targets = NO_TARGETS,
    body: str | None = None,
) -> Recognition:
    """What the ladder recognises of a learner's holdings on a day.

    `targets`: code of a unit that the qualifications in question name → the clauses that do; RPL cases may open for them.
    Without a ladder only the own learning of `body` counts, as it stands; without a body either, all learning does.
    """
    bench = bench_of(book, ladder, learner, as_of, targets, body)
    used = bench.ladder
    bench.standings = {holding.id: stand(bench, holding) for holding in learner.holdings}
    for route in used.in_order:
        KINDS[route.tree.kind](bench, route)
    _tell_unread(bench)
    if used.tree.first_only:
        _keep_first(bench)
    offers = _settled_levels(bench)
    offers, grants = _finished(offers)
    by_holding = _by_holding(offers)
    return Recognition(
        ladder=None if ladder is None else ladder.clause.id,
        tell=lambda: tuple(finding(bench, holding, by_holding.get(holding.id, [])) for holding in learner.holdings),
        units=tuple(sorted((unit for offer in offers for unit in offer.units), key=lambda unit: unit.id)),
        grants=grants,
        cases=tuple(sorted(bench.cases, key=lambda case: (case.unit, case.route))),
        reasons=tuple(sorted(set(bench.general), key=lambda reason: (reason.code, reason.message))),
        ranks={route.clause.id: route.rank for route in used.routes},
        certain={id: standing.state for id, standing in bench.standings.items() if standing.sure},
    )


def bench_of(
    book: RuleBook,
    ladder: Ladder | None,
    learner: Learner,
    as_of: date,
    targets: Targets = NO_TARGETS,
    body: str | None = None,
) -> Bench:
    """The workbench before anything is on it: see `recognise`."""
    used = ladder if ladder is not None else plain_ladder(body)
    context = Context(book.tables, learner, as_of, body=body or min(used.bodies, default=None))
    return Bench(
        book=book,
        ladder=used,
        learner=learner,
        as_of=as_of,
        context=equip(context, book),
        targets=targets,
        standings={},
        pieces=pieces_of(learner, book.tables),
    )


def _tell_unread(bench: Bench) -> None:
    for decision in bench.learner.decisions:
        if decision.faults and decision.kind in ("rpl", "assessment", "precedent", ""):
            holding = decision.holding if decision.holding in bench.standings else None
            bench.say(holding, "R424", f"the decision {decision.id} is not applied: {decision.faults[0][1]}")


def _keep_first(bench: Bench) -> None:
    """`first`: of the routes that surely grant a piece of learning only the earliest is kept. Where an earlier one may grant it, and
    otherwise, a later one is not certain."""
    kept: list[Offer] = []
    for offer in bench.offers:
        if offer.units and any(bench.surely.get(piece, offer.route.rank) < offer.route.rank for piece in offer.pieces):
            for holding in offer.holdings:
                told = f"{title_of(offer.route.clause)} would grant it too; only the first route does"
                bench.say(holding, "R435", told, bench.ladder.clause)
        else:
            kept.append(_if_first(bench, offer))
    bench.offers = kept


def _if_first(bench: Bench, offer: Offer) -> Offer:
    if not offer.sure:
        return offer
    open_ = [each for each in bench.offers if each.units and not each.sure and not each.awaited]
    before = [each for each in open_ if each.route.rank < offer.route.rank and each.pieces & offer.pieces]
    doubtful = [each for each in before if _given(each) != _given(offer)]
    for each in doubtful:
        told = f"it is not known whether {title_of(each.route.clause)} grants it, and only the first route does"
        for holding in offer.holdings:
            bench.say(holding, "R411", told, bench.ladder.clause)
    return (
        replace(offer, sure=False, units=tuple(replace(unit, sure=False) for unit in offer.units))
        if doubtful
        else offer
    )


def _given(offer: Offer) -> list[RecognisedUnit]:
    """What an offer gives, whichever route it is by."""
    plain = [
        replace(u, id="", grant="", route="", route_kind="", route_rank=0, sure=True, decision=None)
        for u in offer.units
    ]
    return sorted(plain, key=repr)


def _settled_levels(bench: Bench) -> list[Offer]:
    """A route that settles the level and one that settles credit together settle both, in whichever order they stand."""
    if not bench.ladder.may_settle_level_alone:
        return bench.offers
    settled = {
        holding
        for offer in bench.offers
        if offer.sure and not offer.awaited and offer.route.effects & LEVEL
        for holding in offer.holdings
    }
    if not settled:
        return bench.offers
    return [_levelled(offer, settled) for offer in bench.offers]


def _levelled(offer: Offer, settled: set[str]) -> Offer:
    units = tuple(_with_level(unit, settled) for unit in offer.units)
    return offer if all(map(is_, units, offer.units)) else replace(offer, units=units)


def _with_level(unit: RecognisedUnit, settled: set[str]) -> RecognisedUnit:
    if unit.level is not None or unit.code is not None or unit.holding.id not in settled:
        return unit
    holding = unit.holding
    return replace(unit, level=holding.level, framework=holding.framework, framework_version=holding.framework_version)


def _by_holding(offers: list[Offer]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for offer in offers:
        for holding in offer.holdings:
            found.setdefault(holding, []).append(offer)
    return found


def _finished(offers: list[Offer]) -> tuple[list[Offer], tuple[GrantInfo, ...]]:
    """Offers and grants in their order, units and grants with names of their own: a second of one name gets a number."""
    ordered = sorted(offers, key=lambda offer: (offer.route.rank, offer.label, offer.effect, offer.message))
    taken: set[str] = set()
    finished: list[Offer] = []
    grants: list[GrantInfo] = []
    for offer in ordered:
        if not offer.units:
            finished.append(offer)
            continue
        grant = _free(f"{offer.route.clause.id}:{offer.label}", taken)
        units = tuple(_named(unit, grant, taken) for unit in offer.units)
        finished.append(offer if units == offer.units else replace(offer, units=units))
        ids = tuple(unit.id for unit in units)
        rests_on = frozenset(offer.holdings)
        grants.append(GrantInfo(grant, offer.route.clause.id, offer.route.rank, offer.pieces, ids, rests_on))
    return finished, tuple(grants)


def _named(unit: RecognisedUnit, grant: str, taken: set[str]) -> RecognisedUnit:
    """The unit under a name that no other has: the earlier route's keeps the plain one."""
    plain = unit.id
    identity = _free(plain if f"unit {plain}" not in taken else f"{plain}@{grant}", taken, "unit ")
    return unit if identity == plain and unit.grant == grant else replace(unit, id=identity, grant=grant)


def _free(name: str, taken: set[str], kind: str = "grant ") -> str:
    found, number = name, 1
    while kind + found in taken:
        number += 1
        found = f"{name}#{number}"
    taken.add(kind + found)
    return found
