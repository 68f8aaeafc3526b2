"""How long the exact allocation takes: made-up learners, warm, one process. Run: python benchmarks/bench_allocation.py

Prints, per size, the median, 99th percentile and worst time of `solve` (values and placements), its median and most
search steps, and how many were proven. Sizes are units × places × limits. Kinds of award: `plain` (all of places, limits
as regulations have them), `rules` (also a total, a choice, two floors, a share of what is counted), `tight` (all of
places, random crossing limits that bind hard).
"""

from __future__ import annotations

import argparse
import random
import statistics
import time

from stackr.allocation.checks import Floor
from stackr.allocation.nodes import All, Amount, Choose, Leaf
from stackr.allocation.problem import Award, Ceiling, Grant, Options, Place, Problem, Unit
from stackr.allocation.search import solve

SIZES = ((20, 5, 3), (20, 10, 3), (20, 15, 3), (60, 15, 4), (60, 40, 8), (200, 15, 8), (200, 40, 8))
KINDS = ("plain", "rules", "tight")


def learner(seed: int, units: int, places: int, limits: int, *, kind: str = "plain", done: float = 0.8) -> Problem:
    """A made-up learner: places overlap in subjects, each unit fits a few; `done` is credits held over credits needed.

    Limits are those of regulations: on a route, on credit from elsewhere, up to a level, on one pool. `tight`: instead,
    random crossing limits that bind hard, worse than any regulation.
    """
    rng = random.Random(f"{seed} {units} {places} {limits} {kind}")
    sizes = rng.choice(((10,), (15,), (5, 10, 15), (6, 12), (3, 4, 5, 6), (5, 10, 20, 30)))
    credits = [rng.choice(sizes) for _ in range(units)]
    step = min(sizes) * rng.choice((1, 2)) if rng.random() < 0.7 else rng.choice((5, 10))
    need = [max(step, round(sum(credits) / done / places * rng.uniform(0.5, 1.5) / step) * step) for _ in range(places)]
    eligible = [0] * places
    for unit in range(units):
        for place in rng.sample(range(places), min(places, rng.choice((1, 2, 2, 3, 4)))):
            eligible[place] |= 1 << unit
    takers = tuple(Place(f"p{i:02}", eligible[i], need[i]) for i in range(places))
    leaves = tuple(Leaf(i, need[i]) for i in range(places))
    total, everywhere = sum(need), (1 << places) - 1
    make = _random_limit if kind == "tight" else _regular_limit
    routes = [rng.choice(("own", "own", "own", "agreement", "rpl")) for _ in range(units)]
    levels = [rng.randint(5, 9) for _ in range(units)]
    ceilings = [make(rng, i, routes, levels, total, places) for i in range(limits)]
    root: All = All("root", leaves, total)
    checks: tuple[Floor, ...] = ()
    if kind == "rules":
        own = sum(1 << unit for unit in range(units) if routes[unit] == "own")
        high = sum(1 << unit for unit in range(units) if levels[unit] >= 7)
        checks = (Floor("residency", own, everywhere, total // 3), Floor("advanced", high, everywhere, total // 4))
        choice = Choose("options", 2, leaves[:4], 2 * sum(leaf.weight for leaf in leaves[:4]) // 4, 2)
        rest = leaves[4:]
        weight = choice.weight + sum(leaf.weight for leaf in rest)
        root = All("root", (choice, *rest, Amount("total", everywhere, weight + 20, 20)), weight + 20)
        elsewhere = ~own & ((1 << units) - 1)
        ceilings.append(Ceiling("ratio", elsewhere, everywhere, None, share=(1, 2, everywhere, total)))
    return Problem(
        tuple(Unit(f"u{i:03}", credits[i], i) for i in range(units)),
        tuple(Grant(f"g{i:03}", frozenset({i})) for i in range(units)),
        takers,
        (Award("award", root, tuple(range(len(checks)))),),
        checks=checks,
        ceilings=tuple(ceilings),
    )


def _random_limit(
    rng: random.Random, index: int, routes: list[str], levels: list[int], total: int, places: int
) -> Ceiling:
    members = sum(1 << unit for unit in range(len(routes)) if rng.random() < 0.4)
    everywhere = (1 << places) - 1
    where = everywhere if rng.random() < 0.6 else sum(1 << p for p in range(places) if rng.random() < 0.4)
    return Ceiling(f"c{index}", members, where, round(total * rng.uniform(0.15, 0.5) / 5) * 5)


def _regular_limit(
    rng: random.Random, index: int, routes: list[str], levels: list[int], total: int, places: int
) -> Ceiling:
    everywhere, units = (1 << places) - 1, range(len(routes))
    match index % 4:
        case 0:
            members, share, where = [u for u in units if routes[u] == "rpl"], rng.choice((0.1, 0.25)), everywhere
        case 1:
            members, share, where = [u for u in units if routes[u] != "own"], rng.choice((0.33, 0.5)), everywhere
        case 2:
            level = rng.choice((5, 6))
            members, share, where = [u for u in units if levels[u] <= level], rng.choice((0.25, 0.4)), everywhere
        case _:
            first = rng.randrange(places)
            members, share = [u for u in units if levels[u] <= 7], rng.choice((0.05, 0.1))
            where = sum(1 << p for p in range(first, min(places, first + 3)))
    return Ceiling(f"c{index}", sum(1 << unit for unit in members), where, round(total * share / 5) * 5)


def measure(size: tuple[int, int, int], cases: int, kind: str, steps: int) -> str:
    """One line of figures."""
    times, counts, proven, worst = [], [], 0, 0
    for seed in range(cases):
        problem = learner(seed, *size, kind=kind, done=(0.5, 0.8, 1.0, 1.3)[seed % 4])
        began = time.perf_counter()
        solution = solve(problem, Options(steps=steps))
        times.append(time.perf_counter() - began)
        if times[-1] == max(times):
            worst = seed
        counts.append(solution.steps)
        proven += solution.proven
    times.sort()
    name = "x".join(map(str, size)) + " " + kind
    late = times[min(len(times) - 1, int(len(times) * 0.99))]
    return (
        f"{name:18} median {statistics.median(times) * 1e3:8.2f} ms   p99 {late * 1e3:9.2f} ms   worst {times[-1] * 1e3:9.2f} ms"
        f" (seed {worst})   steps {int(statistics.median(counts)):6} / {max(counts):8}   proven {proven}/{cases}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--steps", type=int, default=2_000_000)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--size", help="only this size, such as 20x10x3")
    arguments = parser.parse_args()
    for size in SIZES:
        if arguments.size in (None, "x".join(map(str, size))):
            for kind in KINDS if arguments.kind is None else (arguments.kind,):
                print(measure(size, arguments.cases, kind, arguments.steps), flush=True)


if __name__ == "__main__":
    main()
