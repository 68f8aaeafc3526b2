"""Whether an allocation is allowed: the rules of each unit, of grants and codes, choices, and every limit."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from stackr.allocation.counted import Allocation, Counted, active_grants
from stackr.allocation.evaluate import Reading
from stackr.allocation.nodes import Measure
from stackr.allocation.positions import choices, joined_places, lawful, layer_masks, places_below
from stackr.allocation.problem import Ceiling, Problem, Share


def violations(problem: Problem, allocation: Allocation, *, final: bool = True) -> tuple[str, ...]:
    """What the allocation breaks, in plain words; empty if it is feasible.

    With `final=False`, only what no further unit could mend (a share of what is counted may yet be met).
    """
    counted = Counted(problem, allocation)
    return (
        *_positions(problem, counted),
        *_grants(problem, counted),
        *_choices(problem, counted),
        *_limits(problem, counted, final),
    )


def _positions(problem: Problem, counted: Counted) -> list[str]:
    joined, layers = joined_places(problem), layer_masks(problem)
    broken = []
    for unit, position in counted.at_unit.items():
        name = problem.units[unit].id
        broken += [f"{name} is not eligible at {problem.places[p].id}" for p in position if not _fits(problem, unit, p)]
        for mask in layers:
            here = {place: amount for place, amount in position.items() if mask >> place & 1}
            if here and not lawful(problem, joined, unit, here):
                broken.append(f"{name} may not count so at {', '.join(problem.places[p].id for p in sorted(here))}")
        for layer, mask in problem.within:
            if any(layers[layer] >> p & 1 for p in position) and not any(mask >> p & 1 for p in position):
                broken.append(f"{name} counts in layer {problem.layers[layer]} but not where that layer draws from")
    return broken


def _fits(problem: Problem, unit: int, place: int) -> bool:
    return bool(problem.places[place].eligible >> unit & 1)


def _grants(problem: Problem, counted: Counted) -> list[str]:
    broken = []
    pieces = Counter(piece for grant in active_grants(counted) for piece in problem.grants[grant].pieces)
    broken += [f"piece {piece} is used by two grants" for piece, uses in sorted(pieces.items()) if uses > 1]
    codes = Counter(problem.units[unit].code for unit in counted.at_unit)
    for code, uses in sorted(codes.items()):
        if code >= 0 and uses > problem.multiplicity[code]:
            broken.append(f"code group {code} counts {uses} times")
    return broken


def _choices(problem: Problem, counted: Counted) -> list[str]:
    broken = []
    for node in choices(problem):
        used = sum(counted.used(places_below(child)) for child in node.children)
        if node.most is not None and used > node.most:
            broken.append(f"{node.id}: units count below {used} children, {node.most} may be chosen")
    return broken


def _limits(problem: Problem, counted: Counted, final: bool) -> list[str]:
    broken = []
    for index, place in enumerate(problem.places):
        if place.most is not None and counted.at(index) > place.most:
            broken.append(f"{place.id} takes at most {place.most}")
    for ceiling in problem.ceilings:
        if (final or ceiling.share is None) and not read_ceiling(ceiling, counted).met:
            broken.append(f"{ceiling.id} is exceeded")
    for share in problem.shares:
        if share.bound is not None and shared_amount(share, counted) > share.bound:
            broken.append(f"{share.id} is exceeded")
    return broken


def read_ceiling(ceiling: Ceiling, counted: Counted) -> Reading:
    """The ceiling's value, bound (exact, a share of counted is not rounded), and whether it holds."""
    value = Fraction(counted.total(ceiling.units, ceiling.places, ceiling.measure))
    bound = None if ceiling.bound is None else Fraction(ceiling.bound)
    if ceiling.share is not None:
        numerator, denominator, places, need = ceiling.share
        bound = Fraction(numerator, denominator) * max(counted.total(-1, places, ceiling.measure), need)
    return Reading(ceiling.id, value, bound, bound is None or value <= bound)


def shared_amount(share: Share, counted: Counted) -> int:
    """What counts on both sides of a share, wholly (parts of a cut unit count once each and are not shared)."""
    problem = counted.problem
    both = [
        unit
        for unit, position in counted.at_unit.items()
        if any(
            _joins(problem, share, p, q)
            for p in _whole(problem, unit, position)
            for q in _whole(problem, unit, position)
        )
    ]
    return sum(problem.units[u].items if share.measure is Measure.ITEMS else problem.units[u].credits for u in both)


def _whole(problem: Problem, unit: int, position: dict[int, int]) -> list[int]:
    return [place for place, amount in position.items() if amount == problem.units[unit].credits]


def _joins(problem: Problem, share: Share, left: int, right: int) -> bool:
    same_layer = problem.places[left].layer == problem.places[right].layer
    return bool(left != right and same_layer and share.left >> left & 1 and share.right >> right & 1)


def limit_readings(problem: Problem, allocation: Allocation) -> tuple[Reading, ...]:
    """One reading per ceiling, in the problem's order."""
    counted = Counted(problem, allocation)
    return tuple(read_ceiling(ceiling, counted) for ceiling in problem.ceilings)
