"""What the catalogue says of a credential holds of learning whose record is silent: in audits, of what was attempted, and in batches."""

from __future__ import annotations

from typing import Any

import pytest

from audit.given import audited, has, learner

LISTED = (
    "framework F { levels 1 to 10 }\ncredit ZC is 10 hours\n"
    "catalogue K { issuer U; credit unit ZC; credential A { 10 credits; LINE }; credential B { 10 credits } }\n"
    'qualification Q "Q" { awarded by U at F 8; credit unit ZC; requires p: 10 credits from ASKED }\n'
)
SAYS = [
    ("mode online", "mode = online", {"mode": "class"}),
    ("kind module", "kind = module", {"kind": "certificate"}),
    ("assessment exam", "assessment = exam", {"assessment": "project"}),
    ('languages "en"', "language = en", {"language": "fr"}),
    ("level F 8", "level >= 8", {"level": 7, "framework": "F"}),
    ('field "0613"', 'field under "06"', {"fields": ["0112"]}),
]


def silent(code: str, **more: Any) -> dict[str, Any]:
    """Learning of U of which no credits are said."""
    holding = has(code, issuer="U", status="active", **more)
    del holding["credits"]
    return holding


def status(rules: str, *holdings: dict[str, Any]) -> str:
    (entry,) = audited(rules, learner(*holdings)).qualifications
    return entry.status


@pytest.mark.parametrize(("line", "asked", "other"), SAYS, ids=[line for line, _, _ in SAYS])
def test_a_silent_record_has_what_the_catalogue_says(line: str, asked: str, other: dict[str, Any]) -> None:
    rules = LISTED.replace("LINE", line).replace("ASKED", asked)
    assert status(rules, silent("A")) == "satisfied"
    assert status(rules, silent("A", **other)) == "not-started"
    assert status(rules, silent("B")) == "undetermined"
    assert status(rules, has("A", issuer="V", status="active")) == "not-started"


@pytest.mark.parametrize("member", ["mode", "kind", "assessment"])
def test_what_a_record_says_and_nobody_can_read_stays_unknown(member: str) -> None:
    line = {"mode": "mode online", "kind": "kind module", "assessment": "assessment exam"}[member]
    rules = LISTED.replace("LINE", line).replace("ASKED", line.replace(" ", " = "))
    assert status(rules, silent("A", **{member: ["what", {"is": "this"}]})) == "undetermined"


def test_hours_are_the_size_of_what_has_no_credits() -> None:
    rules = LISTED.replace("10 credits; LINE", "hours 100").replace("ASKED", "any")
    assert status(rules, silent("A")) == "satisfied"


def test_what_is_taught_in_several_languages_was_taken_in_one_nobody_knows_which() -> None:
    rules = LISTED.replace("LINE", 'languages "en", "fr"').replace("ASKED", "language = en")
    assert status(rules, silent("A")) == "undetermined"


# ── what was attempted, or taken ────────────────────────────────────────────────────────────────────────────────────

TRIES = LISTED.replace("LINE", "mode online").replace("ASKED", "any\n  limits { tries: LIMIT }")


@pytest.mark.parametrize(
    ("limit", "failed", "found"),
    [
        ("at most 15 credits attempted", silent("A", id="f"), "in-progress"),
        ("at most 20 credits attempted", silent("A", id="f"), "satisfied"),
        ("at most 15 credits attempted", has("A", 5, id="f", issuer="U"), "satisfied"),
        ("at most 15 credits attempted", silent("X", id="f"), "undetermined"),
        ("at most 15 credits attempted", silent("X", id="f", kind="exam"), "satisfied"),
        ("at most 1 credentials attempted", silent("X", id="f"), "in-progress"),
        ("at most 15 credits from mode = online attempted", silent("A", id="f"), "in-progress"),
        ("at most 15 credits from mode = class attempted", silent("A", id="f"), "satisfied"),
        ("at least 15 credits attempted", silent("A", id="f"), "satisfied"),
        ("at least 15 credits attempted", silent("X", id="f"), "undetermined"),
        ("at least 25 credits attempted", silent("A", id="f"), "in-progress"),
    ],
)
def test_what_was_attempted_has_the_credits_of_the_catalogue_or_unknown_ones(
    limit: str, failed: dict[str, Any], found: str
) -> None:
    rules = TRIES.replace("LIMIT", limit)
    assert status(rules, silent("A"), {**failed, "status": "failed"}) == found


def test_credits_that_nobody_knows_are_named() -> None:
    rules = TRIES.replace("LIMIT", "at most 15 credits attempted")
    (entry,) = audited(rules, learner(silent("A"), {**silent("X"), "status": "failed"})).qualifications
    assert [(fact.holding, fact.member, fact.needed_by) for fact in entry.missing] == [("x", "credits", "Q.tries")]
