"""In which order units are decided, and which place each tries first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackr.allocation.positions import bits

if TYPE_CHECKING:
    from stackr.allocation.plain.scaled import Scaled


def ranked(part: Scaled) -> tuple[list[int], dict[int, list[int]]]:
    """Units with one place first, then large before small; and for each its places, the worthiest and scarcest first."""
    supply = dict.fromkeys(part.places, 0)
    for given in part.gives.values():
        for place, amount in given.items():
            supply[place] += amount
    rank = {place: supply[place] * 1000 // max(1, part.need[place]) for place in part.places}
    places: dict[int, list[int]] = {}
    of_like: dict[object, list[int]] = {}
    for unit, given in part.gives.items():
        like = part.like[unit]
        if like not in of_like:
            brings = [(-part.worth[p] * min(given[p], part.need[p]), rank[p], p) for p in part.fits[unit]]
            of_like[like] = [entry[2] for entry in sorted(brings)]
        places[unit] = of_like[like]
    return _by_place(part), places


def _by_place(part: Scaled) -> list[int]:
    """Units so that places are done with early: those of the place with the fewest first, large before small."""
    at = dict.fromkeys(sorted(part.places), 0)
    for unit in part.units:
        for place in part.fits[unit]:
            at[place] |= 1 << unit
    most = {unit: -max(given.values()) for unit, given in part.gives.items()}
    order: list[int] = []
    while len(order) < len(part.units):
        here = at.pop(min((p for p, units in at.items() if units), key=lambda p: at[p].bit_count()))
        order += sorted(bits(here), key=most.__getitem__)
        for place, units in at.items():
            at[place] = units & ~here
    return order
