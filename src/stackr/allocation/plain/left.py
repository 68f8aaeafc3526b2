"""What the greatest worth of a part leaves open, and what was found in pieces put together."""

from __future__ import annotations

from collections.abc import Iterable

from stackr.allocation.plain.part import Part
from stackr.allocation.plain.rules import Placed


def left_open(part: Part, best: int) -> dict[int, list[int]]:
    """Per unit the places where it may count in an allocation that reaches the greatest worth, as far as bounds tell."""
    guard = part.guard
    bounds = part.total + guard - best * part.every
    fits = {}
    for unit in part.units:
        amount = part.lattice if part.cut[unit] else 0
        lost = part.most_of(unit, amount) if amount else part.lost[unit]
        left = []
        for place in part.fits[unit]:
            given = amount or part.gives[unit][place]
            after = bounds - lost + min(given, part.need[place]) * part.regain[place] + part.gain_of(unit, place, given)
            if after & guard == guard:
                left.append(place)
        if left:
            fits[unit] = left
    return fits


def tied_down(part: Part, best: int) -> set[tuple[int, int]]:
    """(unit, place) where a unit counts in every allocation that reaches the greatest worth, as far as bounds tell."""
    return {
        (unit, places[0])
        for unit, places in left_open(part, best).items()
        if len(places) == 1 and not part.may_reach(part.total, unit, 0, best)
    }


def all_wanted(part: Part, units: Iterable[int], fits: dict[int, list[int]]) -> bool:
    """Whether each of the units has one place left, where all of them find room: every best allocation counts them there in full,
    for what it left out would make it better."""
    room: dict[int, int] = {}
    for unit in units:
        if unit in part.extra or len(fits[unit]) > 1:
            return False
        (place,) = fits[unit]
        room[place] = room.get(place, part.need[place]) - part.gives[unit][place]
        if room[place] < 0:
            return False
    return True


def put_together(found: list[tuple[int, Placed]], units: set[int]) -> dict[int, Placed] | None:
    """What was found for some units, put together from pieces; None if one is in two places."""
    merged = added_up([(unit, placed) for unit, placed in found if unit in units])
    return None if any(len(parts) > 1 for parts in merged.values()) else merged


def added_up(found: Iterable[tuple[int, Placed]]) -> dict[int, Placed]:
    """What was found per unit that counts, pieces at one place being one."""
    merged: dict[int, dict[int, int]] = {}
    for unit, placed in found:
        for place, amount in placed:
            here = merged.setdefault(unit, {})
            here[place] = here.get(place, 0) + amount
    return {unit: tuple(here.items()) for unit, here in merged.items()}
