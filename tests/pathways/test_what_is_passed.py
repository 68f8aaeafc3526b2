"""What is passed, and so need not be taken and opens what asks for it: the learner's own, genuine, of the body that offers it, done.
Completions of an audit and plans ask alike."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import DAY, learner
from pathways.books import CALENDAR, TERMS
from stackr.book import Book, load_text

RULES = """
credit UC "Credit" { is 10 hours }
catalogue C { issuer U; credit unit UC
  credential M1 "Maths one" { 10 credits }
  credential M2 "Maths two" { 10 credits; prerequisite M1 }
}
catalogue D { issuer V; credit unit UC; credential N1 "Numbers" { 10 credits } }
articulation same { from N1 of V; to M1 of U }
qualification Q1 "One" { awarded by U; credit unit UC; total 10 credits; requires M1 }
qualification Q2 "Two" { awarded by U; credit unit UC; total 10 credits; requires M2 }
recognition r for U {
  gate theirs { signature is not "unverified" }
  route own is own when issuer U grants credit
  route agreed is agreement when articulation in force on awarded grants as articulated
}
"""
OWN: dict[str, Any] = {"id": "h", "credential": "M1", "issuer": "U", "credits": "10", "status": "active"}
OWN |= {"awarded": "2025-06-01", "signature": "verified"}
NOT_PASSED: dict[str, dict[str, Any]] = {
    "another body's of the same code": {"issuer": "W"},
    "of a body that is not stated": {"issuer": None},
    "forged": {"signature": "invalid"},
    "held back by a gate": {"signature": "unverified"},
    "somebody else's": {"holder": "other"},
    "of nobody knows whom": {"holder": "unresolved"},
    "suspended": {"status": "suspended"},
    "revoked": {"status": "revoked"},
    "failed": {"status": "failed"},
    "still to come": {"awarded": "2031-06-01"},
}
PASSED: dict[str, dict[str, Any]] = {
    "it is passed": {},
    "it has expired since": {"expires": "2025-12-31"},
    "it is worth less than it was": {"credits": "5"},
    "an articulation gives it": {"credential": "N1", "issuer": "V"},
}


@pytest.fixture(scope="module")
def book() -> Book:
    return load_text(RULES)


def completion(book: Book, held: dict[str, Any], name: str) -> tuple[str, ...]:
    (way,) = book.audit(learner(held), [name], DAY)[name].completions
    assert way.proven
    return way.add


def planned(book: Book, held: dict[str, Any], name: str) -> list[str]:
    plan = book.plan(learner(held), name, DAY)
    assert plan.best is not None, plan.status
    assert (plan.best.proven, plan.best.verified) == (True, True)
    return [item.code for item in plan.best.items]


@pytest.mark.parametrize("why", NOT_PASSED)
def test_what_is_not_passed_may_be_taken_and_opens_nothing(book: Book, why: str) -> None:
    held = OWN | NOT_PASSED[why]
    assert completion(book, held, "Q1") == ("M1",)
    assert completion(book, held, "Q2") == ("M1", "M2")
    if why != "still to come":
        assert planned(book, held, "Q1") == ["M1"]
        assert planned(book, held, "Q2") == ["M1", "M2"]


@pytest.mark.parametrize("why", PASSED)
def test_what_is_passed_opens_what_asks_for_it(book: Book, why: str) -> None:
    held = OWN | PASSED[why]
    assert completion(book, held, "Q2") == ("M2",)
    assert planned(book, held, "Q2") == ["M2"]


@pytest.mark.parametrize(
    "why", [why for why in NOT_PASSED if why not in ("suspended", "revoked", "failed", "still to come")]
)
def test_what_is_in_progress_elsewhere_is_no_reason_not_to_take_it(book: Book, why: str) -> None:
    held = OWN | NOT_PASSED[why] | {"status": "in-progress", "awarded": None}
    assert planned(book, held, "Q1") == ["M1"]
    assert planned(book, held, "Q2") == ["M1", "M2"]


@pytest.mark.parametrize("why", PASSED)
def test_what_is_in_progress_opens_what_asks_for_it(book: Book, why: str) -> None:
    held = OWN | PASSED[why] | {"status": "in-progress", "awarded": None}
    assert planned(book, held, "Q2") == ["M2"]


def test_what_has_a_day_to_come_is_in_progress_until_then(book: Book) -> None:
    plan = book.plan(learner(OWN | {"awarded": "2031-06-01"}), "Q2", DAY)
    assert plan.under_way == ("M1",)
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["M2"]


def test_that_a_course_of_the_record_is_planned_all_the_same_is_told(book: Book) -> None:
    told = "M1 is on the record, but not for certain as learning at a body that offers it: planned all the same"
    assert told in book.plan(learner(OWN | {"issuer": None}), "Q1", DAY).remarks
    assert told not in book.plan(learner(OWN | {"status": "failed"}), "Q1", DAY).remarks


def test_a_course_that_is_passed_and_lapsed_and_taken_again_already_is_not_planned_once_more() -> None:
    book = load_text(RULES.replace("requires M1 }", "requires M1; limits { awarded within 2 years of conferred } }"))
    old = OWN | {"awarded": "2015-06-01", "completed": "2015-06-01"}
    assert planned(book, old, "Q1") == ["M1"]
    again = OWN | {"id": "again", "status": "in-progress", "awarded": None}
    plan = book.plan(learner(old, again), "Q1", DAY)
    assert plan.best is not None
    assert plan.best.items == ()


def test_of_two_attempts_under_way_the_one_that_ends_first_will_do() -> None:
    book = load_text(RULES + CALENDAR)
    going = OWN | {"status": "in-progress", "awarded": None}
    for first, last in (("a", "b"), ("b", "a")):
        held = learner(going | {"id": first, "term": TERMS[0]}, going | {"id": last, "term": TERMS[2]})
        plan = book.plan(held, "Q2", DAY)
        assert plan.best is not None
        assert [(i.code, i.term) for i in plan.best.items] == [("M2", TERMS[1])]
