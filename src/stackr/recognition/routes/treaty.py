"""Recognition by treaty: settles the level, not the content. It combines with a route that settles credit."""

from __future__ import annotations

from stackr.recognition.bench import Bench
from stackr.recognition.standing_offer import as_it_stands, takers
from stackr.rulebook.book import Route


def offer(bench: Bench, route: Route) -> None:
    """The level of each holding that meets the condition; its credit too, only if the route says so."""
    for standing, sure in takers(bench, route):
        as_it_stands(bench, route, standing, sure)
