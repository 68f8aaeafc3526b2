"""Own credit: learning of the ladder's own bodies stands as the unit it is."""

from __future__ import annotations

from stackr.recognition.bench import Bench
from stackr.recognition.standing_offer import as_it_stands, takers
from stackr.rulebook.book import Route


def offer(bench: Bench, route: Route) -> None:
    """A grant for each holding that meets the condition: the unit of its code."""
    for standing, sure in takers(bench, route):
        as_it_stands(bench, route, standing, sure)
