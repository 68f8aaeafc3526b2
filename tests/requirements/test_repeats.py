"""Several attempts at one unit, where the last or the first counts and a day is not known."""

from __future__ import annotations

from typing import Any

import pytest

from stackr.book import load_text
from stackr.testing.generate.words import AS_OF
from stackr.testing.reference.compare import differences


def rules(repeat: str, asks: str) -> Any:
    return load_text(
        'grades pct "Marks" { from 0 to 100; pass 50 }\ncatalogue K { issuer U; credential A { 10 credits } }\n'
        f"qualification Q {{ awarded by U; repeat {repeat}; requires {asks} }}\n"
    )


def record(*attempts: tuple[str | None, int | None]) -> dict[str, Any]:
    held = []
    for number, (day, grade) in enumerate(attempts):
        said = {"completed": day, "grade": grade, "grade_scale": "pct" if grade else None}
        held.append(
            {"id": f"a{number}", "credential": "A", "issuer": "U", "credits": "10"}
            | {k: v for k, v in said.items() if v}
        )
    return {"learner": "L", "holdings": held}


def status(repeat: str, asks: str, *attempts: tuple[str | None, int | None]) -> str:
    book, made = rules(repeat, asks), record(*attempts)
    assert differences(book, made, "Q") == []
    return book.audit(made, ["Q"], AS_OF)["Q"].status


GOOD, BAD = ("2024-01-01", 70), ("2024-06-01", 50)
SOMETIME = (None, 50)


@pytest.mark.parametrize(
    ("repeat", "attempts", "expected"),
    [
        ("last", (GOOD, BAD), "not-started"),
        ("first", (GOOD, BAD), "satisfied"),
        ("best", (GOOD, BAD), "satisfied"),
        ("last", (GOOD, SOMETIME), "undetermined"),
        ("first", (GOOD, SOMETIME), "undetermined"),
        ("best", (GOOD, SOMETIME), "satisfied"),
        ("last", ((None, 70), (None, 60)), "satisfied"),
        ("last", ((None, 70), (None, None)), "undetermined"),
        ("last", (BAD, (None, 70)), "undetermined"),
        ("last", (("2024-01-01", 40), ("2024-06-01", 70), (None, 65)), "satisfied"),
        ("first", (("2024-01-01", 40), ("2024-06-01", 70), (None, 65)), "undetermined"),
    ],
)
def test_an_attempt_of_an_unknown_day_may_be_the_one_that_counts(
    repeat: str, attempts: tuple[tuple[str | None, int | None], ...], expected: str
) -> None:
    for order in (attempts, attempts[::-1]):
        assert status(repeat, "A with grade >= 60", *order) == expected


@pytest.mark.parametrize("repeat", ["last", "first", "best"])
def test_where_each_attempt_would_do_the_day_does_not_matter(repeat: str) -> None:
    assert status(repeat, "A", GOOD, SOMETIME) == "satisfied"
    assert status(repeat, "10 credits from any", (None, None), SOMETIME, GOOD) == "satisfied"


def test_the_day_is_told_as_missing() -> None:
    found = rules("last", "A with grade >= 60").audit(record(GOOD, SOMETIME), ["Q"], AS_OF)["Q"]
    assert ("a1", "completed") in {(fact.holding, fact.member) for fact in found.missing}
