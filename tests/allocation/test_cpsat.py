"""CP-SAT against the definition and the search: whatever shows the optimum, it is the same bytes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from allocation.build import mask, simple
from allocation.plain_problems import make_plain
from allocation.problems import make_problem
from stackr.allocation import search
from stackr.allocation.checks import Floor
from stackr.allocation.counted import placements
from stackr.allocation.cpsat import solving
from stackr.allocation.cpsat.relaxation import ONE, LinearProgram
from stackr.allocation.cpsat.solving import available, solve_by_cpsat
from stackr.allocation.feasible import violations
from stackr.allocation.problem import Ceiling, Options, Problem
from stackr.allocation.reference import solve_by_enumeration
from stackr.allocation.result import Placement
from stackr.allocation.search import solve

pytestmark = pytest.mark.skipif(not available(), reason="ortools is not installed")


def by_cpsat(problem: Problem) -> tuple[Placement, ...]:
    found = solve_by_cpsat(problem, 1_000_000)
    return placements({(unit, place): amount for unit, given in enumerate(found) for place, amount in given.items()})


@pytest.mark.parametrize("seed", range(40))
def test_it_gives_the_bytes_of_the_search(seed: int) -> None:
    problem = make_problem(seed, 6, 300)
    assert by_cpsat(problem) == solve(problem).placements


@pytest.mark.parametrize("seed", range(20))
def test_it_gives_the_bytes_of_the_search_on_problems_too_large_to_enumerate(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "available", lambda: False)
    problem = (make_plain if seed % 2 else make_problem)(300 + seed, 14, 10**9)
    found = solve(problem, Options(steps=20_000))
    if found.proven:
        assert by_cpsat(problem) == found.placements


@pytest.mark.parametrize("seed", range(20))
def test_no_weights_strike_out_what_the_best_allocation_does(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lot = Random(seed)
    monkeypatch.setattr(
        LinearProgram, "weights", lambda self, costs: [lot.randrange(-3, 4) * ONE // 2 for _ in range(self._rows)]
    )
    problem = make_problem(700 + seed, 6, 300)
    assert by_cpsat(problem) == solve_by_enumeration(problem).placements


@pytest.mark.parametrize("seed", range(12))
def test_wishes_granted_at_once_and_one_by_one_are_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = (make_plain if seed % 2 else make_problem)(900 + seed, 10, 10**9)
    monkeypatch.setattr(solving, "AT_ONCE", 5.0)
    at_once = by_cpsat(problem)
    monkeypatch.setattr(solving._Run, "_at_once", lambda self, left: False)
    assert by_cpsat(problem) == at_once


def large(seed: int) -> Problem:
    """Ten pools of 30 credits that overlap, forty units of 5 to 20 credits of which a third may be cut, limits and a floor."""
    rng = Random(seed)

    def some(chance: float) -> list[int]:
        return [unit for unit in range(40) if rng.random() < chance]

    everywhere = mask(range(10))
    problem = simple(
        [rng.choice((5, 10, 10, 15, 20)) for _ in range(40)],
        [(some(0.35), 30) for _ in range(10)],
        checks=(Floor("own", mask(some(0.6)), everywhere, 100),),
        ceilings=(
            Ceiling("abroad", mask(some(0.4)), everywhere, 120),
            Ceiling("low", mask(some(0.5)), everywhere, 60),
            Ceiling("field", mask(some(0.2)), mask(range(5)), 40),
        ),
    )
    return replace(problem, units=tuple(replace(u, divisible=n % 3 == 0) for n, u in enumerate(problem.units)))


@pytest.mark.parametrize("seed", range(3))
def test_a_large_award_with_limits_and_units_that_may_be_cut_is_proven(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "solve_plainly", lambda problem, limit: None)
    problem = large(seed)
    found = solve(problem)
    allocation = {(item.unit, item.place): item.amount for item in found.placements}
    assert found.proven
    assert found.method == "cpsat"
    assert violations(problem, allocation) == ()


def test_where_only_the_canonical_form_is_open_the_progress_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "solve_plainly", lambda problem, limit: None)
    problem = large(0)
    best = solve(problem).standings[0].progress
    cut_short = [solve(problem, Options(steps=steps)) for steps in range(4_000, 16_000, 2_000)]
    bounds = [found.bound for found in cut_short if not found.proven]
    assert all(bound is not None and bound >= best for bound in bounds)
    assert best in bounds
