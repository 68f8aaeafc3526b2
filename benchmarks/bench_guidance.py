"""How long an adviser waits for a what-if and a ranking. Run: python benchmarks/bench_guidance.py [--learners 12] [--replan] [--profile]

Made-up awards over one catalogue of 500 items, and learners of 20 and 60 holdings. Per size, in milliseconds of CPU time, the median
and the slowest of: a what-if of one award (`--add`, before and after, warm, which is after the first answer); a ranking of 50, 200
and 800 awards; the same with the ten items that would help most (`unlocks`, over 10 awards). Beside each the floor: the figures of
the same awards for the same learner, computed once, with no what-if and no ranking around them. `--replan`: a what-if that plans again
before and after, at 500 and 5,000 items. `--profile`: where the ranking's time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from stackr.audit.run import values
from stackr.book import load_text
from stackr.model.learning import Learner
from stackr.pathways.options import PlanOptions
from stackr.records.admit import admit
from stackr.rulebook.book import RuleBook

DAY = date(2026, 2, 1)
FIELDS = ("0611", "0612", "0613", "0541", "0542", "0311", "0312", "0411", "0221", "0915")
HEAD = """
framework EX "Example framework" { levels 1 to 10; one credit is 10 hours }
credit EXC "Example credit" { is 10 hours; step 1; framework EX }
recognition home "Recognition" for HOME {
  gate integrity { status is not revoked; signature is not invalid }
  route own is own "Own credit" when issuer = HOME grants full
  route partner is agreement "Partners" when issuer in { P1; P2 } grants full
  fallback rpl is rpl "Prior learning" grants whole units, ungraded
}
"""


def rules(awards: int, items: int) -> str:
    """That many awards of five requirements and two limits over that many items."""
    rng = random.Random(f"guidance {awards} {items}")
    offered = "\n".join(
        f'  credential U{number:05} "Unit {number}" {{ {rng.choice((5, 10, 10, 15, 20))} credits; '
        f'level EX {rng.choice((5, 6, 7, 8))}; field "{rng.choice(FIELDS)}"; cost {rng.randrange(1, 40) * 50} "ZMW" }}'
        for number in range(items)
    )
    made = [HEAD, f"catalogue OFFER {{\n  issuer HOME\n  credit unit EXC\n{offered}\n}}"]
    for award in range(awards):
        first, second = rng.sample(FIELDS, 2)
        core = [rng.randrange(min(items, 60)) for _ in range(3)]
        made.append(
            f'qualification Q{award:04} "Award {award}" {{\n  awarded by HOME at EX 8\n  credit unit EXC\n'
            f'  requires all of {{\n    core "Core": all of {{ U{core[0]:05}; U{core[1]:05} or U{core[2]:05} }}\n'
            f'    one "First": 30 credits from field under "{first}"\n'
            f'    two "Second": 20 credits from field under "{second}" and level >= 6\n'
            f'    deep "Depth": 20 credits from level >= 7\n    free "Free": 20 credits from any\n  }}\n'
            "  limits {\n    cap: at most 50% of award by rpl\n    own: at least 1/3 of award from issuer HOME\n  }\n}"
        )
    return "\n".join(made)


def record(seed: int, holdings: int) -> dict[str, Any]:
    """A made-up learner."""
    rng = random.Random(f"guided {seed} {holdings}")
    found = []
    for number in range(holdings):
        day = date(2019, 1, 1) + timedelta(days=rng.randrange(2500))
        found.append(
            {
                "id": f"h{number}",
                "credential": f"U{rng.randrange(60):05}" if number % 3 == 0 else f"X{number:03}",
                "issuer": rng.choice(("HOME", "HOME", "HOME", "P1", "P2")),
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


def people(book: RuleBook, number: int, holdings: int) -> list[Learner]:
    """Learners, admitted."""
    return [admit(record(seed, holdings), book.tables, DAY) for seed in range(number)]


def timed(work: Callable[[Learner], object], learners: list[Learner]) -> tuple[float, float]:
    """(median, slowest) CPU time in milliseconds, after one warm round."""
    work(learners[0])
    times = []
    for learner in learners:
        start = time.process_time()
        work(learner)
        times.append((time.process_time() - start) * 1000)
    times.sort()
    return times[len(times) // 2], times[-1]


def line(
    name: str, work: Callable[[Learner], object], floor: Callable[[Learner], object], learners: list[Learner]
) -> None:
    """One line of the table."""
    middle, slowest = timed(work, learners)
    least, _ = timed(floor, learners)
    print(f"{name:<44} {middle:9.1f} {slowest:9.1f} {least:9.1f} {middle / least:6.1f}", flush=True)


def rankings(number: int) -> None:
    """What-ifs and rankings, by awards and holdings."""
    print(f"{'':<44} {'median':>9} {'slowest':>9} {'floor':>9} {'ratio':>6}")
    for awards in (50, 200, 800):
        book = load_text(rules(awards, 500))
        names = sorted(book.qualifications)
        for holdings in (20, 60):
            learners = people(book, number if awards < 800 else 3, holdings)
            if awards == 50:
                line(
                    f"what-if, {holdings} holdings, 1 award",
                    partial(book.whatif, changes=[("add", "U00007")], for_="Q0000", as_of=DAY),
                    partial(values, book, for_=["Q0000"], as_of=DAY),
                    learners,
                )
                line(
                    f"what would help most, {holdings} holdings, 10 awards",
                    partial(book.rank, for_=names[:10], as_of=DAY, unlocks=10),
                    partial(values, book, for_=names[:10], as_of=DAY),
                    learners[:3],
                )
            line(
                f"ranking, {holdings} holdings, {awards} awards",
                partial(book.rank, as_of=DAY),
                partial(values, book, for_=names, as_of=DAY),
                learners,
            )


def replans(number: int) -> None:
    """What-ifs that plan again, by items on offer; the floor is one plan."""
    for items in (500, 5000):
        book = load_text(rules(1, items))
        learners = people(book, number, 20)
        line(
            f"what-if with plans, {items} items",
            partial(book.whatif, changes=[("add", "U00007")], for_="Q0000", as_of=DAY, plan=PlanOptions()),
            partial(book.plan, for_="Q0000", as_of=DAY),
            learners,
        )


def profile() -> None:
    """Where the time of ranking 200 awards goes."""
    book = load_text(rules(200, 500))
    learner = people(book, 1, 20)[0]
    book.rank(learner, as_of=DAY)
    watched = cProfile.Profile()
    watched.runcall(book.rank, learner, as_of=DAY)
    pstats.Stats(watched).sort_stats("cumulative").print_stats(40)


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=12)
    parser.add_argument("--replan", action="store_true")
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    if asked.profile:
        profile()
    elif asked.replan:
        replans(min(asked.learners, 3))
    else:
        rankings(asked.learners)


if __name__ == "__main__":
    main()
