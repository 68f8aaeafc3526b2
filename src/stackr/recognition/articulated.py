"""The units that a filled articulation gives: its targets whole, or, where it may be granted in part, a share of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.conditions.convert import less
from stackr.conditions.tables import CatalogueItem
from stackr.language import tree
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.recognition.articulations import Match
from stackr.recognition.bench import Bench, Standing, title_of
from stackr.recognition.standing_offer import conditioned
from stackr.recognition.units import Settled, unit_of
from stackr.rulebook.book import Route

STATES = (State.EARNED, State.IN_PROGRESS, State.PLANNED)


@dataclass(frozen=True, slots=True)
class Filling:
    """An articulation with the holdings that fill it, under a route."""

    bench: Bench
    route: Route
    match: Match
    standings: tuple[Standing, ...]
    sure: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """The holdings, in order of id."""
        return tuple(sorted(standing.holding.id for standing in self.standings))

    @property
    def label(self) -> str:
        """What tells the grant from others of the route."""
        return f"{self.match.articulation.clause.id}:{'+'.join(self.ids)}"

    @property
    def state(self) -> State:
        """A bundle is earned when all of it is."""
        return max((standing.state for standing in self.standings), key=STATES.index)

    @property
    def last(self) -> Holding:
        """The holding that completed it: its dates are the bundle's."""
        return max((standing.holding for standing in self.standings), key=_day)


def _day(holding: Holding) -> tuple[date, str]:
    return holding.dates.get("completed") or holding.dates.get("awarded") or date.max, holding.id


def award_day(holding: Holding) -> date | None:
    """The day of award, else of completion."""
    return holding.day("awarded", "completed")


def ours(bench: Bench, side: tree.ArticulationSide) -> bool:
    """Whether a target is a unit of the ladder's own bodies: of the issuer it names, else of those that list its code."""
    if side.issuer is not None:
        return not bench.ladder.bodies or side.issuer.text in bench.ladder.bodies
    listed = bench.book.tables.catalogue.get(side.code.text, ()) if side.code else ()
    issuers = {item.issuer for item in listed}
    return not bench.ladder.bodies or not issuers or None in issuers or bool(issuers & set(bench.ladder.bodies))


def filled(filling: Filling) -> Iterator[RecognisedUnit]:
    """The units of the ladder's own bodies among the targets."""
    match, targets = filling.match, filling.match.articulation.tree.targets
    if match.complete:
        for side in targets:
            yield from _target(filling, side, filling.last, alone=len(filling.standings) == 1)
    elif len(targets) == len(match.sources):
        by_id = {standing.holding.id: standing.holding for standing in filling.standings}
        for side, source in zip(targets, match.sources, strict=True):
            if source is not None:
                yield from _target(filling, side, by_id[source.holding.id], alone=True)
    else:
        yield from _share(filling)


def capped(filling: Filling, units: tuple[RecognisedUnit, ...]) -> tuple[RecognisedUnit, ...]:
    """The units as far as the route grants so much. A block is cut; which of several units to leave out nobody has said."""
    caps = [filling.bench.cap(filling.route, unit.credit_unit) for unit in units]
    if not any(cap.stated for cap in caps):
        return units
    if not all(cap.known for cap in caps) or any(unit.credits is None for unit in units):
        return tuple(replace(unit, sure=False) for unit in units)
    shares = [
        (unit.credits or Fraction(0)) / cap.most if cap.most else Fraction(2)
        for unit, cap in zip(units, caps, strict=True)
    ]
    if sum(shares) <= 1:
        return units
    if len(units) == 1 and units[0].code is None and caps[0].most:
        return (replace(units[0], credits=caps[0].most),)
    words = " and ".join(unit.code or f"{format_amount(unit.credits or Fraction(0))} credits" for unit in units)
    most = format_amount(caps[0].most or Fraction(0))
    told = f"{title_of(filling.match.articulation.clause)} gives {words}; the route grants up to {most} credits"
    for identity in filling.ids:
        filling.bench.say(identity, "R417", told, filling.route.clause)
    return ()


def _target(
    filling: Filling, side: tree.ArticulationSide, holding: Holding, *, alone: bool
) -> Iterator[RecognisedUnit]:
    """One target: a unit whole, or block credit where the articulation names none."""
    bench, route = filling.bench, filling.route
    if not ours(bench, side):
        return
    code = side.code.text if side.code else None
    item = bench.item(code, award_day(holding))
    stated = bench.amount(side.credits)
    whole = item.credits if item else None
    part: bool | None = False
    if code is not None and stated is not None and item is not None and whole is not None:
        part = less(stated, _credit_unit(side, item), whole, item.credit_unit, bench.book.tables)
    if part:
        if "part" not in route.effects:
            amounts = f"{format_amount(stated or 0)} of {format_amount(whole or 0)}"
            told = f"{code} is granted whole or not at all; {amounts} is not enough"
            bench.say(holding.id, "R417", told, route.clause)
            return
        code = None
    unit = _unit(filling, side, item, holding, code, stated, alone=alone)
    yield unit if part is not None else replace(unit, sure=False)


def _unit(
    filling: Filling,
    side: tree.ArticulationSide,
    item: CatalogueItem | None,
    holding: Holding,
    code: str | None,
    stated: Fraction | None,
    *,
    alone: bool,
) -> RecognisedUnit:
    line = filling.route.tree.grants
    settled = Settled(
        code=code,
        credits=stated if stated is not None else item.credits if item else None,
        credit_unit=_credit_unit(side, item),
        state=filling.state,
        sure=filling.sure,
        graded=line.graded if line else True,
        ungraded=not alone,
        item=item if code is not None else None,
        level=_level_text(side),
        framework=side.level.framework.text if side.level and side.level.framework else None,
    )
    condition = line.condition.text if line and line.condition else None
    settled = conditioned(settled, filling.route, condition)
    return unit_of(filling.bench, filling.route, holding, settled, filling.label)


def _credit_unit(side: tree.ArticulationSide, item: CatalogueItem | None) -> str | None:
    """The unit that the side names, else that of the catalogue."""
    named = side.credits.credit_unit if side.credits is not None else None
    return named.text if named is not None else item.credit_unit if item is not None else None


def _level_text(side: tree.ArticulationSide) -> str | None:
    if side.level is None:
        return None
    return side.level.text.text if side.level.text else format_amount(side.level.value)


def _share(filling: Filling) -> Iterator[RecognisedUnit]:
    """Of each target's credits, the share of the sources that are there: block credit, in whole steps of its unit."""
    share = Fraction(len(filling.match.held), len(filling.match.sources))
    for side in filling.match.articulation.tree.targets:
        item = filling.bench.item(side.code.text if side.code else None, award_day(filling.last))
        whole = filling.bench.amount(side.credits) or (item.credits if item else None)
        if whole is None or not ours(filling.bench, side):
            continue
        unit = filling.bench.book.tables.credit_units.get(_credit_unit(side, item) or "")
        step = unit.step if unit else Fraction(1)
        part = (whole * share / step).__floor__() * step
        if part > 0:
            yield _unit(filling, side, item, filling.last, None, part, alone=False)
