"""Members that only one institution's records have: whatever kind of value they hold, a rule that asks for them by name reads it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from stackr.book import load_text
from stackr.records.json_text import parse_line

RULES = """
qualification Q {{ awarded by U; requires 10 credits from {condition} }}
"""
HOLDING = {"id": "h", "credential": "C", "issuer": "U", "credits": 10, "awarded": "2020-01-01", "status": "active"}
AS_OF = date(2026, 1, 1)

CASES = [
    ('wing = "east"', "east", "satisfied"),
    ('wing = "east"', " east ", "satisfied"),
    ('wing = "east"', "west", "not-started"),
    ('wing != "east"', "west", "satisfied"),
    ("wing = yes", True, "satisfied"),
    ("wing = yes", False, "not-started"),
    ('wing = "true"', True, "satisfied"),
    ("wing != yes", False, "satisfied"),
    ("wing = no", "false", "satisfied"),
    ("wing = yes", "TRUE", "satisfied"),
    ('wing = "TRUE"', True, "satisfied"),
    ('wing = "true"', "True", "satisfied"),
    ('wing = "3"', 3, "satisfied"),
    ('wing = "4"', 3, "not-started"),
    ("wing = 3", 3, "satisfied"),
    ("wing = 3", Decimal("3.0"), "satisfied"),
    ("wing = 3", "3", "satisfied"),
    ("wing != 3", 3.5, "satisfied"),
    ("wing = 3", "three", "undetermined"),
    ('wing = "east"', ["west", "east"], "satisfied"),
    ('wing = "east"', ["west"], "not-started"),
    ('wing = "3"', [1, 3], "satisfied"),
    ("wing = 3", [1, 3], "undetermined"),
    ('wing = "east"', "", "undetermined"),
    ('wing = "east"', None, "undetermined"),
    ("wing is known", 0, "satisfied"),
    ("wing is known", False, "satisfied"),
    ("wing is known", "", "not-started"),
]


def test_which_attempt_it_was_may_be_a_number() -> None:
    record = {"learner": "made up", "holdings": [HOLDING | {"attempt": 2}]}
    assert load_text(RULES.format(condition="attempt = 2")).audit(record, ["Q"], AS_OF)["Q"].status == "satisfied"
    assert load_text(RULES.format(condition="attempt = 1")).audit(record, ["Q"], AS_OF)["Q"].status == "not-started"


@pytest.mark.parametrize(("condition", "value", "expected"), CASES)
def test_whatever_it_holds(condition: str, value: Any, expected: str) -> None:
    record = {"learner": "made up", "holdings": [HOLDING | {"wing": value}]}
    book = load_text(RULES.format(condition=condition))
    assert book.audit(record, ["Q"], AS_OF)["Q"].status == expected


@pytest.mark.parametrize(("condition", "value", "expected"), [case for case in CASES if "is known" not in case[0]])
def test_a_fact_of_the_learner_too(condition: str, value: Any, expected: str) -> None:
    record = {"learner": "made up", "facts": {"wing": value}, "holdings": [HOLDING]}
    book = load_text(RULES.format(condition=condition.replace("wing", 'fact "wing"')))
    assert book.audit(record, ["Q"], AS_OF)["Q"].status == expected


def test_true_and_one_of_different_learning_are_told_apart() -> None:
    record = {
        "learner": "made up",
        "holdings": [HOLDING | {"wing": True}, HOLDING | {"id": "i", "credential": "D", "wing": 1}],
    }
    for condition in ("wing = yes", 'wing = "1"'):
        answer = load_text(RULES.format(condition=condition)).audit(record, ["Q"], AS_OF)["Q"]
        assert (answer.status, [unit.code for unit in answer.counted]) == (
            "satisfied",
            ["C" if "yes" in condition else "D"],
        )


def test_a_member_given_twice_and_differently_is_unknown() -> None:
    text = '{"learner": "made up", "holdings": [{"id": "h", "credential": "C", "issuer": "U", "credits": 10, "wing": "a", "wing": "b"}]}'
    answer = load_text(RULES.format(condition='wing = "a"')).audit(parse_line(text), ["Q"], AS_OF)
    assert answer["Q"].status == "undetermined"
    assert [remark.code for remark in answer.remarks if remark.member == "wing"] == ["R301", "R313"]


@pytest.mark.parametrize(
    ("condition", "value", "expected"), [case for case in CASES if isinstance(case[1], str | bool | int)]
)
def test_a_row_of_a_table_says_the_same(condition: str, value: Any, expected: str) -> None:
    row = {name: str(each) for name, each in HOLDING.items()} | {"learner": "made up", "wing": value}
    found = load_text(RULES.format(condition=condition)).batch(pl.DataFrame([row]), for_=["Q"], as_of=AS_OF)
    assert found.results["status"].to_list() == [expected]
