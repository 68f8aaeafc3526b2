"""The linear way: the same bytes as the definition wherever it answers, and an exact program under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.build import mask, needs_cpsat, simple
from allocation.choosing_problems import make_choosing
from allocation.plain_problems import make_choices, make_plain
from allocation.problems import make_problem
from stackr.allocation import plainly, search
from stackr.allocation.branching.pool import OutOfSteps, Steps
from stackr.allocation.checks import Floor
from stackr.allocation.cpsat.solving import available
from stackr.allocation.feasible import violations
from stackr.allocation.linear import objective, whole
from stackr.allocation.linear.asking import greatest_linearly, solve_linearly
from stackr.allocation.linear.tableau import Tableau
from stackr.allocation.nodes import All, Choose
from stackr.allocation.plain.filling import Beyond
from stackr.allocation.problem import Ceiling, Options, Preference, Problem
from stackr.allocation.reference import solve_by_enumeration
from stackr.allocation.result import Solution
from stackr.allocation.search import figures, solve

STEPS = 20_000
"""More than the small problems here take."""


def answer(solution: Solution) -> object:
    return solution.placements, solution.standings, solution.chosen


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9), st.sampled_from((make_plain, make_plain, make_choices, make_choosing, make_problem)))
def test_it_gives_the_bytes_of_the_definition(seed: int, make: Callable[[int, int, int], Problem]) -> None:
    problem = make(seed, 6, 300)
    found, standing = plainly._linearly(problem, STEPS), plainly._standing_linearly(problem, STEPS)
    expected = solve_by_enumeration(problem)
    assert found is None or answer(found) == answer(expected)
    best = expected.standings[0]
    assert standing is None or (standing.satisfied, standing.progress, standing.p) == (
        best.satisfied,
        best.progress,
        best.p,
    )


def test_a_floor_is_met_by_a_unit_that_a_choice_does_not_need() -> None:
    """One of two named units is asked for, each of which may be several; what is more than the one is of use to the floor alone."""
    problem = make_choices(71000578, 6, 300)
    assert answer(solve(problem)) == answer(solve_by_enumeration(problem))
    assert solve(problem).standings[0].unmet == (0,)


@needs_cpsat
@pytest.mark.parametrize("local", [0, 3])
@pytest.mark.parametrize("seed", range(60))
def test_what_is_referred_to_cp_sat_gives_the_bytes_of_the_definition(
    seed: int, local: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole, "LOCAL", local)
    problem = (make_plain if seed % 3 else make_choosing)(7000 + seed, 6, 300)
    found, standing = plainly._linearly(problem, 2_000_000), plainly._standing_linearly(problem, 2_000_000)
    expected = solve_by_enumeration(problem)
    assert found is None or answer(found) == answer(expected)
    assert standing is None or standing.progress == expected.standings[0].progress


def test_it_settles_most_plain_problems() -> None:
    settled = [plainly._linearly(make_plain(seed, 6, 300), STEPS) is not None for seed in range(60)]
    assert sum(settled) > 30


def bound(seed: int) -> Problem:
    """Twelve requirements of 10 that overlap, twenty-six units of which a third may be cut, limits that bind."""
    rng = Random(f"bound {seed}")
    units = range(26)
    everywhere = mask(range(12))

    def some(chance: float) -> list[int]:
        return [unit for unit in units if rng.random() < chance]

    problem = simple(
        [rng.choice((5, 10, 10, 15, 20)) for _ in units],
        [(some(0.3), 10) for _ in range(12)],
        checks=(Floor("own", mask(some(0.6)), everywhere, 30), Floor("total", -1, everywhere, rng.choice((90, 200)))),
        ceilings=(
            Ceiling("low", mask(some(0.5)), everywhere, 40),
            Ceiling("field", mask(some(0.4)), everywhere, 30),
        ),
    )
    return replace(problem, units=tuple(replace(u, divisible=n % 3 == 0) for n, u in enumerate(problem.units)))


def choosing(seed: int) -> Problem:
    """The same with two of the first three requirements."""
    problem = bound(seed)
    (award,) = problem.awards
    assert isinstance(award.root, All)
    first, rest = award.root.children[:3], award.root.children[3:]
    chosen = Choose("two", 2, first, 2 * first[0].weight, 2 if seed % 2 else None)
    root = All("root", (chosen, *rest), chosen.weight + sum(child.weight for child in rest))
    return replace(problem, awards=(replace(award, root=root),))


def sparing(seed: int) -> Problem:
    """The same where some units are better not used, and credits of others not counted."""
    problem, rng = bound(seed), Random(f"sparing {seed}")
    by_use = tuple(int(rng.random() < 0.15) for _ in problem.units)
    by_amount = tuple(int(rng.random() < 0.15) for _ in problem.units)
    return replace(problem, preferences=(Preference("use", per_use=by_use), Preference("amount", per_amount=by_amount)))


@needs_cpsat
@pytest.mark.parametrize("made", [bound, choosing, sparing])
@pytest.mark.parametrize("seed", range(12))
def test_where_limits_bind_it_gives_the_bytes_of_cp_sat(
    seed: int, made: Callable[[int], Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = made(seed)
    here, shown = solve(problem), figures(problem)
    monkeypatch.setattr(search, "solve_plainly", lambda problem, limit: None)
    monkeypatch.setattr(search, "standing_plainly", lambda problem, limit: None)
    general = solve(problem)
    assert general.method in ("search", "cpsat")
    assert answer(here) == answer(general)
    assert [s.progress for s in shown.standings] == [s.progress for s in figures(problem).standings]


@pytest.mark.parametrize("made", [bound, choosing])
def test_where_limits_bind_it_settles_many(made: Callable[[int], Problem]) -> None:
    assert sum(solve(made(seed)).method == "linear" for seed in range(12)) > 3


@pytest.mark.parametrize("seed", range(40))
def test_an_allocation_of_the_greatest_p_breaks_nothing(seed: int) -> None:
    problem = make_plain(4000 + seed, 12, 10**9)
    try:
        found = greatest_linearly(problem, STEPS)
    except Beyond:
        return
    if found is not None:
        allocation = {
            (unit, place): amount for unit, here in enumerate(found.positions) for place, amount in here.items()
        }
        assert violations(problem, allocation) == ()


def test_out_of_steps_it_says_so_and_the_answer_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = bound(1)
    with pytest.raises(Beyond):
        solve_linearly(problem, 20)
    expected = answer(solve(problem))
    monkeypatch.setattr(objective, "LINEAR", 20)
    if available():
        assert answer(solve(problem)) == expected
    assert solve(problem, Options(steps=40)).standings[0].progress <= solve(problem).standings[0].progress


# the program by itself


def rows_of(seed: int) -> tuple[list[dict[int, int]], list[int], list[int | None], dict[int, int]]:
    """Made-up rows at most so much, most of each column, and costs."""
    rng = Random(f"rows {seed}")
    columns = rng.randint(1, 5)
    rows = [{c: rng.choice((1, 1, 1, 2, 3, -1)) for c in range(columns) if rng.random() < 0.7} for _ in range(4)]
    most = [rng.choice((1, 2, 4)) for _ in range(columns)]
    return rows, [rng.randint(0, 6) for _ in rows], [*most], {c: rng.randint(-4, 4) for c in range(columns)}


def tableau_of(seed: int, steps: int = 1000) -> tuple[Tableau, dict[int, int]]:
    rows, amounts, most, costs = rows_of(seed)
    tableau = Tableau(Steps(steps))
    for each in most:
        tableau.column(each)
    for row, amount in zip(rows, amounts, strict=True):
        tableau.row(row, amount)
    return tableau, costs


def keeps(seed: int, point: dict[int, Fraction]) -> bool:
    rows, amounts, most, _ = rows_of(seed)
    return all(sum(f * point[c] for c, f in row.items()) <= a for row, a in zip(rows, amounts, strict=True)) and all(
        0 <= point[c] <= (limit or 0) for c, limit in enumerate(most)
    )


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9))
def test_a_sum_at_its_least_is_reached_and_nothing_is_below_it(seed: int) -> None:
    tableau, costs = tableau_of(seed)
    least = tableau.least(costs)
    point = {column: Fraction(tableau.value(column)) for column in costs}
    assert keeps(seed, point)
    assert sum(cost * point[column] for column, cost in costs.items()) == least.value
    assert all(cost >= 0 for cost in least.costs.values())
    rng = Random(seed)
    for _ in range(200):
        other = {column: Fraction(rng.randint(0, 8), 2) for column in costs}
        if keeps(seed, other):
            assert sum(cost * other[column] for column, cost in costs.items()) >= least.value


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.integers(0, 10**9), st.integers(-3, 6))
def test_what_is_kept_holds_for_all_that_follows(seed: int, value: int) -> None:
    tableau, costs = tableau_of(seed)
    least = tableau.least(costs)
    greatest = -tableau.copy().least({column: -cost for column, cost in costs.items()}).value
    loose, exact = tableau.copy(), tableau.copy()
    exact.keep(exact.least(costs))
    assert -exact.least({column: -cost for column, cost in costs.items()}).value == least.value
    assert loose.at_least(costs, value) == (value <= greatest)
    if value <= greatest:
        assert loose.least(costs).value == max(value, least.value)


def test_a_copy_goes_its_own_way() -> None:
    tableau, costs = tableau_of(3)
    before = tableau.copy().least(costs).value
    other = tableau.copy()
    assert other.shut(range(len(costs)))
    assert tableau.least(costs).value == before


def test_work_is_counted() -> None:
    tableau, costs = tableau_of(3, steps=0)
    with pytest.raises(OutOfSteps):
        tableau.least(dict.fromkeys(costs, -1))
