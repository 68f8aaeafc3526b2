"""How long whole commands take, as a user waits for them, and how much memory they need. Run: python benchmarks/bench_cli.py

Each command runs in a process of its own: the interpreter's start, imports, reading, and writing are all in the figure.
`check` runs on made-up rule files, cold (an empty cache for every run) and warm (everything as it was). Peak memory is
the largest resident set of the process, as the system reports it when the process ends.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]

SHARED = """
framework ZQF "Made-up framework" {
  levels 1 to 10
  one credit is 10 hours
}

let upper = level >= 7
"""

PROGRAMME = """
credential C{n:03}A "Course {n} A" {{ issuer UNZA; level ZQF 8; 10 credits; field "0612" }}
credential C{n:03}B "Course {n} B" {{ issuer UNZA; level ZQF 7; 10 credits; field "0613" }}
credential C{n:03}C "Course {n} C" {{ issuer UNZA; level ZQF 7; 10 credits; field "0311" }}

qualification Q{n:03} "Made-up programme {n}" {{
  awarded by UNZA at ZQF 8
  total 60 credits
  in force from 2026-01-01
  source "Made up, s. {n}"

  requires all of {{
    core "Core": all of {{ C{n:03}A; C{n:03}B or C{n:03}C }}
    electives "Electives": 40 credits from level >= 6 with {{
      at least 2 credentials at level >= 7
      at most 20 credits per issuer
    }}
  }}
  limits {{
    rpl_cap: at most 50% of award by rpl source "s. {n}(2)"
    residency: at least 1/3 of award from issuer UNZA
  }}
}}
"""


class Run(NamedTuple):
    """One process: seconds on the clock, megabytes at most, exit code."""

    seconds: float
    megabytes: float
    code: int


def measure(arguments: list[str], cache: Path) -> Run:
    """Run one command line to its end."""
    environment = {**os.environ, "STACKR_CACHE": str(cache)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python keeps what it compiled
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "stackr", *arguments],
        env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    per_megabyte = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(time.perf_counter() - begin, usage.ru_maxrss / per_megabyte, process.returncode)


def repeat(name: str, arguments: list[str], cache: Path, times: int, *, cold: bool = False) -> None:
    """Print the median, the worst and the peak memory of several runs; one run before them is not counted."""
    runs = []
    for turn in range(times + 1):
        if cold:
            shutil.rmtree(cache, ignore_errors=True)
        run = measure(arguments, cache)
        if turn:
            runs.append(run)
    seconds = [run.seconds for run in runs]
    codes = ",".join(sorted({str(run.code) for run in runs}))
    peak = max(run.megabytes for run in runs)
    print(f"{name:34} {statistics.median(seconds):8.3f} {max(seconds):8.3f} {peak:8.0f} {codes:>6}")


def write_rules(folder: Path, files: int) -> None:
    """A made-up bundle of one shared file and a programme in each of the others."""
    folder.mkdir()
    (folder / "shared.stackr").write_text(SHARED, "utf-8")
    for number in range(1, files):
        (folder / f"programme{number:03}.stackr").write_text(PROGRAMME.format(n=number), "utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=300, help="rule files to check")
    parser.add_argument("--times", type=int, default=7, help="runs of each command")
    parser.add_argument("--record", default="data/learners/several-systems.json", help="the learner record to audit")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        rules, cache = Path(made) / "rules", Path(made) / "cache"
        write_rules(rules, options.files)
        print(f"{'command':34} {'median s':>8} {'worst s':>8} {'peak MB':>8} {'exit':>6}")
        repeat("--help", ["--help"], cache, options.times)
        repeat("--version", ["--version"], cache, options.times)
        repeat(f"check, {options.files} files, cold", ["check", str(rules)], cache, options.times, cold=True)
        repeat(f"check, {options.files} files, warm", ["check", str(rules)], cache, options.times)
        repeat("check, shipped rules, cold", ["check", "rules"], cache, options.times, cold=True)
        repeat("check, shipped rules, warm", ["check", "rules"], cache, options.times)
        repeat("audit, a shipped example", ["audit", options.record], cache, options.times)
        repeat("demo", ["demo"], cache, options.times)


if __name__ == "__main__":
    main()
