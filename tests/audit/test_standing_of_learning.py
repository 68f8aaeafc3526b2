"""What a rule asks of the record as a whole is asked of the learner's own, genuine, finished learning, as recognition asks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from batch.given import agree
from stackr.book import Book, load_text

DAY = date(2026, 2, 1)
UNITS = (
    "catalogue K { issuer U; credential A { 10 credits }; credential B { 10 credits }; credential C { 10 credits } }\n"
)
ASKED = {
    "holds": "requires when holds A requires B otherwise C",
    "completed": "requires when completed A requires B otherwise C",
    "exam": 'requires all of { x: exam "A"; B }',
    "attempted": "requires B; limits { tried: at least 20 credits attempted }",
    "award": "requires all of { first: award A; B }",
}
OTHERS: dict[str, dict[str, Any]] = {
    "somebody else's": {"holder": "other"},
    "forged": {"signature": "invalid"},
    "revoked": {"status": "revoked"},
    "still to come": {"awarded": "2026-02-02"},
}
OPEN: dict[str, dict[str, Any]] = {
    "whose it is": {"holder": "Somebody Else"},
    "a signature nobody can read": {"signature": "gefälscht"},
    "a status nobody can read": {"status": "nicht bestanden"},
}


def book(asked: str) -> Book:
    award = "qualification A { awarded by U; requires C }\n" if asked == "award" else ""
    return load_text(f'{UNITS}{award}qualification Q "Award" {{ awarded by U; {ASKED[asked]} }}\n')


def record(asked: str, told: dict[str, Any], learner: str = "L") -> dict[str, Any]:
    kind = {"exam": "exam", "award": "qualification"}.get(asked, "module")
    held = {"id": "a", "credential": "A", "kind": kind, "issuer": "U", "credits": "10", "awarded": "2025-01-01"}
    other = {"id": "b", "credential": "B", "issuer": "U", "credits": "10", "awarded": "2025-01-01"}
    return {"learner": learner, "holdings": [held | told, other]}


def status(asked: str, told: dict[str, Any]) -> str:
    return book(asked).audit(record(asked, told), ["Q"], DAY)["Q"].status


@pytest.mark.parametrize("asked", ASKED)
def test_what_stands_is_held(asked: str) -> None:
    assert status(asked, {}) == "satisfied"


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("why", OTHERS)
def test_what_is_not_theirs_or_not_yet_is_not(asked: str, why: str) -> None:
    assert status(asked, OTHERS[why]) in ("in-progress", "not-started", "undetermined" if asked == "exam" else "")


@pytest.mark.parametrize("asked", ["holds", "completed", "exam", "attempted"])
@pytest.mark.parametrize("why", OPEN)
def test_what_somebody_has_to_say_first_is_unknown(asked: str, why: str) -> None:
    assert status(asked, OPEN[why]) == "undetermined"


def test_a_suspended_credential_is_not_held_for_certain_nor_lost() -> None:
    assert status("holds", {"status": "suspended"}) == status("completed", {"status": "suspended"}) == "undetermined"


def test_an_award_of_which_somebody_has_to_say_first_is_not_held() -> None:
    for why, told in OPEN.items():
        assert status("award", told) not in ("satisfied", "conferred"), why


def test_what_is_open_is_told_in_words() -> None:
    found = book("holds").audit(record("holds", OPEN["whose it is"]), ["Q"], DAY)["Q"]
    assert any(fact.message.startswith("what the learner holds is not known for certain") for fact in found.missing)


def test_a_ceiling_on_attempts_is_not_reached_by_other_peoples() -> None:
    rules = load_text(
        f"{UNITS}qualification Q {{ awarded by U; requires B; limits {{ t: at most 10 credits attempted }} }}\n"
    )
    for told in OTHERS.values():
        assert rules.audit(record("attempted", told), ["Q"], DAY)["Q"].status != "in-progress"
    assert rules.audit(record("attempted", {}), ["Q"], DAY)["Q"].status == "in-progress"


@pytest.mark.parametrize("asked", ASKED)
def test_a_batch_says_the_same(asked: str) -> None:
    told = [{}, *OTHERS.values(), *OPEN.values(), {"status": "suspended"}, {"status": "in-progress"}]
    agree(book(asked), [record(asked, more, f"L{n}") for n, more in enumerate(told)], ["Q"], DAY)


def test_copies_of_one_credential_that_differ_in_their_signature_are_not_known_to_be_genuine() -> None:
    rules = load_text("qualification Q { awarded by U; requires A }\n")
    first = record("holds", {"signature": "verified"})["holdings"][0]
    for other, expected in (("invalid", "undetermined"), ("unverified", "satisfied"), ("kaputt", "undetermined")):
        found = rules.audit({"learner": "L", "holdings": [first, first | {"id": "z", "signature": other}]}, ["Q"], DAY)
        assert found["Q"].status == expected, other


BUNDLE = """articulation BOTH { from P1 of X and P2 of X; to A }
recognition u for U { gate g { status is active }; route r is agreement when articulation in force on awarded grants as articulated }
qualification Q { awarded by U; requires A }
"""


def test_all_parts_of_a_bundle_are_told_and_whoever_has_to_act_is_told_of_what() -> None:
    parts = [{"id": f"p{n}", "credential": f"P{n}", "issuer": "X", "awarded": "2025-01-01"} for n in (1, 2)]
    found = load_text(UNITS + BUNDLE).audit({"learner": "L", "holdings": parts}, ["Q"], DAY)["Q"]
    assert {(fact.holding, fact.member) for fact in found.missing} == {("p1", "status"), ("p2", "status")}
    assert [act.about for act in found.awaiting] == [("P1", "P2")]


@pytest.mark.parametrize("asked", ["holds", "award"])
def test_an_award_that_was_handed_back_is_held_no_longer(asked: str) -> None:
    text = ASKED["award"] if asked == "award" else "requires when holds OLD requires B otherwise all of { B; C; A }"
    rules = load_text(
        f"{UNITS}qualification OLD {{ awarded by U; requires C }}\n"
        f"qualification Q {{ awarded by U; {text.replace('award A', 'award OLD')} }}\n"
    )
    held = record("award", {"credential": "OLD"})
    assert rules.audit(held, ["Q"], DAY)["Q"].status == "satisfied"
    back = held | {"facts": {"surrendered": ["OLD"]}}
    found = rules.audit(back, ["OLD", "Q"], DAY)
    assert found["Q"].status == "in-progress"
    assert any("handed back" in flag for flag in found["OLD"].flags)
    agree(rules, [held, back | {"learner": "M"}], ["OLD", "Q"], DAY)
