"""What can't be planned is said in words: dates, loads, circles, gaps in the catalogue and prices."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, Item, book, catalogue
from stackr.book import Book
from stackr.model.plan import Plan
from stackr.pathways.errors import PlanError
from stackr.pathways.options import Load, PlanOptions, PriorLearning, parse_minimise

AWARD = """
qualification Q "Award (made up)" {{
  awarded by U at F 7
  credit unit C
  requires all of {{ {} }}
}}
recognition u "Recognition (made up)" for U {{ route own is own "Own" when issuer = U grants full }}
"""


def offering(folder: Path, lines: str, requires: str, calendar: str = CALENDAR) -> Book:
    return book(folder, lines + calendar + AWARD.format(requires))


def chain(*, last: tuple[str, ...] = ()) -> str:
    """A, then B, then D; D in some seasons only."""
    return catalogue(
        (
            Item("A", 10, 7, "0611", 10),
            Item("B", 10, 7, "0611", 10, first=("A",)),
            Item("D", 10, 7, "0611", 10, first=("B",), terms=last),
        )
    )


def planned(rules: Book, options: PlanOptions) -> Plan:
    return rules.plan({"learner": "L", "holdings": []}, "Q", DAY, options)


def said(plan: Plan) -> str:
    assert plan.status == "infeasible"
    assert plan.best is None
    assert plan.blocking is not None
    return plan.blocking.message


def test_a_chain_that_is_too_long_for_a_season_names_the_chain_and_the_target(tmp_path: Path) -> None:
    rules = offering(tmp_path, chain(last=("spring",)), "D")
    words = said(planned(rules, PlanOptions(scheduled=True, target=date(2026, 12, 31))))
    assert words == (
        "Award (made up) asks for D; D's prerequisite chain (A → B → D) needs three terms; "
        "the target, 2026-12-31, leaves two"
    )
    third = planned(rules, PlanOptions(scheduled=True, target=date(2027, 6, 30)))
    assert third.best is not None
    assert third.best.items[-1].term == "2027-spring"


@pytest.mark.parametrize(
    ("load", "words"),
    [
        (Load(most_credits=Fraction(5)), "a term takes at most 5 credits"),
        (Load(most_items=0), "a term takes at most 0 items"),
        (Load(least_credits=Fraction(40)), "at least 40 credits"),
        (Load(least_items=3), "at least 3 items"),
    ],
)
def test_a_load_that_nothing_fits_is_the_cause(tmp_path: Path, load: Load, words: str) -> None:
    rules = offering(tmp_path, chain(), "A; B")
    assert words in said(planned(rules, PlanOptions(scheduled=True, load=load)))


def test_a_target_in_the_past_is_refused(tmp_path: Path) -> None:
    rules = offering(tmp_path, chain(), "D")
    with pytest.raises(PlanError, match="the target 2025-12-31 is before 2026-01-01"):
        planned(rules, PlanOptions(target=date(2025, 12, 31)))


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_prerequisites_never_starts(tmp_path: Path, length: int) -> None:
    codes = [f"I{number}" for number in range(length)]
    items = tuple(Item(code, 10, 7, "0611", 10, first=(codes[at - 1],)) for at, code in enumerate(codes))
    words = said(planned(offering(tmp_path, catalogue(items), "I0"), PlanOptions(scheduled=False)))
    assert "lead back to themselves" in words
    assert "I0" in words


@pytest.mark.parametrize("scheduled", [False, True])
def test_a_circle_of_what_comes_first_and_what_goes_beside_never_starts(tmp_path: Path, scheduled: bool) -> None:
    items = (Item("A", 10, 7, "0611", 10, first=("B",)), Item("B", 10, 7, "0611", 10, beside=("A",)))
    rules = offering(tmp_path, catalogue(items), "A")
    words = said(planned(rules, PlanOptions(scheduled=scheduled)))
    assert words == "Award (made up) asks for A; A asks for B first; B asks for A beside it"


@pytest.mark.parametrize("scheduled", [False, True])
def test_corequisites_of_each_other_are_taken_together(tmp_path: Path, scheduled: bool) -> None:
    items = (Item("A", 10, 7, "0611", 10, beside=("B",)), Item("B", 10, 7, "0611", 10, beside=("A",)))
    plan = planned(offering(tmp_path, catalogue(items), "A"), PlanOptions(scheduled=scheduled))
    assert plan.best is not None
    assert plan.best.verified
    assert sorted(item.code for item in plan.best.items) == ["A", "B"]


@pytest.mark.parametrize("scheduled", [False, True])
def test_an_item_without_credits_is_left_aside_and_named(tmp_path: Path, scheduled: bool) -> None:
    bare = 'catalogue ITEMS {\n  issuer U\n  credit unit C\n  credential A { level F 7; field "0611" }\n}\n'
    words = said(planned(offering(tmp_path, bare, 'a "A": 10 credits from any'), PlanOptions(scheduled=scheduled)))
    assert "nothing on offer serves A; A is on offer without credits or hours" in words


def test_an_item_offered_in_no_term_is_left_aside_and_named(tmp_path: Path) -> None:
    rules = offering(tmp_path, chain(last=("winter",)), "D")
    words = said(planned(rules, PlanOptions(scheduled=True)))
    assert "D is offered only in winter, which no term is" in words


def test_costs_that_are_missing_are_said_where_they_are_asked_for(tmp_path: Path) -> None:
    free = 'catalogue ITEMS {\n  issuer U\n  credit unit C\n  credential A { 10 credits; level F 7; field "0611" }\n}\n'
    rules = offering(tmp_path, free, "A")
    words = said(planned(rules, PlanOptions(scheduled=False, minimise=parse_minimise("cost"))))
    assert "only items of known cost are wanted, since that is to be small, which leaves out A" in words
    plan = planned(rules, PlanOptions(scheduled=False))
    assert plan.best is not None
    assert plan.best.verified


def test_costs_in_two_currencies_need_a_rate(tmp_path: Path) -> None:
    two = (
        "catalogue ITEMS {\n  issuer U\n  credit unit C\n"
        '  credential A { 10 credits; level F 7; cost 10 "ZMW" }\n'
        '  credential B { 10 credits; level F 7; cost 10 "EUR" }\n}\n'
    )
    rules = offering(tmp_path, two, "A; B")
    cheapest = parse_minimise("cost")
    with pytest.raises(PlanError, match="fees are in"):
        planned(rules, PlanOptions(scheduled=False, minimise=cheapest))
    rated = PlanOptions(scheduled=False, minimise=cheapest, currency="ZMW", rates={"EUR": Fraction(20)})
    plan = planned(rules, rated)
    assert plan.best is not None
    assert plan.best.totals.cost == "210"


@pytest.mark.parametrize("cost", [0, 30])
def test_a_circle_with_a_way_in_is_entered_by_that_way(tmp_path: Path, cost: int) -> None:
    items = (
        Item("A", 10, 7, "0611", 10, first=("B", "X")),
        Item("B", 10, 7, "0611", 10, first=("A",)),
        Item("X", 10, 7, "0541", cost),
    )
    plan = planned(offering(tmp_path, catalogue(items), "A; B"), PlanOptions(scheduled=False))
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["A", "B", "X"]


def test_what_must_be_in_it_and_cannot_be_taken_is_no_plan(tmp_path: Path) -> None:
    """It was once left out in silence."""
    rules = offering(tmp_path, chain(last=("2027-autumn",)), "A")
    asked = PlanOptions(scheduled=True, include=("D",), target=date(2026, 12, 31))
    assert said(planned(rules, asked)) == (
        "D is offered only in 2027-autumn, so it is four terms off; D must be in it; "
        "the target, 2026-12-31, leaves two terms"
    )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (PlanOptions(modes=("onlin",)), "nothing on offer is in the mode `onlin`"),
        (PlanOptions(issuers=("W",)), "nothing on offer is by `W`"),
        (PlanOptions(languages=("eng",)), "nothing on offer is taught in `eng`"),
    ],
)
def test_a_wish_that_no_item_knows_is_a_slip(tmp_path: Path, asked: PlanOptions, words: str) -> None:
    lines = (
        'catalogue ITEMS {\n  issuer U; credit unit C\n  credential A { 10 credits; mode online; languages "en" }\n}\n'
    )
    with pytest.raises(PlanError, match=words):
        planned(offering(tmp_path, lines, "A"), asked)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"load": {"most_credits": 0.1}}, "most credits of a term is 0.1, which is no exact amount"),
        ({"load": {"least_items": True}}, "least items of a term is True, which is no exact amount"),
        ({"load": {"most_credits": Fraction(-3)}}, "most credits of a term is -3, which is below 0"),
        ({"rates": {"EUR": Fraction(0)}}, "one EUR is worth 0"),
        ({"rates": {"EUR": float("nan")}}, "the worth of one EUR is nan"),
        ({"distances": {"Ndola": Fraction(-1)}}, "the distance of Ndola is -1"),
        ({"prior_learning": (PriorLearning("D", Fraction(-5)),)}, "prior learning for D is -5"),
        ({"minimise": ((("cost", 0.5),),)}, "the weight of cost is 0.5"),
        ({"currency": "ZWM"}, "no fee is in ZWM, and nothing says what one ZMW is worth in it"),
        ({"alternatives": -1}, "the number of alternatives is -1"),
    ],
)
def test_amounts_are_exact_and_not_below_nothing(tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    options = PlanOptions(**{**asked, "load": Load(**asked.get("load", {}))})
    with pytest.raises(PlanError, match=re.escape(words)) as fault:
        planned(offering(tmp_path, chain(), "D"), options)
    assert fault.value.help
