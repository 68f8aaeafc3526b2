"""What the record says of learning and can't be read is unknown wherever a rule asks, also where silence is an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text

RULES = """
qualification Q {{ awarded by U; requires 10 credits from {condition} }}
"""
HOLDING = {"id": "h", "credential": "C", "issuer": "U", "credits": 10, "awarded": "2020-01-01", "status": "active"}
NO_DAY = "2019-02-30"


def status(condition: str, *others: dict[str, Any], facts: dict[str, Any] | None = None, **members: Any) -> str:
    record = {"learner": "made up", "facts": facts or {}, "holdings": [HOLDING | members, *others]}
    return load_text(RULES.format(condition=condition)).audit(record, ["Q"], date(2026, 1, 1))["Q"].status


@pytest.mark.parametrize("wanted", ["", "not "])
@pytest.mark.parametrize(
    ("condition", "member", "value"),
    [
        ("evidence includes portfolio", "evidence", "a lot"),
        ("expired", "expires", NO_DAY),
        ("conferred", "conferred", NO_DAY),
        ("part of M", "part_of", ["M"]),
        ("used in M", "used_in", {"M": 1}),
        ("from award M", "used_in", {"M": 1}),
        ("applied before 2021-01-01", "applied", NO_DAY),
        ("in progress C", "status", "perhaps"),
    ],
)
def test_what_cannot_be_read_is_neither(condition: str, member: str, value: Any, wanted: str) -> None:
    """A fact of the learner does not stand for it either."""
    facts = {"applied": "2020-06-01"}
    assert status(f"{wanted}{condition}", facts=facts, **{member: value}) == "undetermined"


@pytest.mark.parametrize("condition", ["expired", "conferred", "part of M", "used in M", "from award M"])
def test_nothing_said_is_a_no(condition: str) -> None:
    assert status(condition) == "not-started"
    assert status(f"not {condition}") == "satisfied"


@pytest.mark.parametrize(("day", "expected"), [("2026-01-01", "satisfied"), ("2026-01-02", "not-started")])
def test_conferred_is_about_the_learning_itself(day: str, expected: str) -> None:
    assert status("conferred", conferred=day) == expected


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, "satisfied"),
        ({"holder": "other"}, "not-started"),
        ({"signature": "invalid"}, "not-started"),
        ({"holder": "unresolved"}, "undetermined"),
        ({"status": "perhaps"}, "undetermined"),
        ({"status": "active"}, "not-started"),
    ],
)
def test_in_progress_is_the_learners_own(other: dict[str, Any], expected: str) -> None:
    under_way = {"id": "x", "credential": "X", "issuer": "V", "status": "in-progress"} | other
    assert status("in progress X", under_way) == expected


def test_a_fact_of_the_learner_says_nothing_of_the_learning() -> None:
    assert status("level is known", facts={"level": "8"}) == "not-started"
    assert status("examined is known", facts={"examined": "2020-01-01"}) == "satisfied"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("completed = applied", "satisfied"),
        ("completed != applied", "not-started"),
        ("awarded = applied", "not-started"),
        ("awarded != applied", "satisfied"),
        ("starts = applied", "undetermined"),
        ("attempt = 2", "satisfied"),
        ("attempt != 2", "not-started"),
        ("venue = Lusaka", "satisfied"),
        ('fact "attempt" = 3', "satisfied"),
        ("track = theory", "satisfied"),
        ("sitting = 2", "undetermined"),
    ],
)
def test_days_are_compared_with_days_and_any_member_may_be_asked(condition: str, expected: str) -> None:
    """What the learning says comes before what the learner's facts say; `fact` asks these alone."""
    members = {"completed": "2021-01-01", "applied": "2021-01-01", "attempt": "2", "venue": "Lusaka"}
    assert status(condition, facts={"attempt": "3", "track": "theory"}, **members) == expected


def test_a_word_compared_with_an_amount_is_told() -> None:
    assert "T124" in [fault.code for fault in check_text(RULES.format(condition="mode = 5 credits"))]
