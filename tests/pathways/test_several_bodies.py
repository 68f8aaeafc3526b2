"""A code that several other bodies offer: what asks for it first may come after any of theirs, in plans, in completions and in reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.books import CALENDAR, DAY, Item, book, catalogue
from pathways.planned import AT_ONCE, BY_TERM, LADDER, at, best, codes
from stackr.book import Book
from stackr.pathways.options import PlanOptions, PriorLearning

ITEMS = (
    Item("A", 10, 6, "0611", 20, issuer="V"),
    Item("A", 10, 6, "0611", 10, issuer="W"),
    Item("B", 10, 6, "0611", 10, first=("A",)),
)
NOBODY = {"learner": "L"}


@pytest.fixture
def made(tmp_path: Path) -> Book:
    award = 'qualification Q "Q" {\n  awarded by U at F 7\n  credit unit C\n  requires all of { B }\n}\n'
    return book(tmp_path, catalogue(ITEMS) + CALENDAR + award + LADDER.replace("issuer = V", "issuer in { V; W }"))


def test_any_of_theirs_comes_first(made: Book) -> None:
    assert codes(best(made.plan(NOBODY, "Q", DAY, AT_ONCE))) == ["A of W", "B"]
    assert at(best(made.plan(NOBODY, "Q", DAY, BY_TERM))) == {"A of W": 0, "B": 1}
    dearer = PlanOptions(scheduled=False, avoid=("A of W",))
    assert codes(best(made.plan(NOBODY, "Q", DAY, dearer))) == ["A of V", "B"]


def test_an_audit_completes_it_by_the_same(made: Book) -> None:
    done = made.audit(NOBODY, ["Q"], DAY).qualifications[0].completions
    assert [(each.add, each.proven) for each in done] == [(("A of W", "B"), True)]


def test_passed_at_one_of_them_it_is_not_asked_again(made: Book) -> None:
    held = {"credential": "A", "issuer": "V", "status": "active", "awarded": "2025-06-01", "credits": 10, "credit_unit": "C"}  # fmt: skip
    assert codes(best(made.plan({"learner": "L", "holdings": [held]}, "Q", DAY, AT_ONCE))) == ["B"]


def test_prior_learning_does_as_well(made: Book) -> None:
    prior = PlanOptions(scheduled=True, prior_learning=(PriorLearning("A"),))
    assert at(best(made.plan(NOBODY, "Q", DAY, prior))) == {"A by RPL": 0, "B": 1}


def test_where_neither_may_be_taken_both_are_named(made: Book) -> None:
    plan = made.plan(NOBODY, "Q", DAY, PlanOptions(scheduled=False, avoid=("A of V", "A of W")))
    assert plan.blocking is not None
    assert "B asks for A of V or A of W first" in plan.blocking.message
    told = {each.words: each.enough for cause in plan.blocking.causes for each in cause.remedies}
    assert told["have prior learning recognised for A"] is True


def test_too_few_terms_are_told_by_the_chain(made: Book) -> None:
    plan = made.plan(NOBODY, "Q", DAY, PlanOptions(scheduled=True, terms=1))
    assert plan.blocking is not None
    assert "B's prerequisite chain (A of V → B) needs two terms" in plan.blocking.message
