"""Standing agreements: what an articulation in force says, whole bundles only, in its own direction only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.conditions.tables import CatalogueItem
from stackr.language import tree
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.recognition.articulations import Match, Source, in_force, matches
from stackr.recognition.bench import Bench, Offer, Standing, title_of
from stackr.recognition.standing_offer import as_it_stands, chain_fits, conditioned, effects, takers
from stackr.recognition.units import Settled, unit_of
from stackr.rulebook.book import Articulation, Route

_STATES = (State.EARNED, State.IN_PROGRESS, State.PLANNED)


def offer(bench: Bench, route: Route) -> None:
    """A grant for each way to fill an articulation, or each holding as it stands where the route says so."""
    taken = {standing.holding.id: (standing, sure) for standing, sure in takers(bench, route)}
    if "articulated" not in effects(route):
        for standing, sure in taken.values():
            as_it_stands(bench, route, standing, sure)
        return
    clocks = _clocks(route.condition.tree) if route.condition else {}
    for articulation in _meant(bench, clocks):
        fitting = [
            standing.holding
            for standing, _ in taken.values()
            if chain_fits(bench, route, standing) and _dated(bench, articulation, standing, clocks) is not False
        ]
        for match in matches(bench.book, articulation, fitting, bench.context, bench.ladder.tree.chain):
            _grant(bench, route, match, taken, clocks)


def _clocks(expr: tree.Expr) -> dict[str | None, str]:
    """Articulation named (None: any) → the clock it must be in force on, as the route's condition says."""
    if isinstance(expr, tree.ArticulationInForce):
        return {expr.name.text if expr.name else None: expr.clock}
    if isinstance(expr, tree.And | tree.Or):
        return {name: clock for item in expr.items for name, clock in _clocks(item).items()}
    return {}


def _meant(bench: Bench, clocks: Mapping[str | None, str]) -> list[Articulation]:
    """The articulations the route applies: those its condition names, else all that lead to units of these bodies."""
    named = {name for name in clocks if name is not None}
    found = [bench.book.articulations[name] for name in sorted(bench.book.articulations)]
    if named and None not in clocks:
        return [item for item in found if item.tree.name.text in named]
    return [item for item in found if any(_ours(bench, side) for side in item.tree.targets)]


def _ours(bench: Bench, side: tree.ArticulationSide) -> bool:
    return side.issuer is None or not bench.ladder.bodies or side.issuer.text in bench.ladder.bodies


def _dated(
    bench: Bench, articulation: Articulation, standing: Standing, clocks: Mapping[str | None, str]
) -> bool | None:
    """Whether the articulation is in force for the holding: on the clock the route names, else when it was awarded."""
    name = clocks.get(articulation.tree.name.text) or clocks.get(None)
    day = bench.clock(name, standing.holding) if name else _award_day(standing.holding)
    if articulation.tree.meta.force is None:
        return True
    return None if day is None else in_force(articulation, day)


def _award_day(holding: Holding) -> date | None:
    return holding.dates.get("awarded") or holding.dates.get("completed")


def _grant(
    bench: Bench,
    route: Route,
    match: Match,
    taken: Mapping[str, tuple[Standing, bool]],
    clocks: Mapping[str | None, str],
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
    standings = [taken[source.holding.id][0] for source in match.held]
    sure = match.sure and all(
        taken[standing.holding.id][1] and _dated(bench, articulation, standing, clocks) for standing in standings
    )
    state = max((standing.state for standing in standings), key=_STATES.index)
    units = tuple(_units(bench, route, match, standings, state, sure))
    if not units:
        return
    ids = tuple(sorted(standing.holding.id for standing in standings))
    words = ", ".join(unit.code or f"{_credits(unit)} credits" for unit in units)
    bench.offers.append(
        Offer(
            route=route,
            holdings=ids,
            label=f"{articulation.clause.id}:{'+'.join(ids)}",
            effect="conditional" if units[0].condition else "recognised" if match.complete else "partial",
            sure=sure,
            units=units,
            pieces=frozenset().union(*(bench.pieces[identity] for identity in ids)),
            message=f"{title_of(articulation.clause)}: recognised as {words}",
            clause=articulation.clause,
        )
    )


def _credits(unit: RecognisedUnit) -> str:
    return "an unknown number of" if unit.credits is None else format_amount(unit.credits)


def _matches_enough(bench: Bench, route: Route, match: Match) -> bool:
    """Whether what the articulation (and any chain to it) covers reaches the share that the route asks."""
    asked = route.tree.outcome_share.amount if route.tree.outcome_share else None
    share = match.articulation.tree.match
    if asked is None or share is None:
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


def _units(
    bench: Bench, route: Route, match: Match, standings: list[Standing], state: State, sure: bool
) -> Iterator[RecognisedUnit]:
    targets = match.articulation.tree.targets
    if match.complete:
        holding = max((standing.holding for standing in standings), key=_latest)
        for side in targets:
            yield from _target(bench, route, side, holding, len(standings) == 1, state, sure)
    elif len(targets) == len(match.sources):
        for side, source in zip(targets, match.sources, strict=True):
            if source is not None:
                yield from _target(bench, route, side, _original(source, standings), True, state, sure)
    else:
        yield from _share(bench, route, match, standings, state, sure)


def _original(source: Source, standings: list[Standing]) -> Holding:
    """The holding as it is on record: along a chain it takes on other names."""
    return next(standing.holding for standing in standings if standing.holding.id == source.holding.id)


def _latest(holding: Holding) -> tuple[date, str]:
    return holding.dates.get("completed") or holding.dates.get("awarded") or date.max, holding.id


def _target(
    bench: Bench, route: Route, side: tree.ArticulationSide, holding: Holding, alone: bool, state: State, sure: bool
) -> Iterator[RecognisedUnit]:
    """One target: a unit whole, or block credit where the articulation names none."""
    if not _ours(bench, side):
        return
    code = side.code.text if side.code else None
    item = bench.item(code, _award_day(holding))
    stated = bench.amount(side.credits)
    whole = item.credits if item else None
    if code is not None and stated is not None and whole is not None and stated < whole:
        told = f"{code} is {format_amount(whole)} credits and is granted whole or not at all; {format_amount(stated)} are not enough"
        if "part" not in effects(route):
            bench.say(holding.id, "R417", told, route.clause)
            return
        code = None
    yield _settle(bench, route, holding, code, stated, side, item, alone, state, sure)


def _settle(
    bench: Bench,
    route: Route,
    holding: Holding,
    code: str | None,
    stated: Fraction | None,
    side: tree.ArticulationSide,
    item: CatalogueItem | None,
    alone: bool,
    state: State,
    sure: bool,
) -> RecognisedUnit:
    line = route.tree.grants
    unit = side.credits.credit_unit.text if side.credits and side.credits.credit_unit else None
    settled = Settled(
        code=code,
        credits=stated if stated is not None else item.credits if item else None,
        credit_unit=unit or (item.credit_unit if item else None),
        state=state,
        sure=sure,
        graded=line.graded if line else True,
        ungraded=not alone,
        item=item if code is not None else None,
        level=_level_text(side),
        framework=side.level.framework.text if side.level and side.level.framework else None,
    )
    return unit_of(
        bench, route, holding, conditioned(settled, route, line.condition.text if line and line.condition else None)
    )


def _level_text(side: tree.ArticulationSide) -> str | None:
    if side.level is None:
        return None
    return side.level.text.text if side.level.text else format_amount(side.level.value)


def _share(
    bench: Bench, route: Route, match: Match, standings: list[Standing], state: State, sure: bool
) -> Iterator[RecognisedUnit]:
    """An incomplete bundle that may be granted in part: of each target's credits, the share of the sources held, as block
    credit, in whole steps of its credit unit."""
    share = Fraction(len(match.held), len(match.sources))
    holding = max((standing.holding for standing in standings), key=_latest)
    for side in match.articulation.tree.targets:
        item = bench.item(side.code.text if side.code else None, _award_day(holding))
        whole = bench.amount(side.credits) or (item.credits if item else None)
        if whole is None or not _ours(bench, side):
            continue
        unit = bench.book.tables.credit_units.get((item.credit_unit if item else None) or "")
        step = unit.step if unit else Fraction(1)
        part = (whole * share / step).__floor__() * step
        if part > 0:
            yield _settle(bench, route, holding, None, part, side, item, False, state, sure)
