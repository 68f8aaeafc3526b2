"""The compiled allocation of many learners: µs per learner, who settled them, against a scan-join-sum of the same rows.

Run: python benchmarks/bench_kernel.py [--learners 200000] [--only t1] [--check 300]

Made-up learners (about 20 holdings, a quarter of them failed) over a catalogue of 5,000 items, and four awards: `t1` five
requirements that overlap, one limit; `caps` eight, with limits on prior learning and on two levels, and residency; `t2`
fourteen over twelve overlapping subjects with 2 of 4 and 1 of 2; each with whole units and with divisible ones. The floor
is a polars streaming query over a parquet file of the same rows: filter, join with the catalogue, sum per learner.
Times are CPU seconds of the process, all threads. `--check` solves so many learners again one by one with the search.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from stackr.allocation.checks import Floor
from stackr.allocation.kernel.frame import Frame, frame_of
from stackr.allocation.kernel.packed import Packed
from stackr.allocation.kernel.values import Stage, Values, best_values
from stackr.allocation.nodes import All, Choose, Leaf, Node
from stackr.allocation.problem import Award, Ceiling, Grant, Place, Problem, Unit
from stackr.allocation.search import solve

ITEMS = 5_000
SIZES, SHARES = (5, 10, 15, 20, 30), (0.2, 0.3, 0.3, 0.15, 0.05)
OWN, LOW, LOWER, RPL = 1, 2, 4, 8


@dataclass(frozen=True)
class Case:
    """An award: its problem without units, the mask of places each item fits, per rule the flag that puts a unit in it."""

    problem: Problem
    fits: np.ndarray
    members: tuple[int, ...]


def case(name: str) -> Case:
    """One of the three awards."""
    rng = np.random.default_rng(7)
    needs = {
        "t1": (60, 45, 45, 30, 60),
        "caps": (30, 30, 45, 20, 30, 40, 25, 20),
        "t2": (30, 30, 20, 20, 30, 20, 30, 20, 20, 20, 30, 20, 40, 30),
    }[name]
    places = tuple(Place(f"p{i:02}", 0, need) for i, need in enumerate(needs))
    leaves: list[Node] = [Leaf(i, need) for i, need in enumerate(needs)]
    if name == "t2":
        two, one = leaves[4:8], leaves[8:10]
        chosen = Choose("two", 2, tuple(two), sum(leaf.weight for leaf in two) // 2, 2)
        either = Choose("one", 1, tuple(one), sum(leaf.weight for leaf in one) // 2, 1)
        leaves = [*leaves[:4], chosen, either, *leaves[10:]]
    total, everywhere = sum(leaf.weight for leaf in leaves), (1 << len(needs)) - 1
    ceilings: tuple[Ceiling, ...] = (Ceiling("rpl", 0, everywhere, total // 2 // 5 * 5),)
    checks: tuple[Floor, ...] = ()
    members: tuple[int, ...] = (RPL,)
    if name == "caps":
        ceilings += (Ceiling("low", 0, everywhere, 60), Ceiling("lower", 0, everywhere, 120))
        checks = (Floor("own", 0, everywhere, total // 3 // 5 * 5),)
        members = (RPL, LOW, LOWER | LOW, OWN)
    award = Award("award", All("root", tuple(leaves), total), tuple(range(len(checks))))
    fits = np.zeros(ITEMS, np.uint64)
    for place in range(len(needs)):
        fits |= np.where(rng.random(ITEMS) < 2.2 / len(needs), np.uint64(1 << place), np.uint64(0))
    return Case(Problem((), (), places, (award,), checks, ceilings, multiplicity=(), step=5), fits, members)


def population(learners: int, folder: Path) -> tuple[pl.DataFrame, np.ndarray]:
    """Rows (learner, item, grade, flags) as a parquet file, clustered by learner; the items' credits."""
    rng = np.random.default_rng(11)
    credits = rng.choice(SIZES, ITEMS, p=SHARES)
    level = np.where(rng.random(ITEMS) < 0.3, LOW, np.where(rng.random(ITEMS) < 0.4, LOWER, 0))
    counts = np.clip(rng.poisson(20, learners), 1, 60)
    owner = np.repeat(np.arange(learners), counts)
    popular = np.minimum((rng.random(len(owner)) ** 2 * ITEMS).astype(np.int64), ITEMS - 1)
    route = rng.choice((OWN, 0, RPL), len(owner), p=(0.5, 0.3, 0.2))
    rows = pl.DataFrame(
        {"learner": owner, "item": popular, "grade": rng.integers(30, 101, len(owner)), "flags": route | level[popular]}
    ).unique(["learner", "item"], keep="first", maintain_order=True)
    rows.write_parquet(folder / "rows.parquet")
    pl.DataFrame({"item": np.arange(ITEMS), "credits": credits}).write_parquet(folder / "items.parquet")
    return rows, credits


def floor(folder: Path) -> None:
    """The least that any answer costs."""
    rows = pl.scan_parquet(folder / "rows.parquet").filter(pl.col("grade") >= 48)
    joined = rows.join(pl.scan_parquet(folder / "items.parquet"), on="item")
    joined.group_by("learner").agg(pl.col("credits").sum()).collect(engine="streaming")


def packed(award: Case, rows: pl.DataFrame, credits: np.ndarray, learners: int, divisible: bool) -> Packed:
    """The passed rows as the kernel takes them."""
    passed = rows.filter(pl.col("grade") >= 48)
    item, flags, owner = (passed[name].to_numpy() for name in ("item", "flags", "learner"))
    rules = np.zeros(len(item), np.uint64)
    for bit, flag in enumerate(award.members):
        rules |= np.where(flags & flag, np.uint64(1 << bit), np.uint64(0))
    offsets = np.searchsorted(owner, np.arange(learners + 1)).astype(np.int64)
    cut = np.full(len(item), divisible)
    return Packed(offsets, credits[item].astype(np.int64), award.fits[item], rules, divisible=cut)


def as_problem(award: Case, units: Packed, learner: int) -> Problem:
    """One learner as the search takes it."""
    part = range(units.offsets[learner], units.offsets[learner + 1])
    assert units.divisible is not None

    def members(bit: int) -> int:
        return sum(1 << i for i, unit in enumerate(part) if int(units.rules[unit]) >> bit & 1)

    known = award.problem
    places = [
        Place(p.id, sum(1 << i for i, unit in enumerate(part) if int(units.places[unit]) >> j & 1), p.need)
        for j, p in enumerate(known.places)
    ]
    ceilings = [Ceiling(c.id, members(w), c.places, c.bound) for w, c in enumerate(known.ceilings)]
    floors = [check for check in known.checks if isinstance(check, Floor)]
    assert len(floors) == len(known.checks)
    checks = [Floor(c.id, members(len(ceilings) + w), c.places, c.need) for w, c in enumerate(floors)]
    return Problem(
        tuple(Unit(f"u{i}", int(units.credits[u]), i, divisible=bool(units.divisible[u])) for i, u in enumerate(part)),
        tuple(Grant(f"g{i}", frozenset({i})) for i in range(len(part))),
        tuple(places),
        known.awards,
        tuple(checks),
        tuple(ceilings),
        step=known.step,
    )


def cpu(run: Callable[[], object], times: int) -> float:
    """Median CPU seconds, all threads."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return sorted(taken)[len(taken) // 2]


def check(award: Case, units: Packed, values: Values, count: int) -> int:
    """How many of the first learners, and of those with most steps, the search gives another progress."""
    hardest = np.argsort(-values.steps, kind="stable")[: count // 5]
    wrong = 0
    for learner in sorted({*range(count), *(int(i) for i in hardest)}):
        solution = solve(as_problem(award, units, learner))
        best = solution.standings[0].progress
        found = Fraction(int(values.numerator[learner]), values.whole)
        if values.proven[learner]:
            wrong += found != best if solution.proven else found < best
        else:
            wrong += not found <= best <= Fraction(int(values.bound[learner]), values.whole)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=200_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--check", type=int, default=0)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows, credits = population(asked.learners, Path(name))
        base = cpu(lambda: floor(Path(name)), asked.repeat + 2)
        print(f"floor: {base:.3f} s CPU, {base / asked.learners * 1e6:.2f} µs per learner, {len(rows):,} rows")
        print(
            f"{'award':14} {'µs':>7} {'× floor':>8} {'bound':>8} {'search':>8} {'open':>9} {'steps':>7} {'complete':>9} wrong"
        )
        for award_name in ("t1", "caps", "t2"):
            award = case(award_name)
            frame = frame_of(award.problem)
            assert isinstance(frame, Frame), frame
            for divisible in (False, True):
                label = f"{award_name} {'divisible' if divisible else 'whole'}"
                if asked.only not in label:
                    continue
                units = packed(award, rows, credits, asked.learners, divisible)
                values = best_values(frame, units)
                taken = cpu(partial(best_values, frame, units), asked.repeat)
                shares = [f"{(values.stage == stage).mean():8.3%}" for stage in Stage]
                wrong = check(award, units, values, asked.check) if asked.check else "-"
                print(
                    f"{label:14} {taken / asked.learners * 1e6:7.2f} {taken / base:8.2f} {shares[0]} {shares[1]}"
                    f" {shares[2]:>9} {values.steps.mean():7.1f} {values.satisfied.mean():9.2%} {wrong}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
