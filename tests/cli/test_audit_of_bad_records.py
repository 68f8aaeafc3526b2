"""What `stackr audit` and `book.audit` make of records that are not as they should be: an error with its code, or an outcome said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit.given import DAY, book
from cli.calls import Caller
from stackr.audit.options import AuditOptions
from stackr.model.audit import Audit

RULES = (
    "framework EX { levels 1 to 10; one credit is 10 hours }\ncredit EXC { is 10 hours; step 1; framework EX }\n"
    "recognition home for HOME { gate integrity { status is not revoked }; "
    'route own is own "Own credit" when issuer = HOME and awarded until as_of grants full }\n'
    "catalogue K { issuer HOME; credit unit EXC; credential A { 10 credits }; credential B { 10 credits } }\n"
    'qualification Q "Award" { awarded by HOME at EX 8; credit unit EXC; '
    "requires all of { a: A; p: 10 credits from level >= 7 } }\n"
)
GOOD: dict[str, Any] = {
    "id": "a", "credential": "A", "issuer": "HOME", "status": "active", "awarded": "2025-01-01",
    "credits": "10", "credit_unit": "EXC", "level": 7, "framework": "EX",
}  # fmt: skip


def record(*changed: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A learner who holds A, and so on, each a little otherwise."""
    return {"learner": "L", "holdings": [GOOD | change for change in changed], **more}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{learner: L", "not JSON"),
        (b"", "the file is empty"),
        (b"[1, 2]", "this is a list"),
        (b"3", "this is a number, and no learner record"),
        (b"null", "this is `null`, and no learner record"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b'{"holdings": []}', "does not say whose it is"),
        (b'{"learner": "L", "learner": "M", "holdings": []}', "given more than once"),
        (b'{"learner": "L", "holdings": {}}', "`holdings` is an object, and no list"),
        (b'{"learner": "L", "holdings": ""}', "`holdings` is an empty text, and no list"),
        (b'{"learner": "L", "decisions": {"kind": "waive"}}', "`decisions` is an object, and no list"),
        (b'{"learner": "L", "holdings": [], "holdings": [{"id": "h"}]}', "`holdings` is given more than once"),
        (b'{"learner": "L"}\n{"learner": "M", "holdings": 5}', "line 2: `holdings` is `5`, and no list"),
        (b'{"learner": "L"}\n\n{"holdings": []}', "line 3: the record does not say whose it is"),
        (b'{"learner": "L", "holdings": [' + b"[" * 5000 + b"]" * 5000 + b"]}", "nested deeper"),
    ],
)
def test_what_is_no_record_is_an_error_with_code_2(call: Caller, tmp_path: Path, content: bytes, said: str) -> None:
    rules, learner = tmp_path / "rules.stackr", tmp_path / "record.json"
    rules.write_text(RULES, "utf-8")
    learner.write_bytes(content)
    found = call("audit", str(learner), "--rules", str(rules), "--as-of", "2026-02-01")
    assert found.code == 2
    assert f"R390]: {learner}: " in found.err
    assert said in found.err
    assert "Traceback" not in found.err


BAD: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("negative credits", record({"credits": "-10"}), "R304", "less than nothing", "in-progress"),
    ("credits of no number", record({"credits": "NaN"}), "R303", "a", "in-progress"),
    ("endless credits", record({"credits": "1e400"}), "R303", "a", "in-progress"),
    ("credits in words", record({"credits": "ten"}), "R303", "ten", "in-progress"),
    ("credits in a list", record({"credits": [1]}), "R302", "found a list", "in-progress"),
    ("a member nobody knows", record({"colour": "blue"}), "R301", "`colour`", "in-progress"),
    ("a day that does not exist", record({"awarded": "2025-02-30"}), "R305", "2025-02-30", "not-started"),
    ("two holdings with one id", record({}, {"credential": "B"}), "R307", "have the id `a`", "satisfied"),
    ("the same credential twice", record({}, {"id": "b"}), "R308", "one credential", "in-progress"),
    ("a level outside its framework", record({"level": 42}), "R310", "no level `42`", "in-progress"),
    ("a unit nobody declared", record({"credit_unit": "GOLD"}), "R312", "no credit unit `GOLD`", "in-progress"),
    ("a status nobody knows", record({"status": "zombie"}), "R306", "zombie", "not-started"),
]


def of(content: dict[str, Any]) -> Audit:
    """The audit of a record."""
    return book(RULES).audit(content, ["Q"], DAY, AuditOptions())


@pytest.mark.parametrize(("content", "code", "said", "status"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_can_be_read_is_used_and_the_rest_said(
    call: Caller, tmp_path: Path, content: dict[str, Any], code: str, said: str, status: str
) -> None:
    found = of(content)
    remark = next(remark for remark in found.remarks if said in remark.message)
    assert (remark.code, found.qualifications[0].status) == (code, status)
    rules, learner = tmp_path / "rules.stackr", tmp_path / "record.json"
    rules.write_text(RULES, "utf-8")
    learner.write_text(json.dumps(content), "utf-8")
    told = call("audit", str(learner), "--rules", str(rules), "--as-of", "2026-02-01")
    assert (told.code, told.err) == (0, "")
    flat = " ".join(told.out.split())
    assert f"{remark.holding}: {' '.join(remark.message.split())}" in flat if remark.holding else remark.message in flat


@pytest.mark.parametrize(
    ("change", "outcome"),
    [({"status": "revoked"}, "refused"), ({"awarded": "2030-01-01"}, "refused"), ({"issuer": None}, "pending")],
)
def test_revoked_not_yet_awarded_and_without_issuer_are_outcomes(change: dict[str, Any], outcome: str) -> None:
    found = of(record(change))
    assert [entry.outcome for entry in found.recognition] == [outcome]
    assert all(entry.reasons for entry in found.recognition)


def test_a_fact_that_a_rule_needs_is_listed() -> None:
    (entry,) = of(record({}, {"id": "b", "credential": "B", "level": None})).qualifications
    assert entry.status == "undetermined"
    assert [(fact.holding, fact.member, fact.needed_by) for fact in entry.missing] == [("b", "level", "Q.p")]
