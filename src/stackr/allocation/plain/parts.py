"""The parts that a problem falls into: units and places that touch, which can be settled one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stackr.allocation.plain.rows import Row
from stackr.allocation.positions import bits


def parts_of(fits: Mapping[int, Sequence[int]], ties: Iterable[Row]) -> list[tuple[list[int], list[int]]]:
    """(units, places) of each part. `fits`: the places of each unit; a tie holds the places of its units together."""
    parent: dict[int, int] = {}

    def find(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    def join(places: Sequence[int]) -> None:
        for place in places:
            parent.setdefault(place, place)
        for place in places[1:]:
            parent[find(place)] = find(places[0])

    for same in set(map(tuple, fits.values())):
        join(same)
    there = mask_of(fits)
    for tie in ties:
        join([p for unit in bits(tie.units & there) for p in fits[unit] if tie.places >> p & 1])
    parts: dict[int, tuple[list[int], list[int]]] = {}
    for place in sorted(parent):
        parts.setdefault(find(place), ([], []))[1].append(place)
    for unit, places in fits.items():
        parts[find(places[0])][0].append(unit)
    return list(parts.values())


def mask_of(units: Iterable[int]) -> int:
    """The units as a bit mask."""
    return sum(1 << unit for unit in units)
