"""A status in a word that nobody knows may mean anything: such learning counts for nothing that is certain, whoever asks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from batch.given import agree
from stackr.book import Book, load_text

DAY = date(2026, 2, 1)
NO_LADDER = 'qualification Q "Award" { awarded by U; requires all of { p: 20 credits from any } }\n'
LADDER = "recognition u for U { route own is own when issuer = U grants full }\n" + NO_LADDER
GATED = LADDER.replace("{ route", "{ gate standing { status is active }; route")
EMBEDDING = LADDER + 'qualification M "Next" { awarded by U; requires all of { first: award Q } }\n'


def record(*said: str | None, **more: Any) -> dict[str, Any]:
    held = [
        {"id": f"h{n}", "credential": f"C{n}", "issuer": "U", "credits": "10", "completed": "2025-01-01", **more,
         **({"status": status} if status is not None else {})}
        for n, status in enumerate(said)
    ]  # fmt: skip
    return {"learner": "L", "holdings": held}


def book(rules: str) -> Book:
    return load_text(rules)


@pytest.mark.parametrize("rules", [NO_LADDER, LADDER, GATED], ids=["no ladder", "a ladder", "a gate"])
@pytest.mark.parametrize("word", ["nicht bestanden", "OK", "Passed?", "0"])
def test_it_counts_only_as_possible(rules: str, word: str) -> None:
    found = book(rules).audit(record("active", word), ["Q"], DAY)["Q"]
    assert (found.status, found.progress.earned, found.progress.possible) == ("undetermined", "1/2", "1")
    assert {fact.member for fact in found.missing} == {"status"}
    assert any("passed" in act.what or "status" in act.what for act in found.awaiting)


def test_without_any_status_learning_is_taken_as_done() -> None:
    assert book(LADDER).audit(record("active", None), ["Q"], DAY)["Q"].status == "satisfied"


def test_an_award_with_such_a_status_is_not_held_for_certain() -> None:
    held = record("OK", kind="qualification", credential="Q", awarded="2025-01-01")
    rules = book(EMBEDDING)
    assert rules.audit(record("active", kind="qualification", credential="Q"), ["M"], DAY)["M"].status == "satisfied"
    found = rules.audit(held, ["M", "Q"], DAY)
    assert found["M"].status != "satisfied"
    assert found["Q"].status != "conferred"


@pytest.mark.parametrize("rules", [NO_LADDER, LADDER, GATED, EMBEDDING])
def test_a_batch_says_the_same(rules: str) -> None:
    records = [
        {**record("active", word), "learner": f"L{n}"} for n, word in enumerate(("OK", "", "nicht bestanden", "active"))
    ]
    agree(book(rules), records, None if rules is EMBEDDING else ["Q"], DAY)
