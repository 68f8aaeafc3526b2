"""Courses of which no catalogue says who offers them: told where several bodies count them, and where a plan would go wrong by it."""

from __future__ import annotations

from datetime import date

import pytest

from stackr.book import load_text
from stackr.checks.run import check_text
from stackr.pathways.options import PlanOptions

AWARD = 'qualification {} "{}" {{ awarded by {}; requires {} }}\n'


def told(text: str) -> list[str]:
    return [fault.message for fault in check_text(text) if fault.code == "C231"]


def test_several_bodies_that_take_a_course_of_nobodys() -> None:
    text = 'credential A "A" { 10 credits }\ncredential B "B" { 10 credits }\n'
    text += AWARD.format("P", "P", "U", "A") + AWARD.format("Q", "Q", "V", "p: 20 credits from any")
    assert told(text) == ["A: no catalogue says who offers it, and awards of U and V take A"]


@pytest.mark.parametrize(
    "text",
    [
        'credential A "A" { 10 credits; issuer U }\n'
        + AWARD.format("P", "P", "U", "A")
        + AWARD.format("Q", "Q", "V", "A"),
        'credential A "A" { 10 credits }\n' + AWARD.format("P", "P", "U", "A") + AWARD.format("Q", "Q", "U", "A"),
        'credential A "A" { 10 credits }\ncredential B "B" { 10 credits }\n'
        + AWARD.format("P", "P", "U", "A")
        + AWARD.format("Q", "Q", "V", "B"),
        'catalogue C { issuer U; credential A "A" { 10 credits } }\n'
        + AWARD.format("P", "P", "U", "A")
        + AWARD.format("Q", "Q", "V", "A"),
    ],
)
def test_what_is_said_or_matters_to_one_body_only_is_not_told(text: str) -> None:
    assert told(text) == []


def test_more_than_a_few_are_counted() -> None:
    text = "".join(f'credential A{n} "A" {{ 10 credits }}\n' for n in range(5))
    text += AWARD.format("P", "P", "U", "p: 20 credits from any") + AWARD.format(
        "Q", "Q", "V", "p: 20 credits from any"
    )
    assert told(text) == ["A0, A1, A2 and 2 more: no catalogue says who offers them, and awards of U and V take A0"]


def test_a_plan_counts_it_as_own_learning_of_each() -> None:
    """What the check is for: both residencies are met by one course."""
    own = "\n limits { own: at least 10 credits from issuer %s } }"
    text = 'credential A "A" { 10 credits }\n' + "".join(
        AWARD.format(name, name, body, "A").replace(" }\n", own % body + "\n")
        for name, body in (("P", "U"), ("Q", "V"))
    )
    made = load_text(text)
    for name in ("P", "Q"):
        plan = made.plan({"learner": "L", "holdings": []}, name, date(2026, 1, 1), PlanOptions(scheduled=False))
        assert plan.best is not None
        assert plan.best.verified
    assert told(text)
