"""Proofs and completions against enumeration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from allocation.build import mask, simple
from allocation.plain_problems import make_plain
from allocation.problems import make_problem
from stackr.allocation.counted import Counted
from stackr.allocation.cpsat import cover as module_of_cover
from stackr.allocation.cpsat.solving import available
from stackr.allocation.evaluate import standings
from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Ceiling, Problem
from stackr.allocation.proofs import blocking, completions, reachable
from stackr.allocation.proofs import forced as module_of_forced
from stackr.allocation.proofs.additions import Addition
from stackr.allocation.proofs.blocking import blocking_sets, holds_back, smallest_blocking_set
from stackr.allocation.proofs.certificate import Certificate, certificate_of, check_certificate
from stackr.allocation.proofs.completions import complete
from stackr.allocation.proofs.forced import forced
from stackr.allocation.proofs.waive import clauses, waived
from stackr.allocation.reference import Worth, feasible_allocations, progress_worth
from stackr.allocation.restrict import restricted
from stackr.allocation.search import solve

SEEDS = range(50)
WITH_CPSAT = pytest.mark.skipif(not available(), reason="ortools is not installed")


@pytest.fixture(params=("search", pytest.param("CP-SAT", marks=WITH_CPSAT)))
def asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who answers a question of a proof: the search, or CP-SAT from the first step."""
    if request.param == "CP-SAT":
        monkeypatch.setattr(reachable, "HANDOVER", 0)
        monkeypatch.setattr(blocking, "most_p", lambda problem, limit: None)
        monkeypatch.setattr(module_of_forced, "greatest", lambda problem, limit: None)
    else:
        monkeypatch.setattr(reachable, "available", lambda: False)


def best(problem: Problem) -> Worth:
    return max(progress_worth(problem, Counted(problem, some)) for some in feasible_allocations(problem))


def can_be_met(problem: Problem, kept: set[str]) -> bool:
    rest = waived(problem, set(clauses(problem).all()) - kept)
    return any(all(s.satisfied for s in standings(rest, some)) for some in feasible_allocations(rest))


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
    assert (smallest is None) == (not sets)
    if smallest is not None:
        assert len(smallest.clauses) == min(len(item.clauses) for item in (*sets, smallest))


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


def cheapest(problem: Problem, held: set[int], additions: list[Addition]) -> tuple[object, ...] | None:
    """The smallest completion by trying every set."""
    found: tuple[int, int, int, tuple[str, ...]] | None = None
    for size in range(len(additions) + 1):
        for some in combinations(additions, size):
            codes = frozenset(item.code for item in some)
            if any(item.needs and not any(need <= codes for need in item.needs) for item in some):
                continue
            price = sum(i.credits for i in some), size, sum(i.cost for i in some), tuple(sorted(codes))
            if found is not None and price >= found:
                continue
            part = restricted(problem, sorted(held.union(*(item.units for item in some))))
            if any(all(s.satisfied for s in standings(part, way)) for way in feasible_allocations(part)):
                found = price
    return found


def made_up_additions(seed: int, problem: Problem) -> tuple[Problem, set[int], list[Addition]]:
    """Sometimes an addition has two units, of which a limit lets one count."""
    rng, count = Random(seed), len(problem.units)
    held = set(rng.sample(range(count), rng.randint(0, count // 2)))
    codes = [f"C{i}" for i in range(count + 1)]
    rng.shuffle(codes)
    names = [codes[unit] for unit in range(count) if unit not in held] + [codes[count]]
    additions = []
    free = [unit for unit in range(count) if unit not in held]
    groups = (
        [tuple(free[:2]), *((unit,) for unit in free[2:])]
        if len(free) > 1 and rng.random() < 0.5
        else [(u,) for u in free]
    )
    for units in [*groups, ()]:
        credits = problem.units[units[0]].credits if units and rng.random() < 0.7 else rng.choice((0, 2, 3))
        some = [frozenset(rng.sample(names, 1)) for _ in range(2)] if rng.random() < 0.3 else []
        code = codes[units[0]] if units else codes[count]
        additions.append(Addition(code, units, credits, rng.choice((0, 1, 5)), tuple(some)))
    offered = {addition.code for addition in additions}
    additions = [replace(a, needs=tuple(need for need in a.needs if need <= offered)) for a in additions]
    both = [
        Ceiling(
            f"one of {a.code}", sum(1 << unit for unit in a.units), (1 << len(problem.places)) - 1, 1, Measure.ITEMS
        )
        for a in additions
        if len(a.units) > 1
    ]
    problem = replace(
        problem,
        units=tuple(
            replace(u, items=1) if any(c.units >> i & 1 for c in both) else u for i, u in enumerate(problem.units)
        ),
        ceilings=(*problem.ceilings, *both),
    )
    return problem, held, additions


@pytest.mark.parametrize(
    ("few", "many"), [(60, 160), pytest.param(0, 160, marks=WITH_CPSAT), pytest.param(0, 0, marks=WITH_CPSAT)]
)
def test_completions_are_the_cheapest_there_are(few: int, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the search, by CP-SAT (`few` 0: none are few), and as among many: the likeliest first, by the relaxation."""
    monkeypatch.setattr(completions, "FEW", few)
    monkeypatch.setattr(module_of_cover, "MANY", many)
    if not many:
        monkeypatch.setattr(module_of_cover, "LIKELY", (1, 2))
    checked = 0
    for seed in range(250):
        problem = make_problem(seed, 5, 60)
        if not problem.units or not all(standing.satisfied for standing in solve(problem).standings):
            continue
        problem, held, additions = made_up_additions(seed, problem)
        answer = complete(problem, additions)
        got = None if answer.codes is None else (answer.credits, answer.items, answer.cost, answer.codes)
        assert answer.proven
        assert got == cheapest(problem, held, additions)
        checked += bool(answer.codes)
    assert checked > 5


def test_a_prerequisite_that_counts_nowhere_still_costs() -> None:
    problem = simple((10, 10), [((0, 1), 10)])
    dear = Addition("A", (0,), 10, needs=(frozenset({"P"}),))
    answer = complete(problem, [dear, Addition("B", (1,), 10, cost=9), Addition("P", (), 5)])
    assert (answer.codes, answer.credits, answer.cost) == (("B",), 10, 9)
    answer = complete(restricted(problem, [0]), [dear, Addition("P", (), 5)])
    assert (answer.codes, answer.credits, answer.items) == (("A", "P"), 15, 2)


def test_nothing_completes_it() -> None:
    answer = complete(simple((10,), [((0,), 20)]), [Addition("A", (0,), 10)])
    assert answer.codes is None
    assert (answer.proven, answer.reason) == (True, "impossible")


def several_hundred() -> tuple[Problem, list[Addition]]:
    """Four units held and three hundred on offer."""
    rng = Random(5)
    credits = [10] * 4 + [rng.choice((5, 10, 15)) for _ in range(300)]
    places = [([i for i in range(304) if rng.random() < 0.15], 30) for _ in range(8)]
    problem = simple(credits, places)
    additions = [Addition(f"K{i:03}", (i,), credits[i], rng.randint(1, 9)) for i in range(4, 304)]
    return problem, additions


@WITH_CPSAT
def test_a_pool_of_several_hundred_candidates() -> None:
    problem, additions = several_hundred()
    answer = complete(problem, additions)
    assert answer.proven
    assert answer.codes is not None
    part = restricted(problem, [*range(4), *(int(code[1:]) for code in answer.codes)])
    assert solve(part).standings[0].satisfied


@WITH_CPSAT
@pytest.mark.parametrize("steps", [1, 1_000, 300_000])
def test_a_limit_of_work_leaves_a_completion_that_completes_or_says_that_none_was_found(
    steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completions, "MOST_STEPS", steps)
    problem, additions = several_hundred()
    answer = complete(problem, additions)
    assert answer.proven is (steps == 300_000)
    if answer.codes is None:
        assert answer.reason == "work limit"
    else:
        part = restricted(problem, [*range(4), *(int(code[1:]) for code in answer.codes)])
        assert solve(part).standings[0].satisfied


@pytest.mark.parametrize("seed", range(60))
def test_what_holds_back_and_what_blocks_is_the_same_by_parts_and_by_search(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = make_plain(seed, 8, 10**9)
    solution = solve(problem)
    by_parts = holds_back(problem, solution), blocking_sets(problem, solution)
    monkeypatch.setattr(blocking, "most_p", lambda problem, limit: None)
    assert (holds_back(problem, solution), blocking_sets(problem, solution)) == by_parts
