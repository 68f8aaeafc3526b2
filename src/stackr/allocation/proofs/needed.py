"""How many items of one size a set with nothing superfluous can hold.

Take a set that satisfies the award, without anything that could be left out. An item of `c` credits in it is needed by some
requirement: without it, as things are placed, the requirement fails. A requirement of N credits can so need at most ⌈N ÷ c⌉
items of c credits, one of N items at most N. The sum over all requirements is the most there can be.
"""

from __future__ import annotations

from collections.abc import Iterable

from stackr.allocation.checks import Average, Distinct, Floor, LastN, Span
from stackr.allocation.nodes import All, Amount, Choose, Measure, Node
from stackr.allocation.positions import roots
from stackr.allocation.problem import Problem


def countable(problem: Problem, added: Iterable[int]) -> bool:
    """Whether every requirement needs a bounded number of items, so that the argument holds. `added`: units that nobody has yet."""
    if any(ceiling.share is not None for ceiling in problem.ceilings):
        return False
    if any(place.splittable >= 0 for place in problem.places) or any(unit.divisible for unit in problem.units):
        return False
    for check in problem.checks:
        if isinstance(check, LastN | Span) or (isinstance(check, Distinct) and check.most is not None):
            return False
        if isinstance(check, Average) and any(check.gain[unit] is not None for unit in added):
            return False
    return True


def most_needed(problem: Problem, credits: int) -> int:
    """How many items of so many (scaled) credits a set without anything superfluous can hold."""

    def count(need: int, measure: Measure) -> int:
        if need <= 0 or (measure is Measure.CREDITS and not credits):
            return 0
        return need if measure is Measure.ITEMS else -(-need // credits)

    def walk(node: Node) -> int:
        if isinstance(node, Amount):
            return count(node.need, node.measure)
        return sum(walk(child) for child in node.children) if isinstance(node, All | Choose) else 0

    total = sum(walk(root) for root in roots(problem))
    total += sum(max(1, count(place.need, place.measure)) for place in problem.places if place.eligible)
    for check in problem.checks:
        if isinstance(check, Floor):
            total += count(check.need, check.measure)
        elif isinstance(check, Distinct):
            total += check.need
    return total
