"""Completions take again what is passed and counts nowhere, as plans do; nothing that counts, and what would help is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text
from stackr.model.qualification import QualificationAudit
from stackr.pathways.options import PlanOptions

DAY = date(2026, 1, 1)
RULES = """
framework F {{ levels 1 to 8 }}
grades percent {{ from 0 to 100; pass 50 }}
credential A "A" {{ issuer U; 10 credits; level 5 }}
credential B "B" {{ issuer U; 10 credits; level 5; prerequisite A }}
credential C "C" {{ issuer U; 30 credits; level 5 }}
qualification Q "Q" {{ awarded by U at F 5; requires all of {{ {} }}; {} }}
"""
OLD = "limits { fresh: awarded within 5 years of conferred }"
REPEATS = ("", "repeat best; ", "repeat last; ", "repeat first; ")


def passed(code: str, **more: Any) -> dict[str, Any]:
    common = {"id": code, "credential": code, "issuer": "U", "awarded": "2015-01-01", "grade": "55", "level": 5}
    return {**common, "grade_scale": "percent", "framework": "F", "signature": "verified", "holder": "learner"} | more


def completed(rules: str, *held: dict[str, Any]) -> tuple[QualificationAudit, list[tuple[str, ...]]]:
    """The entry of the audit, and its completions, which are those of the plan and do what they say."""
    book, record = load_text(rules), {"learner": "L", "holdings": list(held)}
    entry = book.audit(record, ["Q"], DAY)["Q"]
    ways = [way.add for way in entry.completions]
    plan = book.plan(record, for_="Q", as_of=DAY, options=PlanOptions(scheduled=False))
    planned = [] if plan.best is None else [tuple(sorted(item.code for item in plan.best.items))]
    assert [tuple(sorted(way)) for way in ways] == planned
    for way in ways:
        new = [passed(code, id=f"new {code}", awarded=DAY.isoformat(), grade="100") for code in way]
        after = book.audit({"learner": "L", "holdings": [*held, *new]}, ["Q"], DAY)["Q"]
        assert after.status == "satisfied"
    return entry, ways


@pytest.mark.parametrize("repeat", REPEATS[:3])
@pytest.mark.parametrize(("needs", "limits"), [("A with grade >= 60", ""), ("A", OLD), ("p: 10 credits from A", OLD)])
def test_what_counts_nowhere_is_taken_again(needs: str, limits: str, repeat: str) -> None:
    entry, ways = completed(RULES.format(needs, repeat + limits), passed("A"))
    assert ways == [("A",)]
    assert entry.completions[0].also == ("A is passed, counts nowhere and is taken again",)


def test_of_what_only_the_first_attempt_counts_nothing_is_taken_again() -> None:
    for needs, limits in (("A with grade >= 60", ""), ("A", OLD)):
        entry, ways = completed(RULES.format(needs, f"repeat first; {limits}"), passed("A"))
        assert (ways, entry.flags) == ([], ())


def test_what_is_too_old_opens_what_asks_for_it_and_is_not_taken_again_for_that() -> None:
    _, ways = completed(RULES.format("B", OLD), passed("A"))
    assert ways == [("B",)]


def test_what_counts_is_not_taken_again_where_something_else_completes_the_award() -> None:
    _, ways = completed(RULES.format("p: 20 credits from A or C", ""), passed("A"))
    assert ways == [("C",)]


def test_where_nothing_else_does_it_is_said() -> None:
    entry, ways = completed(RULES.format("A with grade >= 60; p: 10 credits from A or B", ""), passed("A"), passed("B"))
    assert ways == []
    assert entry.flags == (
        "nothing that is not passed completes it; A taken again would help: `stackr plan` with `--retake`",
    )


def test_where_that_would_not_help_either_nothing_is_said() -> None:
    entry, ways = completed(RULES.format("A; NOWHERE", ""), passed("A"))
    assert (ways, entry.flags) == ([], ())
