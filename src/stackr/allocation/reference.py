"""The slow, obviously right definition of the best allocation: try them all.

This module is meant to be read beside `semantics.md` (Allocation, Objective). It enumerates every feasible allocation
and keeps the one whose `worth` is greatest. The production solver must give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from stackr.allocation.checks import Overlay
from stackr.allocation.counted import Counted, counted_amount, demerits, placements, preference_sums, split_units
from stackr.allocation.evaluate import chosen, p_of, standing, standings
from stackr.allocation.feasible import violations
from stackr.allocation.positions import bits, eligible_places, joined_places, lawful, layer_masks
from stackr.allocation.problem import Options, Problem
from stackr.allocation.result import Solution

Position = dict[int, int]


def solve_by_enumeration(problem: Problem, options: Options | None = None) -> Solution:
    """The best allocation by trying every one. Exponential: for a handful of units."""
    del options  # the definition has no limit of work
    best, greatest, tried = {}, worth(problem, {}), 0
    for allocation in feasible_allocations(problem):
        tried += 1
        value = worth(problem, allocation)
        if value > greatest:
            best, greatest = allocation, value
    return Solution(
        placements(best),
        standings(problem, best),
        chosen(Counted(problem, best)),
        proven=True,
        steps=tried,
        method="reference",
    )


def feasible_allocations(problem: Problem) -> Iterator[dict[tuple[int, int], int]]:
    """Every feasible allocation: each unit in each of its positions, all limits kept."""
    positions = [unit_positions(problem, unit) for unit in range(len(problem.units))]

    def extend(unit: int, allocation: dict[tuple[int, int], int]) -> Iterator[dict[tuple[int, int], int]]:
        if violations(problem, allocation, final=False):
            return
        if unit == len(problem.units):
            if not violations(problem, allocation):
                yield allocation
            return
        for position in positions[unit]:
            yield from extend(unit + 1, allocation | {(unit, place): amount for place, amount in position.items()})

    return extend(0, {})


def unit_positions(problem: Problem, unit: int) -> list[Position]:
    """Every position of one unit: a lawful one in each layer, or none there, drawing from where `within` says."""
    eligible, joined = eligible_places(problem)[unit], joined_places(problem)
    per_layer = []
    for mask in layer_masks(problem):
        lawful_here: list[Position] = [{}]
        for place in bits(eligible & mask):  # what is lawful stays so with fewer places, so none is missed
            wider = [p | {place: amount} for p in lawful_here for amount in _amounts(problem, unit)]
            lawful_here += [position for position in wider if lawful(problem, joined, unit, position)]
        per_layer.append(lawful_here)
    merged = [{k: v for part in parts for k, v in part.items()} for parts in product(*per_layer)]
    return [p for p in merged if not violations(problem, {(unit, k): v for k, v in p.items()}, final=False)]


def _amounts(problem: Problem, unit: int) -> list[int]:
    """Amounts that may count at one place: the whole, or any number of steps below it."""
    credits = problem.units[unit].credits
    return sorted({credits, *range(problem.step, credits, problem.step)})


Worth = tuple[tuple[int | Fraction, ...], ...]


def worth(problem: Problem, allocation: dict[tuple[int, int], int]) -> Worth:
    """The whole objective as one value to make greatest; its parts in order of importance."""
    counted = Counted(problem, allocation)
    return (
        *progress_worth(problem, counted),
        tuple(-value for value in preference_sums(counted)),  # (3)
        (-demerits(counted),),  # (3b)
        (-split_units(counted),),  # (4)
        overlay_worth(problem, counted),  # (4b)
        _least_of_the_latest(problem, counted),  # (5a)
        _most_at_the_first(problem, counted),  # (5b); with the units placed, (5c) is settled in `chosen`
    )


def progress_worth(problem: Problem, counted: Counted) -> Worth:
    """(1) and (2)."""
    all_standings = [standing(award, counted) for award in problem.awards]
    return (
        (sum(s.satisfied for s in all_standings),),
        tuple(s.satisfied for s in all_standings),
        tuple(s.progress for s in all_standings),
        tuple(s.p for s in all_standings),
        tuple(-len(s.unmet) for s in all_standings),
    )


def overlay_worth(problem: Problem, counted: Counted) -> tuple[Fraction, ...]:
    """(4b) How much of each overlay is done, by check id."""
    overlays = sorted((check for check in problem.checks if isinstance(check, Overlay)), key=lambda check: check.id)
    return tuple(p_of(check.root, counted) for check in overlays)


def _least_of_the_latest(problem: Problem, counted: Counted) -> tuple[int, ...]:
    layers = layer_masks(problem)
    return tuple(-counted_amount(counted, unit, layers) for unit in reversed(range(len(problem.units))))


def _most_at_the_first(problem: Problem, counted: Counted) -> tuple[int, ...]:
    """Unit by unit from the earliest, layer by layer, place by place: how much counts (zero-credit units: whether)."""
    amounts = []
    for unit in range(len(problem.units)):
        position = counted.at_unit.get(unit, {})
        weightless = problem.units[unit].credits == 0
        for mask in layer_masks(problem):
            amounts += [int(place in position) if weightless else position.get(place, 0) for place in bits(mask)]
    return tuple(amounts)
