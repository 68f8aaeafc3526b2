"""A whole recognition run, by size: rows read, and rows from table to manifest, per second of processor time.

    .venv/bin/python benchmarks/bench_runs.py [--rows 20000 60000 180000]

Made-up holdings of ten rows a learner before two plain awards. One process, so that processor time is the work's own. The ratio says
how much slower a run is than only reading its input: it should not grow with size.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

RULES = """credit CR "credit" {
  is 10 hours
  step 1
}
recognition home "Recognition" for HOME {
  route own is own "Own learning" when issuer = HOME grants full
}
qualification CERT "Certificate" {
  awarded by HOME
  credit unit CR
  total 60 credits
  requires all of {
    rest "Rest": 60 credits from any
  }
}
qualification DIP "Diploma" {
  awarded by HOME
  credit unit CR
  total 240 credits
  requires all of {
    credits "Credits": 240 credits from any
  }
}
"""


def made(path: Path, rows: int) -> None:
    """A table of so many rows."""
    with path.open("w", encoding="utf-8") as out:
        out.write("learner,id,credential,issuer,credits,credit_unit,status,awarded\n")
        for n in range(rows):
            code, status = n * 7919 % 97, "active" if n * 31 % 5 else "failed"
            out.write(f"L{n // 10:07d},h{n % 10},U{code},HOME,20,CR,{status},2024-01-{n % 28 + 1:02d}\n")


def reading(table: Path) -> float:
    """Processor seconds for reading alone."""
    from stackr.batch.ingest.profile import Profile
    from stackr.batch.ingest.sources import chunks, expand

    begin = time.process_time()
    for _ in chunks(expand([str(table)])[0], Profile(), len):
        pass
    return time.process_time() - begin


def running(table: Path, rules: Path, out: Path) -> float:
    """Processor seconds for the whole run."""
    from stackr.batch.run.options import RunOptions
    from stackr.cli.running import carry_out, inputs_of

    begin = time.process_time()
    carry_out(inputs_of((str(table),), None), (str(rules),), str(out), RunOptions(as_of=date(2026, 2, 1)), workers=1)
    return time.process_time() - begin


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[20_000, 60_000, 180_000])
    sizes = parser.parse_args().rows
    print(f"{'rows':>9} {'read rows/s':>12} {'run rows/s':>11} {'run ÷ read':>10} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "made.stackr"
        rules.write_text(RULES, "utf-8")
        for place, rows in enumerate([1_000, *sizes]):
            table = Path(folder) / f"{rows}.csv"
            made(table, rows)
            read, run = reading(table), running(table, rules, Path(folder) / f"out{place}")
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            if place:  # the first warms up
                print(f"{rows:>9} {rows / read:>12,.0f} {rows / run:>11,.0f} {run / read:>10.1f} {peak:>8}")


if __name__ == "__main__":
    main()
