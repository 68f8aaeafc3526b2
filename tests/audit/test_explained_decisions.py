"""`--explain` and the worksheet name every decision that has a part in the answer: who decided, when and why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from audit.given import book
from stackr.audit.run import AuditError, audit, one_learner
from stackr.audit.why import why
from stackr.records.admit import admit
from stackr.report.html import render_audits
from stackr.report.text import render_audit

RULES = """
recognition home for HOME {
  gate integrity { status is not revoked }
  route own is own "Own credit" when issuer = HOME grants full
  route case is assessment "Case by case" by "Board" grants full
  fallback prior is rpl "Prior learning" by "Panel" grants whole units, ungraded
}
catalogue K { issuer HOME; credential A "Alpha" { 10 credits; level 7 }; credential B "Beta" { 10 credits; level 7 } }
qualification Q "Award" { awarded by HOME; total 40 credits
  in force from 2020-01-01, achieve until 2025-12-31
  requires all of { a "Alpha": A; b "Beta": B; pool "Pool": 20 credits from level >= 7 }
}
"""
BOOK = book(RULES)
DAY = date(2026, 2, 1)
MADE = {"by": "Dean", "date": "2025-11-01", "reason": "s. 9"}


def held(id: str, code: str, issuer: str = "HOME", level: int = 7) -> dict[str, Any]:
    return {"id": id, "credential": code, "issuer": issuer, "status": "active", "completed": "2025-01-01",
            "credits": "10", "level": level}  # fmt: skip


RECORD: dict[str, Any] = {
    "learner": "L",
    "facts": {"enrolled_in": ["Q"]},
    "holdings": [
        held("h1", "A"), held("h2", "Z"), held("h3", "LOW", level=3), held("x1", "FAR", "ELSEWHERE"),
        {"id": "w1", "kind": "experience", "status": "active", "evidence": [{"kind": "portfolio", "date": "2025-01-01"}]},
    ],
}  # fmt: skip
DECISIONS: list[dict[str, Any]] = [
    {"kind": "waive", "clause": "Q.b"},
    {"kind": "substitute", "clause": "Q.b", "holding": "h2"},
    {"kind": "insert", "clause": "Q.pool", "holding": "h3"},
    {"kind": "exclude", "clause": "Q.pool", "holding": "h2"},
    {"kind": "pin", "clause": "Q.pool", "holding": "h1"},
    {"kind": "pin", "clause": "Q.pool", "unit": "A"},
    {"kind": "extend", "clause": "Q", "until": "2026-12-31"},
    {"kind": "waive", "clause": "Q.nope"},
    {"kind": "waive", "clause": "Q.b", "date": "2026-11-01"},
]


def asked(about: str, decision: dict[str, Any]) -> str:
    record = RECORD | {"decisions": [{"id": "d1", **MADE, **decision}]}
    return "\n".join(why(BOOK, one_learner(BOOK, record, DAY), about, None, DAY))


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda item: f"{item['kind']} {item['clause']}")
def test_a_decision_is_told_wherever_it_acts(decision: dict[str, Any]) -> None:
    told = f"({decision.get('date', '2025-11-01')}, s. 9)"
    about = ["d1", *(decision[member] for member in ("holding", "unit") if member in decision)]
    if decision["clause"] != "Q.nope":
        about.append(decision["clause"])
    for each in about:
        assert told in asked(each, decision)
        assert "Dean" in asked(each, decision)
    found = audit(BOOK, RECORD | {"decisions": [{"id": "d1", **MADE, **decision}]}, None, DAY)
    assert told in " ".join(render_audit(found).split())
    assert told in render_audits([found])


@pytest.mark.parametrize("decision", [DECISIONS[4], DECISIONS[5]], ids=["by holding", "by unit"])
def test_a_unit_that_is_pinned_elsewhere_is_missing_for_that_reason(decision: dict[str, Any]) -> None:
    assert "Alpha counts at Pool or nowhere, decided by Dean" in asked("Q.a", decision)
    assert "Pool or nowhere" not in asked("Q.b", decision)


@pytest.mark.parametrize("outcome", ["full", "partial", "conditional", "refused"])
def test_an_assessment_is_found_by_its_name(outcome: str) -> None:
    decision = {"kind": "assessment", "holding": "x1", "outcome": outcome, "differences": ["level"], "credits": "10"}
    assert asked("d1", decision) == asked("x1", decision)
    assert "Dean" in asked("d1", decision)


def test_a_grant_of_prior_learning_is_found_by_its_name() -> None:
    told = asked("d1", {"kind": "rpl", "unit": "B", "holding": "w1"})
    assert "counts at Q.b by home.prior" in told


def test_a_unit_that_is_not_held_is_explained_by_what_asks_for_it() -> None:
    assert "Beta (Q.b) is unmet" in asked("B", DECISIONS[2])
    with pytest.raises(AuditError, match="nothing here is called `NOBODY`"):
        asked("NOBODY", DECISIONS[2])


def test_an_award_is_explained_with_its_last_day_and_what_stands_in_the_way() -> None:
    told = asked("Q", DECISIONS[2])
    assert "the last day to achieve it was 2025-12-31" in told
    assert "B is not among what counts" in told
    assert "the last day" not in asked("Q", DECISIONS[6])


@pytest.mark.parametrize("selector", ["A or C", "(A or (C and graded)) and not B", "others", '"C"', 'issuer U or "C"'])
def test_a_unit_that_a_choice_names_is_explained_by_the_choice(selector: str) -> None:
    rules = f"let others = A or deeper\nlet deeper = C\nqualification Q {{ requires all of {{ B; el: 10 credits from {selector} }} }}\n"
    told = why(book(rules), admit({"learner": "L"}), "C", ["Q"], DAY)
    assert told[0].startswith("C is not on this record, and is named at ")
    assert told[0].endswith(" (Q.el)")
    with pytest.raises(AuditError, match="nothing here is called `D`"):
        why(book(rules), admit({"learner": "L"}), "D", ["Q"], DAY)
