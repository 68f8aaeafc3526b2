"""Where units may count in one award in one world."""

from __future__ import annotations

from dataclasses import dataclass, replace

from stackr.allocation.nodes import Measure
from stackr.testing.reference.world import Number


@dataclass(frozen=True)
class Place:
    """Where units may count. Amounts in `measure`."""

    id: str
    layer: str
    splittable: str | None
    measure: Measure
    need: Number
    most: Number | None
    eligible: frozenset[int]
    feeds: str | None = None
    """The place that gets what exceeds the need."""
    kept: frozenset[int] = frozenset()
    """Units of which nothing goes there: a line says that they count at one of the two, not both."""


def pinned(places: list[Place], here: frozenset[str], unit: int) -> list[Place]:
    """A pinned unit counts here or nowhere in the layer, in whichever award; a pin to where it may not count is refused."""
    layers = {place.layer for place in places if place.id in here}
    if not any(place.id in here and unit in place.eligible for place in places):
        return places
    return [
        replace(place, eligible=place.eligible - {unit}) if place.id not in here and place.layer in layers else place
        for place in places
    ]
