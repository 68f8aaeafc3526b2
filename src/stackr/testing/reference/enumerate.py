"""Every lawful allocation of a claim in one world, and the best there is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from stackr.testing.reference.counted import Counted, Position
from stackr.testing.reference.limits import Shared, lawful, shares_of
from stackr.testing.reference.places import Place, pinned
from stackr.testing.reference.rules import Rules
from stackr.testing.reference.world import Number, World
from stackr.testing.reference.worth import Tree, Worth

MOST = 20_000
"""Allocations that are tried before limits; beyond that a claim is too large."""


class TooLarge(ValueError):
    """More allocations than can be tried."""


def best(world: World, most: int = MOST) -> dict[str, Worth]:
    """The worth of each award of the claim under the best allocation, in the order of objective (1) and (2)."""
    awards = [Rules(world, member) for member in world.members]
    places = {place.id: place for place in _places(awards)}
    shares = list(shares_of(awards))
    trees = [Tree(rules) for rules in awards]
    positions = [list(_positions(world, places, shares, awards, unit)) for unit in range(len(world.units))]
    if prod(len(each) for each in positions) > most:
        raise TooLarge(f"{prod(len(each) for each in positions)} allocations")
    tried = _allocations(world, awards, shares, places, positions, 0, {})
    found = max(([tree.worth(counted) for tree in trees] for counted in tried), key=_value)
    return {rules.award.id: worth for rules, worth in zip(awards, found, strict=True)}


def _places(awards: list[Rules]) -> list[Place]:
    """The places of all awards, once pins are heeded."""
    places = [place for rules in awards for place in rules.places]
    for rules in awards:
        for here, unit in rules.pins():
            places = pinned(places, here, unit)
    return places


def _value(worths: list[Worth]) -> tuple[Any, ...]:
    """Objective (1) and (2); awards stand in their order."""
    satisfied = tuple(worth.progress == 1 for worth in worths)
    return (
        sum(satisfied),
        satisfied,
        tuple(worth.progress for worth in worths),
        tuple(worth.p for worth in worths),
        tuple(worth.met for worth in worths),
    )


def _allocations(
    world: World,
    awards: list[Rules],
    shares: list[Shared],
    places: dict[str, Place],
    positions: list[list[Position]],
    unit: int,
    at: dict[int, Position],
) -> Iterator[Counted]:
    """Unit by unit; what breaks a limit that nothing further can mend is given up."""
    counted = Counted(world, places, at)
    last = unit == len(positions)
    if not lawful(world, awards, shares, counted, done=last):
        return
    if last:
        yield counted
        return
    for position in positions[unit]:
        below = {**at, unit: position} if position else at
        yield from _allocations(world, awards, shares, places, positions, unit + 1, below)


def _positions(
    world: World, places: dict[str, Place], shares: list[Shared], awards: list[Rules], unit: int
) -> Iterator[Position]:
    """Every way one unit may count: in each layer whole at one place, whole at places that share, or cut where it may be."""
    layers: dict[str, list[Place]] = {}
    for place in places.values():
        if unit in place.eligible:
            layers.setdefault(place.layer, []).append(place)
    for chosen in product(*(list(_in_layer(world, here, shares, awards, unit)) for here in layers.values())):
        position = {place: amount for part in chosen for place, amount in part.items()}
        if _drawn_from_counted(position, awards):
            yield position


def _drawn_from_counted(position: Position, awards: list[Rules]) -> bool:
    """A layer `from counted` takes only what counts in the main layer too."""
    for rules in awards:
        for layer in rules.award.layers:
            here = layer.from_counted and any(place in rules.scope(layer.id) for place in position)
            if here and not any(place in rules.scope(None) for place in position):
                return False
    return True


def _in_layer(
    world: World, here: list[Place], shares: list[Shared], awards: list[Rules], unit: int
) -> Iterator[Position]:
    whole, step = world.credits[unit], awards[0].award.step
    amounts = sorted({whole, *_steps(whole, step)})
    for position in _cut(here, amounts, 0, {}):
        if not position or _may(world, position, here, shares, unit, step):
            yield position


def _steps(whole: Number, step: Fraction) -> list[Number]:
    return [n * step.numerator if step.denominator == 1 else n * step for n in range(1, int(whole / step) + 1)]


def _cut(here: list[Place], amounts: list[Number], at: int, position: dict[str, Number]) -> Iterator[Position]:
    if at == len(here):
        yield position
        return
    yield from _cut(here, amounts, at + 1, position)
    for amount in amounts:
        yield from _cut(here, amounts, at + 1, {**position, here[at].id: amount})


def _may(world: World, position: Position, here: list[Place], shares: list[Shared], unit: int, step: Fraction) -> bool:
    whole = world.credits[unit]
    if all(amount == whole for amount in position.values()):
        pairs = [(p, q) for p in position for q in position if p < q]
        if all(any(_joins(p, q, share) or _joins(q, p, share) for share in shares) for p, q in pairs):
            return True
    groups = {place.splittable for place in here if place.id in position}
    divisible = world.units[unit].is_block or (len(groups) == 1 and None not in groups)
    in_steps = all(amount > 0 and Fraction(amount) % step == 0 for amount in position.values())
    return bool(whole) and divisible and in_steps and sum(position.values()) <= whole


def _joins(p: str, q: str, share: Shared) -> bool:
    return p in share[0] and q in share[1]
