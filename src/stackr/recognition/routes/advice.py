"""A third party's recommendation: it never grants; whoever assesses the case reads it."""

from __future__ import annotations

from stackr.recognition.bench import Bench, title_of
from stackr.recognition.standing_offer import takers
from stackr.rulebook.book import Route


def offer(bench: Bench, route: Route) -> None:
    """Notes the advice on each holding it speaks for."""
    for standing, sure in takers(bench, route):
        if sure:
            told = f"{title_of(route.clause)} speaks for it; it is for the assessor to weigh"
            bench.say(standing.holding.id, "R431", told, route.clause)
