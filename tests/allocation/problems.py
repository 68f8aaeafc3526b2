"""Made-up allocation problems from a seed: small enough to enumerate, rich enough to break a solver."""

from __future__ import annotations

import random
from dataclasses import replace
from math import prod
from typing import TypeVar

from stackr.allocation.checks import Average, Check, Distinct, Floor, Known, LastN, Overlay, Span, Taken
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure, Node, Observed
from stackr.allocation.problem import Award, Ceiling, Grant, Place, Preference, Problem, Share, Unit
from stackr.allocation.reference import unit_positions

T = TypeVar("T")


def make_problem(seed: int, most_units: int = 6, most_cases: int = 1500) -> Problem:
    """A problem whose units have at most `most_cases` combinations of positions."""
    rng = random.Random(seed)
    problem = _Maker(rng, most_units).problem()
    if rng.random() < 0.35:
        problem = with_twins(problem, rng)
    while prod(len(unit_positions(problem, unit)) for unit in range(len(problem.units))) > most_cases:
        problem = without_last_unit(problem)
    return problem


def with_twins(problem: Problem, rng: random.Random) -> Problem:
    """The same problem with some units made like the first, but for their days."""
    twins = [unit for unit in range(1, len(problem.units)) if rng.random() < 0.6]

    def like_first(mask: int) -> int:
        for unit in twins:
            mask = mask | 1 << unit if mask & 1 else mask & ~(1 << unit)
        return mask

    def copied(values: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(values[0] if unit in twins else value for unit, value in enumerate(values))

    def check(old: Check) -> Check:
        match old:
            case Floor() | LastN():
                return replace(old, units=like_first(old.units))
            case Average():
                return replace(old, gain=copied(old.gain))
            case Distinct():
                return replace(old, values=copied(old.values))
            case Span():
                return replace(old, units=like_first(old.units), anchors=like_first(old.anchors))
            case _:
                return old

    first = problem.units[0]
    return replace(
        problem,
        units=tuple(
            replace(first, id=unit.id, grant=unit.grant) if i in twins else unit for i, unit in enumerate(problem.units)
        ),
        places=tuple(replace(place, eligible=like_first(place.eligible)) for place in problem.places),
        checks=tuple(check(old) for old in problem.checks),
        ceilings=tuple(replace(ceiling, units=like_first(ceiling.units)) for ceiling in problem.ceilings),
        preferences=tuple(
            replace(p, per_amount=copied(p.per_amount), per_use=copied(p.per_use)) for p in problem.preferences
        ),
    )


def without_last_unit(problem: Problem) -> Problem:
    """The same learner without the latest unit."""
    count = len(problem.units) - 1
    keep = (1 << count) - 1
    places = tuple(replace(place, eligible=place.eligible & keep) for place in problem.places)
    checks = tuple(_shortened(check, count) for check in problem.checks)
    preferences = tuple(
        replace(p, per_amount=p.per_amount[:count], per_use=p.per_use[:count]) for p in problem.preferences
    )
    return replace(problem, units=problem.units[:-1], places=places, checks=checks, preferences=preferences)


def _shortened(check: Check, count: int) -> Check:
    match check:
        case Average():
            return replace(check, gain=check.gain[:count])
        case Distinct():
            return replace(check, values=check.values[:count])
        case LastN():
            return replace(check, order=check.order[:count])
        case Span():
            return replace(check, day=check.day[:count], limit=check.limit[:count])
        case _:
            return check


class _Maker:
    def __init__(self, rng: random.Random, most_units: int) -> None:
        self.rng = rng
        self.count = rng.randint(1, most_units)
        self.scale = rng.choice((1, 1, 2))
        self.step = rng.choice((1, 2, 2)) if self.scale == 1 else rng.choice((1, 2))
        self.weight_scale = rng.choice((1, 1, 3))
        self.sizes = rng.choice(((10,), (5, 10, 15), (3, 5, 6, 9), (2, 3, 4), (0, 4, 6)))
        self.layers = ("main", "overlay") if rng.random() < 0.25 else ("main",)
        self.places: list[Place] = []
        self.checks: list[Check] = []
        self.overlays: list[int] = []
        self.named = 0

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def name(self, kind: str) -> str:
        self.named += 1
        return f"{kind}{self.named}"

    def some_units(self, chance: float = 0.5) -> int:
        return sum(1 << unit for unit in range(self.count) if self.maybe(chance))

    def some_places(self, layer: int | None = 0) -> int:
        here = [i for i, place in enumerate(self.places) if layer is None or place.layer == layer]
        if self.maybe(0.5):
            return sum(1 << i for i in here)
        return sum(1 << i for i in here if self.maybe(0.6))

    def problem(self) -> Problem:
        units = tuple(self.unit(i) for i in range(self.count))
        root = self.node(2)
        second = self.node(1) if self.maybe(0.2) else None
        if len(self.layers) > 1:
            self.overlays.append(len(self.checks))
            check_id = self.name("overlay")
            self.layer_now = 1
            self.checks.append(Overlay(check_id, self.node(1)))
            if not any(place.layer == 1 for place in self.places):
                self.leaf()
            self.layer_now = 0
        self.join_places()
        mine = list(self.overlays)
        for _ in range(self.rng.choice((0, 0, 1, 1, 2))):
            mine.append(self.check())
        awards = [self.award("award", root, mine)]
        if second is not None:
            awards.append(self.award("second", second, [self.check()] if self.maybe(0.4) else []))
        return Problem(
            units=units,
            grants=self.grants(),
            places=tuple(self.places),
            awards=tuple(awards),
            checks=tuple(self.checks),
            ceilings=tuple(self.ceiling() for _ in range(self.rng.choice((0, 0, 1, 1, 2)))),
            shares=self.shares(),
            preferences=self.preferences(),
            multiplicity=(1, 2),
            layers=self.layers,
            within=((1, self.some_places()),) if len(self.layers) > 1 and self.maybe(0.4) else (),
            scale=self.scale,
            weight_scale=self.weight_scale,
            step=self.step,
        )

    layer_now = 0

    def unit(self, index: int) -> Unit:
        credits = self.rng.choice(self.sizes)
        divisible = self.maybe(0.15)
        if divisible:
            credits = min(credits, 6)
        code = self.rng.choice((0, 1)) if self.maybe(0.3) else -1
        return Unit(
            f"u{index}", credits, index if self.maybe(0.8) else 0, code, self.rng.choice((1, 1, 1, 2)), divisible
        )

    def grants(self) -> tuple[Grant, ...]:
        crowded = self.maybe(0.3)
        return tuple(
            Grant(
                f"g{i}",
                frozenset({self.rng.randrange(3)} if crowded and self.maybe(0.6) else {100 + i}),
                self.rng.choice((0, 1, 2)) if crowded else 0,
            )
            for i in range(self.count)
        )

    # the tree

    def node(self, depth: int) -> Node:
        if depth == 0 or self.maybe(0.2):
            return self.twig()
        children = tuple(self.node(depth - 1) for _ in range(self.rng.choice((1, 2, 2, 3))))
        weight = sum(child.weight for child in children)
        if self.maybe(0.35):
            n = self.rng.randint(0, len(children))
            most = self.rng.choice((None, n, n, max(1, n)))
            if n == 0:
                most = self.rng.choice((1, 2, None))
            return Choose(self.name("choose"), n, children, n * weight // max(1, len(children)), most)
        if self.maybe(0.3):
            extra = self.rng.randint(0, 12)
            measure = self.rng.choice((Measure.CREDITS, Measure.CREDITS, Measure.ITEMS))
            need = self.rng.randint(0, 30 if measure is Measure.CREDITS else 4)
            children = (*children, Amount(self.name("amount"), self.some_places(None), need, extra, measure))
            weight += extra
        return All(self.name("all"), children, weight)

    def twig(self) -> Node:
        if self.maybe(0.06):
            return Fixed(self.name("fixed"), self.maybe(0.5), self.rng.choice((0, 5)))
        if self.maybe(0.08):
            return Observed(self.check(), self.scale * self.weight_scale)
        return self.leaf()

    def leaf(self) -> Leaf:
        measure = Measure.ITEMS if self.maybe(0.25) else Measure.CREDITS
        need = self.rng.randint(0, 3) if measure is Measure.ITEMS else self.rng.choice((0, 3, 5, 8, 10, 10, 15, 20, 24))
        most = None
        if self.maybe(0.1):
            most = need + self.rng.choice((0, 0, 2, 5))
        index = len(self.places)
        self.places.append(
            Place(f"p{index}", self.some_units(0.55), need, measure, most, self.layer_now, 0 if self.maybe(0.1) else -1)
        )
        return Leaf(index, need * self.weight_scale)

    def join_places(self) -> None:
        if len(self.places) > 1 and self.maybe(0.15):
            source, target = self.rng.sample(range(len(self.places)), 2)
            if self.places[source].layer == self.places[target].layer:
                self.places[target] = replace(self.places[target], overflow_from=source)

    # checks and limits

    def check(self) -> int:
        makers = (self.floor, self.floor, self.average, self.distinct, self.last, self.span, self.taken, self.known)
        self.checks.append(self.rng.choice(makers)())
        return len(self.checks) - 1

    def floor(self) -> Check:
        items = self.maybe(0.25)
        need = self.rng.randint(1, 3) if items else self.rng.choice((2, 5, 10, 15))
        measure = Measure.ITEMS if items else Measure.CREDITS
        return Floor(self.name("floor"), self.some_units(), self.some_places(), need, measure)

    def average(self) -> Check:
        gain = tuple(None if self.maybe(0.2) else self.rng.randint(-20, 20) for _ in range(self.count))
        return Average(self.name("average"), self.some_places(), gain, self.maybe(0.7), self.maybe(0.3))

    def distinct(self) -> Check:
        values = tuple(frozenset(v for v in range(3) if self.maybe(0.4)) for _ in range(self.count))
        most = self.rng.choice((None, None, 1, 2))
        return Distinct(self.name("distinct"), self.some_places(), values, self.rng.randint(0, 2), most)

    def days(self) -> tuple[int, ...]:
        return tuple(sorted(self.rng.randint(0, 6) for _ in range(self.count)))

    def last(self) -> Check:
        window = self.rng.choice((5, 10, 20))
        need = self.rng.randint(1, window)
        return LastN(self.name("last"), self.some_units(), self.some_places(), window, need, self.days())

    def span(self) -> Check:
        day = self.days()
        limit = tuple(d + self.rng.randint(0, 3) for d in day)
        return Span(self.name("span"), self.some_units(0.8), self.some_places(), self.some_units(0.7), day, limit)

    def taken(self) -> Check:
        if not self.places:
            return self.known()
        return Taken(self.name("taken"), self.rng.randrange(len(self.places)))

    def known(self) -> Check:
        return Known(self.name("known"), self.maybe(0.4), self.rng.choice((None, 3, 7)))

    def ceiling(self) -> Ceiling:
        measure = self.rng.choice((Measure.CREDITS, Measure.CREDITS, Measure.ITEMS))
        units, places = self.some_units(0.6), self.some_places()
        if self.maybe(0.3):
            numerator, denominator = self.rng.choice(((1, 4), (1, 3), (1, 2), (2, 3)))
            need = self.rng.choice((0, 10, 20)) if measure is Measure.CREDITS else self.rng.randint(0, 3)
            share = (numerator, denominator, self.some_places(), need)
            return Ceiling(self.name("ceiling"), units, places, None, measure, share)
        bound = self.rng.choice((0, 5, 10, 12, 20)) if measure is Measure.CREDITS else self.rng.randint(0, 3)
        return Ceiling(self.name("ceiling"), units, places, bound, measure)

    def shares(self) -> tuple[Share, ...]:
        if len(self.places) < 2 or not self.maybe(0.2):
            return ()
        left, right = self.rng.sample(range(len(self.places)), 2)
        bound = self.rng.choice((None, 5, 10, 2))
        measure = self.rng.choice((Measure.CREDITS, Measure.ITEMS))
        return (Share(self.name("share"), 1 << left, 1 << right, bound, measure),)

    def preferences(self) -> tuple[Preference, ...]:
        if not self.maybe(0.3):
            return ()
        amounts = tuple(self.rng.choice((0, 0, 1, 3)) for _ in range(self.count))
        uses = tuple(self.rng.choice((0, 1, 2)) for _ in range(self.count))
        return self.rng.choice(
            (
                (Preference("least", amounts, ()),),
                (Preference("uses", (), uses), Preference("least", amounts, ())),
            )
        )

    def award(self, name: str, root: Node, checks: list[int]) -> Award:
        one = self.scale * self.weight_scale
        return Award(name, root, tuple(checks), one, self.step * self.weight_scale, self.rng.choice((1, 4)) * one)
