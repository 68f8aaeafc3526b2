"""Plans against trying everything. Run: python benchmarks/fuzz_plan.py [--cases 3000] [--seed 0] [--terms | --wishes]

Each seed makes a catalogue of two to six items with prerequisites, corequisites and fees, an award, and a learner with up to two of
the items; by turns an item is to be avoided or included, and credits, items or fees come first. Every set of items is audited; the best
that the audit calls satisfied must be the plan, item for item, proven and confirmed by an audit; where there is none, the plan must say
so. `--terms`: over four terms, with items offered in one season only, loads, and by turns the soonest end; every way of putting items
in terms is tried, and the terms told must be one of the best. `--wishes`: RPL, modes, places, languages, loads, items in progress,
target dates, learning that is too old from some term on, and the others together, and slack, next best plans and fronts besides.
Prints the seeds that disagree and ends with 1 if there are any.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from pathways.books import CALENDAR, DAY, TERMS, Item, Tried, holding
from pathways.cases import FAMILIES, case
from pathways.test_against_trying import LIMITS, RULES, rules
from pathways.test_everything_wished import fault as wished_fault
from pathways.test_pace import fault as slack_fault
from pathways.test_ways_compared import front_fault, next_fault
from stackr.pathways.options import Load, PlanOptions, parse_minimise


def items(rng: random.Random, most: int) -> tuple[Item, ...]:
    """A small catalogue; I0, I1 and I2 are always there, since rules name them."""
    codes = [f"I{at}" for at in range(rng.randint(3, most))]
    return tuple(
        Item(
            code,
            rng.choice((5, 10, 15)),
            rng.randint(5, 8),
            rng.choice(("0611", "0612", "0541")),
            rng.choice((0, 10, 20, 30)),
            first=tuple(rng.sample([c for c in codes if c != code], rng.choice((0, 0, 1, 2)))),
            beside=tuple(rng.sample([c for c in codes if c != code], rng.choice((0, 0, 0, 1)))),
            terms=rng.choice(((), (), ("spring",), ("autumn",))),
            issuer=rng.choice(("U", "U", "V")),
        )
        for code in codes
    )


def fault(seed: int) -> str | None:
    """What is wrong with the plan of one seed, if anything is."""
    rng = random.Random(f"plans {seed}")
    offered, wish = items(rng, 6), rng.choice(("", "", "cost", "items"))
    book = rules(offered, rng.choice(RULES), rng.choice(LIMITS))
    held = offered[: rng.randint(0, 2)]
    record = {"learner": "L", "holdings": [holding(item) for item in held]}
    left = [item.code for item in offered if item not in held]
    rng.shuffle(left)
    avoid, include = left[: rng.choice((0, 0, 1))], left[1 : 1 + rng.choice((0, 0, 1))]
    first = {"": 0, "items": 1, "cost": 2}[wish]
    priced = [
        ((price[first], *price), sorted(chosen))
        for price, chosen in Tried(book, record, offered).plans(0)
        if set(include) <= set(chosen) and not set(avoid) & set(chosen)
    ]
    options = PlanOptions(minimise=parse_minimise(wish) if wish else (), avoid=tuple(avoid), include=tuple(include))
    plan = book.plan(record, "Q", DAY, options)
    if not priced:
        return None if plan.status == "infeasible" else f"{plan.status}, but nothing satisfies"
    codes = min(priced)[1]
    if not codes:
        return None if plan.status == "nothing-to-add" else f"{plan.status}, but nothing is missing"
    if plan.best is None:
        return f"{plan.status}, but {codes} satisfy"
    if not (plan.best.proven and plan.best.verified):
        return f"proven: {plan.best.proven}, confirmed: {plan.best.verified}"
    found = sorted(item.code for item in plan.best.items)
    return None if found == codes else f"{found}, but {codes} is better"


def fault_by_term(seed: int) -> str | None:
    """The same of a plan over four terms."""
    rng = random.Random(f"plans by term {seed}")
    offered, soon, most = items(rng, 4), rng.random() < 0.5, rng.choice((None, 10, 15, 20))
    book = rules(offered, rng.choice(RULES), rng.choice(LIMITS), CALENDAR)
    record = {"learner": "L", "holdings": [holding(item) for item in offered[: rng.randint(0, 1)]]}
    plans = [
        (((1 + max(at.values(), default=-1), *price) if soon else price), at)
        for price, at in Tried(book, record, offered).plans(len(TERMS), most)
    ]
    options = PlanOptions(
        scheduled=True, load=Load(most_credits=most), minimise=parse_minimise("terms") if soon else ()
    )
    plan = book.plan(record, "Q", DAY, options)
    if not plans:
        return None if plan.status == "infeasible" else f"{plan.status}, but nothing satisfies"
    least, first = min((price, sorted(at)) for price, at in plans)
    if not first:
        return None if plan.status == "nothing-to-add" else f"{plan.status}, but nothing is missing"
    if plan.best is None:
        return f"{plan.status}, but {first} satisfy"
    if not (plan.best.proven and plan.best.verified):
        return f"proven: {plan.best.proven}, confirmed: {plan.best.verified}"
    found = {item.code: TERMS.index(item.term or "") for item in plan.best.items}
    if (least, found) not in plans:
        return f"{found} is none of the best"
    return None if sorted(found) == first else f"{sorted(found)}, but {first} comes first"


def fault_with_wishes(seed: int) -> str | None:
    """What is wrong with the plans of one seed of each family."""
    for family in FAMILIES:
        asked = case(family, seed)
        between = ("credits, cost", "cost, items", "terms, cost" if asked.terms else "cost, distance")[seed % 3]
        said = wished_fault(asked) or slack_fault(asked) or next_fault(replace(asked, alternatives=3))
        said = said or front_fault(asked, between)
        if said is not None:
            return f"{family}: {said}"
    return None


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--terms", action="store_true")
    parser.add_argument("--wishes", action="store_true")
    asked = parser.parse_args()
    wrong = 0
    for seed in range(asked.seed, asked.seed + asked.cases):
        said = (fault_with_wishes if asked.wishes else fault_by_term if asked.terms else fault)(seed)
        if said is not None:
            wrong += 1
            print(f"seed {seed}: {said}", flush=True)
    print(f"{asked.cases} cases, {wrong} disagree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
