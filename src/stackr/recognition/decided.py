"""A recorded decision on a holding, applied: full, partial, conditional, level only, or refused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.conditions.tables import CatalogueItem
from stackr.model.learning import Decision, RecognisedUnit
from stackr.recognition.bench import Bench, Effect, Offer, Standing, title_of
from stackr.recognition.standing_offer import conditioned
from stackr.recognition.units import Settled, unit_of
from stackr.rulebook.book import Route


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision for one holding under one route."""

    decision: Decision
    standing: Standing
    sure: bool


def apply(bench: Bench, route: Route, rulings: list[Ruling]) -> bool:
    """One grant for what the decisions on one holding give together; reasons for what they don't. False: nothing is decided.

    Of several decisions on the same target the latest stands; two of one day that differ, or of a day that is not known, are
    nobody's to choose from, and a part of nobody knows how much is none.
    """
    standing = rulings[0].standing
    decisive = [ruling for ruling in _standing(bench, route, rulings) if _says_how_much(bench, route, ruling)]
    if not decisive:
        return False
    units: list[RecognisedUnit] = []
    found: list[Effect] = []
    for ruling in decisive:
        effect, unit = _applied(bench, route, ruling)
        if unit is not None:
            units.append(unit)
        if effect is not None:
            found.append(effect)
    if not found:
        return True
    words = ", ".join(_described(unit) for unit in units)
    told = f"recognised as {words}" if units else "its level is recognised, its credit not"
    bench.offer(
        Offer(
            route=route,
            holdings=(standing.holding.id,),
            label=standing.holding.id,
            effect=_together(found),
            sure=rulings[0].sure,
            units=tuple(units),
            pieces=bench.pieces[standing.holding.id],
            message=f"{title_of(route.clause)}, by decision of {_who(decisive)}: {told}",
        )
    )
    return True


def _says_how_much(bench: Bench, route: Route, ruling: Ruling) -> bool:
    decision = ruling.decision
    if decision.outcome != "partial" or decision.credits is not None:
        return True
    told = f"the decision {decision.id} grants a part and does not say how many credits; it is not applied"
    bench.say(ruling.standing.holding.id, "R424", told, route.clause)
    return False


def _together(found: list[Effect]) -> Effect:
    order: tuple[Effect, ...] = ("conditional", "partial", "recognised", "level-only")
    return next(effect for effect in order if effect in found)


def _who(rulings: list[Ruling]) -> str:
    return ", ".join(sorted({ruling.decision.by or "somebody not named" for ruling in rulings}))


def _described(unit: RecognisedUnit) -> str:
    if unit.code is not None:
        return unit.code
    return "credit" if unit.credits is None else f"{format_amount(unit.credits)} credits"


def _standing(bench: Bench, route: Route, rulings: list[Ruling]) -> list[Ruling]:
    """The latest per target."""
    by_target: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        by_target.setdefault(ruling.decision.unit or "", []).append(ruling)
    kept = []
    for _, group in sorted(by_target.items()):
        last = max((ruling.decision.date is not None, ruling.decision.date) for ruling in group)
        latest = [ruling for ruling in group if (ruling.decision.date is not None, ruling.decision.date) == last]
        silent = [ruling for ruling in group if ruling.decision.date is None]
        if len({_content(ruling.decision) for ruling in (*latest, *silent)}) > 1:
            ids = " and ".join(sorted({ruling.decision.id for ruling in (*latest, *silent)}))
            when = ", and not all say when" if len(silent) < len(group) and silent else " on the same day"
            told = f"{ids} decide differently{when}; neither is applied"
            bench.say(group[0].standing.holding.id, "R424", told, route.clause)
            continue
        kept.append(min(latest, key=lambda ruling: ruling.decision.id))
    return kept


def _content(decision: Decision) -> tuple[object, ...]:
    return decision.outcome, decision.credits, tuple(sorted(decision.shares.items())), decision.condition_met


def _applied(bench: Bench, route: Route, ruling: Ruling) -> tuple[Effect | None, RecognisedUnit | None]:
    decision, holding = ruling.decision, ruling.standing.holding
    outcome = decision.outcome or ("partial" if _is_part(holding.credits, decision.credits) else "full")
    if outcome == "refused":
        bench.refused[holding.id] = decision
        shown = ", ".join(sorted(decision.differences))
        told = f"refused by {decision.by or 'decision'}" + (f": substantial difference in {shown}" if shown else "")
        bench.say(holding.id, "R406", told + (f" ({decision.reason})" if decision.reason else ""), route.clause)
        bench.differences.setdefault(holding.id, []).extend(decision.differences)
        return None, None
    if outcome == "level-only":
        return "level-only", None
    item = bench.item(decision.unit, decision.date)
    settled = _settle(bench, route, ruling, outcome, item)
    if settled is None:
        return None, None
    condition = None
    if outcome == "conditional" or (route.tree.grants and route.tree.grants.condition):
        text = route.tree.grants.condition.text if route.tree.grants and route.tree.grants.condition else None
        condition = decision.reason or text or "the condition of the decision"
    settled = conditioned(settled, route, condition, decision.condition_met)
    part = settled.code is None and (_part(ruling) or _is_part(holding.credits, settled.credits))
    effect: Effect = "conditional" if settled.condition else "partial" if part else "recognised"
    return effect, unit_of(bench, route, holding, settled, holding.id)


def _part(ruling: Ruling) -> bool:
    return ruling.decision.outcome == "partial" or _is_part(ruling.standing.holding.credits, ruling.decision.credits)


def _is_part(whole: Fraction | None, given: Fraction | None) -> bool:
    return whole is not None and given is not None and given < whole


def _settle(bench: Bench, route: Route, ruling: Ruling, outcome: str, item: CatalogueItem | None) -> Settled | None:
    """What the decision gives: the unit it names, whole; or block credit, in part only where the route grants parts."""
    decision, holding = ruling.decision, ruling.standing.holding
    line = route.tree.grants
    whole = item.credits if item is not None else None if decision.unit is not None else holding.credits
    given = decision.credits
    part = _is_part(whole, given)
    if part and not route.effects & {"part", "decided"}:
        of = decision.unit or "what it is"
        amounts = f"{format_amount(given or 0)} of {format_amount(whole or 0)}"
        told = f"{of} is granted whole or not at all; {amounts} is not enough"
        bench.say(holding.id, "R417", told, route.clause)
        return None
    credit_unit = item.credit_unit if item is not None else holding.credit_unit
    limit = bench.cap(route, credit_unit)
    cap = limit.most
    code = None if part else decision.unit
    credits = given if given is not None else whole
    if cap is not None and credits is not None and credits > cap:
        if code is not None:
            told = f"{code} is {format_amount(credits)} credits; the route grants up to {format_amount(cap)}, and units only whole"
            bench.say(holding.id, "R417", told, route.clause)
            return None
        credits = cap
    settled = Settled(
        code=code,
        credits=credits,
        credit_unit=credit_unit,
        state=ruling.standing.state,
        sure=ruling.sure and limit.known,
        settles_level=code is not None or bool(route.effects & {"full", "decided"}),
        graded=line.graded if line else True,
        decision=decision.id,
        item=item if code is not None else None,
    )
    return settled if code is None else replace(settled, credits=whole if whole is not None else credits)
