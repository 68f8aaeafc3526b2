"""The ways through an award's choices: which children are chosen and scored, and p(root) as a sum in each.

Under a `Choose` units count below at most `most` children, and p is the mean of the best n of them; so the greatest p is
the greatest over every choice of `most` children to be open and n of those to be scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from stackr.allocation.checks import Known
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Node, Observed
from stackr.allocation.positions import places_below
from stackr.allocation.problem import Problem

MOST_WAYS = 512
"""Awards with more ways than this are left to the search, which does not try them one by one."""

ZERO, ONE = Fraction(0), Fraction(1)


class Unsupported(Exception):
    """A shape the kernel does not know; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Sum:
    """p of a part of the tree: `const`, per place and per total what each credit or item adds. `closed`: places shut."""

    closed: int
    const: Fraction
    leaf: tuple[Fraction, ...]
    total: tuple[Fraction, ...]

    def scaled(self, whole: int) -> Way:
        """In parts of the whole."""
        leaf = tuple(int(part * whole) for part in self.leaf)
        return Way(self.closed, int(self.const * whole), leaf, tuple(int(part * whole) for part in self.total))


@dataclass(frozen=True, slots=True)
class Way:
    """A `Sum` in whole numbers: parts of `Frame.whole`."""

    closed: int
    const: int
    leaf: tuple[int, ...]
    total: tuple[int, ...]


def ways_of(problem: Problem, root: Node) -> tuple[list[Sum], tuple[Amount, ...]]:
    """Every way through the tree, and the amounts that `Sum.total` speaks of. Raises `Unsupported`."""
    totals = tuple(_amounts(root))
    walker = _Walker(problem, {id(amount): index for index, amount in enumerate(totals)})
    return walker.ways(root, ONE), totals


def _amounts(node: Node) -> Iterator[Amount]:
    if isinstance(node, Amount) and node.need > 0:
        yield node
    if isinstance(node, All | Choose):
        for child in node.children:
            yield from _amounts(child)


class _Walker:
    def __init__(self, problem: Problem, totals: dict[int, int]) -> None:
        self.problem, self.totals = problem, totals
        self.nothing = Sum(0, ZERO, (ZERO,) * len(problem.places), (ZERO,) * len(totals))

    def ways(self, node: Node, factor: Fraction) -> list[Sum]:
        """The ways through a node that adds `factor` × its p to p(root)."""
        match node:
            case Leaf(place):
                return [self._leaf(place, factor)]
            case Amount():
                return [self._constant(factor) if node.need <= 0 else self._total(node, factor)]
            case Fixed():
                return [self._constant(factor if node.met else ZERO)]
            case Observed(check):
                known = self.problem.checks[check]
                if not isinstance(known, Known):
                    raise Unsupported(f"{known.id} is one of the alternatives of a choice")
                return [self._constant(factor if known.met else ZERO)]
            case All():
                weight = sum(child.weight for child in node.children)
                parts = [factor * child.weight / weight if weight else ZERO for child in node.children]
                return self._joined(node.children, parts, self._constant(ZERO if weight else factor))
            case Choose():
                return self._choice(node, factor)

    def _choice(self, node: Choose, factor: Fraction) -> list[Sum]:
        children, found = node.children, []
        most = len(children) if node.most is None else min(node.most, len(children))
        for opened in combinations(range(len(children)), most):
            shut = 0
            for index in set(range(len(children))) - set(opened):
                shut |= places_below(children[index])
            start = Sum(shut, ZERO if node.n else factor, self.nothing.leaf, self.nothing.total)
            for scored in combinations(opened, min(node.n, most)):
                parts = [factor / node.n if index in scored else ZERO for index in opened]
                found += self._joined([children[index] for index in opened], parts, start)
                if len(found) > MOST_WAYS:
                    raise Unsupported(f"{node.id} can be chosen in more than {MOST_WAYS} ways")
        return found

    def _joined(self, children: tuple[Node, ...] | list[Node], parts: list[Fraction], start: Sum) -> list[Sum]:
        found = [start]
        for child, part in zip(children, parts, strict=True):
            found = [_plus(left, right) for left, right in product(found, self.ways(child, part))]
            if len(found) > MOST_WAYS:
                raise Unsupported(f"its choices can be made in more than {MOST_WAYS} ways")
        return found

    def _constant(self, value: Fraction) -> Sum:
        return Sum(0, value, self.nothing.leaf, self.nothing.total)

    def _leaf(self, place: int, factor: Fraction) -> Sum:
        need = self.problem.places[place].need
        if need <= 0:
            return self._constant(factor)
        leaf = tuple(factor / need if index == place else ZERO for index in range(len(self.nothing.leaf)))
        return Sum(0, ZERO, leaf, self.nothing.total)

    def _total(self, node: Amount, factor: Fraction) -> Sum:
        mine = self.totals[id(node)]
        total = tuple(factor / node.need if index == mine else ZERO for index in range(len(self.nothing.total)))
        return Sum(0, ZERO, self.nothing.leaf, total)


def _plus(left: Sum, right: Sum) -> Sum:
    return Sum(
        left.closed | right.closed,
        left.const + right.const,
        tuple(a + b for a, b in zip(left.leaf, right.leaf, strict=True)),
        tuple(a + b for a, b in zip(left.total, right.total, strict=True)),
    )
