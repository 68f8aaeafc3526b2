"""Own learning whose code can't be read may be of any code; credits are asked for only where they decide anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from stackr.book import load_text
from stackr.model.audit import QualificationAudit

AS_OF = date(2026, 1, 1)
UNREAD = {"id": "x", "credential": ["D"], "issuer": "U", "credits": 10, "awarded": "2020-01-01", "status": "active"}
C = UNREAD | {"id": "h", "credential": "C"}


def _audit(rules: str, *holdings: dict[str, Any]) -> QualificationAudit:
    return load_text(rules).audit({"learner": "made up", "holdings": list(holdings)}, ["Q"], AS_OF)["Q"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("all of { C; D }", "undetermined"),
        ("10 credits from D", "undetermined"),
        ('10 credits from "D*"', "undetermined"),
        ("20 credits from not D", "undetermined"),
        ("20 credits from any\n limits { never D }", "undetermined"),
        ("20 credits from any\n limits { at most 10 credits per code }", "undetermined"),
        ("20 credits from any", "satisfied"),
        ("20 credits from level >= 3 or any", "satisfied"),
        ("2 of { C; D; E }", "undetermined"),
        ("all of { D; E }", "not-started"),
        ("all of { D; E; C }", "in-progress"),
    ],
)
def test_it_may_be_of_any_code(asked: str, status: str) -> None:
    answer = _audit(f"qualification Q {{ awarded by U; requires {asked} }}", C, UNREAD)
    assert answer.status == status
    told = ("x", "credential") in {(each.holding, each.member) for each in answer.missing}
    assert told is (status != "satisfied")


def test_credit_that_a_route_gives_without_a_code_has_none() -> None:
    ladder = "recognition u for U { route other is agreement when issuer = V grants credit }\n"
    answer = _audit(
        ladder + "qualification Q { awarded by U; requires 10 credits from not D }", UNREAD | {"issuer": "V"}
    )
    assert answer.status == "satisfied"
    assert "credential" not in {each.member for each in answer.missing}


ITEMS = [
    "total 2 credentials; requires all of { a: 1 credential from level >= 3; b: 1 credential from C }",
    "total 2 credentials; requires 2 credentials from level >= 3\n limits { cap: at most 1 credentials by rpl }",
    "requires 2 of { C; D; E }",
]
CREDITS = [
    "total 20 credits; requires all of { a: 1 credential from level >= 3; b: 1 credential from C }",
    "requires 2 credentials from level >= 3\n limits { cap: at most 30 credits by own }",
    "requires 2 credentials from level >= 3\n also requires w: 10 credits from any",
]


@pytest.mark.parametrize("lines", ITEMS)
def test_credits_that_decide_nothing_are_not_asked_for(lines: str) -> None:
    rules = f"qualification Q {{ awarded by U; {lines} }}"
    known = [C, UNREAD | {"credential": "D"}]
    unknown = [{member: value for member, value in each.items() if member != "credits"} for each in known]
    with_credits, without = _audit(rules, *known), _audit(rules, *unknown)
    assert without.missing == with_credits.missing
    assert (without.status, without.progress) == (with_credits.status, with_credits.progress)
    rows = pl.DataFrame([each | {"learner": f"l{count}"} for count in range(3) for each in unknown])
    found = load_text(rules).batch(rows, for_=["Q"], as_of=AS_OF).results
    assert set(found["missing"].to_list()) == {len(without.missing)}
    assert set(found["status"].to_list()) == {without.status}


@pytest.mark.parametrize("lines", CREDITS)
def test_credits_that_decide_are(lines: str) -> None:
    unknown = {member: value for member, value in C.items() if member != "credits"}
    answer = _audit(f"qualification Q {{ awarded by U; {lines} }}", unknown)
    assert "credits" in {each.member for each in answer.missing}
