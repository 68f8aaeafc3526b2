"""Terms hold in plans: loads, what is in progress, the target date, what comes before and beside what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.books import CALENDAR, DAY, Item, holding
from pathways.planned import BY_TERM, A, B, at, best, codes, confirmed, plan, rules
from stackr.pathways.options import Load, PlanOptions, parse_minimise
from stackr.pathways.question.prices import Amounts

# by term


FOUR = tuple(Item(f"I{i}", 10, 7, "0611", 10) for i in range(4))
ALL_FOUR = "  requires all of { I0; I1; I2; I3 }"


@pytest.mark.parametrize(
    ("load", "expected"),
    [
        (Load(), [4]),
        (Load(most_items=3), [3, 1]),
        (Load(most_items=3, least_items=2), [2, 2]),
        (Load(most_credits=Fraction(30), least_credits=Fraction(20)), [2, 2]),
        (Load(most_credits=Fraction(19)), [1, 1, 1, 1]),
        (Load(most_credits=Fraction(39), least_items=1), [3, 1]),
    ],
)
def test_loads_at_most_and_at_least(tmp_path: Path, load: Load, expected: list[int]) -> None:
    made = rules(tmp_path, FOUR, ALL_FOUR, CALENDAR)
    way = best(plan(made, PlanOptions(scheduled=True, load=load, minimise=parse_minimise("terms"))))
    loads = [len(term.items) for term in way.terms]
    assert sorted(loads, reverse=True) == expected
    assert confirmed(made, FOUR, way)


def test_a_minimum_load_may_ask_for_more_than_the_rules(tmp_path: Path) -> None:
    """D stands alone at the end of a chain; a term with less than 20 credits isn't taken, so E is added."""
    items = (A, Item("D", 10, 7, "0611", 10, first=("A",)), *(Item(c, 10, 5, "0541", 5) for c in "EG"))
    made = rules(tmp_path, items, "  requires all of { A; D }", CALENDAR)
    way = best(plan(made, PlanOptions(scheduled=True, load=Load(least_credits=Fraction(20)))))
    assert codes(way) == ["A", "D", "E", "G"]
    assert confirmed(made, items, way)


def under_way(item: Item, term: str | None) -> dict[str, Any]:
    made = {**holding(item), "status": "in-progress"}
    del made["awarded"]
    return made if term is None else {**made, "term": term}


@pytest.mark.parametrize(
    ("said", "credits", "remarked"),
    [
        ({}, ["10", "10"], False),
        ({"credits": None}, ["10", "10"], False),
        ({"credits": None, "hours": "100"}, ["10", "10"], False),
        ({"credits": None, "credential": "Z"}, ["10", "10"], True),
    ],
)
def test_what_is_in_progress_takes_the_room_that_the_catalogue_says(
    tmp_path: Path, said: dict[str, Any], credits: list[str], remarked: bool
) -> None:
    """Where the record does not say how many credits it is; what nobody knows takes none, and that is told."""
    made = rules(tmp_path, (A, B), "  requires all of { A; B }", CALENDAR)
    going = {key: value for key, value in (under_way(A, "2026-spring") | said).items() if value is not None}
    options = PlanOptions(scheduled=True, load=Load(most_credits=Fraction(10)), minimise=parse_minimise("terms"))
    found = made.plan({"learner": "L", "holdings": [going]}, "Q", DAY, options)
    assert [term.credits for term in best(found).terms if term.items or term.under_way] == credits
    assert any("how many credits is not known" in words for words in found.remarks) is remarked


def test_what_is_in_progress_for_nobody_knows_how_many_credits_is_told(tmp_path: Path) -> None:
    """Of another body the catalogue's credits are not taken for the record's: what it will count for is not known, and A is planned."""
    made = rules(tmp_path, (A, B), "  requires all of { A; B }", CALENDAR)
    going = {key: value for key, value in under_way(A, "2026-spring").items() if key != "credits"} | {"issuer": "V"}
    found = made.plan({"learner": "L", "holdings": [going]}, "Q", DAY, BY_TERM)
    assert [item.code for item in best(found).items] == ["A", "B"]
    assert any("A, in progress: for how many credits is not known" in words for words in found.remarks)
    assert any(words.startswith("A is on the record, but not for certain") for words in found.remarks)


def test_what_is_in_progress_and_counts_is_not_told_as_lost(tmp_path: Path) -> None:
    """It stands beside what blocks, and is as asked."""
    made = rules(tmp_path, (A, B), '  requires all of { A; p "P": 10 credits from any }', CALENDAR)
    options = PlanOptions(scheduled=True, load=Load(most_credits=Fraction(5)))
    found = made.plan({"learner": "L", "holdings": [under_way(A, None)]}, "Q", DAY, options)
    assert found.blocking is not None
    assert any(cause.clause == "Q.A" for cause in found.blocking.causes)
    assert "on the record" not in found.blocking.message


def test_what_is_in_progress_fills_its_term_and_is_built_on_after_it(tmp_path: Path) -> None:
    items = (A, Item("D", 10, 7, "0611", 10, first=("A",)), Item("E", 10, 7, "0611", 10))
    made = rules(tmp_path, items, "  requires all of { A; D; E }", CALENDAR)
    now = under_way(A, "2026-spring")
    way = best(plan(made, PlanOptions(scheduled=True, load=Load(most_credits=Fraction(10))), now))
    assert at(way)["D"] > 0
    assert at(way)["E"] > 0
    assert way.terms[0].under_way == ("A",)
    assert way.terms[0].credits == "10"
    assert confirmed(made, items, way, {**now, "awarded": "2026-06-30"})
    quick = best(plan(made, PlanOptions(scheduled=True, minimise=parse_minimise("terms")), now))
    assert at(quick) == {"D": 1, "E": 0}


def test_a_target_date_leaves_the_terms_that_end_by_it(tmp_path: Path) -> None:
    items = (A, Item("B", 10, 7, "0611", 0, terms=("2027-autumn",)), Item("D", 10, 7, "0611", 90, terms=("autumn",)))
    made = rules(tmp_path, items, '  requires all of { A; b "B": B or D }', CALENDAR)
    cheapest = parse_minimise("cost")
    free = best(plan(made, PlanOptions(scheduled=True, minimise=cheapest)))
    assert codes(free) == ["A", "B"]
    for day, expected in (("2027-12-19", ["A", "D"]), ("2027-12-20", ["A", "B"]), ("2026-12-20", ["A", "D"])):
        way = best(plan(made, PlanOptions(scheduled=True, minimise=cheapest, target=date.fromisoformat(day))))
        assert codes(way) == expected
        assert way.finished is not None
        assert way.finished <= day
        assert confirmed(made, items, way)
    assert plan(made, PlanOptions(scheduled=True, target=date(2026, 12, 19))).status == "infeasible"


def test_slack_and_the_chain_that_sets_the_pace(tmp_path: Path) -> None:
    """A, B, D one after the other; E may slip to the end; G before D, once."""
    items = (
        A,
        Item("B", 10, 7, "0611", 10, first=("A",)),
        Item("D", 10, 7, "0611", 10, first=("B",)),
        Item("E", 10, 7, "0611", 10),
        Item("G", 10, 7, "0611", 10, terms=("spring",)),
    )
    made = rules(tmp_path, items, "  requires all of { A; B; D; E; G }", CALENDAR)
    way = best(plan(made, BY_TERM))
    assert at(way) == {"A": 0, "B": 1, "D": 2, "E": 0, "G": 0}
    assert {item.label: item.slack for item in way.items} == {"A": 0, "B": 0, "D": 0, "E": 2, "G": 2}
    assert way.chain == ("A", "B", "D")
    assert [item.label for item in way.items if item.critical] == ["A", "B", "D"]


def test_a_corequisite_is_had_by_the_end_of_its_term(tmp_path: Path) -> None:
    items = (Item("A", 10, 7, "0611", 10, beside=("L",)), Item("L", 5, 5, "0541", 5, terms=("autumn",)))
    made = rules(tmp_path, items, "  requires all of { A }", CALENDAR)
    way = best(plan(made, BY_TERM))
    assert at(way) == {"A": 1, "L": 1}
    assert [item.beside for item in way.items if item.label == "A"] == [("L",)]
    assert confirmed(made, items, way)


def test_the_award_waits_for_what_is_in_progress_where_it_counts(tmp_path: Path) -> None:
    """It was told as finished, and in time for the target, before the learning in progress was."""
    items = (A, Item("D", 10, 7, "0611", 10), Item("E", 10, 7, "0611", 90))
    made = rules(tmp_path, items, '  requires all of { D; a "A": A or E }', CALENDAR)
    now = under_way(A, "2027-spring")
    way = best(plan(made, BY_TERM, now))
    assert (codes(way), way.finished, way.totals.terms) == (["D"], "2027-06-30", 3)
    quick = best(plan(made, PlanOptions(scheduled=True, minimise=parse_minimise("terms")), now))
    assert (codes(quick), quick.finished, quick.totals.terms) == (["D", "E"], "2026-06-30", 1)
    early = plan(made, PlanOptions(scheduled=True, target=date(2026, 12, 31)), now)
    assert codes(best(early)) == ["D", "E"]
    assert early.under_way == ()
    assert plan(made, BY_TERM, now).under_way == ("A",)


@pytest.mark.parametrize(
    ("over", "finished"),
    [
        ({}, "2026-06-30"),
        ({"term": "2025-autumn"}, "2026-06-30"),
        ({"term": "2026-autumn"}, "2026-12-20"),
        ({"expected": "2026-01-20"}, "2026-06-30"),
        ({"expected": "2026-06-30"}, "2026-06-30"),
        ({"expected": "2026-07-15"}, "2026-12-20"),
        ({"expected": "2027-12-20"}, "2027-12-20"),
        ({"expected": "2027-12-21"}, None),
    ],
)
def test_when_what_is_in_progress_is_over(tmp_path: Path, over: dict[str, str], finished: str | None) -> None:
    items = (A, Item("D", 10, 7, "0611", 10))
    made = rules(tmp_path, items, "  requires all of { A; D }", CALENDAR)
    found = plan(made, BY_TERM, {**under_way(A, None), **over})
    assert (found.best.finished if found.best is not None else None) == finished
    assert (found.status == "infeasible") == (finished is None)


def test_what_is_in_progress_past_the_target_does_not_count(tmp_path: Path) -> None:
    items = (A, Item("D", 10, 7, "0611", 10))
    made = rules(tmp_path, items, "  requires all of { A }", CALENDAR)
    asked = PlanOptions(scheduled=True, target=date(2026, 6, 30))
    for term, status in (("2026-spring", "planned"), ("2026-autumn", "infeasible"), ("2027-autumn", "infeasible")):
        assert plan(made, asked, under_way(A, term)).status == status
    late = plan(made, asked, under_way(A, "2026-autumn"))
    assert late.blocking is not None
    assert "the target, 2026-06-30, leaves one term, and A is in progress past it" in late.blocking.message


@pytest.mark.parametrize("load", [Load(most_items=1), Load(most_credits=Fraction(15))])
def test_a_term_that_is_too_full_already_takes_nothing_more(tmp_path: Path, load: Load) -> None:
    """Two are in progress in it, which no plan can change."""
    items = (A, Item("D", 10, 7, "0611", 10), Item("E", 10, 7, "0611", 90))
    made = rules(tmp_path, items, "  requires all of { A; D; E }", CALENDAR)
    going = [under_way(each, "2026-spring") for each in items[:2]]
    assert at(best(plan(made, PlanOptions(scheduled=True, load=load), *going))) == {"E": 1}


def test_no_term_is_filled_with_what_is_passed_already(tmp_path: Path) -> None:
    """A counts nowhere here, and was taken again to fill the term of D; E is dearer."""
    items = (A, Item("D", 10, 7, "0611", 10), Item("E", 10, 5, "0541", 90))
    made = rules(tmp_path, items, "  requires all of { D }", CALENDAR)
    asked = PlanOptions(scheduled=True, minimise=parse_minimise("cost"), load=Load(least_items=2))
    for options in (asked, replace(asked, reduce=False)):
        assert codes(best(plan(made, options, holding(A)))) == ["D", "E"]
    assert plan(made, replace(asked, avoid=("E",)), holding(A)).status == "infeasible"


def test_what_is_in_progress_counts_where_terms_are_to_be_level(tmp_path: Path) -> None:
    """More is in progress than is on offer: the plan was told as impossible."""
    items = (A, Item("W", 45, 7, "0611", 10), Item("D", 10, 7, "0611", 10, terms=("2026-spring",)))
    made = rules(tmp_path, items, "  requires all of { A; D }", CALENDAR)
    way = best(
        plan(made, PlanOptions(scheduled=True, minimise=parse_minimise("load")), under_way(items[1], "2026-spring"))
    )
    assert way.totals.fullest_term == way.wishes[0].value == "55"


def test_parts_of_credits_in_progress_are_whole_on_the_scale_of_loads() -> None:
    priced = {"A": {"credits": Fraction(10), "items": Fraction(1)}}
    assert Amounts(priced, (Fraction(29, 2), Fraction(1, 3))).scale("credits") == 6
    assert Amounts(priced, (Fraction(29, 2),)).scale("items") == 1
