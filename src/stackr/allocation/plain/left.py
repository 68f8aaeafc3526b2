"""What the greatest worth of a part leaves open, and what was found in pieces put together."""

from __future__ import annotations

from stackr.allocation.plain.part import Part, Placed


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


def put_together(found: list[tuple[int, Placed]], units: set[int]) -> dict[int, Placed] | None:
    """What was found for some units, put together from pieces; None if one is in two places."""
    merged: dict[int, Placed] = {}
    for unit, placed in found:
        if unit in units and placed:
            ((place, amount),) = placed
            if unit in merged:
                ((other, more),) = merged[unit]
                if other != place:
                    return None
                amount += more
            merged[unit] = ((place, amount),)
    return merged
