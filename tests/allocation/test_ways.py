"""What is chosen is settled way by way: the same bytes as the definition, and nothing of it left to the search."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.choosing_problems import make_choosing
from stackr.allocation.nodes import All, Choose, Leaf, Measure
from stackr.allocation.plain.asking import DIRECT, certain, greatest, solve_directly
from stackr.allocation.plain.rows import NotPlain
from stackr.allocation.plain.ways import each_way
from stackr.allocation.problem import Award, Grant, Place, Problem, Unit
from stackr.allocation.reference import feasible_allocations, solve_by_enumeration, worth
from stackr.allocation.search import figures, solve


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9))
def test_choices_give_the_bytes_of_the_reference(seed: int) -> None:
    problem = make_choosing(seed, 6, 300)
    expected, got = solve_by_enumeration(problem), solve(problem)
    assert (got.placements, got.standings, got.chosen, got.proven) == (
        expected.placements,
        expected.standings,
        expected.chosen,
        True,
    )
    found = figures(problem).standings[0]
    assert (found.progress, found.p) == (expected.standings[0].progress, expected.standings[0].p)


def test_most_made_up_choices_are_settled_way_by_way() -> None:
    ways: Counter[str] = Counter()
    for seed in range(300):
        problem = make_choosing(seed, 6, 300)
        try:
            several = len(each_way(problem)) > 1
        except NotPlain:
            continue
        if several:
            ways["direct" if solve_directly(problem, DIRECT) else "left"] += 1
    assert ways["direct"] > 20, ways


def test_what_is_certain_holds_in_every_best_allocation() -> None:
    told = 0
    for seed in range(200):
        problem = make_choosing(seed, 5, 200)
        shown = certain(problem, DIRECT)
        best = solve_by_enumeration(problem)
        if shown is None or shown[0] != best.standings[0].p:
            continue
        allocation = {(item.unit, item.place): item.amount for item in best.placements}
        rank = worth(problem, allocation)[2:4]
        each = [found for found in feasible_allocations(problem) if worth(problem, found)[2:4] == rank]
        assert all(pair in found for pair in shown[1] for found in each), seed
        told += bool(shown[1])
    assert told > 5


def overlapping(units: int, *, divisible: bool) -> Problem:
    """Two of four and one of two of pools that overlap, with as many units as no enumeration could try."""
    sizes, mask = (5, 10, 15, 20), (1 << units) - 1
    made = [Unit(f"u{i:02}", sizes[i * 7 % 4], i, i if i % 5 else 0, 1, divisible) for i in range(units)]
    places = [Place(f"p{j:02}", mask & int(("1011010" * 9)[j : j + units], 2), 10 + 10 * (j % 2)) for j in range(10)]
    leaf = [Leaf(j, places[j].need) for j in range(10)]
    two, one = Choose("two", 2, tuple(leaf[2:6]), 30, 2), Choose("one", 1, tuple(leaf[6:8]), 15, None)
    root = All(
        "root", (*leaf[:2], two, one, *leaf[8:]), sum(child.weight for child in (*leaf[:2], two, one, *leaf[8:]))
    )
    grants = tuple(Grant(f"g{i}", frozenset({i})) for i in range(units))
    return Problem(tuple(made), grants, tuple(places), (Award("award", root),), multiplicity=(1,) * units, step=5)


def test_overlapping_pools_to_choose_from_are_not_left_to_the_search() -> None:
    for divisible in (False, True):
        problem = overlapping(24, divisible=divisible)
        assert all(place.measure is Measure.CREDITS for place in problem.places)
        assert greatest(problem, DIRECT) is not None
