"""Made-up problems that are plain but for what their ways settle: choices of pools, units to cut, preferences, later routes."""

from __future__ import annotations

import random
from dataclasses import replace
from math import prod

from allocation.plain_problems import make_plain
from allocation.problems import without_last_unit
from stackr.allocation.nodes import All, Choose, Fixed, Leaf, Node
from stackr.allocation.problem import Preference, Problem
from stackr.allocation.reference import unit_positions


def make_choosing(seed: int, most_units: int = 6, most_cases: int = 400) -> Problem:
    """A plain problem with some of its requirements gathered under choices, and more that ways settle."""
    rng = random.Random(f"choosing {seed}")
    problem = make_plain(seed, most_units, most_cases)
    if rng.random() < 0.4:
        problem = _splittable(problem, some=rng.random() < 0.3, rng=rng)
    if rng.random() < 0.3:
        costs = [tuple(rng.choice((0, 0, 1, 2)) for _ in problem.units) for _ in range(2)]
        wanted = Preference("b", per_amount=costs[1]) if rng.random() < 0.5 else Preference("b", per_use=costs[1])
        problem = replace(problem, preferences=(Preference("a", per_use=costs[0]), wanted)[: rng.choice((1, 2))])
    if rng.random() < 0.2:
        grants = tuple(replace(grant, demerit=rng.choice((0, 0, 1))) for grant in problem.grants)
        problem = replace(problem, grants=grants)
    (award,) = problem.awards
    root = award.root
    assert isinstance(root, All)
    problem = replace(problem, awards=(replace(award, root=replace(root, children=_gathered(root.children, rng))),))
    while prod(len(unit_positions(problem, unit)) for unit in range(len(problem.units))) > most_cases:
        problem = without_last_unit(problem)
    return problem


def _splittable(problem: Problem, *, some: bool, rng: random.Random) -> Problem:
    places = [
        replace(place, splittable=-1 if some and rng.random() < 0.5 else 0, need=max(place.need, problem.step))
        for place in problem.places
    ]
    return replace(problem, places=tuple(places))


def _gathered(children: tuple[Node, ...], rng: random.Random) -> tuple[Node, ...]:
    """Some of the leaves under a choice, now and then with an inner one, or with a child that is waived."""
    leaves = [child for child in children if isinstance(child, Leaf)]
    if len(leaves) < 2 or rng.random() < 0.2:
        return children
    chosen = rng.sample(leaves, rng.randint(2, len(leaves)))
    inner: list[Node] = list(chosen)
    if len(chosen) > 2 and rng.random() < 0.3:
        pair = tuple(chosen[:2])
        inner = [
            Choose("inner", 1, pair, 10, rng.choice((1, None))) if rng.random() < 0.5 else All("pair", pair, 10),
            *chosen[2:],
        ]
    if rng.random() < 0.1:
        inner.append(Fixed("waived", rng.random() < 0.7, 10))
    n = rng.randint(1, len(inner))
    most = rng.choice((n, n, None, min(n + 1, len(inner))))
    rest = [child for child in children if child not in chosen]
    return (*rest, Choose("gathered", n, tuple(inner), 10 * n, most))
