"""Decisions that settle nothing leave the case open and say why; those that may be a slip are applied and told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from recognition.books import ARTICULATIONS, AS_OF, LADDER, OTHER, TABLES
from stackr.book import load_text
from stackr.model.audit import Audit

AWARD = """
qualification Q "Award" { awarded by UNZA; credit unit ZC; requires all of { DS501; rest: 20 credits from any } }
"""
BOOK = load_text(TABLES + ARTICULATIONS + LADDER + AWARD)
HELD = OTHER | {"id": "h1", "status": "active", "credit_unit": "ZC"}


def audit(*decisions: dict[str, Any], day: date = AS_OF) -> Audit:
    made = [
        {"id": f"d{n}", "kind": "assessment", "holding": "h1", "by": "Registry", "date": "2026-01-20", **decision}
        for n, decision in enumerate(decisions)
    ]
    return BOOK.audit({"learner": "L", "holdings": [HELD], "decisions": made}, ["Q"], day)


def outcome(found: Audit) -> tuple[str, set[str]]:
    one = found.recognition[0]
    return one.outcome, {reason.code for reason in one.reasons} | {said.code for said in found.remarks}


REFUSED = {"outcome": "refused", "differences": ["level"]}


@pytest.mark.parametrize(
    "decisions",
    [
        ({"outcome": "full"}, REFUSED),
        ({"outcome": "partial"},),
        ({"outcome": "partial", "unit": "DS501"},),
        ({"outcome": "full", "until": "2026-01-31"},),
        ({"outcome": "full", "date": "2026-02-02"},),
        (REFUSED | {"until": "2026-01-31"},),
        (REFUSED | {"differences": []},),
    ],
    ids=[
        "two of a day",
        "part of what",
        "part of a unit",
        "held until",
        "made later",
        "refused until",
        "no difference",
    ],
)
def test_nothing_is_decided_so_it_waits(decisions: tuple[dict[str, Any], ...]) -> None:
    found = audit(*decisions)
    told, codes = outcome(found)
    assert told == "pending"
    assert found.recognition[0].awaiting is not None
    assert codes & {"R424", "R434"}, "and it is said why the decision does nothing"


def test_a_decision_holds_on_its_last_day() -> None:
    assert outcome(audit({"outcome": "full", "until": "2026-02-01"}))[0] == "recognised"
    assert outcome(audit({"outcome": "full", "date": "2026-02-01"}))[0] == "recognised"


def test_a_part_beside_a_decision_that_is_whole_takes_nothing_from_it() -> None:
    found = audit({"outcome": "partial"}, {"outcome": "full", "unit": "DS501", "id": "whole"})
    assert outcome(found)[0] == "recognised"
    assert found.recognition[0].units[0].code == "DS501"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"outcome": "full", "unit": "DS5O1"}, "which no catalogue lists: nothing but its code is known; did you mean"),
        ({"outcome": "full", "credits": "30"}, "30 credits, more than the 20 of the learning"),
    ],
)
def test_what_may_be_a_slip_is_told(decision: dict[str, Any], words: str) -> None:
    found = audit(decision)
    assert [said.message for said in found.remarks if said.code == "R439" and words in said.message]


@pytest.mark.parametrize("decision", [{"unit": "DS501"}, {"credits": "20"}, {"credits": "12"}, {"unit": "C1"}])
def test_what_is_listed_and_no_more_than_there_is_is_not(decision: dict[str, Any]) -> None:
    named = decision.get("unit") == "C1"
    found = audit({"outcome": "full", **decision})
    assert any(said.code == "R439" for said in found.remarks) == named
