"""The workbench of one ladder, one learner, one day: what every route looks at, and where it puts what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from stackr.conditions.clauses import Clause
from stackr.conditions.convert import convert
from stackr.conditions.listed import item_meant
from stackr.conditions.members import clock
from stackr.conditions.parameters import in_force
from stackr.conditions.predicate import Context, Predicate
from stackr.conditions.standing import why_idle
from stackr.conditions.tables import CatalogueItem
from stackr.language import tree
from stackr.model.learning import Decision, Holding, Learner, RecognisedUnit, State
from stackr.recognition.types import Case, Pending, Reason
from stackr.requirements.statements import statement
from stackr.rulebook.book import Ladder, Route, RuleBook

Effect: TypeAlias = Literal["recognised", "partial", "level-only", "conditional"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A holding after the gates: `passes` None: unknown. `state`: which of the three sets of learning it is in."""

    holding: Holding
    passes: bool | None
    state: State
    sure: bool
    """Whether it exists in the sure reading at all: not suspended, its holder settled, the gates known to be passed."""
    integrity: bool = False
    """Whether it failed for what it is, not for its result."""
    barred_from: int | None = None
    """Rank of the first route that bars it: closed from there on."""
    doubtful_from: int | None = None
    """Rank of the first route of which it isn't known whether it bars."""

    def open_to(self, route: Route) -> bool:
        """Whether the route may look at it at all."""
        return self.passes is not False and (self.barred_from is None or route.rank < self.barred_from)

    def sure_at(self, route: Route) -> bool:
        """Whether nothing unknown stands between it and the route."""
        return self.sure and (self.doubtful_from is None or route.rank < self.doubtful_from)


@dataclass(frozen=True, slots=True)
class Cap:
    """`most` in the unit asked for: None where there is no cap, or where nothing says how much it is in that unit (`stated`)."""

    most: Fraction | None
    stated: bool

    @property
    def known(self) -> bool:
        """Whether it can be said what the cap leaves."""
        return self.most is not None or not self.stated


REFUSING: Final = frozenset({"R412", "R414", "R418", "R419", "R420", "R421", "R422"})
"""What an articulation or a route asks, and learning or a decision does not have."""

NO_CAP = Cap(None, False)


@dataclass(frozen=True, slots=True)
class Offer:
    """A grant that a route would make. `units` get their final ids when all offers are known.

    `awaited`: nobody has decided yet; its units exist in the possible reading only.
    """

    route: Route
    holdings: tuple[str, ...]
    label: str
    effect: Effect
    sure: bool
    units: tuple[RecognisedUnit, ...] = ()
    pieces: frozenset[str] = frozenset()
    message: str = ""
    awaited: bool = False
    clause: Clause | None = None
    """Where another clause than the route's says so: the articulation."""


@dataclass(slots=True)
class Bench:
    """Filled by the ladder, read and written by its routes."""

    book: RuleBook
    ladder: Ladder
    learner: Learner
    as_of: date
    context: Context
    targets: Mapping[str, tuple[str, ...]]
    standings: Mapping[str, Standing]
    pieces: Mapping[str, frozenset[str]]
    offers: list[Offer] = field(default_factory=list)
    granted: set[str] = field(default_factory=set)
    """Holdings that some route grants credit for, or would if the record said more."""
    surely: dict[str, int] = field(default_factory=dict)
    """Piece of learning → rank of the earliest route that surely grants credit for it."""
    reasons: dict[str, list[Reason]] = field(default_factory=dict)
    pending: dict[str, list[Pending]] = field(default_factory=dict)
    differences: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, Decision] = field(default_factory=dict)
    """Holdings refused by a recorded decision."""
    bundles: dict[str, tuple[int, int]] = field(default_factory=dict)
    doubts: dict[str, list[tuple[Route, Predicate, bool | None]]] = field(default_factory=dict)
    """Routes whose condition a holding does not meet (False), or may not (None): told only where nothing recognises it."""
    worded: dict[str, str] = field(default_factory=dict)
    general: list[Reason] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    def offer(self, offer: Offer) -> None:
        """Put an offer on the bench."""
        self.offers.append(offer)
        if not offer.units or offer.awaited:
            return
        self.granted.update(offer.holdings)
        if offer.sure:
            for piece in offer.pieces:
                self.surely[piece] = min(self.surely.get(piece, offer.route.rank), offer.route.rank)

    def say(self, holding: str | None, code: str, message: str, clause: Clause | None = None) -> None:
        """Record a reason; None: it concerns no single holding. Where learning is refused, the author's own message goes first."""
        if clause is not None and clause.message and code in REFUSING:
            message = f"{clause.message}: {message}"
        reason = because(code, message, clause)
        self.general.append(reason) if holding is None else self.reasons.setdefault(holding, []).append(reason)

    def words(self, condition: Predicate) -> str:
        """A condition as a statement in plain words; one that no rule states says it in its text."""
        found = self.worded.get(condition.text)
        if found is None:
            stated = not isinstance(condition.tree, tree.Always)
            found = self.worded[condition.text] = statement(condition.tree) if stated else condition.text
        return found

    def doubt(self, holding: Holding, route: Route, condition: Predicate, truth: bool | None) -> None:
        """Note that a route is closed to a holding, or that it isn't known whether it is open."""
        self.doubts.setdefault(holding.id, []).append((route, condition, truth))

    def await_(self, holding: str, pending: Pending) -> None:
        """Record what a person still has to do about a holding."""
        self.pending.setdefault(holding, []).append(pending)

    def item(self, code: str | None, on: date | None, issuer: str | None = None) -> CatalogueItem | None:
        """The unit of the ladder's own bodies with that code (else of `issuer`), as the catalogue has it on the day (None: not known)."""
        listed = self.book.tables.catalogue.get(code, ()) if code is not None else ()
        return item_meant(listed, on, issuer, self.ladder.bodies)

    def clock(self, name: str | date, holding: Holding | None) -> date | None:
        """The day that a clock stands at for a holding."""
        return clock(name, holding, self.context)

    def decisions(self, kind: str, route: Route) -> list[Decision]:
        """Decisions of a kind that are in effect and are this route's to apply: it is named, or none is and this is the
        first route of the kind that may be open to the holding. Decisions that can't be read are said to be not applied."""
        return [decision for decision in self.in_effect(kind) if self._belongs(decision, route)]

    def in_effect(self, kind: str) -> list[Decision]:
        """Decisions of a kind made by `as_of`, readable and still held to, the latest first."""
        found = []
        for decision in self.learner.decisions:
            if decision.kind == kind and why_idle(decision, self.as_of) is None:
                found.append(decision)
        return sorted(found, key=lambda item: (-(item.date or date.min).toordinal(), item.id))

    def _belongs(self, decision: Decision, route: Route) -> bool:
        kin = [other for other in self.ladder.routes if other.tree.kind == route.tree.kind]
        if decision.clause in {other.clause.id for other in self.ladder.routes}:
            return decision.clause == route.clause.id
        if decision.clause is not None and self._of_another_ladder(decision.clause):
            return False
        standing = self.standings.get(decision.holding or "")
        if standing is not None:
            kin = [each for each in kin if self._may_take(each, standing.holding)] or kin
        return bool(kin) and kin[0] is route

    def _may_take(self, route: Route, holding: Holding) -> bool:
        return route.condition is None or route.condition(holding, self.context) is not False

    def _of_another_ladder(self, clause: str) -> bool:
        return any(
            clause in (ladder.clause.id, *(route.clause.id for route in ladder.routes))
            for ladder in self.book.ladders.values()
            if ladder.clause.id != self.ladder.clause.id
        )

    def amount(self, quantity: tree.Quantity | None) -> Fraction | None:
        """A cap in credits: its amount, or its parameter's on the day. A share is none of recognition's business."""
        found = self._on_the_day(quantity) if quantity is not None else None
        return found.amount if found is not None else None

    def cap(self, route: Route, unit: str | None) -> Cap:
        """Up to how much the route grants of learning whose credits are in that unit."""
        asked = route.tree.grants.cap if route.tree.grants is not None else None
        if asked is None:
            return NO_CAP
        most = self._on_the_day(asked)
        if most is None or most.amount is None:
            return Cap(None, True)
        converted = convert(most.amount, most.credit_unit.text if most.credit_unit else None, unit, self.context.tables)
        return Cap(converted.low if converted is not None and converted.low == converted.high else None, True)

    def _on_the_day(self, quantity: tree.Quantity) -> tree.Quantity | None:
        parameter = self.book.tables.parameters.get(quantity.parameter.text) if quantity.parameter else None
        if parameter is None:
            return quantity if quantity.base is None and quantity.parameter is None else None
        return next((value for value, days in parameter.values if in_force(days, self.as_of)), None)


def title_of(clause: Clause) -> str:
    """The clause's title, or its id where it has none."""
    return clause.title or clause.id


def because(code: str, message: str, clause: Clause | None = None) -> Reason:
    """A reason with the citation and place of its clause."""
    if clause is None or not clause.id:
        return Reason(code, message)
    return Reason(code, message, clause.id, clause.source, clause.at or None)
