"""The batch against its floor: python benchmarks/bench_batch.py --learners 10000 100000 --kind core-elective --awards 1 5 [--divisible]

    --whole [--shuffled]   the whole `stackr batch` in one process, tables written, instead of the evaluation alone
    --oulad DIR            the Open University data set as published, from CSV to report, instead of a made-up country

The floor is what any program has to do: polars' streaming engine over the same Parquet file, filter, join with the catalogue and
sum by learner. The batch reads the file in parts of whole learners and evaluates them. Both in CPU seconds of this process, all
threads; the ratio is what counts. `columns` is the batch without learners told one by one. The first part meets every signature
anew, so that ratios fall as learners grow; further awards are set against the same floor. `in order` is a program that does not
solve (`in_order.py`): its CPU seconds
for the first award, and of how many learners it counts too little, or too much (it takes the first of two copies of one record that
contradict each other; the audit counts neither as certain). Not told for overlapping requirements and for units that may be cut.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import polars as pl
from in_order import LEAVES, missing_credits
from population import PART, TOTALS, holdings, rules

from stackr.batch.evaluate import Evaluator
from stackr.batch.run.options import RunOptions
from stackr.book import load
from stackr.cli.running import carry_out, inputs_of

AS_OF = date(2026, 2, 1)
AT_ONCE = 5
"""Parts of the made-up country evaluated at once."""


def floor(files: list[Path], catalogue: Path) -> float:
    """CPU seconds of filter, join and sum."""
    begun = time.process_time()
    items = pl.scan_csv(catalogue, infer_schema=False).select("code", taken=pl.col("credits").cast(pl.Int32))
    scan = pl.scan_parquet(files)
    kept = scan.filter(
        pl.col("grade").cast(pl.Int32) >= 50, pl.col("awarded") >= "2016-01-01", pl.col("status") != "revoked"
    )
    summed = kept.join(items, left_on="credential", right_on="code").group_by("learner").agg(pl.col("taken").sum())
    summed.collect(engine="streaming")
    return time.process_time() - begun


def in_order(files: list[Path], kind: str, exact: pl.DataFrame) -> tuple[float, float, float]:
    """(CPU seconds of the order of the list, share of learners of whom it counts too little, and too much)."""
    begun, told = time.process_time(), []
    for low in range(0, len(files), AT_ONCE):
        told.append(missing_credits(pl.scan_parquet(files[low : low + AT_ONCE]), kind))
    taken = time.process_time() - begun
    more = exact.join(pl.concat(told), on="learner").select(more=pl.col("missing") - pl.col("exact"))["more"]
    return taken, int((more > 0).sum()) / len(exact), int((more < 0).sum()) / len(exact)


def batch(files: list[Path], book_folder: Path) -> tuple[float, float, pl.DataFrame, pl.DataFrame]:
    """(CPU seconds in all, of which by columns, stages and what is unproven, credits missing of the first award)."""
    book = load(book_folder)
    asked = sorted(book.qualifications)
    Evaluator(book, for_=asked, as_of=AS_OF).evaluate(holdings(1_200))  # compile
    evaluator = Evaluator(book, for_=asked, as_of=AS_OF)
    begun, by_columns, stages, missing, unproven = time.process_time(), 0.0, [], [], 0
    told = evaluator._by_columns

    def timed(records: Any) -> Any:
        nonlocal by_columns
        from_here = time.process_time()
        found = told(records)
        by_columns += time.process_time() - from_here
        return found

    mock.patch.object(evaluator, "_by_columns", timed).start()
    for low in range(0, len(files), AT_ONCE):
        found = evaluator.evaluate(pl.concat([pl.read_parquet(file) for file in files[low : low + AT_ONCE]]))
        stages.append(found.stages.select("stage", "learners"))
        unproven += int((~found.results["proven"]).sum())
        first = found.results.filter(pl.col("qualification").cast(pl.String) == "Q0")
        missing.append(first.select("learner", exact=pl.col("missing_credits").cast(pl.String)))
    whole = time.process_time() - begun
    stages.append(pl.DataFrame({"stage": "unproven", "learners": unproven}, schema=stages[0].schema))
    by_stage = pl.concat(stages).group_by("stage").agg(pl.col("learners").sum()).sort("stage")
    return whole, by_columns, by_stage, pl.concat(missing)


def run(inputs: list[str], rules_at: Path, out: Path, profile: str | None = None) -> float:
    """CPU seconds of the whole command, in this process."""
    begun = time.process_time()
    day = date(2016, 1, 1) if profile else AS_OF
    carry_out(inputs_of(tuple(inputs), profile), (str(rules_at),), str(out), RunOptions(as_of=day), workers=1)
    return time.process_time() - begun


def shuffled(files: list[Path], home: Path) -> list[Path]:
    """The same rows in no order of learners, in as many files: dealt out by chance, then each file shuffled by itself."""
    home.mkdir(exist_ok=True)
    draw = np.random.default_rng(3)
    for turn, file in enumerate(files):
        rows = pl.read_parquet(file)
        dealt = rows.with_columns(pl.Series("to", draw.integers(len(files), size=rows.height)))
        for (number,), part in dealt.partition_by("to", as_dict=True, include_key=False).items():
            part.write_ipc(home / f"{number:05}-{turn:05}.arrow")
    made = []
    for number in range(len(files)):
        parts = sorted(home.glob(f"{number:05}-*.arrow"))
        made.append(home / f"{number:05}.parquet")
        rows = pl.concat([pl.read_ipc(part) for part in parts])
        rows.sample(fraction=1, shuffle=True, seed=number).write_parquet(made[-1], compression="zstd")
        for part in parts:
            part.unlink()
    return made


def evaluation(files: list[Path], book: Path, bare: float, title: str, asked: argparse.Namespace) -> None:
    """Print what the evaluation alone takes."""
    whole, columns, stages, exact = batch(files, book)
    print(
        f"{title}: floor {bare:.2f} s, batch {whole:.2f} s ({whole / bare:.1f} x), of which columns {columns:.2f} s"
        f" ({columns / bare:.1f} x)"
    )
    if asked.kind in LEAVES and not asked.divisible:
        exact = exact.with_columns(pl.col("exact").cast(pl.Int32))
        greedy, low, high = in_order(files, asked.kind, exact)
        print(
            f"  in order {greedy:.2f} s ({greedy / bare:.1f} x), too low for {100 * low:.1f} %,"
            f" too high for {100 * high:.2f} % of learners"
        )
    print(f"  {dict(stages.rows())}", flush=True)


def main() -> None:
    """Print one line per size and number of awards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--kind", choices=tuple(TOTALS), default="core-elective")
    parser.add_argument("--awards", type=int, nargs="+", default=[1])
    parser.add_argument("--divisible", action="store_true", help="units may be cut")
    parser.add_argument("--joined", type=int, default=1, help="times twenty holdings of a learner")
    parser.add_argument("--whole", action="store_true", help="the whole command, tables written")
    parser.add_argument("--shuffled", action="store_true", help="rows in no order of learners (with --whole)")
    parser.add_argument("--oulad", type=Path, help="the folder with studentInfo.csv; rules: --rules")
    parser.add_argument("--rules", type=Path, help="with --oulad")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        files: list[Path] = []
        if asked.oulad:
            for turn in ("first", "again"):
                taken = run([str(asked.oulad / "studentInfo.csv")], asked.rules, home / turn, "oulad")
                print(f"OULAD from CSV to report, {turn}: {taken:.2f} s")
            return
        for learners in asked.learners:
            while len(files) * PART < learners:
                files.append(home / f"{len(files):05}.parquet")
                holdings(PART, (len(files) - 1) * PART, asked.joined).write_parquet(files[-1], compression="zstd")
            read = shuffled(files, home / "shuffled") if asked.shuffled else files
            for awards in asked.awards:
                book = rules(home / f"{asked.kind}-{awards}", asked.kind, awards, divisible=asked.divisible)
                bare = sorted(floor(read, book / "catalogue.csv") for _ in range(3))[1]
                cut = ", divisible" if asked.divisible else ""
                title = f"{asked.kind}{cut}, {learners} learners of {20 * asked.joined} rows, {awards} awards"
                if asked.whole:
                    taken = run([str(file) for file in read], book, home / f"out-{learners}-{awards}")
                    order = "shuffled" if asked.shuffled else "clustered"
                    print(
                        f"{title}, {order}: floor {bare:.2f} s, whole run {taken:.2f} s ({taken / bare:.1f} x)",
                        flush=True,
                    )
                else:
                    evaluation(files, book, bare, title, asked)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
