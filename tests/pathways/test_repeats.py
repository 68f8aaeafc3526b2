"""What may count several times may be taken again: as often as is left, each time after the one before."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import DAY, learner
from pathways.books import CALENDAR, TERMS
from stackr.book import Book, load_text
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions

RULES = """
credit UC "Credit" { is 10 hours }
catalogue C { issuer U; credit unit UC
  credential T "Topics" { 10 credits; repeatable up to 3 }
  credential X "Other" { 20 credits; prerequisite T }
}
qualification Q "One" { awarded by U; credit unit UC; total 20 credits; requires 20 credits from T or X }
"""
LOTS = RULES.replace("total 20", "total 30").replace("requires 20 credits from T or X", "requires 30 credits from T")


def held(status: str = "active", id: str = "h", **more: Any) -> dict[str, Any]:
    return {"id": id, "credential": "T", "issuer": "U", "credits": "10", "status": status} | more


def labels(book: Book, *holdings: dict[str, Any], **options: Any) -> list[str]:
    plan = book.plan(learner(*holdings), "Q", DAY, PlanOptions(**options))
    assert plan.best is not None, plan.status
    assert (plan.best.proven, plan.best.verified) == (True, True)
    return [item.label for item in plan.best.items]


@pytest.mark.parametrize(
    ("holdings", "planned"),
    [
        ((), ["T", "T (2nd time)"]),
        ((held(),), ["T (2nd time)"]),
        ((held("in-progress"),), ["T (2nd time)"]),
        ((held("failed"),), ["T", "T (2nd time)"]),
        ((held(issuer="V"),), ["T", "T (2nd time)"]),
        ((held(), held("in-progress", "i")), []),
    ],
)
def test_it_is_taken_as_often_as_is_left(holdings: tuple[dict[str, Any], ...], planned: list[str]) -> None:
    assert labels(load_text(RULES), *holdings) == planned


def test_no_more_often_than_it_may_count() -> None:
    lots = LOTS.replace("total 30", "total 40").replace("30 credits from", "40 credits from")
    assert load_text(lots).plan(learner(held()), "Q", DAY).status == "infeasible"
    assert load_text(lots.replace("up to 3", "up to 4")).plan(learner(held()), "Q", DAY).status == "planned"


def test_one_after_the_other() -> None:
    book = load_text(LOTS + CALENDAR)
    plan = book.plan(learner(), "Q", DAY)
    assert plan.best is not None
    assert [(item.label, item.term) for item in plan.best.items] == [
        ("T", TERMS[0]),
        ("T (2nd time)", TERMS[1]),
        ("T (3rd time)", TERMS[2]),
    ]
    going = held("in-progress", term=TERMS[1])
    plan = book.plan(learner(going), "Q", DAY)
    assert plan.best is not None
    assert [item.term for item in plan.best.items] == [TERMS[2], TERMS[3]]
    assert book.plan(learner(), "Q", DAY, PlanOptions(terms=2)).status == "infeasible"


def test_what_is_held_opens_what_asks_for_it_however_often_it_may_be_taken() -> None:
    assert labels(load_text(RULES), held(), avoid=("T",)) == ["X"]


def test_to_be_avoided_it_is_avoided_each_time() -> None:
    plan = load_text(LOTS).plan(learner(held()), "Q", DAY, PlanOptions(avoid=("T",)))
    assert plan.status == "infeasible"
    assert [(each.reason, each.examples) for each in plan.aside] == [
        ("to be avoided", ("T (2nd time)", "T (3rd time)"))
    ]


def test_it_may_be_asked_for_once_more() -> None:
    assert labels(load_text(RULES), held(), include=("T (2nd time)",)) == ["T (2nd time)"]
    with pytest.raises(PlanError, match="nothing on offer is called `T`"):
        load_text(RULES).plan(learner(held()), "Q", DAY, PlanOptions(include=("T",)))


def test_what_lapsed_takes_up_no_turn() -> None:
    rules = LOTS.replace("from T }", "from T; limits { awarded within 2 years of conferred } }")
    old = held(awarded="2015-06-01", completed="2015-06-01")
    assert labels(load_text(rules), old) == ["T (2nd time)", "T (3rd time)", "T (4th time)"]


def test_the_qualification_may_say_how_often() -> None:
    rules = LOTS.replace("; repeatable up to 3", "").replace("requires", "repeatable T up to 3; requires")
    assert labels(load_text(rules)) == ["T", "T (2nd time)", "T (3rd time)"]


def test_demand_counts_every_time() -> None:
    book = load_text(LOTS)
    demand = book.demand([learner(), learner(held()) | {"learner": "L-2"}], "Q", DAY)
    assert [(each.item, each.learners) for each in demand.demand] == [("T", 5)]
