"""`missing` and `awaiting` name every fact that would do, not only that on which one allocation of several happens to rely."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackr.audit.options import AuditOptions
from stackr.book import load_text

DAY = date(2026, 2, 1)
VALUES = AuditOptions(tier="values")
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


def unknown(code: str, credits: int) -> dict[str, Any]:
    return held(code, credits=credits, level=None, framework="F")


def test_what_would_do_only_with_others_is_named() -> None:
    holdings = [unknown("A", 20), unknown("B", 10), unknown("C", 30), unknown("D", 10)]
    _, missing, _ = asked("p: 30 credits from level >= 5", *holdings)
    assert {holding for holding, _ in missing} == {"A", "B", "C", "D"}


def test_what_counts_for_certain_may_count_elsewhere() -> None:
    needs = "all of { p: 10 credits from any; q: 10 credits from level >= 5 }"
    _, missing, _ = asked(needs, unknown("A", 10), unknown("B", 10))
    assert {holding for holding, _ in missing} == {"A", "B"}


def test_where_not_everything_was_looked_at_the_audit_says_so() -> None:
    many = [unknown(f"A{n:02}", 10) for n in range(20)]
    small = unknown("Z", 1)
    entry = load_text(RULES.format("p: 40 credits from level >= 5")).audit(
        {"learner": "m", "holdings": [*many, small]}, ["Q"], DAY
    )["Q"]
    assert {item.holding for item in entry.missing} == {holding["id"] for holding in many}
    (said,) = [flag for flag in entry.flags if "not looked at to the end" in flag]
    assert "Z" in said


POOLS = (
    "p: 30 credits from level >= 5",
    "all of { p: 10 credits from any; q: 20 credits from level >= 5 }",
    "all of { p: 20 credits from level >= 5; q: 2 credentials from level >= 7 }",
    "any of { p: 30 credits from level >= 5; q: 2 credentials from level >= 3 and level <= 4 }",
    "p: 30 credits from any with { at least 20 credits at level >= 5 }",
)


@given(
    st.sampled_from(POOLS),
    st.lists(st.tuples(st.sampled_from([5, 10, 20, 30]), st.sampled_from([None, None, 2, 8])), max_size=5),
)
@settings(max_examples=60, deadline=None)
def test_named_is_what_decides_with_some_of_the_others(needs: str, sizes: list[tuple[int, int | None]]) -> None:
    """Tried: every way to read the unknown levels. A level is named where it makes the best of what falls short of it, be the other
    levels whatever they may."""
    book = load_text(RULES.format(needs))
    holdings = [held(f"H{n}", credits=size, level=level, framework="F") for n, (size, level) in enumerate(sizes)]
    open_ = [item["id"] for item in holdings if item["level"] is None]

    def reached(levels: dict[str, int]) -> Fraction:
        record = [item | {"level": levels.get(item["id"], item["level"])} for item in holdings]
        entry = book.audit({"learner": "m", "holdings": record}, ["Q"], DAY, VALUES)["Q"]
        return Fraction(entry.progress.earned)

    said = book.audit({"learner": "m", "holdings": holdings}, ["Q"], DAY, VALUES)["Q"]
    tried = {levels: reached(dict(zip(open_, levels, strict=True))) for levels in product((1, 4, 8), repeat=len(open_))}
    best = max(tried.values())
    deciding = {
        name
        for levels, progress in tried.items()
        if progress == best
        for n, name in enumerate(open_)
        if any(tried[(*levels[:n], other, *levels[n + 1 :])] < best for other in (1, 4, 8))
    }
    named = {item.holding for item in said.missing if item.holding is not None}
    assert not said.flags
    assert deciding <= named
