"""How long a plan takes. Run: python benchmarks/bench_plan.py [--sizes 500,5000,20000] [--seeds 1,2,3] [--terms]
[--minimise WISHES] [--target DAY] [--replan] [--profile]

A made-up award of nine requirements and five limits over a made-up catalogue (`offers.py`), one learner, one thread. Per size and seed, in
seconds of CPU time and of the clock: the whole call of `book.plan`, the rules being loaded; the solver's share of it; whether it was
proven; how many items were relevant and kept. `--terms`: by eight terms of at most 40 credits; `--minimise "terms, cost"`: done
soonest, and so on; `--target 2026-12-31`: too soon for any plan, so why there is none. `--replan`: the second plan of
the same book, with an item of the first that the award does not name to be avoided. The floor: what one audit of the same learner takes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any
from unittest import mock

import offers

from stackr.book import load_text
from stackr.pathways.options import Load, PlanOptions, parse_minimise


class Share:
    """What the solver takes of the time."""

    def __init__(self) -> None:
        from stackr.allocation.cpsat.library import cp_model

        self.spent = 0.0
        self.calls = 0
        solve = cp_model.CpSolver.solve

        def timed(solver: Any, model: Any, *rest: Any) -> Any:
            start = time.process_time()
            try:
                return solve(solver, model, *rest)
            finally:
                self.spent += time.process_time() - start
                self.calls += 1

        mock.patch.object(cp_model.CpSolver, "solve", timed).start()

    def take(self) -> tuple[float, int]:
        """Seconds and calls since it was last asked."""
        found = self.spent, self.calls
        self.spent, self.calls = 0.0, 0
        return found


def one(share: Share, items: int, seed: int, options: PlanOptions, *, replan: bool, profile: bool) -> None:
    """One catalogue."""
    book = load_text(offers.rules(items, seed))
    learner = offers.record()
    start = time.process_time()
    book.audit(learner, ["Q"], offers.DAY)
    floor = time.process_time() - start
    asked = options
    for again in (False, True) if replan else (False,):
        share.take()
        profiler = cProfile.Profile() if profile else None
        cpu, clock = time.process_time(), time.perf_counter()
        if profiler:
            profiler.enable()
        plan = book.plan(learner, "Q", offers.DAY, asked)
        if profiler:
            profiler.disable()
        cpu, clock = time.process_time() - cpu, time.perf_counter() - clock
        solver, calls = share.take()
        best, reduced = plan.best, plan.reduced
        why = f"smallest {plan.blocking.smallest}: {plan.blocking.message}" if plan.blocking else ""
        print(
            f"{items:6} items  seed {seed}  {'again' if again else 'first'}  {cpu:6.2f} s CPU  {clock:6.2f} s  "
            f"solver {solver / cpu:4.0%} in {calls:2}  {plan.status} proven {bool(best and best.proven)} "
            f"verified {bool(best and best.verified)}  relevant {reduced and reduced.relevant} kept {reduced and reduced.kept}  "
            f"{[(w.minimise, w.value, w.bound) for w in best.wishes] if best else why}  audit {floor:.3f} s",
            flush=True,
        )
        if profiler:
            pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)
        if best:
            free = [item.label for item in best.items if item.label not in offers.AWARD]
            asked = replace(options, avoid=(free[0],))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="500,5000,20000")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--terms", action="store_true")
    parser.add_argument("--minimise", help="what is made small first, as the command line says it")
    parser.add_argument("--target", type=date.fromisoformat, help="the last day")
    parser.add_argument("--replan", action="store_true")
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    load = Load(most_credits=Fraction(40))
    options = PlanOptions(scheduled=True, load=load) if given.terms else PlanOptions(scheduled=False)
    if given.minimise:
        options = replace(options, minimise=parse_minimise(given.minimise))
    options = replace(options, target=given.target)
    share = Share()
    load_text(offers.rules(200)).plan(offers.record(), "Q", offers.DAY, options)  # imports, not counted
    for size in given.sizes.split(","):
        for seed in given.seeds.split(","):
            one(share, int(size), int(seed), options, replan=given.replan, profile=given.profile)


if __name__ == "__main__":
    main()
