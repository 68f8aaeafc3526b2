"""A decision of which something can't be read is nobody's decision: it is told and does nothing, of whatever kind it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from stackr.book import load_text
from stackr.testing.reference.compare import differences

DAY = date(2026, 2, 1)
BOOK = load_text("""
catalogue K { issuer U; credential A { 10 credits }; credential B { 10 credits } }
recognition u for U {
  route own is own when issuer = U grants full
  route other is assessment grants full
  fallback rpl is rpl grants whole units
}
qualification Q { awarded by U; in force from 2020-01-01, enrol until 2024-12-31, achieve until 2025-12-31
  requires all of { A; b: B }
  limits { fresh: completed within 5 years of as_of } }
qualification OPEN { awarded by U; requires all of { A; b: B } }
""")
GOOD: dict[str, dict[str, Any]] = {
    "waive": {"kind": "waive", "clause": "OPEN.b"},
    "insert": {"kind": "insert", "clause": "OPEN.b", "holding": "a"},
    "assessment": {"kind": "assessment", "holding": "x", "unit": "B", "outcome": "full"},
    "rpl": {"kind": "rpl", "holding": "x", "unit": "B"},
}
UNREAD = [{"date": "2025-99-01"}, {"until": "soon"}, {"date": 20260101}, {"credits": "many"}]


def record(decision: dict[str, Any]) -> dict[str, Any]:
    held = [
        {"id": "a", "credential": "A", "issuer": "U", "credits": "10", "completed": "2025-01-01"},
        {"id": "x", "credential": "X", "issuer": "FAR", "credits": "10", "completed": "2025-01-01"},
    ]
    return {"learner": "L", "holdings": held, "decisions": [{"id": "d", "by": "Dean", **decision}]}


def status(decision: dict[str, Any], award: str = "OPEN") -> str:
    assert differences(BOOK, record(decision), award) == []
    return BOOK.audit(record(decision), [award], DAY)[award].status


@pytest.mark.parametrize("kind", ["waive", "assessment", "rpl"])
def test_each_is_applied_where_it_can_be_read(kind: str) -> None:
    assert status(GOOD[kind]) == "satisfied"


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("unread", UNREAD)
def test_and_does_nothing_where_not_and_is_told(kind: str, unread: dict[str, Any]) -> None:
    assert status(GOOD[kind] | unread) != "satisfied"
    found = BOOK.audit(record(GOOD[kind] | unread), ["OPEN"], DAY)
    told = [said.message for said in found.remarks] + [item.message for item in found["OPEN"].decisions]
    told += [reason.message for item in found.recognition for reason in item.reasons]
    assert any("d " in message and "not applied" in message for message in told) or any(
        "Dean" in message for message in told
    )


def test_an_extension_of_which_the_day_of_decision_cant_be_read_extends_nothing() -> None:
    longer = {"kind": "extend", "clause": "Q", "until": "2027-01-01"}
    assert BOOK.audit(record(longer), ["Q"], DAY)["Q"].closed is None
    assert BOOK.audit(record(longer | {"date": "2025-99-01"}), ["Q"], DAY)["Q"].closed is not None
