"""Rule files with slips of the hand, for as long as wanted: python benchmarks/fuzz_rules.py --cases 20000

Each case is a shipped pack with words lost, doubled, exchanged or put in, or with other numbers (`tests/slips.py`). It is read, compiled
and checked; every fault is in plain words and in the file, and what has no error is laid out twice alike and means the same then.
Prints the first seed, progress every thousand cases, and every seed that is taken otherwise; exit code 1 if any is.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from checks.slipped import PACKS, faulty


def taken(path: Path, seed: int) -> list[str]:
    """What is wrong with a case; an exception is the last line of its traceback, and where it was."""
    try:
        return faulty(path, seed)
    except Exception:  # whatever it is, the next case is tried
        return traceback.format_exc().splitlines()[-3:]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--seed", type=int, help="the first seed; without it, one is drawn and printed")
    given = parser.parse_args()
    first = random.SystemRandom().randrange(10**9) if given.seed is None else given.seed
    print(f"first seed {first}", flush=True)
    began, wrong = time.monotonic(), 0
    for case in range(given.cases):
        path = PACKS[(first + case) % len(PACKS)]
        found = taken(path, first + case)
        wrong += bool(found)
        if found:
            print(f"{path.name}, seed {first + case}: {'; '.join(found)}", flush=True)
        if (case + 1) % 1000 == 0:
            print(f"{case + 1} cases, {wrong} taken wrongly, {time.monotonic() - began:.0f} s", flush=True)
    print(f"{given.cases} cases, {wrong} taken wrongly")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
