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
