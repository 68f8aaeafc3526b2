"""The promised shape of a record: published as JSON Schema, and admitted without a word."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stackr.model.record import LearnerRecord, record_schema
from stackr.records.admit import read_records

PROMISED: dict[str, Any] = {
    "learner": "L-1001",
    "name": "A. Phiri",
    "identifiers": ["did:key:z6Mk"],
    "facts": {"entry": "2025-01-13", "applied": "2026-02-01", "enrolled_in": ["PGDIP-DS"], "claims": [["A", "B"]]},
    "holdings": [
        {
            "id": "h1",
            "credential": "DS501",
            "issuer": "UNZA",
            "title": "Programming",
            "kind": "module",
            "status": "active",
            "origin": "COLL",
            "part_of": "MM",
            "used_in": ["Q"],
            "conferred": "2024-06-30",
            "awarded": "2025-06-30",
            "completed": "2025-06-12",
            "expires": None,
            "credits": "10",
            "credit_unit": "ZQF",
            "hours": None,
            "level": 8,
            "framework": "ZQF",
            "grade": "72",
            "grade_scale": "percent",
            "fields": ["0612"],
            "outcomes": ["loops"],
            "tags": ["writing-intensive"],
            "assessment": "supervised-exam",
            "quality_assurance": "HEA",
            "standalone": True,
            "country": "ZM",
            "mode": "online",
            "term": "2025-1",
            "signature": "verified",
            "evidence": [{"kind": "portfolio", "date": "2025-01-01", "outcomes": ["loops"]}],
        }
    ],
    "decisions": [
        {
            "kind": "rpl",
            "clause": "PGDIP-DS.core",
            "version": "2026-01-01",
            "meaning": "sha256:00",
            "holding": "h1",
            "unit": "DS504",
            "shares": {"queries": "80%"},
            "until": None,
            "by": "RPL office",
            "date": "2026-01-20",
            "reason": "portfolio and interview",
        }
    ],
}
SCHEMA = Draft202012Validator(record_schema())


def test_the_promised_record_is_valid_and_admitted_without_a_remark() -> None:
    SCHEMA.validate(PROMISED)
    LearnerRecord.model_validate(PROMISED)
    [learner] = read_records(json.dumps(PROMISED).encode())
    assert learner.remarks == ()
    assert not any(holding.faults for holding in learner.holdings)
    assert learner.claims == (("A", "B"),)


@pytest.mark.parametrize(
    ("member", "value", "valid"),
    [
        ("credits", 10, True),
        ("credits", "12.5", True),
        ("credits", "1/3", True),
        ("credits", -1, False),
        ("credits", "-1", False),
        ("credits", 12.5, False),
        ("credits", "1e3", False),
        ("status", "cancelled", False),
        ("awarded", "2025-06-30", True),
        ("tags", "one", False),
        ("new", {"anything": 1}, True),
    ],
)
def test_the_schema_says_what_the_prose_says(member: str, value: Any, valid: bool) -> None:
    record = {"learner": "L", "holdings": [{"id": "h", member: value}]}
    assert SCHEMA.is_valid(record) is valid


def test_only_the_learner_is_needed() -> None:
    assert SCHEMA.is_valid({"learner": "L"})
    assert not SCHEMA.is_valid({"holdings": []})
