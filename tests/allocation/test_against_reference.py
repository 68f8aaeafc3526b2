"""The production solver against the definition; and what must not matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.build import mask, needs_cpsat, simple
from allocation.plain_problems import make_plain
from allocation.problems import make_problem, without_last_unit
from stackr.allocation import plainly, search
from stackr.allocation.checks import Floor
from stackr.allocation.feasible import violations
from stackr.allocation.nodes import All, Choose, Leaf, Measure
from stackr.allocation.plain.asking import DIRECT, greatest
from stackr.allocation.plainly import standing_plainly
from stackr.allocation.problem import Options, Preference, Problem
from stackr.allocation.reference import solve_by_enumeration
from stackr.allocation.restrict import restricted
from stackr.allocation.result import Solution, Standing
from stackr.allocation.search import figures, solve


def answer(solution: Solution) -> object:
    """What must be the same whoever solved it."""
    return solution.placements, solution.standings, solution.chosen, solution.proven


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9))
def test_search_gives_the_bytes_of_the_reference(seed: int) -> None:
    problem = make_problem(seed, 6, 300)
    assert answer(solve(problem)) == answer(solve_by_enumeration(problem))


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9))
def test_plain_problems_give_the_bytes_of_the_reference(seed: int) -> None:
    problem = make_plain(seed, 6, 300)
    assert answer(solve(problem)) == answer(solve_by_enumeration(problem))


@pytest.mark.parametrize("seed", [710003536, 710006836])
def test_a_refusal_under_a_share_of_what_is_counted_refutes_nothing_else(seed: int) -> None:
    """With a unit left out less is counted, so the share is less: that bound must not be kept once the unit is back."""
    problem = make_problem(seed, 6, 400)
    assert answer(solve(problem)) == answer(solve_by_enumeration(problem))


@pytest.mark.parametrize("weights", [(1, 0), (0, 0), (0, 1)])
@pytest.mark.parametrize("n", [0, 1])
def test_a_choice_without_weight_still_bounds_what_is_chosen(weights: tuple[int, int], n: int) -> None:
    """`at most 1 of`, of a weight or none, beside something that weighs: two of its children never count together."""
    choice = Choose("choice", n, (Leaf(0, 0), Leaf(1, 10)), weights[1], 1)
    tree = All("root", (All("inner", (choice,), weights[1]), Leaf(2, weights[0])), sum(weights))
    floor = Floor("floor", -1, 7, 30, Measure.CREDITS)
    problem = simple([10, 10, 10], [([0], 5), ([1], 10), ([2], 10)], root=tree, checks=(floor,))
    solution = solve(problem)
    assert answer(solution) == answer(solve_by_enumeration(problem))
    assert len({placed.place for placed in solution.placements} & {0, 1}) < 2


@pytest.mark.parametrize("seed", range(150))
def test_the_direct_way_and_the_general_search_give_the_same_bytes(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On problems too large to enumerate."""
    problem = make_plain(seed, 12, 10**9)
    directly = solve(problem)
    monkeypatch.setattr(search, "solve_plainly", lambda problem, limit: None)
    generally = solve(problem)
    assert generally.method in ("search", "cpsat")
    assert answer(directly) == answer(generally)


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9), st.sampled_from((make_plain, make_problem)))
def test_an_award_stands_as_in_the_reference_without_singling_out_the_optimum(
    seed: int, make: Callable[[int, int, int], Problem]
) -> None:
    problem = make(seed, 6, 300)
    found = figures(problem)
    assert found.proven
    assert shown(found.standings) == shown(solve_by_enumeration(problem).standings)


@needs_cpsat
@pytest.mark.parametrize("seed", range(60))
def test_cp_sat_finds_how_the_awards_stand_without_the_canonical_form(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With neither the direct way nor more than a step of search before it."""
    problem = (make_plain if seed % 2 else make_problem)(500 + seed, 6, 300)
    monkeypatch.setattr(search, "HANDOVER", 1)
    monkeypatch.setattr(search, "standing_plainly", lambda problem, limit: None)
    found = figures(problem)
    assert found.proven
    assert shown(found.standings) == shown(solve_by_enumeration(problem).standings)


@pytest.mark.parametrize("brief", [1, search.BRIEF])
@pytest.mark.parametrize("seed", range(40))
def test_where_the_direct_way_runs_out_of_steps_the_answer_is_the_same(
    seed: int, brief: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a linear program is not asked. The search is brief then: what it leaves goes on to CP-SAT, if it is installed."""
    problem = make_plain(900 + seed, 6, 300)
    expected = solve_by_enumeration(problem)
    monkeypatch.setattr(plainly, "SHORT", 2)
    monkeypatch.setattr(plainly, "_linearly", lambda problem, limit: None)
    monkeypatch.setattr(plainly, "_standing_linearly", lambda problem, limit: None)
    monkeypatch.setattr(plainly, "DIRECT", 2)
    monkeypatch.setattr(search, "BRIEF", brief)
    found, stand = solve(problem), figures(problem)
    assert found.proven
    assert stand.proven
    assert answer(found) == answer(expected)
    assert shown(stand.standings) == shown(expected.standings)


def test_figures_beyond_the_limit_of_steps_are_not_called_proven() -> None:
    unproven = [found for seed in range(20) if not (found := figures(make_problem(seed, 10, 10**9), Options(1))).proven]
    assert unproven
    assert all(found.bound is not None and found.bound >= found.standings[0].progress for found in unproven)


def shown(standings: tuple[Standing, ...]) -> list[tuple[bool, Fraction, Fraction]]:
    """What all best allocations have in common."""
    return [(each.satisfied, each.progress, each.p) for each in standings]


@pytest.mark.parametrize("seed", range(200))
def test_the_allocation_that_shows_how_an_award_stands_breaks_nothing(seed: int) -> None:
    """Whether it keeps the limits at once or is sought again because it did not."""
    problem = make_plain(seed, 4 + seed % 8, 10**9)
    found = greatest(problem, DIRECT)
    if found is not None and found[0] is not None:
        allocation = {(unit, place): amount for unit, here in enumerate(found[0]) for place, amount in here.items()}
        assert violations(problem, allocation) == ()


def test_most_plain_problems_stand_without_singling_out_the_optimum() -> None:
    assert sum(standing_plainly(make_plain(seed, 6, 300), 20_000) is not None for seed in range(60)) > 20


@pytest.mark.parametrize("seed", range(60))
def test_solution_is_feasible_and_an_extra_unit_never_lowers_progress(seed: int) -> None:
    problem = make_problem(1000 + seed, 6, 300)
    with_all = solve(problem)
    allocation = {(item.unit, item.place): item.amount for item in with_all.placements}
    assert violations(problem, allocation) == ()
    if len(problem.awards) == 1 and problem.units:
        fewer = solve(without_last_unit(problem))
        assert fewer.standings[0].progress <= with_all.standings[0].progress


@pytest.mark.parametrize("seed", range(60))
def test_order_of_limits_grants_and_bits_of_pieces_changes_nothing(seed: int) -> None:
    problem, rng = make_problem(2000 + seed, 6, 300), Random(seed)
    order = list(range(len(problem.grants)))
    rng.shuffle(order)
    shuffled = replace(
        problem,
        ceilings=tuple(rng.sample(problem.ceilings, len(problem.ceilings))),
        grants=tuple(problem.grants[old] for old in order),
        units=tuple(replace(unit, grant=order.index(unit.grant)) for unit in problem.units),
    )
    assert answer(solve(shuffled)) == answer(solve(problem))


@pytest.mark.parametrize("seed", range(60))
def test_order_of_units_changes_neither_progress_nor_preferences(seed: int) -> None:
    """Unit order is the canonical order, so it decides ties; it must decide nothing else."""
    problem, rng = make_problem(3000 + seed, 6, 300), Random(seed)
    order = rng.sample(range(len(problem.units)), len(problem.units))
    permuted = solve(restricted(problem, order))
    plain = solve(problem)
    assert [(s.progress, s.p, len(s.unmet)) for s in permuted.standings] == [
        (s.progress, s.p, len(s.unmet)) for s in plain.standings
    ]


@pytest.mark.parametrize("steps", [1, 30, 300])
def test_beyond_the_steps_the_answer_is_honest(steps: int) -> None:
    unproven = 0
    for seed in range(4000, 4030):
        problem: Problem = make_problem(seed, 6, 300)
        best, cut_short = solve(problem), solve(problem, Options(steps=steps))
        assert cut_short.standings[0].progress <= best.standings[0].progress
        if cut_short.proven:
            assert answer(cut_short) == answer(best)
        else:
            unproven += 1
            assert cut_short.bound is not None
            assert len(problem.awards) > 1 or cut_short.bound >= best.standings[0].progress
    assert unproven > 0 or steps > 100


@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.booleans()), min_size=1, max_size=4), st.integers(1, 11))
def test_of_block_credit_that_only_a_floor_wants_no_more_counts_than_it_wants(
    held: list[tuple[int, bool, bool]], least: int
) -> None:
    """Units of even credits at a requirement, and at one that needs nothing; of what may be cut as little counts as will do."""
    credits = [2 * size for size, _, _ in held]
    first = [index for index, (_, cut, _) in enumerate(held) if not cut]
    problem = simple(credits, [(first, 4), (range(len(held)), 0)])
    floor = Floor("least", mask([index for index, (_, _, of) in enumerate(held) if of]), 3, least)
    problem = replace(
        problem,
        units=tuple(replace(unit, divisible=cut) for unit, (_, cut, _) in zip(problem.units, held, strict=True)),
        checks=(floor,),
        awards=(replace(problem.awards[0], checks=(0,)),),
    )
    expected, got = solve_by_enumeration(problem), solve(problem)
    assert (got.placements, got.standings, got.proven) == (expected.placements, expected.standings, True)


def of_few_credits(seed: int) -> Problem:
    """Units of no credits among others, at places that count credentials; preferences by credits, and by use, speak against some."""
    rng = Random(seed)
    count = rng.randint(3, 6)
    problem = simple(
        [rng.choice((0, 0, 4, 6)) for _ in range(count)],
        [([u for u in range(count) if rng.random() < 0.7], rng.choice((1, 2))) for _ in range(rng.randint(1, 2))],
    )
    by_amount = Preference("amount", per_amount=tuple(rng.choice((0, 1, 3)) for _ in range(count)))
    by_use = Preference("use", per_use=tuple(rng.choice((0, 0, 1)) for _ in range(count)))
    places = tuple(replace(place, measure=rng.choice((Measure.ITEMS, Measure.CREDITS))) for place in problem.places)
    return replace(problem, places=places, preferences=(by_amount, by_use)[: rng.choice((1, 2))])


def test_a_unit_of_no_credits_costs_nothing_by_its_credits() -> None:
    for seed in range(400):
        problem = of_few_credits(seed)
        expected, got = solve_by_enumeration(problem), solve(problem)
        assert (got.placements, got.standings) == (expected.placements, expected.standings), seed
