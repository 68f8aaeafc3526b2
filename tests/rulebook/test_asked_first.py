"""What items ask first, told by patterns, `let`s, groups and amounts: plans and completions take what is enough of it, and no less."""

from __future__ import annotations

from datetime import date

import pytest

from stackr.audit.run import audit
from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.model.learning import Holding, Learner
from stackr.pathways.options import PlanOptions

DAY = date(2026, 1, 1)
CATALOGUE = """
catalogue K {{ issuer U
  credential MATH1 {{ 10 credits }}
  credential MATH2 {{ 10 credits }}
  credential STAT1 {{ 20 credits }}
  credential STAT2 {{ 5 credits }}
  credential LAST {{ 10 credits; prerequisite {} }}
}}
let sciences = MATH1 or MATH2
let all-sciences = sciences or "STAT*"
group maths: all of {{ MATH1; MATH2 }}
qualification Q {{ awarded by U; requires LAST }}
"""
ASKED = [
    ('"MATH*"', ("MATH1",)),
    ("sciences", ("MATH1",)),
    ("use maths", ("MATH1", "MATH2")),
    ('2 of { "MATH*"; STAT2 }', ("MATH1", "STAT2")),
    ("1 credentials from sciences", ("MATH1",)),
    ('1 credentials from "MATH*"', ("MATH1",)),
    ('2 credentials from "MATH*" or STAT1', ("MATH1", "MATH2")),
    ("3 credentials from all-sciences", ("MATH1", "MATH2", "STAT2")),
    ("20 credits from MATH1 or MATH2 or STAT2", ("MATH1", "MATH2")),
    ("20 credits from sciences or STAT1", ("STAT1",)),
    ("20 credits from MATH1 or STAT1", ("STAT1",)),
    ("25 credits from all-sciences", ("STAT1", "STAT2")),
    ("12.5 credits from all-sciences", ("MATH1", "STAT2")),
]
"""What LAST asks first, and the least that is enough: fewest credits, then fewest items, then by code."""


def rules(asked: str) -> str:
    return CATALOGUE.format(asked)


@pytest.mark.parametrize(("asked", "enough"), ASKED, ids=[asked for asked, _ in ASKED])
def test_plans_and_completions_take_enough(asked: str, enough: tuple[str, ...]) -> None:
    book = load_text(rules(asked))
    (entry,) = audit(book, Learner("L"), ["Q"], DAY).qualifications
    (way,) = entry.completions
    assert (way.proven, sorted(way.add)) == (True, ["LAST", *enough])
    plan = book.plan(Learner("L"), for_="Q", as_of=DAY, options=PlanOptions(scheduled=False))
    assert plan.best is not None
    assert (plan.best.proven, sorted(item.code for item in plan.best.items)) == (True, ["LAST", *enough])


def test_what_is_held_counts_with_its_credits() -> None:
    book = load_text(rules("20 credits from all-sciences"))
    held = Holding(id="h", credential="MATH1", issuer="U", status="active")
    (entry,) = audit(book, Learner("L", holdings=(held,)), ["Q"], DAY).qualifications
    assert [sorted(way.add) for way in entry.completions] == [["LAST", "MATH2"]]


def test_what_is_held_and_in_no_catalogue_fits_a_pattern() -> None:
    book = load_text(rules('"MATH*"'))
    held = Holding(id="h", credential="MATH9", issuer="U", status="active")
    (entry,) = audit(book, Learner("L", holdings=(held,)), ["Q"], DAY).qualifications
    assert [way.add for way in entry.completions] == [("LAST",)]


def test_more_than_there_is_cannot_be_had() -> None:
    for asked in ("60 credits from all-sciences", "3 credentials from sciences", '"PHYS*"'):
        (entry,) = audit(load_text(rules(asked)), Learner("L"), ["Q"], DAY).qualifications
        assert entry.completions == ()


def test_what_is_told_by_more_than_codes_is_left_to_a_person() -> None:
    (entry,) = audit(load_text(rules("20 credits from MATH1 or level >= 7")), Learner("L"), ["Q"], DAY).qualifications
    assert [way.add for way in entry.completions] == [("LAST",)]


@pytest.mark.parametrize("asked", [asked for asked, _ in ASKED])
def test_no_check_takes_a_pattern_or_a_let_for_a_code(asked: str) -> None:
    assert [fault.message for fault in check_text(rules(asked)) if fault.code == "C216"] == []


IN_PART = [
    ("300 hours from sciences", ("MATH1",), "300 hours from sciences"),
    ("19.999 credits from sciences", ("MATH1",), "19.999 credits from sciences"),
    ("dated credits from sciences", ("MATH1",), "dated credits from sciences"),
    ("12 credits ECTS from sciences", ("MATH1",), "12 credits ECTS from sciences"),
    ("1 to 2 credentials from sciences with { average at least 60 }", ("MATH1",), "an average of 60"),
    (
        "20 credits from sciences with { at least 1 credential at level >= 8 }",
        ("MATH1", "MATH2"),
        "1 credential from level",
    ),
    (
        "20 credits from sciences with { at most 10 credits per term }",
        ("MATH1", "MATH2"),
        "at most 10 credits per term",
    ),
    ("20 credits from sciences with { last 10 credits at level >= 7 }", ("MATH1", "MATH2"), "the line at"),
    ("2 of { MATH1; MATH2 } with { at least 2 terms }", ("MATH1", "MATH2"), "2 of MATH1, MATH2 with 2 terms"),
    ("observes 2 credentials from sciences", (), "2 credentials from sciences"),
    ('at least 80% of outcomes of { "a"; "b" }', (), "80% of outcomes of a and b"),
]
"""What codes do not tell, or not all of it: what they tell is taken, and the rest is said."""
PARAMETERS = """
parameter twice = 20 credits
parameter dated { 10 credits from 2020-01-01; 20 credits from 2024-01-01 }
credit ECTS { is 25 hours }
"""


@pytest.mark.parametrize(("asked", "taken", "words"), IN_PART, ids=[asked for asked, *_ in IN_PART])
def test_what_codes_do_not_tell_is_said(asked: str, taken: tuple[str, ...], words: str) -> None:
    book = load_text(PARAMETERS + rules(asked))
    (entry,) = audit(book, Learner("L"), ["Q"], DAY).qualifications
    (way,) = entry.completions
    assert sorted(way.add) == ["LAST", *taken]
    plan = book.plan(Learner("L"), for_="Q", as_of=DAY, options=PlanOptions(scheduled=False))
    assert plan.best is not None
    assert sorted(item.code for item in plan.best.items) == ["LAST", *taken]
    for said in (way.also, plan.best.assumes):
        assert any(words in text and text.endswith("which LAST asks for first") for text in said)


def test_an_amount_that_a_parameter_without_days_gives_is_told_in_codes() -> None:
    book = load_text(PARAMETERS + rules("twice credits from sciences"))
    (entry,) = audit(book, Learner("L"), ["Q"], DAY).qualifications
    assert [(sorted(way.add), way.also) for way in entry.completions] == [(["LAST", "MATH1", "MATH2"], ())]


def test_a_parameter_that_nobody_declares_is_a_fault() -> None:
    told = {(fault.code, fault.message) for fault in check_text(rules("thrice credits from sciences"))}
    assert ("N101", "there is no parameter `thrice`") in told
