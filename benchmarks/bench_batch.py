"""The batch against its floor: python benchmarks/bench_batch.py --learners 10000 100000 --kind core-elective --awards 1 5

The floor is what any program has to do: polars' streaming engine over the same Parquet file, filter, join with the catalogue and
sum by learner. The batch reads the file in parts of whole learners and evaluates them. Both in CPU seconds of this process, all
threads; the ratio is what counts. `columns` is the batch without learners told one by one. The first part meets every signature
anew (`learning`), so that ratios fall as learners grow. `in order` is a program that does not solve (`in_order.py`): its CPU seconds
for the first award, and of how many learners it counts too little, or too much (it takes the first of two copies of one record that
contradict each other; the audit counts neither as certain).
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl
from in_order import missing_credits
from population import PART, holdings, rules

from stackr.batch.evaluate import Evaluator
from stackr.batch.rows import Records
from stackr.rulebook.load import load

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
    """(CPU seconds in all, of which by columns, stages, credits missing of the first award)."""
    book = load(book_folder)
    evaluator = Evaluator(book, for_=sorted(book.qualifications), as_of=AS_OF)
    evaluator.evaluate(holdings(20))  # compile
    begun, by_columns, stages, missing = time.process_time(), 0.0, [], []
    for low in range(0, len(files), AT_ONCE):
        frame = pl.concat([pl.read_parquet(file) for file in files[low : low + AT_ONCE]])
        read = time.process_time()
        evaluator._by_columns(Records(frame, None))
        by_columns += time.process_time() - read
        found = evaluator.evaluate(frame)
        stages.append(found.stages)
        first = found.results.filter(pl.col("qualification").cast(pl.String) == "Q0")
        missing.append(first.select("learner", exact=pl.col("missing_credits").cast(pl.String).cast(pl.Int32)))
    whole = time.process_time() - begun - by_columns
    by_stage = pl.concat(stages).group_by("stage").agg(pl.col("learners").sum()).sort("stage")
    return whole, by_columns, by_stage, pl.concat(missing)


def main() -> None:
    """Print one line per size and number of awards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--kind", choices=("core-elective", "caps"), default="core-elective")
    parser.add_argument("--awards", type=int, nargs="+", default=[1])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, files = Path(folder), []
        for learners in asked.learners:
            while len(files) * PART < learners:
                files.append(home / f"{len(files):05}.parquet")
                holdings(PART, (len(files) - 1) * PART).write_parquet(files[-1], compression="zstd")
            for awards in asked.awards:
                book = rules(home / f"{asked.kind}-{awards}", asked.kind, awards)
                bare = floor(files, book / "catalogue.csv")
                whole, columns, stages, exact = batch(files, book)
                greedy, low, high = in_order(files, asked.kind, exact)
                print(
                    f"{asked.kind}, {learners} learners, {awards} awards: floor {bare:.2f} s, batch {whole:.2f} s"
                    f" ({whole / bare:.1f} x), columns {columns:.2f} s ({columns / bare:.1f} x)"
                )
                print(
                    f"  in order {greedy:.2f} s ({greedy / bare:.1f} x), too low for {100 * low:.1f} %,"
                    f" too high for {100 * high:.2f} % of learners"
                )
                print(f"  {dict(stages.rows())}", flush=True)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
