"""Made-up problems of the shape that awards mostly have: pools that overlap, named units, a total, few floors and limits."""

from __future__ import annotations

import random
from math import prod

from allocation.problems import without_last_unit
from stackr.allocation.checks import Check, Floor, Known
from stackr.allocation.nodes import All, Amount, Choose, Leaf, Measure, Node
from stackr.allocation.problem import Award, Ceiling, Grant, Place, Problem, Unit
from stackr.allocation.reference import unit_positions

SIZES = ((5, 10, 10, 15, 20), (10,), (2, 3, 4), (3, 5, 6, 9))


def make_choices(seed: int, most_units: int = 6, most_cases: int = 1500) -> Problem:
    """A plain problem of mostly choices of named units."""
    return make_plain(seed, most_units, most_cases, choices=0.6)


def make_plain(seed: int, most_units: int = 6, most_cases: int = 1500, choices: float = 0.15) -> Problem:
    """A problem whose units have at most `most_cases` combinations of positions; so many of its requirements are choices of named units."""
    problem = _Maker(random.Random(f"plain {seed}"), most_units, choices).problem()
    while prod(len(unit_positions(problem, unit)) for unit in range(len(problem.units))) > most_cases:
        problem = without_last_unit(problem)
    return problem


class _Maker:
    def __init__(self, rng: random.Random, most_units: int, choices: float) -> None:
        self.rng, self.count, self.choices = rng, rng.randint(1, most_units), choices
        self.sizes = rng.choice(SIZES)
        self.places: list[Place] = []

    def some(self, chance: float) -> int:
        return sum(1 << unit for unit in range(self.count) if self.rng.random() < chance)

    def where(self, chance: float) -> int:
        """All places, or with this chance some."""
        everywhere = (1 << len(self.places)) - 1
        return self.rng.randrange(1, everywhere + 1) if self.rng.random() < chance else everywhere

    def problem(self) -> Problem:
        rng, divisible = self.rng, self.rng.choice((0.0, 0.0, 0.3, 0.6))
        self.units = tuple(
            Unit(f"u{i}", rng.choice(self.sizes), i, rng.choice((-1, -1, 0, 1)), 1, rng.random() < divisible)
            for i in range(self.count)
        )
        nodes = [self.node(i) for i in range(rng.choice((1, 2, 3, 4, 5)))]
        if rng.random() < 0.5:
            nodes.append(self.total())
        checks = tuple(self.check(i) for i in range(rng.choice((0, 1, 1, 2))))
        bounds = rng.choice(((), (), (10,), (20, 15), (40,)))
        crowded = rng.random() < 0.2
        return Problem(
            self.units,
            tuple(Grant(f"g{i}", frozenset({rng.randrange(3) if crowded else i})) for i in range(self.count)),
            tuple(self.places),
            (Award("award", All("root", tuple(nodes), sum(n.weight for n in nodes)), tuple(range(len(checks)))),),
            checks=checks,
            ceilings=tuple(Ceiling(f"l{i}", self.some(0.5), self.where(0.3), bound) for i, bound in enumerate(bounds)),
            multiplicity=(1, rng.choice((1, 2))),
            step=rng.choice((1, 5)) if self.sizes[0] in (5, 10) else 1,
        )

    def node(self, index: int) -> Node:
        rng, kind = self.rng, self.rng.random()
        if kind < 0.85 - self.choices:
            need = rng.choice((self.sizes[-1], 2 * self.sizes[0], 15, 30, 7))
            most = need + rng.choice((0, 5)) if rng.random() < 0.1 else None
            self.places.append(Place(f"p{len(self.places)}", self.some(0.5), need, most=most))
            return Leaf(len(self.places) - 1, need * rng.choice((1, 1, 1, 2)))
        if kind < 1 - self.choices:
            return self.named(rng.choice((10, 20)))
        children = tuple(self.named(10) for _ in range(rng.choice((2, 3))))
        n = rng.choice((0, 1, 1, *range(1, len(children) + 1)))
        most = rng.choice((n, n, None)) if n else 1  # at most one of: without weight, and it forbids
        return Choose(f"c{index}", n, children, 10 * n, most)

    def named(self, weight: int) -> Leaf:
        whole = sum(1 << u for u in range(self.count) if not self.units[u].divisible or self.rng.random() < 0.1)
        self.places.append(Place(f"p{len(self.places)}", self.some(0.3) & whole, 1, Measure.ITEMS))
        return Leaf(len(self.places) - 1, weight)

    def total(self) -> Amount:
        measure = Measure.ITEMS if self.rng.random() < 0.1 else Measure.CREDITS
        need = self.rng.randint(1, 4) if measure is Measure.ITEMS else 5 * self.rng.randint(1, 12)
        return Amount("total", self.where(0.2), need, self.rng.choice((0, 5, 10)), measure)

    def check(self, index: int) -> Check:
        rng = self.rng
        if rng.random() < 0.2:
            return Known(f"k{index}", rng.random() < 0.5, rng.choice((None, 3)))
        return Floor(f"f{index}", self.some(0.5), self.where(0.2), rng.choice((5, 10, 20)))
