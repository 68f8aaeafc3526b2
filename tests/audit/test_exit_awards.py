"""An exit award is conferred on who leaves another award, not on who follows it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from batch.given import agree
from stackr.book import load_text

DAY = date(2026, 2, 1)
BOOK = load_text("""
qualification LONG { requires all of { a: 10 credits from A; b: 10 credits from B } }
qualification SHORT { exit award of LONG; requires a: 10 credits from A }
qualification PLAIN { requires a: 10 credits from A }
""")


def record(learner: str = "L", **facts: Any) -> dict[str, Any]:
    return {"learner": learner, "facts": facts, "holdings": [{"id": "a", "credential": "A", "credits": "10"}]}


@pytest.mark.parametrize("followed", ["LONG", ["LONG"], ["LONG", "SHORT"]])
def test_who_follows_the_longer_award_is_not_offered_its_exit(followed: Any) -> None:
    found = BOOK.audit(record(enrolled_in=followed), ["SHORT", "PLAIN"], DAY)
    assert (found["SHORT"].status, found["SHORT"].closed) == (
        "in-progress",
        "an exit award is conferred on who leaves LONG, which the record says is followed",
    )
    assert found["PLAIN"].status == "satisfied"


@pytest.mark.parametrize("facts", [{}, {"enrolled_in": []}, {"enrolled_in": "SHORT"}, {"enrolled_in": "PLAIN"}])
def test_who_does_not_follow_it_is(facts: dict[str, Any]) -> None:
    found = BOOK.audit(record(**facts), ["SHORT"], DAY)["SHORT"]
    assert (found.status, found.closed) == ("satisfied", None)


def test_what_is_conferred_stays_so() -> None:
    assert BOOK.audit(record(enrolled_in="LONG", conferred="SHORT"), ["SHORT"], DAY)["SHORT"].status == "conferred"


def test_a_batch_says_the_same() -> None:
    people = [
        record("A"),
        record("B", enrolled_in="LONG"),
        record("C", enrolled_in="PLAIN"),
        record("D", conferred="SHORT"),
    ]
    agree(BOOK, people, ["LONG", "SHORT", "PLAIN"], DAY)
