"""`missing` and `awaiting` name every fact that would do, not only that on which one allocation of several happens to rely."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text

DAY = date(2026, 2, 1)
RULES = """
framework F {{ levels 1 to 8 }}
grades percent {{ from 0 to 100; pass 50 }}
recognition r for U {{
  gate g {{ signature verified }}
  route own is own when issuer = U grants full
  route case is assessment when issuer = V decide within 30 days of applied grants full
}}
qualification Q {{ awarded by U at F 5; recognised by r; requires all of {{ {} }} }}
"""


def held(code: str, **more: Any) -> dict[str, Any]:
    common = {
        "id": code,
        "credential": code,
        "issuer": "U",
        "credits": 10,
        "awarded": "2025-06-30",
        "signature": "verified",
    }
    return common | more


def asked(needs: str, *holdings: dict[str, Any]) -> tuple[str, list[tuple[str | None, str]], set[str]]:
    entry = load_text(RULES.format(needs)).audit({"learner": "m", "holdings": list(holdings)}, ["Q"], DAY)["Q"]
    awaited = {id for item in entry.awaiting for id in item.about}
    return entry.status, sorted({(item.holding, item.member) for item in entry.missing}), awaited


THREE = [held(code, level=None) for code in "ABC"]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_every_level_that_would_do_is_named(count: int) -> None:
    status, missing, _ = asked(f"p: {count * 10} credits from level >= 5", *THREE)
    assert status == "undetermined"
    assert {holding for holding, member in missing if member == "level"} == {"A", "B", "C"}


def test_what_would_not_do_is_not_named() -> None:
    _, missing, _ = asked("p: 10 credits from level >= 5 and credits >= 10", *THREE, held("D", level=None, credits=5))
    assert {holding for holding, _ in missing} == {"A", "B", "C"}


def test_nor_what_counts_for_certain() -> None:
    known = held("D", level="5", framework="F")
    assert asked("p: 10 credits from level >= 5", *THREE, known)[:2] == ("satisfied", [])
    _, missing, _ = asked("p: 20 credits from level >= 5", *THREE, known)
    assert {holding for holding, _ in missing} == {"A", "B", "C"}


def test_facts_of_different_kinds() -> None:
    holdings = [held("A", grade=None), held("B", tags=["t"], level=None)]
    _, missing, _ = asked('any of { p: 10 credits from level >= 5 and tagged "t"; A with grade >= 60 }', *holdings)
    assert {("A", "grade"), ("B", "level")} <= set(missing)


def test_of_a_choice_each_branch() -> None:
    holdings = [held(code, grade=None, grade_scale="percent") for code in ("A", "B", "C")]
    _, missing, _ = asked("A with grade >= 60 or all of { B with grade >= 60; C with grade >= 60 }", *holdings)
    assert {holding for holding, _ in missing} == {"A", "B", "C"}


def test_every_case_that_somebody_has_to_decide_is_awaited() -> None:
    holdings = [held(code, issuer="V", level="5", framework="F") for code in "ABC"]
    status, _, awaited = asked("p: 10 credits from level >= 5", *holdings)
    assert status == "undetermined"
    assert awaited == {"A", "B", "C"}
