"""What may be added to made-up problems, and the smallest completion by trying every set."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

from stackr.allocation.asks import Ask
from stackr.allocation.evaluate import standings
from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Ceiling, Problem
from stackr.allocation.proofs.additions import Addition
from stackr.allocation.reference import feasible_allocations
from stackr.allocation.restrict import restricted


def cheapest(problem: Problem, held: set[int], additions: list[Addition]) -> tuple[object, ...] | None:
    """The smallest completion by trying every set."""
    found: tuple[int, int, int, tuple[str, ...]] | None = None
    for size in range(len(additions) + 1):
        for some in combinations(additions, size):
            codes = frozenset(item.code for item in some)
            if any(item.needs is not None and not item.needs.met(codes) for item in some):
                continue
            price = sum(i.credits for i in some), size, sum(i.cost for i in some), tuple(sorted(codes))
            if found is not None and price >= found:
                continue
            part = restricted(problem, sorted(held.union(*(item.units for item in some))))
            if any(all(s.satisfied for s in standings(part, way)) for way in feasible_allocations(part)):
                found = price
    return found


def made_up_ask(rng: Random, names: list[str]) -> Ask | None:
    """Mostly nothing; else one of two, or some of several with an ask within."""
    if rng.random() >= 0.4:
        return None
    if rng.random() < 0.5 or len(names) < 3:
        return Ask(1, tuple(rng.choices(names, k=2)))
    first, *others = rng.sample(names, min(4, len(names)))
    return Ask(rng.randint(1, len(others)), (Ask(rng.randint(1, 2), (first, others[0])), *others[1:], first))


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
        code = codes[units[0]] if units else codes[count]
        additions.append(Addition(code, units, credits, rng.choice((0, 1, 5)), made_up_ask(rng, names)))
    offered = {addition.code for addition in additions}
    additions = [replace(a, needs=a.needs and a.needs.within(offered)) for a in additions]
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
