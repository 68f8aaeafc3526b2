"""Batch = single, for as long as wanted: python benchmarks/fuzz_batch.py --pairs 50000

A pair is one made-up learner before one made-up rule book; every field of the values tier must be the same, told together
and one by one (with `--placements` of that tier, too). Three books of four say of each unit by itself what they say of it, as
most rules do: their learners are told by the columns, and the share of each stage is printed with every seed that differs.
Exit code 1 if any differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from batch.given import agree
from batch.plainer import plainer
from stackr.book import load_text
from stackr.testing.generate import AS_OF, made_up_book, made_up_learners


def same(seed: int, learners: int, holdings: int, tier: str) -> Counter[str]:
    """Compare the learners of one seed; the stages that settled them. Raises `AssertionError` where they differ."""
    book = load_text(made_up_book(seed, separable=seed % 4 > 0))
    records = [plainer(record, seed) for record in made_up_learners(seed, book, learners, holdings)]
    for number, record in enumerate(records):
        record["learner"] = f"L{number:04}"
    found = agree(book, records, sorted(book.qualifications), AS_OF, tier=tier)
    return Counter({stage: learners for _, stage, learners in found.stages.rows()})


def main() -> int:
    """Run; 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=2000)
    parser.add_argument("--learners", type=int, default=20, help="per rule book")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--holdings", type=int, default=9, help="of a learner, at most")
    parser.add_argument("--placements", action="store_true")
    asked = parser.parse_args()
    stages: Counter[str] = Counter()
    differing, begun = [], time.process_time()
    for seed in range(asked.seed, asked.seed + -(-asked.pairs // asked.learners)):
        try:
            stages += same(seed, asked.learners, asked.holdings, "placements" if asked.placements else "values")
        except AssertionError:
            differing.append(seed)
            print(f"seed {seed}: batch and single differ", flush=True)
        if seed % 25 == 24:
            print(f"{sum(stages.values())} answers up to seed {seed}", flush=True)
    total = sum(stages.values())
    print(f"{total} answers, {len(differing)} seeds differ, {time.process_time() - begun:.0f} s of CPU")
    for stage, count in stages.most_common():
        print(f"  {count:7}  {100 * count / total:5.1f} %  {stage}")
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
