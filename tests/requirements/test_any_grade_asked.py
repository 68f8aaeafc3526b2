"""What is in progress is assumed passed at any grade asked: what asks for one is met, and no ceiling and no bar asks for one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text
from stackr.pathways.options import PlanOptions

DAY = date(2026, 2, 1)
RULES = """
catalogue C {{ issuer U; credential A "A" {{ 10 credits }}; credential B "B" {{ 10 credits }} }}
qualification Q {{
  awarded by U
  requires all of {{ core: 20 credits from any }}
  limits {{ {line} }}
}}
"""
HARMFUL = (
    "at most 10 credits from grade < 50",
    "at most 1 credentials from grade < 50",
    "at most 50% of award from grade < 50",
    "never grade < 50 for core",
    "at most one of { grade < 50; A }",
)


def progress(line: str, status: str, grade: str | None = None) -> Any:
    found = []
    for code in ("A", "B"):
        held: dict[str, Any] = {"id": code, "credential": code, "issuer": "U", "credits": 10, "status": status}
        if grade is not None:
            held |= {"grade": grade, "awarded": "2025-06-30"}
        found.append(held)
    audit = load_text(RULES.format(line=line)).audit({"learner": "made up", "holdings": found}, ["Q"], DAY)
    return audit["Q"].progress


@pytest.mark.parametrize("line", HARMFUL)
def test_a_ceiling_holds_nothing_against_a_grade_that_is_not_there_yet(line: str) -> None:
    assert progress(line, "in-progress").in_progress == "1"


@pytest.mark.parametrize("line", HARMFUL)
def test_it_holds_against_a_grade_that_is(line: str) -> None:
    assert progress(line, "active", "40").earned != "1"
    assert progress(line, "active", "60").earned == "1"


@pytest.mark.parametrize("line", ["at least 20 credits from grade >= 70", "at least 100% of award from grade >= 70"])
def test_a_floor_is_met_by_it(line: str) -> None:
    assert progress(line, "in-progress").in_progress == "1"


def test_a_plan_is_not_kept_out_by_low_grades_nobody_has_yet() -> None:
    book = load_text(RULES.format(line=HARMFUL[0]))
    plan = book.plan({"learner": "made up", "holdings": []}, "Q", DAY, PlanOptions())
    assert plan.best is not None
    assert [item.code for item in plan.best.items] == ["A", "B"]
