"""Case by case: a person decides, and recognises unless a substantial difference is shown. Until then it is pending."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.model.learning import Decision
from stackr.recognition.bench import Bench, Standing, title_of
from stackr.recognition.deadlines import decide_by
from stackr.recognition.decided import Ruling, apply
from stackr.recognition.differences import indications, named
from stackr.recognition.standing_offer import as_it_stands, chain_fits, takers
from stackr.recognition.types import Pending
from stackr.rulebook.book import Route


def offer(bench: Bench, route: Route) -> None:
    """What decisions on each holding give; where there is none and no earlier route grants, an open question."""
    decisions = bench.decisions("assessment", route)
    taken = set()
    for standing, sure in takers(bench, route):
        taken.add(standing.holding.id)
        identity = standing.holding.id
        own = [decision for decision in decisions if decision.holding == identity]
        rulings = [Ruling(decision, standing, sure) for decision in own if _shown(bench, route, decision)]
        if rulings and apply(bench, route, rulings):
            continue
        if (
            standing.holding.kind != "experience"
            and identity not in bench.granted
            and chain_fits(bench, route, standing)
        ):
            _ask(bench, route, standing)
    _unplaced(bench, route, [decision for decision in decisions if decision.holding not in taken])


def _shown(bench: Bench, route: Route, decision: Decision) -> bool:
    """A refusal must show a substantial difference of the kinds that the ladder names, or it is none."""
    grounds = route.tree.differences
    if decision.outcome != "refused" or not grounds or named(decision, grounds):
        return True
    assert decision.holding is not None
    told = f"the refusal {decision.id} shows no substantial difference in {', '.join(grounds)}; it is not applied"
    bench.say(decision.holding, "R434", told, route.clause)
    return False


def _ask(bench: Bench, route: Route, standing: Standing) -> None:
    by, missing = decide_by(bench, route, standing.holding)
    what = "assess it" + (
        f" for substantial differences in {', '.join(route.tree.differences)}" if route.tree.differences else ""
    )
    hints = list(_hints(bench, route, standing))
    what += f" (on record: {'; '.join(hints)})" if hints else ""
    overdue = by is not None and by < bench.as_of
    who = route.tree.by.text if route.tree.by else None
    bench.await_(standing.holding.id, Pending(what, who, by, route.clause.id, overdue, missing))
    told = f"{title_of(route.clause)}: waits for a decision"
    if by is not None:
        told += f" until {by.isoformat()}" + (", which has passed" if overdue else "")
    elif missing:
        told += f"; the time for it runs from the day `{missing[0]}`, which is not known"
    bench.say(standing.holding.id, "R405", told, route.clause)
    as_it_stands(bench, route, standing, False, awaited=True)


def _hints(bench: Bench, route: Route, standing: Standing) -> Iterator[str]:
    for code in sorted(bench.learner.named("applied_for")):
        item = bench.item(code, bench.as_of)
        if item is not None:
            yield from (f"{code}: {hint}" for hint in indications(route.tree, standing.holding, item))


def _unplaced(bench: Bench, route: Route, decisions: list[Decision]) -> None:
    for decision in decisions:
        if decision.holding not in bench.standings:
            told = f"the decision {decision.id} names no holding on record; it is not applied"
            bench.say(None, "R424", told, route.clause)
        else:
            told = f"the decision {decision.id} is not applied: {title_of(route.clause)} does not take this holding"
            bench.say(decision.holding, "R424", told, route.clause)
