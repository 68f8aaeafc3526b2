"""Learners on whom the obvious methods fail, each by its name in the list of scenarios."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from fractions import Fraction

import pytest

from allocation.build import mask, simple
from stackr.allocation.checks import Average, Floor, Known, Overlay
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure
from stackr.allocation.problem import Award, Ceiling, Options, Place, Problem, Share, Unit
from stackr.allocation.reference import solve_by_enumeration
from stackr.allocation.restrict import restricted
from stackr.allocation.result import Solution
from stackr.allocation.search import solve


def solved(problem: Problem) -> Solution:
    """Solved by the search and, where small enough, checked against the definition."""
    solution = solve(problem)
    assert solution.proven
    if len(problem.units) <= 7 and not any(unit.divisible for unit in problem.units):
        reference = solve_by_enumeration(problem)
        assert (solution.placements, solution.standings) == (reference.placements, reference.standings)
    return solution


def where(solution: Solution) -> dict[int, int]:
    return {item.unit: item.place for item in solution.placements}


def test_flow_says_yes_but_whole_units_do_not_fit() -> None:
    """9, 5, 3, 3 add up to two tens, but no whole units do: 9, and 5 + 3 + 3, are 19."""
    solution = solved(simple((9, 5, 3, 3), [((0, 1, 2, 3), 10), ((0, 1, 2, 3), 10)]))
    assert not solution.standings[0].satisfied
    assert solution.standings[0].progress == Fraction(19, 20)


def test_e3_largest_first_greedy_fails() -> None:
    solution = solved(simple((6, 5, 5, 4), [((0, 1, 2, 3), 10), ((0, 1, 2, 3), 10)]))
    assert solution.standings[0].satisfied
    assert where(solution) == {0: 0, 1: 1, 2: 1, 3: 0}


def test_e1_list_order_greedy_fails() -> None:
    """Foo: two of A, B, C, D; Bar: one of A, B; the learner has A, C, D."""
    named = [((0,), 10), ((1,), 10), ((2,), 10), ((0,), 10)]
    foo = Choose("foo", 2, (Leaf(0, 10), Leaf(1, 10), Leaf(2, 10)), 20, 2)
    root = All("root", (foo, Leaf(3, 10)), 30)
    solution = solved(simple((10, 10, 10), named, root=root))
    assert solution.standings[0].satisfied
    assert where(solution) == {0: 3, 1: 1, 2: 2}
    assert solution.chosen == (("foo", (1, 2)),)


def test_e7_a_cap_counts_whole_units_only() -> None:
    pool = Ceiling("pool", mask((0,)), 1, 12)
    assert solved(simple((24,), [((0,), 36)], ceilings=(pool,))).standings[0].progress == 0
    halves = Ceiling("pool", mask((0, 1)), 1, 12)
    assert solved(simple((12, 12), [((0, 1), 36)], ceilings=(halves,))).standings[0].progress == Fraction(12, 36)


def test_e7_a_divisible_block_is_cut_by_the_cap() -> None:
    pool = Ceiling("pool", 1, 1, 12)
    solution = solved(simple((24,), [((0,), 36)], ceilings=(pool,), divisible=True))
    assert solution.standings[0].progress == Fraction(12, 36)
    assert solution.placements[0].amount == 12


@pytest.mark.parametrize("off_theme", [9, 6])
def test_e9_a_share_of_what_is_counted(off_theme: int) -> None:
    """At most a quarter of max(counted, 30) off theme: 24 + 9 leaves the 9 out, 24 + 6 is the award."""
    ratio = Ceiling("off theme", 1 << 4, 1, None, share=(1, 4, 1, 30))
    solution = solved(simple((6, 6, 6, 6, off_theme), [((0, 1, 2, 3, 4), 30)], ceilings=(ratio,)))
    assert solution.standings[0].progress == (Fraction(24, 30) if off_theme == 9 else 1)


def test_e11_more_credit_never_loses_the_award() -> None:
    ratio = Ceiling("off theme", mask(range(5, 9)), 1, None, share=(1, 4, 1, 30))
    problem = simple((6,) * 9, [(range(9), 30)], ceilings=(ratio,))
    assert solved(problem).standings[0].satisfied


def test_e17_two_blocks_under_a_cap() -> None:
    cap = Ceiling("external", mask((0, 1)), 1, 90)
    solution = solved(simple((60, 45), [((0, 1), 180)], ceilings=(cap,), divisible=True))
    assert solution.standings[0].progress == Fraction(90, 180)
    assert [(item.unit, item.amount) for item in solution.placements] == [(0, 60), (1, 30)]
    whole = solved(simple((60, 45), [((0, 1), 180)], ceilings=(cap,)))
    assert whole.standings[0].progress == Fraction(60, 180)


def test_a_residency_floor_is_no_cap_on_the_rest() -> None:
    """Six external units of 15 and four own of 10 satisfy 120 with residency 40."""
    own = Floor("residency", mask((6, 7, 8, 9)), 1, 40)
    solution = solved(simple((15,) * 6 + (10,) * 4, [(range(10), 120)], checks=(own,)))
    assert solution.standings[0].satisfied


def test_a_missing_floor_holds_progress_down_by_what_is_missing() -> None:
    own = Floor("residency", mask((10,)), 1, 40)
    problem = simple((10,) * 10 + (0,), [(range(10), 120)], checks=(own,))
    assert solved(problem).standings[0].progress == Fraction(80, 120)


def test_a_missing_milestone_costs_one_credit_of_a_full_award_and_nothing_of_a_partial_one() -> None:
    exam = Known("exam", False)
    assert solved(simple((60, 60), [((0, 1), 120)], checks=(exam,))).standings[0].progress == Fraction(119, 120)
    assert solved(simple((60,), [((0,), 120)], checks=(exam,))).standings[0].progress == Fraction(60, 120)


def test_what_is_not_needed_stays_out_latest_first() -> None:
    assert where(solved(simple((10, 10, 10), [((0, 1, 2), 10)]))) == {0: 0}


def test_an_average_is_met_by_leaving_a_weak_unit_out_only_if_progress_allows() -> None:
    average = Average("average", 1, (-5, 10, 3))
    solution = solved(simple((10, 10, 10), [((0, 1, 2), 20)], checks=(average,)))
    assert solution.standings[0].satisfied
    assert where(solution) == {0: 0, 1: 0}
    weak = Average("average", 1, (-5, -1))
    assert solved(simple((10, 10), [((0, 1), 20)], checks=(weak,))).standings[0].progress == Fraction(19, 20)


def test_over_no_graded_unit_an_average_is_not_met() -> None:
    ungraded = Average("average", 1, (None,))
    assert not solved(simple((10,), [((0,), 10)], checks=(ungraded,))).standings[0].satisfied


def test_an_overlay_uses_units_again_and_shows_what_it_has() -> None:
    places = (Place("main", 3, 20), Place("zed", 1, 10, layer=1), Place("yet", 2, 20, layer=1))
    overlay = Overlay("honours", All("all", (Leaf(1, 10), Leaf(2, 20)), 30))
    base = simple((10, 10), [((0, 1), 20)], checks=(overlay,))
    problem = replace(base, places=places, layers=("main", "honours"))
    solution = solved(problem)
    assert solution.standings[0].progress == Fraction(19, 20)
    assert [(i.unit, i.place) for i in solution.placements] == [(0, 0), (0, 1), (1, 0), (1, 2)]


@pytest.mark.parametrize(("bound", "both"), [(None, 2), (10, 1), (5, 0)])
def test_sharing_is_capped_per_pair(bound: int | None, both: int) -> None:
    problem = simple((10, 10), [((0, 1), 20), ((0, 1), 20)])
    shared = replace(problem, shares=(Share("both", 1, 2, bound),))
    solution = solved(shared)
    assert len(solution.placements) == 2 + both
    assert solution.standings[0].progress == Fraction(20 + 10 * both, 40)


def test_of_children_the_better_for_the_whole_is_chosen() -> None:
    """A 30 of 60, B 6 of 10, a sibling 0 of 10: B's share is better, and p of a choice is the plain mean."""
    root = All("root", (Choose("one", 1, (Leaf(0, 60), Leaf(1, 10)), 35, 1), Leaf(2, 10)), 45)
    solution = solved(simple((30, 6), [((0,), 60), ((1,), 10), ((), 10)], root=root))
    assert solution.standings[0].p == Fraction(3, 5) * Fraction(35, 45)
    assert solution.chosen == (("one", (1,)),)


def test_units_count_only_below_chosen_children() -> None:
    root = All("root", (Choose("one", 1, (Leaf(0, 10), Leaf(1, 10)), 10, 1), Amount("total", 3, 20, 10)), 20)
    solution = solved(simple((10, 10), [((0,), 10), ((1,), 10)], root=root))
    assert solution.standings[0].p == Fraction(10 + 5, 20)
    assert len(solution.placements) == 1


def test_at_most_one_of_has_no_weight_and_forbids_all_the_same() -> None:
    few = Choose("few", 0, (Leaf(0, 15), Leaf(1, 5)), 0, 1)
    root = All("root", (few, Amount("total", 3, 25, 25)), 25)
    solution = solved(simple((15, 5), [((0,), 15), ((1,), 5)], root=root))
    assert [(item.unit, item.place) for item in solution.placements] == [(0, 0)]
    assert solution.standings[0].p == Fraction(15, 25)


def test_what_a_wide_amount_adds_tells_states_apart_that_want_the_same() -> None:
    """Two ways to fill the places leave the same wanted; one of them brought more to the amount over the first place."""
    amount = Amount("total", mask((0,)), 40, 5)
    root = All("root", (Leaf(0, 10), Leaf(1, 30), amount), 45)
    problem = simple((5, 20, 5, 15), [((2, 3), 10), ((0, 1, 2), 15)], root=root, step=5)
    solution = solved(problem)
    assert solution.standings[0].p == Fraction(10 + 30, 45) + Fraction(20, 40) * Fraction(5, 45)


def test_the_whole_of_a_unit_counts_though_it_is_no_multiple_of_the_step() -> None:
    root = All("root", (Leaf(0, 0), Amount("total", mask((0,)), 12, 5)), 5)
    problem = simple((3, 6, 9), [((0, 1, 2), 0)], root=root, step=2)
    cut = (replace(problem.units[0], divisible=True), *problem.units[1:])
    found = replace(problem, units=cut)
    assert solve(found).placements == solve_by_enumeration(found).placements
    assert [item.unit for item in solve(found).placements] == [0, 2]


def test_a_share_leaves_more_room_once_a_unit_may_count_again() -> None:
    """What refused the wish "this unit counts nowhere" holds for others only with the room that counting it makes."""
    inner = All("one", (Leaf(0, 0),), 0), All("two", (Leaf(1, 24),), 24)
    overlay = Overlay("honours", All("all", (Fixed("no", False, 5), Leaf(2, 0)), 5))
    base = simple((6, 6), [((0,), 0), ((1,), 24), ((0, 1), 0)], checks=(overlay,), root=Choose("two of", 2, inner, 24))
    places = (*base.places[:2], replace(base.places[2], layer=1))
    half = Ceiling("half", mask((1,)), mask((0, 1)), None, Measure.ITEMS, share=(1, 2, mask((0, 1)), 1))
    problem = replace(base, places=places, layers=("main", "honours"), ceilings=(half,))
    assert [(item.unit, item.place) for item in solved(problem).placements] == [(0, 0), (1, 1)]


def test_a_zero_credit_unit_counts_where_items_are_wanted() -> None:
    root = All("root", (Leaf(0, 10), Leaf(1, 0)), 10)
    problem = simple((10, 0), [((0,), 10), ((1,), 0)], root=root)
    places = (problem.places[0], Place("induction", 2, 1, Measure.ITEMS))
    solution = solved(replace(problem, places=places))
    assert [(item.unit, item.amount) for item in solution.placements] == [(0, 10)]


def test_routes_compete_for_the_same_learning() -> None:
    """An agreement grants 30 external credits, recognition of prior learning 20 that are not; external at most 30."""
    base = simple((30, 20, 20, 20), [((0, 1, 2, 3), 60)], ceilings=(Ceiling("external", mask((0, 2)), 1, 30),))
    grants = (base.grants[0], replace(base.grants[1], pieces=frozenset({0}), demerit=1), *base.grants[2:])
    solution = solved(replace(base, grants=grants))
    assert solution.standings[0].satisfied
    assert set(where(solution)) == {1, 2, 3}


def test_overflow_passes_on_the_excess_to_one_named_place() -> None:
    base = simple((30,), [((0,), 20), ((0,), 10)])
    places = (base.places[0], replace(base.places[1], overflow_from=0))
    assert solved(replace(base, places=places)).standings[0].satisfied


def test_two_awards_most_satisfied_first_then_by_priority() -> None:
    base = simple((10, 10), [((0, 1), 20), ((0, 1), 10)])
    first, second = Award("big", Leaf(0, 20)), Award("small", Leaf(1, 10))
    solution = solved(replace(base, awards=(first, second)))
    assert [s.satisfied for s in solution.standings] == [True, False]
    one = solved(restricted(replace(base, awards=(first, second)), [0]))
    assert [s.satisfied for s in one.standings] == [False, True]


def test_indivisible_means_whole_even_when_most_of_it_is_surplus() -> None:
    problem = simple((30, 20), [((0,), 20), ((0, 1), 20)])
    assert solved(problem).standings[0].satisfied
    assert isinstance(problem.units[0], Unit)


def test_a_unit_of_very_many_parts_takes_no_more_memory() -> None:
    """A trillion credits that may be cut, before a share that only the general search understands."""
    problem = simple(
        [10**12, 10, 5],
        [([0, 1], 10**6), ([0, 2], 10**6)],
        ceilings=(Ceiling("third", mask([0]), mask([0, 1]), None, share=(1, 3, mask([0, 1]), 30)),),
    )
    problem = replace(problem, units=(replace(problem.units[0], divisible=True), *problem.units[1:]))
    tracemalloc.start()
    solution = solve(problem, Options(steps=3_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000
    assert not solution.proven
