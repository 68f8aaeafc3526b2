"""The ways through an award's choices: in each, some children are chosen and the others are not there.

Under a `Choose` p is the mean of the best n children that are chosen, so the greatest p is the greatest over every choice
of n of them; and every allocation has the p of its own best n. What is best of all is best in its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from itertools import combinations, product
from operator import or_

from stackr.allocation.nodes import All, Choose, Node
from stackr.allocation.plain.reading import named_units, only_places
from stackr.allocation.plain.rows import NotPlain, contested
from stackr.allocation.positions import bits, choices, eligible_places, places_below
from stackr.allocation.problem import Problem

MOST_WAYS = 128
"""Awards with more ways than this are left to the general search, which does not try them one by one."""


def each_way(problem: Problem) -> tuple[Problem, ...]:
    """Problems without a choice that is open, whose allocations together are those of the problem. Raises `NotPlain`."""
    problem = cut_anywhere(problem)
    if len(problem.awards) != 1:
        return (problem,)
    (award,) = problem.awards
    walker = _Walker(problem)
    opens = any(walker.is_open(node) for node in choices(problem))
    found = list(walker.ways(award.root)) if opens else [(award.root, 0)]
    kept = _each_kept(problem)
    if len(found) * len(kept) > MOST_WAYS:
        raise NotPlain
    if len(found) * len(kept) == 1:
        return (problem,)
    chosen = [(replace(problem, awards=(replace(award, root=root),)), shut) for root, shut in found]
    return tuple(_closed(way, shut, away) for way, shut in chosen for away in kept)


def cut_anywhere(problem: Problem) -> Problem:
    """The problem with block credit in the place of units that may be cut among all their places, as they lie in one splittable group.

    Raises `NotPlain` for a unit that may be cut among some of its places.
    """
    if all(place.splittable < 0 for place in problem.places):
        return problem
    units = []
    for unit, mask in zip(problem.units, eligible_places(problem), strict=True):
        groups = {problem.places[place].splittable for place in bits(mask)} - ({-1} if unit.divisible else set())
        if len(groups) > 1:
            raise NotPlain
        units.append(replace(unit, divisible=True) if groups - {-1} else unit)
    places = tuple(replace(place, splittable=-1) for place in problem.places)
    return replace(problem, units=tuple(units), places=places)


def _each_kept(problem: Problem) -> list[int]:
    """Of units that may be cut and exclude one another, those that are out: one mask for each choice of so many as may count."""
    fitting = reduce(or_, [place.eligible for place in problem.places], 0)
    cut = sum([1 << at for at, unit in enumerate(problem.units) if unit.divisible and unit.credits > problem.step])
    cut &= fitting
    away = [0]
    for row in contested(problem) if cut else ():
        units = row.units & fitting
        if units & cut and units.bit_count() > row.amount:
            kept = [sum(1 << unit for unit in each) for each in combinations(bits(units), row.amount)]
            away = [before | units & ~mask for before in away for mask in kept]
            if len(away) > MOST_WAYS:
                raise NotPlain
    return list(dict.fromkeys(away))


def _closed(problem: Problem, shut: int, away: int) -> Problem:
    """The problem with some places shut and some units out."""
    places = [
        replace(place, eligible=0 if shut >> at & 1 else place.eligible & ~away)
        for at, place in enumerate(problem.places)
    ]
    return replace(problem, places=tuple(places))


class _Walker:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.open = sum(1 << at for at, place in enumerate(problem.places) if place.eligible)

    def ways(self, node: Node) -> Iterator[tuple[Node, int]]:
        """(the node with its choices made, places that are shut then)."""
        if isinstance(node, All):
            yield from self._each(node, node.children, 0)
        elif isinstance(node, Choose) and self.is_open(node):
            yield from self._chosen(node)
        else:
            yield node, 0

    def _each(self, node: All | Choose, children: tuple[Node, ...], shut: int) -> Iterator[tuple[Node, int]]:
        found: list[tuple[tuple[Node, ...], int]] = [((), shut)]
        for child in children:
            here = list(self.ways(child))
            found = [((*kept, made), shut | more) for (kept, shut), (made, more) in product(found, here)]
            if len(found) > MOST_WAYS:
                raise NotPlain
        for made, closed in found:
            yield replace(node, children=made), closed

    def is_open(self, node: Choose) -> bool:
        """Whether there is more to choose from than is chosen, and it takes making the choice to tell."""
        live = [child for child in node.children if places_below(child) & self.open]
        return 0 < node.n < len(live) and not named_units(self.problem, live)

    def _chosen(self, node: Choose) -> Iterator[tuple[Node, int]]:
        if node.most not in (None, node.n) or any(_binds_below(child) for child in node.children):
            raise NotPlain
        below = [places_below(child) for child in node.children]
        live = [at for at, mask in enumerate(below) if mask & self.open]
        if not all(only_places(self.problem, child) for child in node.children):
            raise NotPlain
        found = 0
        for chosen in combinations(live, node.n):
            shut = 0
            if node.most is not None:
                for at, mask in enumerate(below):
                    shut |= 0 if at in chosen else mask
            for way in self._each(node, tuple(node.children[at] for at in chosen), shut):
                found += 1
                if found > MOST_WAYS:
                    raise NotPlain
                yield way


def _binds_below(node: Node) -> bool:
    """Whether something below forbids units to count below several children: in a way without it nothing would."""
    if isinstance(node, Choose) and node.most is not None and node.most < len(node.children):
        return True
    return isinstance(node, All | Choose) and any(_binds_below(child) for child in node.children)
