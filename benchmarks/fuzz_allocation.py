"""The production solver against the definition, for as long as wanted: python benchmarks/fuzz_allocation.py --cases 20000

Each case is a made-up problem from a seed (`tests/allocation/problems.py`, and by turns `plain_problems.py` and `choosing_problems.py`:
of the shape
that awards mostly have); placements, standings and choices must be the same. Prints the first seed, progress every thousand
cases, and every seed that differs; exit code 1 if any does. `--linear` has plain problems go by the linear program first,
`--cpsat` compares CP-SAT as well (slow), `--proofs` checks certificates too.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from allocation.choosing_problems import make_choosing
from allocation.plain_problems import make_choices, make_plain
from allocation.problems import make_problem
from stackr.allocation import plainly
from stackr.allocation.counted import placements
from stackr.allocation.cpsat.solving import solve_by_cpsat
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.blocking import blocking_sets
from stackr.allocation.proofs.certificate import Certificate, check_certificate
from stackr.allocation.reference import solve_by_enumeration
from stackr.allocation.search import solve


def differences(problem: Problem, *, cpsat: bool, proofs: bool) -> list[str]:
    """What disagrees on one problem."""
    found = []
    expected, got = solve_by_enumeration(problem), solve(problem)
    if (expected.placements, expected.standings, expected.chosen) != (got.placements, got.standings, got.chosen):
        found.append("search")
    if not got.proven:
        found.append("not proven")
    if cpsat:
        positions = solve_by_cpsat(problem, 2_000_000)
        allocation = {(unit, place): amount for unit, p in enumerate(positions) for place, amount in p.items()}
        if placements(allocation) != expected.placements:
            found.append("cpsat")
    if proofs:
        for item in blocking_sets(problem, got):
            proof = Certificate(item.kind, (), item.clauses, item.multipliers, item.cases)
            if not check_certificate(problem, proof):
                found.append(f"certificate of {', '.join(item.clauses)}")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, help="the first seed; without it, one is drawn and printed")
    parser.add_argument("--combinations", type=int, default=400, help="most allocations a case may have before limits")
    parser.add_argument("--linear", action="store_true")
    parser.add_argument("--cpsat", action="store_true")
    parser.add_argument("--proofs", action="store_true")
    arguments = parser.parse_args()
    if arguments.linear:
        plainly.SHORT = 0
    first = random.SystemRandom().randrange(10**9) if arguments.seed is None else arguments.seed
    print(f"first seed {first}", flush=True)
    began, wrong = time.monotonic(), 0
    for case in range(arguments.cases):
        make = (make_problem, make_plain, make_choosing, make_choices)[(first + case) % 4]
        problem = make(first + case, 6, arguments.combinations)
        for difference in differences(problem, cpsat=arguments.cpsat, proofs=arguments.proofs):
            wrong += 1
            print(f"seed {first + case}: {difference}", flush=True)
        if (case + 1) % 1000 == 0:
            print(f"{case + 1} cases, {wrong} differences, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{arguments.cases} cases, {wrong} differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
