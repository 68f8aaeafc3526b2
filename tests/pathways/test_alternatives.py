"""Next best plans, the front of two measures, what is avoided, included and kept open."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from pathways.books import DAY, Item, book, catalogue
from pathways.college import TODAY, college, record
from stackr import PlanError, PlanOptions, parse_minimise
from stackr.audit.options import AuditOptions
from stackr.model.plan import Pathway

ITEMS = tuple(
    Item(f"I{i}", credits, 6, "06", cost)
    for i, (credits, cost) in enumerate([(20, 100), (15, 350), (10, 200), (10, 900), (5, 50), (30, 20)])
)
AWARD = 'qualification Q "Q" { awarded by U; credit unit C; total 30 credits; requires all of { a "A": 30 credits from any } }'


def totals(way: Pathway) -> tuple[Fraction, Fraction]:
    return Fraction(way.totals.credits), Fraction(way.totals.cost or 0)


def test_the_front_is_every_pair_that_nothing_beats(tmp_path: Path) -> None:
    rules = book(tmp_path, catalogue(ITEMS) + AWARD)
    learner = {"learner": "x", "holdings": []}
    plan = rules.front(learner, "Q", DAY, between="items, cost")
    assert plan.best is not None
    found = [(Fraction(w.totals.items), Fraction(w.totals.cost or 0)) for w in (plan.best, *plan.alternatives)]
    pairs = {
        (Fraction(len(chosen)), Fraction(sum(item.cost for item in chosen)))
        for mask in range(1 << len(ITEMS))
        if sum((chosen := [item for i, item in enumerate(ITEMS) if mask >> i & 1]) and [c.credits for c in chosen])
        >= 30
    }
    best = sorted(p for p in pairs if not any(o != p and o[0] <= p[0] and o[1] <= p[1] for o in pairs))
    assert found == best
    assert plan.asked["front"] == ["items", "cost"]


def test_the_front_of_the_college_goes_from_the_quickest_to_the_cheapest() -> None:
    plan = college().front(record("new"), "MC-DIP", TODAY, between="terms, cost")
    assert plan.best is not None
    ways = (plan.best, *plan.alternatives)
    terms, costs = [w.totals.terms or 0 for w in ways], [Fraction(w.totals.cost or 0) for w in ways]
    assert terms == sorted(terms)
    assert costs == sorted(costs, reverse=True)
    assert all(way.verified for way in ways)


def test_next_best_plans_are_different_and_never_better() -> None:
    plan = college().plan(record("new"), "MC-DIP", TODAY, PlanOptions(alternatives=4))
    assert plan.best is not None
    ways = (plan.best, *plan.alternatives)
    sets = [frozenset(item.label for item in way.items) for way in ways]
    assert len(ways) == 5
    assert not any(one <= other for one in sets for other in sets if one is not other)
    worth = [[Fraction(wish.value) for wish in way.wishes] for way in ways]
    assert worth == sorted(worth)
    assert all(way.verified for way in ways)


def test_where_there_are_no_more_plans_it_is_said() -> None:
    plan = college().plan(record("half-way"), "MC-DIP", TODAY, PlanOptions(alternatives=9))
    assert len(plan.alternatives) == 2
    assert plan.remarks == ("there are no more plans: any other is one of these with something added",)


def test_avoided_and_included() -> None:
    asked = PlanOptions(avoid=("DB210", "COM120"), include=("SEC300",))
    plan = college().plan(record("new"), "MC-DIP", TODAY, asked)
    assert plan.best is not None
    labels = {item.label for item in plan.best.items}
    assert "SEC300" in labels
    assert not {"DB210", "COM120"} & labels


def test_most_options_open_prefers_what_counts_toward_other_awards() -> None:
    """NET200 and SEC300 count toward MC-NET too, and so does every item of field 061; DB210 rather than BUS150, say."""
    plain = college().plan(record("half-way"), "MC-DIP", TODAY, PlanOptions(minimise=parse_minimise("cost")))
    open_ = college().plan(record("half-way"), "MC-DIP", TODAY, PlanOptions(minimise=parse_minimise("open, cost")))
    assert plain.best is not None
    assert open_.best is not None
    assert open_.best.wishes[0].minimise == "open"
    assert open_.best.proven


def test_most_options_open_is_the_most_of_all_plans() -> None:
    """Against every set of items, with the awards of which each is a part counted by hand: MC-WEB and MC-NET."""
    also_in = {"COM120": 1, "DB200": 1, "DB210": 1, "NET200": 1, "SEC300": 1, "PRJ390": 1, "BUS150": 0}
    closed = {}
    for number in range(len(also_in) + 1):
        for added in combinations(sorted(also_in), number):
            done = record("half-way")
            done["holdings"] += [
                {"id": code, "credential": code, "issuer": "MCOLLEGE", "status": "active", "awarded": "2026-06-15"}
                for code in added
            ]
            (award,) = college().audit(done, ["MC-DIP"], TODAY, AuditOptions(tier="values")).qualifications
            if award.status == "satisfied":
                closed[added] = sum(2 - also_in[code] for code in added)  # WEB110 and DIG100 are in both
    options = PlanOptions(scheduled=False, minimise=parse_minimise("open"))
    best = college().plan(record("half-way"), "MC-DIP", TODAY, options).best
    assert best is not None
    assert best.wishes[0].value == str(min(closed.values()))
    assert closed[tuple(sorted(item.code for item in best.items))] == min(closed.values())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (PlanOptions(avoid=("NOPE",)), "nothing on offer is called `NOPE`"),
        (PlanOptions(include=("NET20",)), "nothing on offer is called `NET20`"),
        (PlanOptions(include=("NET200",), avoid=("NET200",)), "both to be taken and to be avoided"),
        (PlanOptions(include=("COM100",)), "on the record already"),
        (PlanOptions(calendar="NOPE"), "no calendar is called `NOPE`"),
    ],
)
def test_what_cannot_be_asked_is_said_plainly(options: PlanOptions, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        college().plan(record("half-way"), "MC-DIP", TODAY, options)


@pytest.mark.parametrize("between", ["cost", "cost, cost", "cost, fame", "credits, cost, items"])
def test_a_front_is_between_two_measures(between: str) -> None:
    with pytest.raises(PlanError):
        college().front(record("new"), "MC-DIP", TODAY, between=between)


def test_hours_are_never_made_of_credits(tmp_path: Path) -> None:
    """Where neither the catalogue nor the credit unit says hours, a plan says none."""
    head = 'credit N "No hours" { step 1 }\n'
    text = (
        head + "catalogue K { credit unit N; credential A { 10 credits; issuer U } }\n"
        'qualification Q "Q" { awarded by U; credit unit N; total 10 credits; requires all of { a: A } }\n'
    )
    rules = book(tmp_path, text, head="")
    plan = rules.plan({"learner": "x", "holdings": []}, "Q", DAY)
    assert plan.best is not None
    assert (plan.best.totals.credits, plan.best.totals.hours) == ("10", None)
    assert plan.best.items[0].hours is None


MARKS = """
catalogue K { credit unit C; credential "A@X" { 10 credits; issuer U }; credential "+B@1" { 10 credits; issuer U } }
qualification Q "Q" { awarded by U; credit unit C; total 20 credits; requires all of { a "A": "A@X"; b "B": "+B@1" } }
"""


@pytest.mark.parametrize("id", ["+A@X", "+", "A@0", "supposed A@X", "@"])
def test_no_name_is_taken_for_a_mark_of_the_planner(tmp_path: Path, id: str) -> None:
    """Ids that begin with + were taken for learning that nobody has yet; codes with @ stopped the planner."""
    rules = book(tmp_path, MARKS)
    held = {"id": id, "credential": "A@X", "issuer": "U", "status": "active", "awarded": "2025-01-01"}
    plan = rules.plan({"learner": "x", "holdings": [held]}, "Q", DAY)
    assert plan.best is not None
    assert [item.label for item in plan.best.items] == ["+B@1"]
    assert plan.held == ("A@X",)
    ranking = rules.rank({"learner": "x", "holdings": [held]}, as_of=DAY, unlocks=5)
    assert [(each.label, each.credits) for each in ranking.unlocks] == [("+B@1", "10")]
    answer = rules.whatif({"learner": "x", "holdings": [held]}, [("add", "+B@1")], "Q", DAY, plan=PlanOptions())
    assert answer.changes[0].after.status == "satisfied"
