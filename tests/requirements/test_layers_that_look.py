"""Requirements that only look, in a layer: they look at what counts toward the award, or at what their own layer counts."""

from __future__ import annotations

from typing import Any

import pytest

from batch.given import agree
from stackr.book import load_text
from stackr.testing.generate.words import AS_OF
from stackr.testing.reference.compare import differences

UNITS = """
catalogue K { issuer U
  credential A { 10 credits; outcomes "a" }
  credential B { 10 credits; outcomes "b" }
  credential C { 10 credits; outcomes "c" } }
"""
MAIN = "requires all of { a: A; b: B }"
LOOKS = [
    'at least 2 outcomes of { "a"; "b"; "c" }',
    'at least 2 outcomes of { "a"; "b"; "c" } over counted',
    "observes at least 2 credentials",
    "observes at least 20 credits over counted",
    "observes at least 1 issuers over counted",
    "grade average at least 60 over counted",
]
TOO_MUCH = [
    'at least 3 outcomes of { "a"; "b"; "c" } over counted',
    "observes at least 3 credentials over counted",
    "observes at least 21 credits",
    "observes at least 2 issuers over counted",
    "grade average at least 61 over counted",
    "observes at least 11 credits over counted in a",
]


def learner(*codes: str) -> dict[str, Any]:
    held = [
        {
            "id": code.lower(),
            "credential": code,
            "issuer": "U",
            "credits": "10",
            "grade": "60",
            "outcomes": [code.lower()],
        }
        for code in codes
    ]
    return {"learner": "L", "holdings": held}


def rules(layer: str) -> Any:
    return load_text(f"{UNITS}qualification Q {{ awarded by U; {MAIN}\n {layer} }}\n")


def status(layer: str, *codes: str) -> str:
    book, record = rules(layer), learner(*(codes or ("A", "B", "C")))
    assert differences(book, record, "Q") == []
    agree(book, [record], ["Q"], AS_OF)
    return book.audit(record, ["Q"], AS_OF)["Q"].status


@pytest.mark.parametrize(
    "form", ["also requires x: {}", "also requires from counted x: {}", "also requires x: all of {{ y: {} }}"]
)
@pytest.mark.parametrize("looks", LOOKS)
def test_a_layer_that_takes_nothing_looks_at_the_award(form: str, looks: str) -> None:
    assert status(form.format(looks)) == "satisfied"


@pytest.mark.parametrize("looks", TOO_MUCH)
def test_and_sees_no_more_than_counts_there(looks: str) -> None:
    assert status(f"also requires x: {looks}") == "in-progress"


def test_a_layer_that_counts_learning_is_looked_at_itself_unless_the_award_is_meant() -> None:
    own = "also requires x: all of { one: 1 credential from C; y: observes at least 2 credentials }"
    assert status(own) == "in-progress"
    assert status(own.replace("2 credentials }", "2 credentials over counted }")) == "satisfied"
    assert status(own.replace("at least 2", "at most 1")) == "satisfied"
    assert status(own.replace("at least 2", "at most 1").replace(" }", " over counted }")) == "in-progress"
