"""How long one audit takes, warm, stage by stage. Run: python benchmarks/bench_audit.py [--learners 30] [--shares] [--profile]

Made-up awards and learners of several sizes (holdings × requirements × limits). Per size the median and 99th percentile, in
milliseconds, of: `values` (recognition and figures, no texts), `placements` (every unit and clause), the whole audit as a
pydantic model with texts, and with proofs (forced and free, blocking sets, completions); and the share proven. At the end the
peak memory of one process that loads the rules and audits one record, measured in a process of its own.

`--shares`: what each stage of the placements costs by itself (recognition, lowering, solving, counting, judging) and what the
published form adds (texts and pydantic), medians per learner in CPU time; each learner's problem is solved once beforehand, so that the
solver's share does not drown the others. `--profile`: where that time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from stackr.allocation.problem import Options, Problem
from stackr.allocation.result import Solution
from stackr.allocation.search import solve
from stackr.audit import claim, entry, evaluation
from stackr.audit.entry import counting_of, judged_of
from stackr.audit.options import AuditOptions
from stackr.audit.run import audit, values
from stackr.audit.values import Values
from stackr.book import load_text
from stackr.model.audit import audit_bytes
from stackr.model.learning import Learner
from stackr.records.admit import admit
from stackr.rulebook.book import RuleBook

SIZES = ((20, 5, 3), (20, 10, 3), (20, 15, 3), (60, 15, 4), (60, 40, 8), (200, 15, 8), (200, 40, 8))
DAY = date(2026, 2, 1)
PLACEMENTS = AuditOptions(tier="placements")
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
    return _counted(found), judged_of(found)


def _counted(found: Values) -> object:
    counting = counting_of(found)
    return list(counting.counts()), list(counting.unused())


def _made(size: tuple[int, int, int], learners: int) -> tuple[RuleBook, list[Learner]]:
    holdings, requirements, limits = size
    book = load_text(rules(requirements, limits, holdings))
    return book, [admit(record(seed, holdings), book.tables, DAY) for seed in range(learners)]


def _named(size: tuple[int, int, int]) -> str:
    return "{:>4} x {:>2} x {:>2}".format(*size)


def measure(size: tuple[int, int, int], learners: int, tiers: tuple[str, ...]) -> None:
    """One line of the table."""
    book, people = _made(size, learners)
    stages: dict[str, Callable[[Learner], object]] = {
        "values": lambda who: values(book, who, ["AWARD"], DAY),
        "placements": lambda who: placements(book, who),
        "audit": lambda who: audit(book, who, ["AWARD"], DAY, PLACEMENTS),
        "proofs": lambda who: audit_bytes(audit(book, who, ["AWARD"], DAY)),
    }
    cells = []
    for name in tiers:
        middle, late = timed(stages[name], people)
        cells.append(f"{middle:9.2f} /{late:9.2f}")
    proven = sum(values(book, who, ["AWARD"], DAY)["AWARD"].proven for who in people)
    print(f"{_named(size)}  " + "  ".join(cells) + f"  {proven}/{learners}", flush=True)


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


class Remembered:
    """The solver, asked once per problem: afterwards its answers cost what a look-up costs."""

    def __init__(self) -> None:
        self.answers: dict[Problem, Solution] = {}

    def __call__(self, problem: Problem, work: Options) -> Solution:
        found = self.answers.get(problem)
        if found is None:
            found = self.answers[problem] = solve(problem, work)
        return found


class Watch:
    """Seconds spent in each stage, without what it spends in another."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._since = 0.0
        self._now = ["rest"]

    def _turn(self) -> None:
        now = time.process_time()
        self.spent[self._now[-1]] = self.spent.get(self._now[-1], 0.0) + now - self._since
        self._since = now

    def of(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time put down to the stage."""

        def watched(*given: Any, **named: Any) -> Any:
            self._turn()
            self._now.append(stage)
            try:
                return work(*given, **named)
            finally:
                self._turn()
                self._now.pop()

        return watched

    def run(self, work: Callable[[], object]) -> dict[str, float]:
        """Milliseconds per stage of one run."""
        self.spent, self._since = {}, time.process_time()
        work()
        self._turn()
        return {stage: spent * 1000 for stage, spent in self.spent.items()}


STAGES = ("recognition", "lowering", "solving", "counting", "judging", "rest")


def shares(size: tuple[int, int, int], learners: int) -> None:
    """One line: medians in milliseconds per stage, their sum, and what texts and pydantic add."""
    book, people = _made(size, learners)
    remembered, watch = Remembered(), Watch()
    plain = (evaluation.recognise, claim.lower, claim.solve, entry.judge, counting_of)
    claim.solve = remembered
    try:
        for who in people:
            audit(book, who, ["AWARD"], DAY, PLACEMENTS)
        whole = [_least(lambda who=who: audit(book, who, ["AWARD"], DAY, PLACEMENTS)) for who in people]
        bare = [_least(lambda who=who: placements(book, who)) for who in people]
        evaluation.recognise = watch.of("recognition", plain[0])
        claim.lower = watch.of("lowering", plain[1])
        claim.solve = watch.of("solving", remembered)
        entry.judge = watch.of("judging", plain[3])
        count = watch.of("counting", _counted)
        found = [watch.run(lambda who=who: _through(count, book, who)) for who in people]
    finally:
        evaluation.recognise, claim.lower, claim.solve, entry.judge = plain[:4]
    cells = [f"{statistics.median(each.get(stage, 0.0) for each in found):8.2f}" for stage in STAGES]
    total, full = statistics.median(bare), statistics.median(whole)
    print(f"{_named(size)}  {'  '.join(cells)}  {total:8.2f}  {full - total:8.2f}  {full:8.2f}", flush=True)


def _through(count: Callable[[Values], object], book: RuleBook, learner: Learner) -> None:
    found = values(book, learner, ["AWARD"], DAY)["AWARD"]
    count(found)
    judged_of(found)


def _least(work: Callable[[], object]) -> float:
    """Milliseconds, the least of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1000)
    return min(times)


def profile(size: tuple[int, int, int], learners: int) -> None:
    """Where the time of the placements goes but for solving."""
    book, people = _made(size, learners)
    plain, claim.solve = claim.solve, Remembered()
    for who in people:
        placements(book, who)
    watch = cProfile.Profile()
    watch.enable()
    for _ in range(5):
        for who in people:
            placements(book, who)
    watch.disable()
    claim.solve = plain
    pstats.Stats(watch).sort_stats("cumulative").print_stats(110)


def main() -> None:
    """The table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=30)
    parser.add_argument("--sizes", type=int, default=len(SIZES), help="how many of the sizes")
    parser.add_argument("--tiers", default="values,placements,audit,proofs")
    parser.add_argument("--shares", action="store_true")
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    if given.shares:
        print(
            "holdings x requirements x limits; median ms of "
            + ", ".join(STAGES)
            + "; placements, texts and pydantic, audit"
        )
        for size in SIZES[: given.sizes]:
            shares(size, given.learners)
        return
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
