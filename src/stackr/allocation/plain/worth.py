"""The greatest worth of a part by search: whole units first, then in pieces those that may be cut."""

from __future__ import annotations

from stackr.allocation.plain.filling import Filling
from stackr.allocation.plain.flowing import flow
from stackr.allocation.plain.part import Choice, Part
from stackr.allocation.plain.rows import NotPlain
from stackr.allocation.plain.rules import Placed

DIVE = 60
"""Steps for whole units before it is seen what flows, and cutting is considered as well."""


def greatest_worth(part: Part, filling: Filling) -> tuple[int, list[tuple[int, Placed]]]:
    """The greatest worth, and what has it, per unit or piece of a unit. Raises `NotPlain` where pieces would count in a row."""
    order, places = part.order, part.tries
    whole = part.choices(order, places)
    cut = [unit for unit in order if part.cut[unit] and len(part.fits[unit]) > 1]
    best, found, sure = filling.greatest(order, whole, part.bound, DIVE)
    known = list(zip(order, found, strict=True))
    if best >= part.bound or (sure and not cut):
        return best, known
    if not part.extra and not part.rules and (run := flow(part)) is not None:
        most, flowing = run
        if flowing is not None:
            return most, flowing
        part.bound = min(part.bound, most)
        if best >= part.bound:
            return best, known
    if any(rule.given(part.plain, u, p, 1) for rule in part.rules for u in cut for p in part.fits[u]):
        raise NotPlain
    pieces: list[tuple[int, list[Choice]]] = []
    for unit, choices in zip(order, whole, strict=True):
        if unit in cut:
            pieces += [(unit, part.pieces(unit, places[unit]))] * (part.credits[unit] // part.lattice)
        else:
            pieces.append((unit, choices))
    better, found, _ = filling.greatest(
        [unit for unit, _ in pieces], [choices for _, choices in pieces], part.bound, None, best
    )
    if better <= best:
        return best, known
    return better, list(zip((unit for unit, _ in pieces), found, strict=True))
