"""What a learner can do and wishes for holds in plans: where, how, in which language, at what cost."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pathways.books import CALENDAR, book, holding
from pathways.planned import AT_ONCE, LADDER, A, B, D, best, codes, plan, rules
from stackr.book import Book
from stackr.pathways.options import PlanOptions, parse_minimise

# where, how and in which language


def offered(folder: Path) -> Book:
    """The cheapest in a room in Lusaka and French, then Ndola and English, then by post in both, then nothing said of it."""
    lines = [
        'credential A { mode classroom; places "Lusaka"; languages "fr"; cost 10 "ZMW" }',
        'credential B { mode classroom; places "Ndola"; languages "en"; cost 20 "ZMW" }',
        'credential D { mode distance; places "Kitwe"; languages "fr", "en"; cost 30 "ZMW" }',
        'credential E { cost 40 "ZMW" }',
    ]
    body = "\n".join(f"  {line.replace('{', '{ 10 credits; hours 80; level F 7; issuer U;')}" for line in lines)
    award = (
        'qualification Q "Q" { awarded by U at F 7; credit unit C; requires all of { a "A": 10 credits from any } }\n'
    )
    return book(folder, f"catalogue ITEMS {{\n  credit unit C\n{body}\n}}\n{award}{LADDER}")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "A"),
        ({"modes": ("distance",)}, "D"),
        ({"modes": ("online", "distance")}, "D"),
        ({"languages": ("en",)}, "B"),
        ({"languages": ("en",), "modes": ("distance",)}, "D"),
        ({"place": "Ndola"}, "B"),
        ({"place": "Kabwe"}, "D"),
        ({"place": "Ndola", "languages": ("fr",)}, "D"),
        ({"place": "Ndola", "avoid": ("B", "D")}, "E"),
    ],
)
def test_mode_place_and_language(tmp_path: Path, asked: dict[str, Any], expected: str) -> None:
    options = PlanOptions(scheduled=False, minimise=parse_minimise("cost"), **asked)
    assert codes(best(plan(offered(tmp_path), options))) == [expected]


@pytest.mark.parametrize(
    ("wish", "expected", "distance"),
    [
        ("distance, cost", "B", "0"),
        ("cost", "A", "320"),
        ("cost + 1/16*distance", "B", "0"),
        ("cost + 1/40*distance", "A", "320"),
    ],
)
def test_distance_is_per_item_and_none_for_what_comes_by_post(
    tmp_path: Path, wish: str, expected: str, distance: str
) -> None:
    """From Ndola; 320 to Lusaka."""
    asked = PlanOptions(
        scheduled=False, minimise=parse_minimise(wish), place="Ndola", distances={"Lusaka": Fraction(320)}
    )
    way = best(plan(offered(tmp_path), asked))
    assert (codes(way), way.totals.distance) == ([expected], distance)


def test_hours_are_the_catalogues_own_before_those_of_the_credit_unit(tmp_path: Path) -> None:
    way = best(plan(offered(tmp_path), AT_ONCE))
    assert way.totals.hours == "80"
    items = (A, B)
    assert best(plan(rules(tmp_path, items, "  requires all of { A; B }"), AT_ONCE)).totals.hours == "200"


def test_fewest_hours_and_lowest_fees_are_different_plans(tmp_path: Path) -> None:
    lines = (
        "catalogue ITEMS {\n  credit unit C; issuer U\n"
        '  credential A { 10 credits; hours 60; level F 7; cost 90 "ZMW" }\n'
        '  credential B { 10 credits; hours 90; level F 7; cost 60 "ZMW" }\n'
        '  credential D { 10 credits; hours 70; level F 7; cost 70 "ZMW" }\n}\n'
    )
    award = (
        'qualification Q "Q" { awarded by U at F 7; credit unit C; requires all of { a "A": 10 credits from any } }\n'
    )
    made = book(tmp_path, lines + award + LADDER)
    for wish, expected in (("hours", "A"), ("cost", "B"), ("cost + hours", "D")):
        way = best(plan(made, PlanOptions(scheduled=False, minimise=parse_minimise(wish))))
        assert codes(way) == [expected]


@pytest.mark.parametrize("scheduled", [False, True])
def test_what_must_be_in_it_is_planned_for_a_complete_award_too(tmp_path: Path, scheduled: bool) -> None:
    """It once said that there was nothing to add."""
    made = rules(tmp_path, (A, B, D), "  requires all of { A }", CALENDAR if scheduled else "")
    options = PlanOptions(scheduled=scheduled, include=("B",))
    assert codes(best(plan(made, options, holding(A)))) == ["B"]
    assert plan(made, options, holding(A), holding(B)).status == "nothing-to-add"
