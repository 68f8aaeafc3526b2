"""Smallest completions against enumeration: by the search, by CP-SAT, as among many; of what is alike one stands for all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from allocation.additions import cheapest, made_up_additions
from allocation.build import simple
from allocation.problems import make_problem
from stackr.allocation.asks import Ask
from stackr.allocation.checks import Floor
from stackr.allocation.cpsat import cover as module_of_cover
from stackr.allocation.cpsat.solving import available
from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Ceiling, Problem
from stackr.allocation.proofs import completions
from stackr.allocation.proofs.additions import Addition
from stackr.allocation.proofs.completions import complete
from stackr.allocation.proofs.dominance import without_replaceable
from stackr.allocation.proofs.pooling import pooled
from stackr.allocation.restrict import restricted
from stackr.allocation.search import solve

WITH_CPSAT = pytest.mark.skipif(not available(), reason="ortools is not installed")


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
    dear = Addition("A", (0,), 10, needs=Ask(1, ("P",)))
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


def much_alike(seed: int) -> tuple[Problem, list[Addition]]:
    """A small catalogue of which many items count alike: two requirements, at times a ceiling, a floor and what is asked first."""
    rng = Random(seed)
    kinds = [(rng.choice((5, 10)), rng.sample(range(2), rng.randint(1, 2)), rng.random() < 0.4) for _ in range(3)]
    counts = [rng.choice(kinds) for _ in range(8)]
    held = rng.randint(0, 1)
    credits = [10] * held + [size for size, _, _ in counts]
    places = [
        (
            [*range(held), *(held + i for i, (_, where, _) in enumerate(counts) if place in where)],
            rng.choice((5, 15, 20)),
        )
        for place in range(2)
    ]
    problem = simple(credits, places)
    marked = sum(1 << held + i for i, (_, _, mark) in enumerate(counts) if mark)
    if rng.random() < 0.4:
        problem = replace(problem, ceilings=(Ceiling("few", marked, 3, rng.choice((5, 10))),))
    if rng.random() < 0.4:
        floor = Floor("some", marked, 3, rng.choice((5, 10)), Measure.CREDITS)
        problem = replace(problem, checks=(floor,), awards=(replace(problem.awards[0], checks=(0,)),))
    codes = [f"C{i}" for i in rng.sample(range(10, 99), len(counts))]
    additions = [
        Addition(
            code,
            (held + i,),
            counts[i][0] if rng.random() < 0.8 else rng.choice((0, 15)),
            rng.choice((0, 1, 5)),
            Ask(1, (rng.choice([c for c in codes if c != code]),)) if rng.random() < 0.15 else None,
        )
        for i, code in enumerate(codes)
    ]
    return problem, additions


def first_that_completes(problem: Problem, additions: list[Addition]) -> tuple[str, ...] | None:
    """The first by price of all sets that satisfy the award."""
    held = set(range(len(problem.units))) - {unit for addition in additions for unit in addition.units}
    sets = []
    for size in range(len(additions) + 1):
        for some in combinations(additions, size):
            codes = frozenset(item.code for item in some)
            if all(item.needs is None or item.needs.met(codes) for item in some):
                price = sum(i.credits for i in some), size, sum(i.cost for i in some), tuple(sorted(codes))
                sets.append((price, held.union(*(item.units for item in some))))
    for (_, _, _, codes), units in sorted(sets):
        if all(standing.satisfied for standing in solve(restricted(problem, sorted(units))).standings):
            return codes
    return None


@WITH_CPSAT
@pytest.mark.parametrize("many", [160, 0])
def test_of_what_is_alike_one_stands_for_all(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, "FEW", 0)
    monkeypatch.setattr(module_of_cover, "MANY", many)
    monkeypatch.setattr(module_of_cover, "LIKELY", (1, 3))
    completed = together = left_out = 0
    for seed in range(80):
        problem, additions = much_alike(seed)
        best = first_that_completes(problem, additions)
        assert complete(problem, additions).codes == best, seed
        kept = without_replaceable(problem, additions)
        assert best is None or set(best) <= {addition.code for addition in kept}, seed
        completed += best is not None
        left_out += len(kept) < len(additions)
        together += max(pooled(problem, additions).copies) > 1
    assert min(completed, together) > 30
    assert left_out > 3
