"""The batch against its floor: python benchmarks/bench_batch.py --learners 10000 100000 --kind core-elective --awards 1 5

The floor is what any program has to do: polars' streaming engine over the same Parquet file, filter, join with the catalogue and
sum by learner. The batch reads the file in parts of whole learners and evaluates them. Both in CPU seconds of this process, all
threads; the ratio is what counts. `columns` is the batch without learners told one by one. The first part meets every signature
anew (`learning`), so that ratios fall as learners grow.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import polars as pl
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


def batch(files: list[Path], book_folder: Path) -> tuple[float, float, pl.DataFrame]:
    """(CPU seconds in all, of which by columns, stages)."""
    book = load(book_folder)
    evaluator = Evaluator(book, for_=sorted(book.qualifications), as_of=AS_OF)
    evaluator.evaluate(holdings(20))  # compile
    begun, by_columns, stages = time.process_time(), 0.0, []
    for low in range(0, len(files), AT_ONCE):
        frame = pl.concat([pl.read_parquet(file) for file in files[low : low + AT_ONCE]])
        read = time.process_time()
        evaluator._by_columns(Records(frame, None))
        by_columns += time.process_time() - read
        stages.append(evaluator.evaluate(frame).stages)
    whole = time.process_time() - begun - by_columns
    return whole, by_columns, pl.concat(stages).group_by("stage").agg(pl.col("learners").sum()).sort("stage")


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
                whole, columns, stages = batch(files, book)
                print(
                    f"{asked.kind}, {learners} learners, {awards} awards: floor {bare:.2f} s, batch {whole:.2f} s"
                    f" ({whole / bare:.1f} x), columns {columns:.2f} s ({columns / bare:.1f} x)"
                )
                print(f"  {dict(stages.rows())}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


if __name__ == "__main__":
    main()
