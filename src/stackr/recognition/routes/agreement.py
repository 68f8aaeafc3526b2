"""Standing agreements: what an articulation in force says, whole bundles only, in its own direction only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from stackr._quantity import format_amount
from stackr.language import tree
from stackr.model.learning import RecognisedUnit
from stackr.recognition.articulated import STATES, Filling, award_day, capped, filled, ours
from stackr.recognition.articulations import ONE, Match, in_force, matches
from stackr.recognition.bench import Bench, Offer, Standing, title_of
from stackr.recognition.standing_offer import as_it_stands, chain_fits, takers
from stackr.recognition.types import Pending
from stackr.rulebook.book import Articulation, Route

Clocks: TypeAlias = Mapping[str | None, frozenset[str | date]]


def offer(bench: Bench, route: Route) -> None:
    """A grant for each way to fill an articulation, or each holding as it stands where the route says so."""
    ready = sorted(takers(bench, route), key=lambda each: (not each[1], STATES.index(each[0].state)))
    taken = {standing.holding.id: (standing, sure) for standing, sure in ready}
    if "articulated" not in route.effects:
        for standing, sure in taken.values():
            as_it_stands(bench, route, standing, sure)
        return
    clocks = _clocks(route.condition.tree, bench.book.tables.lets) if route.condition else {}
    for articulation in _meant(bench, clocks):
        fitting = [
            standing.holding
            for standing, _ in taken.values()
            if chain_fits(bench, route, standing) and _dated(bench, articulation, standing, clocks) is not False
        ]
        for match in matches(bench.book, articulation, fitting, bench.context, bench.ladder.tree.chain):
            _grant(bench, route, match, taken, clocks)


def _clocks(expr: tree.Expr, lets: Mapping[str, tree.Let]) -> dict[str | None, frozenset[str | date]]:
    """Articulation named (None: any) → the clocks it may be in force on, as the route's condition says."""
    if isinstance(expr, tree.ArticulationInForce):
        return {expr.name.text if expr.name else None: frozenset((expr.clock,))}
    let = lets.get(expr.name.text) if isinstance(expr, tree.Code) and not expr.name.quoted else None
    if let is not None and let.selector is not None:
        return _clocks(let.selector, lets)
    found: dict[str | None, frozenset[str | date]] = {}
    for item in expr.items if isinstance(expr, tree.And | tree.Or) else ():
        for name, clocks in _clocks(item, lets).items():
            found[name] = found.get(name, frozenset()) | clocks
    return found


def _meant(bench: Bench, clocks: Clocks) -> list[Articulation]:
    """The articulations the route applies: those its condition names, else all that lead to units of these bodies."""
    named = {name for name in clocks if name is not None}
    found = [bench.book.articulations[name] for name in sorted(bench.book.articulations)]
    if named and None not in clocks:
        return [item for item in found if item.tree.name.text in named]
    return [item for item in found if any(ours(bench, side) for side in item.tree.targets)]


def _dated(bench: Bench, articulation: Articulation, standing: Standing, clocks: Clocks) -> bool | None:
    """Whether the articulation is in force for the holding: on a clock that the route names, else when it was awarded."""
    if articulation.tree.meta.force is None:
        return True
    names = clocks.get(articulation.tree.name.text) or clocks.get(None) or ()
    days = [bench.clock(name, standing.holding) for name in names] or [award_day(standing.holding)]
    if any(day is not None and in_force(articulation, day) for day in days):
        return True
    return None if None in days else False


def _grant(
    bench: Bench,
    route: Route,
    match: Match,
    taken: Mapping[str, tuple[Standing, bool]],
    clocks: Clocks,
) -> None:
    articulation = match.articulation
    for holding in match.below_grade:
        told = f"its grade {holding.grade or ''} is below the one that {title_of(articulation.clause)} asks"
        bench.say(holding.id, "R414", told, articulation.clause)
    if not match.held or not _matches_enough(bench, route, match):
        return
    if not match.complete and not articulation.tree.partial:
        _tell_bundle(bench, match)
        return
    _tell_open(bench, match)
    standings = [taken[source.holding.id][0] for source in match.held]
    sure = match.sure and all(
        taken[standing.holding.id][1] and _dated(bench, articulation, standing, clocks) for standing in standings
    )
    filling = Filling(bench, route, match, tuple(standings), sure)
    given = tuple(filled(filling))
    units = capped(filling, given)
    if units:
        bench.offer(_offer(filling, units, cut=units != given))


def _tell_open(bench: Bench, match: Match) -> None:
    """What the record would have to say for the learning to be what the articulation asks."""
    clause = match.articulation.clause
    for source in match.held:
        for member in sorted(source.open):
            told = f"it is not known whether {title_of(clause)} takes it: the record does not say its {member}"
            bench.say(source.holding.id, "R411", told, clause)
            asked = f"say its {member}, which {title_of(clause)} asks"
            bench.await_(source.holding.id, Pending(asked, "learner", None, clause.id, missing=(member,)))


def _offer(filling: Filling, units: tuple[RecognisedUnit, ...], *, cut: bool) -> Offer:
    clause = filling.match.articulation.clause
    words = ", ".join(unit.code or f"{_credits(unit)} credits" for unit in units)
    return Offer(
        route=filling.route,
        holdings=filling.ids,
        label=filling.label,
        effect="conditional"
        if units[0].condition
        else "partial"
        if cut or not filling.match.complete
        else "recognised",
        sure=filling.sure,
        units=units,
        pieces=frozenset().union(*(filling.bench.pieces[identity] for identity in filling.ids)),
        message=f"{title_of(clause)}: recognised as {words}",
        clause=clause,
    )


def _credits(unit: RecognisedUnit) -> str:
    return "an unknown number of" if unit.credits is None else format_amount(unit.credits)


def _matches_enough(bench: Bench, route: Route, match: Match) -> bool:
    """Whether what the articulation (and any chain to it) covers reaches the share that the route asks."""
    asked = route.tree.outcome_share.amount if route.tree.outcome_share else None
    share = match.articulation.tree.match if match.articulation.tree.match is not None else ONE
    if asked is None:
        return True
    covered = min((share * source.share for source in match.held), default=share)
    if covered >= asked:
        return True
    told = f"it covers {_percent(covered)} of the target; {_percent(asked)} is the least here"
    for source in match.held:
        bench.say(source.holding.id, "R415", told, route.clause)
    return False


def _percent(share: Fraction) -> str:
    return f"{format_amount(share * 100)}%"


def _tell_bundle(bench: Bench, match: Match) -> None:
    held, needed = len(match.held), len(match.sources)
    sides = match.articulation.tree.sources
    lacking = [_name(side) for side, source in zip(sides, match.sources, strict=True) if source is None]
    told = f"bundle: {held}/{needed}; it counts only whole, and {', '.join(lacking)} is not there"
    for source in match.held:
        bench.say(source.holding.id, "R412", told, match.articulation.clause)
        best = bench.bundles.get(source.holding.id, (0, 1))
        bench.bundles[source.holding.id] = max(best, (held, needed), key=lambda pair: Fraction(*pair))


def _name(side: tree.ArticulationSide) -> str:
    code = side.code.text if side.code else "an unnamed credential"
    return f"{code} of {side.issuer.text}" if side.issuer else code
