"""What a record says in another way than a rule asks is read; what can't be read, or names another thing, is unknown and never false."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from stackr.book import load_text

AS_OF = date(2026, 1, 1)
C = {"id": "h", "credential": "C", "issuer": "U", "credits": 10, "awarded": "2020-01-01", "status": "active"}
OTHER = {"id": "x", "issuer": "U", "status": "active"}
TABLES = """
grades percent { from 0 to 100; pass 50 }
recognition unza for U { route home is own when issuer = U grants full }
qualification P { awarded by U; requires D }
"""
CASES: list[tuple[str, dict[str, Any], list[dict[str, Any]], str]] = [
    ("10 credits from route = own", {}, [C], "satisfied"),
    ("10 credits from route in { rpl; home }", {}, [C], "satisfied"),
    ("10 credits from route != own", {}, [C], "not-started"),
    ("10 credits from scale = percent", {}, [C | {"grade_scale": "percent", "grade": 60}], "satisfied"),
    ("10 credits from signature = verified", {}, [C], "not-started"),
    ("10 credits from signature is not invalid", {}, [C | {"signature": "sealed"}], "undetermined"),
    ("10 credits from holder = learner", {}, [C | {"holder": "unclear"}], "undetermined"),
    ("10 credits from graded", {}, [C | {"grade": 60, "ungraded": "perhaps"}], "undetermined"),
    ('10 credits from evidence = "essay"', {}, [C | {"evidence": [{"kind": "essay"}]}], "satisfied"),
    ('10 credits from evidence in { "essay"; "exam" }', {}, [C | {"evidence": [{"kind": "exam"}]}], "satisfied"),
    ('10 credits from evidence under "ess"', {}, [C | {"evidence": [{"kind": "essay"}]}], "satisfied"),
    ('10 credits from evidence = "essay"', {}, [C | {"evidence": [{"date": "2020-01-01"}]}], "undetermined"),
    ('10 credits from evidence is not "essay"', {}, [C], "satisfied"),
    ("10 credits from part of M", {}, [C | {"part_of": "x"}, OTHER | {"credential": "M"}], "satisfied"),
    ("10 credits from from award M", {}, [C | {"part_of": "x"}, OTHER | {"credential": "M"}], "satisfied"),
    ("10 credits from part of M", {}, [C | {"part_of": "x"}, OTHER | {"credential": ["M"]}], "undetermined"),
    ("10 credits from part of M", {}, [C | {"part_of": "x"}, OTHER | {"credential": "N"}], "not-started"),
    ("when holds P requires E otherwise C", {}, [C, OTHER | {"credential": ["P"]}], "undetermined"),
    ("when completed X requires E otherwise C", {}, [C, OTHER | {"credential": {"code": "X"}}], "undetermined"),
    ("when completed X requires E otherwise C", {}, [C, OTHER | {"credential": 7, "status": "failed"}], "satisfied"),
    (
        "when in progress X requires E otherwise C",
        {},
        [C, OTHER | {"credential": ["X"], "status": "in-progress"}],
        "undetermined",
    ),
    ("when in progress X requires E otherwise C", {}, [C, OTHER | {"credential": ["X"]}], "satisfied"),
    ('when applied for "101" requires C otherwise D', {"applied_for": 101}, [C], "satisfied"),
    ('when applied for "101" requires C otherwise D', {"applied_for": True}, [C], "undetermined"),
    ("10 credits from examined after 2025-01-01", {"examined": "2025-06-01"}, [C], "satisfied"),
    (
        "10 credits from examined after 2025-01-01",
        {"examined": "2025-06-01"},
        [C | {"examined": "soon"}],
        "undetermined",
    ),
    ('all of { 10 credits from any; observes at least 1 tags "Area:*" }', {}, [C | {"tags": ["area:x"]}], "satisfied"),
    ('all of { 10 credits from any; observes at least 1 tags "a[1]:*" }', {}, [C | {"tags": ["a[1]:x"]}], "satisfied"),
    (
        "10 credits from any\n limits { at most 5 credits each year }",
        {},
        [C | {"completed": "2020-13-01"}],
        "undetermined",
    ),
]


@pytest.mark.parametrize(("asked", "facts", "holdings", "expected"), CASES)
def test_of_a_record_and_of_its_row(
    asked: str, facts: dict[str, Any], holdings: list[dict[str, Any]], expected: str
) -> None:
    book = load_text(f"{TABLES}qualification Q {{ awarded by U; requires {asked} }}")
    audit = book.audit({"learner": "made up", "facts": facts, "holdings": holdings}, ["Q"], AS_OF)
    assert audit["Q"].status == expected
    assert expected != "undetermined" or audit["Q"].missing


def test_no_day_stands_for_a_later_one_that_cant_be_read() -> None:
    book = load_text(
        "qualification Q { awarded by U; requires 10 credits from any\n limits { at most 5 credits each year } }"
    )
    audit = book.audit({"learner": "made up", "holdings": [C | {"completed": "2020-13-01"}]}, ["Q"], AS_OF)
    assert ("h", "completed") in {(missing.holding, missing.member) for missing in audit["Q"].missing}


@pytest.mark.parametrize(
    ("asked", "facts", "holding", "missing"),
    [
        ("issuer in register R", {}, {"awarded": None}, {"awarded"}),
        ("awarded within 5 years of applied", {"applied": "soon"}, {}, {"applied"}),
        ("examined within 5 years of today", {}, {"examined": "soon"}, {"examined"}),
    ],
)
def test_what_is_missing_is_what_is_not_known(
    asked: str, facts: dict[str, Any], holding: dict[str, Any], missing: set[str]
) -> None:
    rules = (
        "register R bodies { U from 2019-01-01 }\nqualification Q { awarded by U; requires 10 credits from "
        + asked
        + " }"
    )
    audit = load_text(rules).audit({"learner": "made up", "facts": facts, "holdings": [C | holding]}, ["Q"], AS_OF)
    assert {each.member for each in audit["Q"].missing} == missing


def test_a_copy_that_is_silent_does_not_give_learning_a_grade_to_come() -> None:
    rules = """qualification Q { awarded by U
      requires all of { 10 credits from any; grade average at least 50 over counted } }"""
    graded = C | {"id": "g", "credential": "G", "grade": 60}
    copies = [C | {"ungraded": True}, C | {"id": "copy"}, graded]
    for holdings in (copies, copies[::-1]):
        audit = load_text(rules).audit({"learner": "made up", "holdings": holdings}, ["Q"], AS_OF)
        assert (audit["Q"].status, audit["Q"].missing) == ("satisfied", ())


def test_copies_of_two_holders_are_told() -> None:
    holdings = [C, C | {"id": "copy", "holder": "other"}]
    audit = load_text("qualification Q { awarded by U; requires C }").audit(
        {"learner": "made up", "holdings": holdings}, ["Q"], AS_OF
    )
    assert audit["Q"].status == "undetermined"
    assert ("R309", "holder") in {(remark.code, remark.member) for remark in audit.remarks}


@pytest.mark.parametrize("target", ["P", "X"])
def test_a_run_over_many_sees_what_may_be_any_credential(target: str) -> None:
    """Of learners who agree in all else, the one with a credential that can't be read may hold what is asked for."""
    book = load_text(
        f"{TABLES}qualification Q {{ awarded by U; requires when completed {target} requires E otherwise C }}"
    )
    rows = [{**C, "learner": f"l{number}"} for number in range(3)]
    unread = {"learner": "l1", "id": "x", "issuer": "U", "status": "active", "credential": "\x01[1]"}
    frame = pl.DataFrame([{name: str(value) for name, value in row.items()} for row in [*rows, unread]])
    found = book.batch(frame, for_=["Q"], as_of=AS_OF)
    assert found.results.sort("learner")["status"].to_list() == ["satisfied", "undetermined", "satisfied"]
