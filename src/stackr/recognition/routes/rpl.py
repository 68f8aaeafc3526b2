"""Recognition of prior learning, the fallback: it grants only by a recorded decision, outcome by outcome, whole units.

A case opens for a target unit that nothing else gives, where evidence names one of its outcomes or the learner asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stackr._quantity import format_amount
from stackr.conditions.clauses import owner_of
from stackr.model.learning import Decision, Holding, RecognisedUnit, State
from stackr.recognition.bench import Bench, Offer, Standing, title_of
from stackr.recognition.cases import open_cases
from stackr.recognition.rpl_checks import checked, may_show
from stackr.recognition.standing_offer import conditioned
from stackr.recognition.units import Settled, unit_of
from stackr.requirements.words import listing
from stackr.rulebook.book import Route


def offer(bench: Bench, route: Route) -> None:
    """A grant for what decisions on each piece of evidence give; then the cases that are open."""
    groups: dict[str | None, list[Decision]] = {}
    for decision in _latest(bench, route):
        if decision.holding is not None and decision.holding not in bench.standings:
            told = f"the decision {decision.id} names the holding {decision.holding}, which is not on record; it is not applied"
            bench.say(None, "R424", told, route.clause)
        elif _gives_units(bench, route, decision):
            groups.setdefault(decision.holding, []).append(decision)
    for identity in sorted(groups, key=lambda name: name or ""):
        _grant(bench, route, bench.standings[identity] if identity is not None else None, groups[identity])
    open_cases(bench, route, {decision.unit for group in groups.values() for decision in group})


def _gives_units(bench: Bench, route: Route, decision: Decision) -> bool:
    """Whether it says that a unit is granted, or that none is: a level, or a part of nobody knows how much, is neither."""
    if decision.outcome == "level-only":
        why = "settles a level only"
    elif decision.outcome == "partial" and decision.credits is None:
        why = "grants a part and does not say how many credits"
    else:
        return True
    told = f"the decision {decision.id} {why}; {title_of(route.clause)} grants units, whole or not at all: it is not applied"
    bench.say(decision.holding, "R424", told, route.clause)
    return False


def _latest(bench: Bench, route: Route) -> list[Decision]:
    """Of several decisions on one unit the latest; two of one day that differ, or of a day that is not known, are nobody's to
    choose from."""
    by_unit: dict[tuple[str | None, str | None], list[Decision]] = {}
    for decision in bench.decisions("rpl", route):
        key = (decision.unit, None) if decision.unit is not None else (None, decision.id)
        by_unit.setdefault(key, []).append(decision)
    kept = []
    for group in by_unit.values():
        rivals = [decision for decision in group if decision.date in (None, group[0].date)]
        if len({_content(decision) for decision in rivals}) > 1:
            ids = " and ".join(sorted(decision.id for decision in rivals))
            when = " on the same day" if len({decision.date for decision in rivals}) == 1 else ", and not all say when"
            told = f"{ids} decide differently on {group[0].unit}{when}; neither is applied"
            bench.say(group[0].holding, "R424", told, route.clause)
        else:
            kept.append(group[0])
    return sorted(kept, key=lambda item: (item.unit or "", item.id))


def _content(decision: Decision) -> tuple[object, ...]:
    shares = tuple(sorted(decision.shares.items()))
    return shares, decision.outcome, decision.credits, decision.holding, decision.condition_met


def _grant(bench: Bench, route: Route, standing: Standing | None, decisions: list[Decision]) -> None:
    open_ = True if standing is None else may_show(bench, route, standing)
    if open_ is False:
        return
    label = standing.holding.id if standing is not None else decisions[0].id
    units: list[RecognisedUnit] = []
    for decision in decisions:
        holding = _evidence(standing, decision)
        truth = checked(bench, route, decision, standing.holding if standing else None)
        if truth is not False:
            sure = truth is True and open_ is True and (standing is None or standing.sure_at(route))
            units.extend(_unit(bench, route, decision, holding, sure, label))
    if not units:
        return
    ids = (standing.holding.id,) if standing is not None else ()
    never = sorted(name for name in route.never_for if owner_of(name, bench.book.qualifications) is not None)
    but = f"; it never counts for {listing(never, 'or')}" if never else ""
    words = ", ".join(unit.code or f"{format_amount(unit.credits or 0)} credits" for unit in units)
    if standing is None:
        _tell_unfounded(bench, route, decisions, words)
    bench.offer(
        Offer(
            route=route,
            holdings=ids,
            label=label,
            effect="conditional" if any(unit.condition for unit in units) else "recognised",
            sure=any(unit.sure for unit in units),
            units=tuple(units),
            pieces=pieces_used(bench, standing.holding) if standing is not None else frozenset(),
            message=f"{title_of(route.clause)}, by decision: recognised as {words}{but}",
        )
    )


def _tell_unfounded(bench: Bench, route: Route, decisions: list[Decision], words: str) -> None:
    """No holding carries the grant, so it is said of the record as a whole: who decided what, and that it names no evidence."""
    ids = listing([decision.id for decision in decisions], "and")
    named = "decision" if len(decisions) == 1 else "decisions"
    by = listing(sorted({decision.by for decision in decisions if decision.by}), "and")
    told = f"{title_of(route.clause)}: the {named} {ids}{f' by {by}' if by else ''} {'gives' if named == 'decision' else 'give'} {words} "
    bench.say(None, "R440", told + "and names no learning that shows it", route.clause)


def pieces_used(bench: Bench, holding: Holding) -> frozenset[str]:
    """The learning that RPL on a holding uses up: none for experience, which is credited in no other way and may show many
    units; a credential is used as it would be by any route."""
    return frozenset() if holding.kind == "experience" else bench.pieces[holding.id]


def _evidence(standing: Standing | None, decision: Decision) -> Holding:
    """What the unit rests on. Learning without a day of award is credited on the day of the decision."""
    if standing is None:
        dates = {"awarded": decision.date} if decision.date is not None else {}
        return Holding(id=decision.id, kind="experience", status="active", holder="learner", dates=dates)
    holding = standing.holding
    if "awarded" in holding.dates or decision.date is None:
        return holding
    return replace(holding, dates={**holding.dates, "awarded": decision.date})


def _unit(
    bench: Bench, route: Route, decision: Decision, holding: Holding, sure: bool, label: str
) -> Iterator[RecognisedUnit]:
    """The unit whole, or nothing, with the reason said."""
    item = bench.item(decision.unit, decision.date)
    whole = item.credits if item is not None else decision.credits
    credit_unit = item.credit_unit if item is not None else holding.credit_unit
    limit = bench.cap(route, credit_unit)
    cap = limit.most
    told = None
    if decision.credits is not None and whole is not None and decision.credits < whole:
        told = f"{decision.unit} is granted whole or not at all; {format_amount(decision.credits)} of {format_amount(whole)} is not enough"
    elif cap is not None and whole is not None and whole > cap and decision.unit is not None:
        told = f"{decision.unit} is {format_amount(whole)} credits; the route grants up to {format_amount(cap)}, and units only whole"
    if told is not None:
        bench.say(decision.holding, "R417", told, route.clause)
        return
    settled = Settled(
        code=decision.unit,
        credits=min(whole, cap) if whole is not None and cap is not None else whole,
        credit_unit=credit_unit,
        state=State.EARNED,
        sure=sure and limit.known,
        ungraded=True,
        decision=decision.id,
        item=item,
    )
    line = route.tree.grants
    text = line.condition.text if line is not None and line.condition is not None else None
    if text is None and decision.outcome == "conditional":
        text = decision.reason or "the condition of the decision"
    yield unit_of(bench, route, holding, conditioned(settled, route, text, decision.condition_met), label)
