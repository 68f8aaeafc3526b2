"""Earlier decisions on the same learning: granted again as it was decided then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from stackr.model.learning import Decision, Holding
from stackr.recognition.bench import Bench, Standing
from stackr.recognition.callbacks import earlier_decisions
from stackr.recognition.decided import Ruling, apply
from stackr.recognition.standing_offer import as_it_stands, chain_fits, takers
from stackr.rulebook.book import Route


def offer(bench: Bench, route: Route) -> None:
    """What the earlier decisions that the condition admits decided; as it stands where the route says `full`."""
    for standing, sure in takers(bench, route):
        if "decided" not in route.effects:
            as_it_stands(bench, route, standing, sure)
        elif chain_fits(bench, route, standing):
            rulings = [Ruling(decision, standing, sure) for decision in _admitted(bench, route, standing)]
            if rulings:
                apply(bench, route, rulings)


def _admitted(bench: Bench, route: Route, standing: Standing) -> list[Decision]:
    """Each earlier decision asked on its own whether it is recent enough."""
    condition = route.condition
    found = []
    for decision in earlier_decisions(bench.context, standing.holding):
        if condition is None:
            found.append(decision)
            continue
        context = replace(bench.context, precedents=_only(decision.date))
        if condition(standing.holding, context) is not False:
            found.append(decision)
    return found


def _only(day: date | None) -> Callable[[Holding], tuple[date | None, ...]]:
    return lambda _: (day,)
