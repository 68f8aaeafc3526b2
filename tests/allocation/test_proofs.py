"""Proofs and completions against enumeration."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from allocation.build import mask, simple
from allocation.plain_problems import make_plain
from allocation.problems import make_problem
from stackr.allocation.counted import Counted
from stackr.allocation.cpsat.solving import available
from stackr.allocation.evaluate import standings
from stackr.allocation.problem import Ceiling, Problem
from stackr.allocation.proofs import blocking, reachable
from stackr.allocation.proofs import forced as module_of_forced
from stackr.allocation.proofs.blocking import blocking_sets, holds_back
from stackr.allocation.proofs.certificate import Certificate, certificate_of, check_certificate
from stackr.allocation.proofs.forced import forced
from stackr.allocation.proofs.smallest import smallest_blocking_set
from stackr.allocation.proofs.waive import clauses, waived
from stackr.allocation.reference import Worth, feasible_allocations, progress_worth
from stackr.allocation.search import solve

SEEDS = range(50)
WITH_CPSAT = pytest.mark.skipif(not available(), reason="ortools is not installed")


@pytest.fixture(params=("search", pytest.param("CP-SAT", marks=WITH_CPSAT)))
def asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who answers a question of a proof: the search, or CP-SAT from the first step."""
    if request.param == "CP-SAT":
        monkeypatch.setattr(reachable, "HANDOVER", 0)
        for module in (blocking, module_of_forced):
            monkeypatch.setattr(module, "greatest", lambda problem, limit, wanted: None)
        monkeypatch.setattr(module_of_forced, "certain", lambda problem, limit: None)
    else:
        monkeypatch.setattr(reachable, "available", lambda: False)


def best(problem: Problem) -> Worth:
    return max(progress_worth(problem, Counted(problem, some)) for some in feasible_allocations(problem))


def can_be_met(problem: Problem, kept: set[str]) -> bool:
    rest = waived(problem, set(clauses(problem).all()) - kept)
    return any(all(s.satisfied for s in standings(rest, some)) for some in feasible_allocations(rest))


def minimal_sets(problem: Problem) -> list[tuple[str, ...]]:
    """The sets of clauses that can't be met together and every part of which can, the smallest first, by trying every set."""
    every = sorted(clauses(problem).all())
    found: list[tuple[str, ...]] = []
    for some in (some for size in range(1, len(every) + 1) for some in combinations(every, size)):
        if not any(set(smaller) <= set(some) for smaller in found) and not can_be_met(problem, set(some)):
            found.append(some)
    return found


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("make", [make_problem, make_plain])
@pytest.mark.parametrize("seed", SEEDS)
def test_forced_is_what_every_best_allocation_has(seed: int, make: Callable[[int, int, int], Problem]) -> None:
    problem = make(seed, 5, 120)
    solution, greatest = solve(problem), best(problem)
    common = {(item.unit, item.place) for item in solution.placements}
    for allocation in feasible_allocations(problem):
        if progress_worth(problem, Counted(problem, allocation)) == greatest:
            common &= set(allocation)
    assert forced(problem, solution) == common


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_clause_holds_back_if_waiving_it_alone_helps(seed: int) -> None:
    problem = make_problem(seed, 5, 120)
    solution, greatest = solve(problem), best(problem)
    helping = tuple(clause for clause in clauses(problem).all() if best(waived(problem, {clause})) > greatest)
    if not all(standing.satisfied for standing in solution.standings) and helping:
        assert holds_back(problem, solution) == helping


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("seed", SEEDS)
def test_blocking_sets_are_minimal_disjoint_and_enough(seed: int) -> None:
    problem = make_problem(seed, 5, 120)
    sets = blocking_sets(problem, solve(problem))
    for item in sets:
        assert not can_be_met(problem, set(item.clauses))
        assert all(can_be_met(problem, set(item.clauses) - {clause}) for clause in item.clauses)
        proof = Certificate(item.kind, (), item.clauses, item.multipliers, item.cases)
        assert check_certificate(problem, proof)
    named = [clause for item in sets for clause in item.clauses]
    assert len(named) == len(set(named))
    assert can_be_met(problem, set(clauses(problem).all()) - set(named))
    smallest = smallest_blocking_set(problem)
    found = None if smallest is None else smallest.blocking.clauses
    assert smallest is None or smallest.proven
    assert found == next(iter(minimal_sets(problem)), None)


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("seed", SEEDS)
def test_the_fewest_that_have_one_of_some_clauses(seed: int) -> None:
    """Of every clause: the first, by size and then by id, of the smallest blocking sets that have it."""
    problem = make_problem(seed, 5, 120)
    sets = minimal_sets(problem)
    for clause in clauses(problem).all():
        found = smallest_blocking_set(problem, wanted=lambda ids, clause=clause: clause in ids)
        expected = next((some for some in sets if clause in some), None)
        assert (None if found is None else found.blocking.clauses) == expected
        assert found is None or found.proven


def test_blocking_sets_in_the_order_of_the_definition() -> None:
    """Thirty shared credits, three needs of twenty; and one need that nobody's credit fits."""
    problem = simple((10, 10, 10), [((0, 1, 2), 20), ((0, 1, 2), 20), ((0, 1, 2), 20), ((), 5)])
    assert [item.clauses for item in blocking_sets(problem)] == [("p3",), ("p0", "p1")]


def test_a_limit_stands_in_the_set_that_it_makes() -> None:
    cap = Ceiling("cap", mask((0, 1)), 1, 10)
    problem = simple((10, 10), [((0, 1), 20)], ceilings=(cap,))
    sets = blocking_sets(problem)
    assert [(item.clauses, item.kind) for item in sets] == [(("cap", "p0"), "bound")]
    tampered = Certificate("bound", (), sets[0].clauses, tuple((name, 1) for name, _ in sets[0].multipliers))
    assert not check_certificate(problem, tampered)


def test_a_satisfied_award_is_its_own_proof() -> None:
    problem = simple((10, 10), [((0, 1), 20)])
    solution = solve(problem)
    proof = certificate_of(solution, ())
    assert proof is not None
    assert check_certificate(problem, proof)
    assert not check_certificate(problem, Certificate("allocation", placements=solution.placements[:1]))
    assert blocking_sets(problem) == ()
    assert holds_back(problem, solution) == ()


def test_waiving_an_unknown_clause_is_an_error() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        waived(simple((10,), [((0,), 10)]), {"nowhere"})


@pytest.mark.parametrize("seed", range(60))
def test_what_holds_back_and_what_blocks_is_the_same_by_parts_and_by_search(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = make_plain(seed, 8, 10**9)
    solution = solve(problem)
    by_parts = holds_back(problem, solution), blocking_sets(problem, solution)
    monkeypatch.setattr(blocking, "greatest", lambda problem, limit, wanted: None)
    assert (holds_back(problem, solution), blocking_sets(problem, solution)) == by_parts
