"""Next best plans, fronts of two measures and ways kept open, against every way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from pathways.books import DAY, HEAD, catalogue, holding
from pathways.cases import FAMILIES, case
from pathways.planned import LADDER
from pathways.trying import Case, Tries, Way
from stackr.audit.options import AuditOptions
from stackr.book import load_text
from stackr.model.plan import Pathway, Plan
from stackr.pathways.options import PlanOptions, parse_minimise
from stackr.pathways.pareto import measures

SEEDS = range(400, 408)


def labels(way: Pathway) -> list[str]:
    return sorted(item.label for item in way.items)


def told(plan: Plan) -> list[Pathway]:
    return [] if plan.best is None else [plan.best, *plan.alternatives]


def next_best(ways: Sequence[Way], number: int) -> list[Way]:
    """The best, and then each time the best of those that leave out something of each one before."""
    found: list[Way] = []
    for way in ways:
        if len(found) < number and not any(set(other.at) <= set(way.at) for other in found):
            found.append(way)
    return found


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_alternatives_are_the_next_best_of_all_ways(family: str, seed: int) -> None:
    assert next_fault(replace(case(family, seed), alternatives=3)) is None


def next_fault(asked: Case) -> str | None:
    """What is wrong with the next best plans, if anything is."""
    ways = list(Tries(asked).ways())
    plan = asked.book.plan(asked.record, "Q", DAY, asked.options)
    if not ways or not ways[0].at:
        return None
    best = next_best(ways, 4)
    if [labels(way) for way in told(plan)] != [way.labels for way in best]:
        return f"{[labels(way) for way in told(plan)]}, but {[way.labels for way in best]}"
    prices = [tuple(Fraction(wish.value) for wish in way.wishes) for way in told(plan)]
    if prices != [way.price for way in best]:
        return f"{prices}, but {[way.price for way in best]}"
    if not all(way.proven and way.verified for way in told(plan)):
        return "not all proven and confirmed"
    no_more = "there are no more plans: any other is one of these with something added"
    return None if (no_more in plan.remarks) == (len(best) < 4) else f"no more than {len(best)}?"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_front_is_every_pair_that_nothing_beats(family: str, seed: int) -> None:
    assert front_fault(case(family, seed), ("credits, cost", "cost, items", "cost, distance")[seed % 3]) is None
    asked = case(family, seed)
    if asked.terms:
        assert front_fault(asked, "terms, cost") is None


def front_fault(asked: Case, between: str) -> str | None:
    """What is wrong with a front, if anything is."""
    asked = replace(asked, minimise=between)
    pairs = {way.price[:2] for way in Tries(asked).ways() if way.at or way.ends}
    first = next(Tries(asked).ways(), None)
    if first is None or not (first.at or first.ends):
        return None
    best = sorted(p for p in pairs if not any(o != p and o[0] <= p[0] and o[1] <= p[1] for o in pairs))
    plan = asked.book.front(asked.record, "Q", DAY, replace(asked.options, minimise=()), between=between)
    assert measures(between)
    found = [tuple(Fraction(wish.value) for wish in way.wishes[:2]) for way in told(plan)]
    if found != best:
        return f"{between}: {found}, but {best}"
    return None if all(way.proven and way.verified for way in told(plan)) else "not all proven and confirmed"


@pytest.mark.parametrize("family", ["loads", "target", "rpl", "progress"])
@pytest.mark.parametrize("seed", range(508, 514))
@pytest.mark.parametrize("wish", ["balanced", "load", "terms, load", "2*load + credits"])
def test_a_balanced_plan_has_the_least_full_terms_of_all_ways(family: str, seed: int, wish: str) -> None:
    asked = case(family, seed)
    if asked.terms:
        asked = replace(asked, balanced=True) if wish == "balanced" else replace(asked, minimise=wish)
        assert balance_fault(asked) is None


def balance_fault(asked: Case) -> str | None:
    """What is wrong with a plan that looks at the fullest term, if anything is."""
    first = next(Tries(asked).ways(), None)
    plan = asked.book.plan(asked.record, "Q", DAY, asked.options)
    if first is None or not first.at or plan.best is None:
        return None if first is None or not first.at else f"{plan.status}, but {first.labels} satisfy"
    found = [Fraction(wish.value) for wish in plan.best.wishes]
    if found != list(first.price) or labels(plan.best) != first.labels:
        return f"{found} {labels(plan.best)}, but {first.price} {first.labels}"
    return None if plan.best.proven and plan.best.verified else "not proven and confirmed"


OTHERS = (
    'x "X": 30 credits from field under "06"',
    'x "X": 2 credentials from level >= 7',
    "I0; I3",
    'x "X": "I[12]"',
    'x "X": 30 credits from issuer = V',
)


@pytest.mark.parametrize("seed", range(24))
def test_most_ways_kept_open_is_the_most_of_all_ways(seed: int) -> None:
    """What an item counts toward is asked of an audit: of somebody who has only that."""
    asked = replace(case("rpl", seed), terms=0, prior={}, minimise="items")
    others = "".join(
        f'qualification R{at} "R{at}" {{ awarded by U at F 7; credit unit C; requires all of {{ {rule} }} }}\n'
        for at, rule in enumerate(OTHERS)
    )
    award = (
        f'qualification Q "Q" {{\n  awarded by U at F 7\n  credit unit C\n  requires {asked.requirement}\n'
        f"  {asked.limits}\n}}\n"
    )
    book = load_text(HEAD + catalogue(asked.items) + award + others + LADDER)
    open_to = {}
    for item in asked.items:
        only = {"learner": "L", "holdings": [holding(item)]}
        audit = book.audit(only, [f"R{at}" for at in range(len(OTHERS))], DAY, AuditOptions(tier="values"))
        open_to[item.code] = sum(Fraction(each.progress.earned) > 0 for each in audit.qualifications)
    most = max(open_to.values())
    closed = [
        (sum(most - open_to[label] for label in way.at), *way.price[1:], way.labels) for way in Tries(asked).ways()
    ]
    plan = book.plan(asked.record, "Q", DAY, PlanOptions(scheduled=False, minimise=parse_minimise("open, items")))
    if not closed or not min(closed)[-1]:
        assert plan.best is None
        return
    assert plan.best is not None
    least = min(closed, key=lambda each: each[0])[0]
    assert plan.best.wishes[0].value == str(least)
    assert sum(most - open_to[label] for label in labels(plan.best)) == least


def test_waiting_for_what_is_in_progress_is_a_plan_of_a_front() -> None:
    assert front_fault(case("all", 710087), "terms, cost") is None
