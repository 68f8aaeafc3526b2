"""The units that grants give: a target unit whole, or block credit, with the facts that recognition settles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr.conditions.listed import as_listed
from stackr.conditions.tables import CatalogueItem
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.recognition.bench import Bench
from stackr.rulebook.book import Route

BLOCK = "credit"
"""Stands for the target in the id of block credit, which has none."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a grant settles of a unit, beside the holding it comes from."""

    code: str | None
    credits: Fraction | None
    credit_unit: str | None
    state: State
    sure: bool
    settles_level: bool = True
    graded: bool = True
    ungraded: bool = False
    condition: str | None = None
    decision: str | None = None
    item: CatalogueItem | None = None
    level: str | None = None
    framework: str | None = None


def unit_of(bench: Bench, route: Route, holding: Holding, settled: Settled, label: str) -> RecognisedUnit:
    """The unit; it is called `holding:target` and its grant `route:label` until another is found to have the name.

    A target unit has the catalogue's facts where neither the holding nor the grant says otherwise; what the record
    says in a way that can't be read stays unknown.
    """
    item = settled.item
    issuer, no_issuer = _issuer(route, holding)
    level, framework = _level(holding, settled)
    ungraded = settled.ungraded or holding.ungraded or not settled.graded
    own = route.tree.kind == "own"
    return RecognisedUnit(
        id=f"{holding.id}:{settled.code or BLOCK}",
        holding=as_listed(holding, item) if own and item and settled.code == holding.credential else holding,
        code=settled.code,
        credits=settled.credits,
        credit_unit=settled.credit_unit,
        grant=f"{route.clause.id}:{label}",
        route=route.clause.id,
        route_kind=route.tree.kind,
        route_rank=route.rank,
        state=settled.state,
        sure=settled.sure,
        title=(holding.title if own else None) or (item.title if item else None) or holding.title,
        issuer=issuer,
        no_issuer=no_issuer,
        level=level,
        framework=framework,
        framework_version=holding.framework_version if framework == holding.framework else None,
        grade=None if ungraded else holding.grade,
        grade_scale=None if ungraded else holding.grade_scale,
        ungraded=ungraded,
        fields=_facts(holding, "fields", item.fields if item else (), own),
        outcomes=_facts(holding, "outcomes", item.outcomes if item else (), own),
        tags=_tags(holding, item, own),
        condition=settled.condition,
        decision=settled.decision,
        external=is_external(bench, route, holding),
        never_at=route.never_for,
    )


def is_external(bench: Bench, route: Route, holding: Holding) -> bool | None:
    """Whether the learning comes from elsewhere than the ladder's bodies. RPL does, unless the ladder takes it as its own."""
    if route.tree.kind == "rpl":
        taken_as = route.tree.counts_as_issued_by
        return taken_as is None or taken_as.text not in bench.ladder.bodies
    first = holding.origin or holding.issuer
    if first is None or not bench.ladder.bodies:
        return None if first is None and bench.ladder.bodies else False
    return first not in bench.ladder.bodies


def target_credits(holding: Holding, item: CatalogueItem | None) -> tuple[Fraction | None, str | None]:
    """Credits of an own unit: the record's, else the catalogue's; never the catalogue's over what can't be read."""
    if holding.credits is not None or item is None or "credits" in {member for member, _ in holding.faults}:
        return holding.credits, holding.credit_unit
    return item.credits, item.credit_unit


def _issuer(route: Route, holding: Holding) -> tuple[str | None, bool]:
    if route.tree.kind != "rpl":
        return holding.origin or holding.issuer, False
    taken_as = route.tree.counts_as_issued_by
    return (None, True) if taken_as is None else (taken_as.text, False)


def _level(holding: Holding, settled: Settled) -> tuple[str | None, str | None]:
    if settled.level is not None:
        return settled.level, settled.framework
    if not settled.settles_level:
        return None, None
    item = settled.item
    unreadable = "level" in {member for member, _ in holding.faults}
    if item is not None and item.level is not None and (holding.level is None or settled.code != holding.credential):
        return (None, None) if unreadable and settled.code == holding.credential else (item.level, item.framework)
    return holding.level, holding.framework or (item.framework if item else None)


def _facts(holding: Holding, member: str, listed: tuple[str, ...], own: bool) -> tuple[str, ...] | None:
    """The holding's list for own learning, the target's for what is granted as that target; else what there is."""
    held: tuple[str, ...] | None = getattr(holding, member)
    if listed and (not own or held is None) and member not in {name for name, _ in holding.faults}:
        return listed
    return held


def _tags(holding: Holding, item: CatalogueItem | None, own: bool) -> tuple[str, ...] | None:
    """Tags are the catalogue's own labels: a unit that it lists without any has none; of other learning nobody knows."""
    found = _facts(holding, "tags", item.tags if item else (), own)
    unreadable = "tags" in {member for member, _ in holding.faults}
    if found is None and item is not None and not unreadable:
        return None if "tags" in item.open else ()
    return found
