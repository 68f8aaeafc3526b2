"""Bounds by adding up, without a solver: how many credits and items the mandatory requirements ask for beyond what is held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from stackr.allocation.positions import bits
from stackr.allocation.problem import All, Amount, Leaf, Measure, Node, Overlay, Problem
from stackr.pathways.candidates import Candidate
from stackr.pathways.options import ITEMS, STANDARD, Weights
from stackr.pathways.spread import Servings

CREDITS = STANDARD[0]


class Sums:
    """What each mandatory requirement still needs, and the units on offer that may serve it."""

    def __init__(self, servings: Servings, counting: Sequence[Candidate]) -> None:
        self.problem = servings.lowering.problem
        held = [index for index in range(len(self.problem.units)) if index not in servings.lowering.units]
        self.held = sum(1 << index for index in held)
        self.scale = servings.lowering.scale
        self.free = 0
        self.offered: list[tuple[int, int]] = []
        """(places where it may count, scaled credits) of each unit on offer."""
        for index in servings.tied:
            self._offer(index)
            self.free |= 1 << index
        for each in counting:
            for serving in servings.of(each):
                self._offer(serving.unit)
                price = each.price["credits"]
                if price is None or price * self.scale < self.problem.units[serving.unit].credits:
                    self.free |= 1 << serving.unit
        self.rows = list(_mandatory(self.problem))

    def _offer(self, unit: int) -> None:
        places = sum(1 << p for p, place in enumerate(self.problem.places) if place.eligible >> unit & 1)
        self.offered.append((places, self.problem.units[unit].credits))

    def least(self, weights: Weights) -> Fraction:
        """A value of the wish that no plan goes below."""
        if weights == CREDITS:
            return self._credits()
        return Fraction(self._items()) if weights == ITEMS else Fraction(0)

    def _credits(self) -> Fraction:
        """The requirement that lacks most, or all that stand side by side together."""
        had = self.held | self.free
        rows = [(mask, need) for mask, need, measure in self.rows if measure is Measure.CREDITS]
        single = max((need - self._of(had, mask) for mask, need in rows), default=0)
        together = max((self._beside(layer, had) for layer in range(len(self.problem.layers))), default=0)
        return Fraction(max(single, together, 0), self.scale)

    def _beside(self, layer: int, had: int) -> int:
        needs, places = 0, 0
        for mask, need, measure in self.rows:
            alone = mask & (mask - 1) == 0
            if alone and measure is Measure.CREDITS and self.problem.places[mask.bit_length() - 1].layer == layer:
                needs, places = needs + need, places | mask
        shared = any(share.left & places and share.right & places for share in self.problem.shares)
        return 0 if shared else needs - self._of(had, places)

    def _of(self, units: int, places: int) -> int:
        """Credits of the units that may count at one of the places."""
        mask = 0
        for place in bits(places):
            mask |= self.problem.places[place].eligible
        return sum(self.problem.units[unit].credits for unit in bits(mask & units))

    def _items(self) -> int:
        """For each requirement as many of the largest units as it takes; requirements of the main layer that stand side by side
        add up."""
        single, beside = 0, 0
        for mask, need, measure in self.rows:
            if measure is Measure.ITEMS:
                most = max((unit.items for unit in self.problem.units), default=1) or 1
                lacking = need - sum(self.problem.units[u].items for u in bits(self._eligible(mask) & self.held))
                number = -(-lacking // most) if lacking > 0 else 0
            else:
                number = self._largest(mask, need - self._of(self.held, mask))
            single = max(single, number)
            if mask & (mask - 1) == 0 and self.problem.places[mask.bit_length() - 1].layer == 0:
                beside += number
        return single if self.problem.shares or self._cut() else max(single, beside)

    def _cut(self) -> bool:
        return any(unit.divisible for unit in self.problem.units) or any(p.splittable >= 0 for p in self.problem.places)

    def _eligible(self, places: int) -> int:
        mask = 0
        for place in bits(places):
            mask |= self.problem.places[place].eligible
        return mask

    def _largest(self, places: int, lacking: int) -> int:
        number = 0
        for credits in sorted((credits for mask, credits in self.offered if mask & places), reverse=True):
            if lacking <= 0:
                break
            lacking, number = lacking - credits, number + 1
        return number


def _mandatory(problem: Problem) -> Iterator[tuple[int, int, Measure]]:
    """(places, need, measure) of what every satisfying allocation must reach."""
    passing = {place.overflow_from for place in problem.places}

    def walk(node: Node) -> Iterator[tuple[int, int, Measure]]:
        if isinstance(node, Leaf):
            place = problem.places[node.place]
            if place.overflow_from < 0 and node.place not in passing:
                yield 1 << node.place, place.need, place.measure
        elif isinstance(node, Amount):
            yield node.places, node.need, node.measure
        elif isinstance(node, All):
            for child in node.children:
                if child.weight:
                    yield from walk(child)

    for award in problem.awards:
        yield from walk(award.root)
        for index in award.checks:
            check = problem.checks[index]
            if isinstance(check, Overlay):
                yield from walk(check.root)
