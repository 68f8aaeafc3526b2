"""What items ask first by more than a code: grades, awards, evidence, several issuers. The record decides what it can; the rest is
taken for granted and told; nothing is passed over."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.diagnostics.model import Severity
from stackr.model.plan import Plan
from stackr.pathways.options import PlanOptions

DAY = date(2026, 2, 1)
RULES = """
grades percent {{ from 0 to 100; pass 50 }}
catalogue K {{ issuer U
  credential A {{ 10 credits }}
  credential B {{ 10 credits; level 5 }}
  credential LAST {{ 10 credits; {} }}
}}
catalogue OTHERS {{
  credential FAR {{ 10 credits; issuer V }}
  credential FAR {{ 15 credits; issuer W }}
}}
qualification CERT {{ awarded by U; requires B }}
qualification Q {{ awarded by U; requires LAST }}
"""
COUNTING = RULES.replace("requires LAST", "requires all of {{ A; LAST }}")
"""What is passed counts, so that it is not taken again."""


def held(code: str = "A", **more: Any) -> dict[str, Any]:
    return {"id": code, "credential": code, "issuer": "U", "credits": 10, "awarded": "2025-06-30"} | more


def answers(
    asks: str, *holdings: dict[str, Any], rules: str = RULES, **facts: Any
) -> tuple[list[str] | None, list[str]]:
    """(what completes Q, None if nothing does; what it takes for granted), the same of the completion and the plan."""
    book = load_text(rules.format(asks))
    record = {"learner": "made up", "holdings": list(holdings), "facts": facts}
    ways = book.audit(record, ["Q"], DAY)["Q"].completions
    plan = book.plan(record, "Q", DAY, PlanOptions(scheduled=False))
    said = [text for text in (plan.best.assumes if plan.best else ()) if "asks for first" in text]
    planned = None if plan.best is None else sorted(item.label for item in plan.best.items)
    if not ways:
        assert planned is None
        return None, []
    assert all(way.proven for way in ways)
    assert planned == sorted(ways[0].add)
    assert said == [text for text in ways[0].also if "asks for first" in text]
    return planned, [text.removesuffix(", which LAST asks for first") for text in said]


GRADED = "prerequisite A with grade >= 60"


def test_a_grade_that_is_good_enough_opens() -> None:
    assert answers(GRADED, held(grade="60", grade_scale="percent")) == (["LAST"], [])


def test_a_grade_that_is_too_low_does_not() -> None:
    assert answers(GRADED, held(grade="59", grade_scale="percent"), rules=COUNTING) == (None, [])
    assert (
        "LAST asks for A with grade ≥ 60 first, which can't be had"
        in why(GRADED, held(grade="59", grade_scale="percent")).message
    )


def test_what_counts_nowhere_is_taken_again_for_it() -> None:
    assert answers(GRADED, held(grade="59", grade_scale="percent")) == (["A", "LAST"], [])


def test_why_nothing_completes_it_is_told() -> None:
    book = load_text(COUNTING.format(GRADED))
    told = "LAST asks for A with grade ≥ 60 first, and what is passed is not; `stackr plan` may take it again"
    for grade, flags in (("59", (told,)), ("60", ())):
        record = {"learner": "made up", "holdings": [held(grade=grade, grade_scale="percent")]}
        assert book.audit(record, ["Q"], DAY)["Q"].flags == flags


def why(asks: str, *holdings: dict[str, Any]) -> Any:
    book = load_text(COUNTING.format(asks))
    plan: Plan = book.plan({"learner": "made up", "holdings": list(holdings)}, "Q", DAY, PlanOptions(scheduled=False))
    assert plan.blocking is not None
    return plan.blocking


def test_of_several_attempts_one_is_enough() -> None:
    first, second = (
        held(grade="40", grade_scale="percent"),
        held(grade="70", grade_scale="percent") | {"id": "A2", "awarded": "2025-12-01"},
    )
    assert answers(GRADED, first, second) == (["LAST"], [])


def test_a_grade_that_is_not_known_refuses_nobody() -> None:
    assert answers(GRADED, held()) == (["LAST"], ["A with grade ≥ 60"])


def test_an_item_is_passed_at_the_grade_asked() -> None:
    assert answers(GRADED) == (["A", "LAST"], [])


def test_it_may_be_taken_again_for_the_grade() -> None:
    book = load_text(RULES.format(GRADED))
    record = {"learner": "made up", "holdings": [held(grade="40", grade_scale="percent")]}
    plan = book.plan(record, "Q", DAY, PlanOptions(scheduled=False, retake=("A",)))
    assert plan.best is not None
    assert sorted(item.code for item in plan.best.items) == ["A", "LAST"]


@pytest.mark.parametrize("asks", ["prerequisite B with credits >= 12", 'prerequisite "B*" with issuer = X'])
def test_what_no_item_is_cannot_be_had(asks: str) -> None:
    assert answers(asks) == answers("prerequisite NOPE") == (None, [])


def test_conditions_hold_within_groups_patterns_and_lets() -> None:
    low = held(grade="40", grade_scale="percent")
    for asks in (
        'prerequisite "A*" with grade >= 60',
        "prerequisite all of { A with grade >= 60; B }",
        "prerequisite 2 of { A with grade >= 60; B; NOPE }",
        'prerequisite when fact "x" = y requires A with grade >= 60 otherwise A with grade >= 50',
        "corequisite A with grade >= 60",
    ):
        assert answers(asks, low, rules=COUNTING, x="y") == (None, []), asks
        again, _ = answers(asks, low, x="y")
        assert {"A", "LAST"} <= set(again or ()), asks
    book = load_text(COUNTING.format("prerequisite A with grade >= 60 or B"))
    (way,) = book.audit({"learner": "made up", "holdings": [low]}, ["Q"], DAY)["Q"].completions
    assert way.add == ("B", "LAST")


def test_the_record_decides_which_branch_is_asked() -> None:
    asks = 'prerequisite when fact "x" = y requires A otherwise B'
    assert answers(asks, x="y") == (["A", "LAST"], [])
    assert answers(asks, x="n") == (["B", "LAST"], [])
    assert answers(asks) == (["LAST"], ["what is asked when fact x y"])


def test_an_award_that_is_held_is_asked_no_more() -> None:
    asks = "prerequisite award CERT"
    award = held("CERT", kind="qualification", conferred="2025-07-01")
    assert answers(asks, award) == (["LAST"], [])
    assert answers(asks) == (["LAST"], ["the award CERT"])
    assert answers(asks, award, surrendered="CERT") == (["LAST"], ["the award CERT"])


def test_evidence_is_decided_by_the_record() -> None:
    asks = 'prerequisite exam "placement" with grade >= 60'
    assert answers(asks, placement=70) == (["LAST"], [])
    assert answers(asks, placement=50) == (None, [])
    assert answers(asks, placement="no") == (None, [])
    assert answers(asks) == (["LAST"], ["exam placement with grade ≥ 60"])
    exam = held("placement", kind="exam", grade="65", grade_scale="percent")
    assert answers(asks, exam) == (["LAST"], [])


def test_what_is_granted_of_a_choice_is_told_as_one() -> None:
    assert answers('prerequisite exam "x" or exam "y"') == (["LAST"], ["exam x or exam y"])
    assert answers('prerequisite all of { exam "x"; award CERT }') == (["LAST"], ["exam x", "the award CERT"])
    assert answers('prerequisite 2 of { exam "x"; A; NOPE }') == (["A", "LAST"], ["exam x"])
    assert answers('prerequisite exam "x" or A', held()) == (["LAST"], [])


def test_of_several_issuers_each_does() -> None:
    """What any of them offers is the code passed (`audit/learned.py`), so that any may be taken: the smaller one is."""
    assert answers("prerequisite FAR") == (["FAR of V", "LAST"], [])
    assert answers("prerequisite FAR with credits >= 12") == (["FAR of W", "LAST"], [])
    assert answers("prerequisite FAR", held("FAR", issuer="W")) == (["LAST"], [])


def test_what_is_under_way_may_be_passed_at_any_grade() -> None:
    book = load_text(RULES.format(GRADED))
    going = held(status="in-progress")
    del going["awarded"]
    plan = book.plan({"learner": "made up", "holdings": [going]}, "Q", DAY, PlanOptions(scheduled=False))
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["LAST"]


def test_a_what_if_tells_what_the_record_does_not_show() -> None:
    book = load_text(RULES.format("prerequisite all of { A with grade >= 60; award CERT }"))
    low = {"learner": "made up", "holdings": [held(grade="40", grade_scale="percent")]}
    told = " ".join(book.whatif(low, [("add", "LAST")], "Q", DAY).remarks)
    assert told == "LAST asks for A first, which is not passed (A with grade ≥ 60)"
    good = {"learner": "made up", "holdings": [held(grade="60", grade_scale="percent")]}
    assert "LAST asks for the award CERT first, which the record does not show" in " ".join(
        book.whatif(good, [("add", "LAST")], "Q", DAY).remarks
    )


@pytest.mark.parametrize(
    ("asks", "code"),
    [
        ("prerequisite A with grade >= zzz", "N101"),
        ("prerequisite A with grade >= 600", "T134"),
        ("prerequisite A with nomember >= 3", "T124"),
        ("prerequisite award NOPE", "N101"),
        ("prerequisite use nogroup", "N101"),
        ("corequisite 10 credits from level >= FOO 7", "N101"),
        ('prerequisite 2 of { A; B; exam "q" with grade >= zz }', "N101"),
        ('prerequisite when grade >= zz requires A otherwise exam "q"', "N101"),
    ],
)
def test_a_name_in_it_that_nobody_declares_is_a_fault(asks: str, code: str) -> None:
    errors = [found.code for found in check_text(RULES.format(asks)) if found.severity is Severity.ERROR]
    assert errors == [code]
