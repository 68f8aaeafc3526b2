"""How long one audit takes, warm, stage by stage. Run: python benchmarks/bench_audit.py [--learners 30] [--profile]

Made-up awards and learners of several sizes (holdings × requirements × limits). Per size the median and 99th percentile, in
milliseconds, of: `values` (recognition and figures, no texts), `placements` (every unit and clause), the whole audit as a
pydantic model with texts, and with proofs (forced and free, blocking sets, completions); and the share proven. At the end the
peak memory of one process that loads the rules and audits one record, measured in a process of its own.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from stackr.audit.entry import counting_of, judged_of
from stackr.audit.options import AuditOptions
from stackr.audit.run import audit, values
from stackr.model.audit import audit_bytes
from stackr.model.learning import Learner
from stackr.records.admit import admit
from stackr.rulebook.book import RuleBook
from stackr.rulebook.load import load_text

SIZES = ((20, 5, 3), (20, 10, 3), (20, 15, 3), (60, 15, 4), (60, 40, 8), (200, 15, 8), (200, 40, 8))
DAY = date(2026, 2, 1)
FIELDS = ("0611", "0612", "0613", "0541", "0542", "0311", "0312", "0411", "0221", "0915")

LADDER = """
framework EX "Example framework" { levels 1 to 10; one credit is 10 hours }
credit EXC "Example credit" { is 10 hours; step 1; framework EX }
recognition home "Recognition" for HOME {
  gate integrity { status is not revoked; signature is not invalid; holder is the learner }
  route own is own "Own credit" when issuer = HOME grants full
  route partner is agreement "Partners" when issuer in { P1; P2 } grants full
  fallback rpl is rpl "Prior learning" grants whole units, ungraded
}
"""


def rules(requirements: int, limits: int, units: int) -> str:
    """An award of that many requirements: a core of named units, pools that overlap, a choice."""
    rng = random.Random(f"rules {requirements} {limits} {units}")
    need = units * 8 // requirements // 5 * 5 or 5
    lines = []
    for number in range(requirements):
        first, second = rng.sample(FIELDS, 2)
        level = rng.choice((5, 6, 7))
        kind = number % 5
        if kind == 0:
            lines.append(
                f'core{number} "Core {number}": all of {{ U{number:03}; U{number + 1:03} or U{number + 2:03} }}'
            )
        elif kind == 4:
            lines.append(f'pick{number} "Choice {number}": {need} credits from issuer HOME and level >= {level}')
        else:
            what = f'field under "{first}" or field under "{second[:2]}"'
            lines.append(f'pool{number} "Pool {number}": {need} credits from ({what}) and level >= {level}')
    caps = ["at most 50% of award by rpl", "at least 1/3 of award from issuer HOME", "at most 60 credits at level < 6"]
    caps += [f'at most 40 credits from field under "{field[:3]}"' for field in FIELDS]
    said = "\n    ".join(f"limit{number}: {caps[number % len(caps)]}" for number in range(limits))
    body = "\n    ".join(lines)
    offered = "\n".join(_offer(number, rng) for number in range(max(requirements + 3, 40)))
    return f"""{LADDER}
catalogue OFFER "On offer" {{
  issuer HOME
  credit unit EXC
{offered}
}}
qualification AWARD "Award" {{
  awarded by HOME at EX 8
  credit unit EXC
  total {need * requirements} credits
  requires all of {{
    {body}
  }}
  limits {{
    {said}
  }}
}}
"""


def _offer(number: int, rng: random.Random) -> str:
    credits, level, field = rng.choice((5, 10, 10, 15, 20)), rng.choice((5, 6, 7, 8)), rng.choice(FIELDS)
    return f'  credential U{number:03} "Unit {number}" {{ {credits} credits; level EX {level}; field "{field}" }}'


def record(seed: int, holdings: int) -> dict[str, Any]:
    """A made-up learner."""
    rng = random.Random(f"record {seed} {holdings}")
    found = []
    for number in range(holdings):
        day = date(2019, 1, 1) + timedelta(days=rng.randrange(2500))
        found.append(
            {
                "id": f"h{number}",
                "credential": f"U{rng.randrange(40):03}" if number % 3 == 0 else f"X{number:03}",
                "title": f"Holding {number}",
                "issuer": rng.choice(("HOME", "HOME", "HOME", "P1", "P2")),
                "kind": rng.choice(("module", "micro-credential")),
                "status": "active" if rng.random() < 0.9 else "in-progress",
                "awarded": day.isoformat(),
                "credits": str(rng.choice((5, 10, 10, 15, 20))),
                "credit_unit": "EXC",
                "level": rng.choice((5, 6, 7, 8)),
                "framework": "EX",
                "fields": [rng.choice(FIELDS)],
                "signature": "verified",
            }
        )
    return {"learner": f"L-{seed}", "holdings": found}


def timed(work: Callable[[Learner], object], learners: list[Learner]) -> tuple[float, float]:
    """(median, 99th percentile) in milliseconds, after one warm round."""
    work(learners[0])
    times = []
    for learner in learners:
        start = time.perf_counter()
        work(learner)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)]


def placements(book: RuleBook, learner: Learner) -> object:
    """Every unit and every clause, without pydantic."""
    found = values(book, learner, ["AWARD"], DAY)["AWARD"]
    counting = counting_of(found)
    return list(counting.counts()), list(counting.unused()), judged_of(found)


def measure(size: tuple[int, int, int], learners: int, tiers: tuple[str, ...]) -> None:
    """One line of the table."""
    holdings, requirements, limits = size
    book = load_text(rules(requirements, limits, holdings))
    people = [admit(record(seed, holdings), book.tables, DAY) for seed in range(learners)]
    stages: dict[str, Callable[[Learner], object]] = {
        "values": lambda who: values(book, who, ["AWARD"], DAY),
        "placements": lambda who: placements(book, who),
        "audit": lambda who: audit(book, who, ["AWARD"], DAY, AuditOptions(tier="placements")),
        "proofs": lambda who: audit_bytes(audit(book, who, ["AWARD"], DAY)),
    }
    cells = []
    for name in tiers:
        middle, late = timed(stages[name], people)
        cells.append(f"{middle:9.2f} /{late:9.2f}")
    proven = sum(values(book, who, ["AWARD"], DAY)["AWARD"].proven for who in people)
    print(
        f"{holdings:>4} x {requirements:>2} x {limits:>2}  " + "  ".join(cells) + f"  {proven}/{learners}", flush=True
    )


def memory() -> None:
    """Peak memory of a process that audits one record, text and all."""
    with tempfile.TemporaryDirectory() as folder:
        text, learner = Path(folder) / "rules.stackr", Path(folder) / "record.json"
        text.write_text(rules(10, 3, 20), "utf-8")
        learner.write_text(json.dumps(record(1, 20)), "utf-8")
        code = (
            "import resource, sys\nfrom stackr.cli.main import run\n"
            f"run(['audit', {str(learner)!r}, '--rules', {str(text)!r}, '--as-of', '2026-02-01'])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)"
        )
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        spent = time.perf_counter() - start
        print(f"one process, 20 x 10 x 3: {spent:.2f} s, peak {done.stderr.split()[-1]} MB")


def profile(size: tuple[int, int, int], learners: int) -> None:
    """Where the time of `values` goes."""
    book = load_text(rules(size[1], size[2], size[0]))
    people = [admit(record(seed, size[0]), book.tables, DAY) for seed in range(learners)]
    values(book, people[0], ["AWARD"], DAY)
    watch = cProfile.Profile()
    watch.enable()
    for who in people:
        placements(book, who)
    watch.disable()
    pstats.Stats(watch).sort_stats("cumulative").print_stats(45)


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--sizes", type=int, default=len(SIZES), help="how many of the sizes")
    parser.add_argument("--tiers", default="values,placements,audit,proofs")
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    if given.profile:
        profile(SIZES[1], given.learners)
        return
    tiers = tuple(given.tiers.split(","))
    print("holdings x requirements x limits; median / p99 ms of " + ", ".join(tiers) + "; proven")
    for size in SIZES[: given.sizes]:
        measure(size, given.learners, tiers)
    memory()


if __name__ == "__main__":
    main()
