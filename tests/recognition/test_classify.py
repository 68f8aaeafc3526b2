"""Definitions: each criterion met, not met or unknown; the outcome follows, and blocks nothing by itself."""

from __future__ import annotations

from typing import Any

import pytest

from recognition.books import AS_OF, LADDER, TABLES, book, climbed, first, learner
from stackr.recognition.callbacks import classify_all
from stackr.recognition.types import Classification

NZ = """
definition base of micro-credential {
  assessed "Outcomes were assessed": assessed message "no assessment of outcomes took place"
  not_macro "Not a full qualification": kind != qualification
}
definition nz-2022 "New Zealand 2022" of micro-credential {
  extends base
  small "Up to 40 credits": credits <= 40 message "larger than 40 credits"
  excludes title_words "A protected word in the title": title = "*Diploma*"
  optional graded_too "It carries a grade": graded
}
definition zambia of micro-credential { extends base; left open max_credits note "not yet decided" }
"""
RULES = book(TABLES + NZ + LADDER)
MICRO = {"credential": "M", "kind": "micro-credential", "assessment": "exam", "credits": "20", "title": "Data literacy"}


def said(members: dict[str, Any], definition: str = "nz-2022") -> Classification:
    found = classify_all(RULES, learner(MICRO | members), AS_OF)["h1"]
    return next(item for item in found if item.definition == definition)


def met(found: Classification, name: str) -> bool | None:
    return next(item.met for item in found.criteria if item.id.endswith(f".{name}"))


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({}, "micro-credential"),
        ({"assessment": "attendance"}, "not"),
        ({"credits": "60"}, "not"),
        ({"title": "Diploma in Data"}, "not"),
        ({"kind": "qualification"}, "macro-credential"),
        ({"kind": "qualification", "credits": "180"}, "macro-credential"),
        ({"assessment": None}, "undetermined"),
        ({"title": None}, "undetermined"),
        ({"assessment": None, "credits": "60"}, "not"),
    ],
)
def test_the_outcome_follows_from_the_criteria(members: dict[str, Any], outcome: str) -> None:
    assert said(members).outcome == outcome


def test_e76_attendance_is_no_micro_credential_and_says_why() -> None:
    found = said({"assessment": "attendance"})
    assert met(found, "assessed") is False
    assert "no assessment of outcomes took place" in {item.message for item in found.criteria}


def test_e77_sixty_credits_are_too_large() -> None:
    assert met(said({"credits": "60"}), "small") is False
    assert met(said({"credits": "40"}), "small") is True


def test_e82_a_protected_word_in_the_title_is_flagged() -> None:
    assert met(said({"title": "Diploma in Data"}), "title_words") is True


def test_what_is_missing_is_named_and_an_optional_criterion_never_decides() -> None:
    found = said({"credits": None})
    assert next(item for item in found.criteria if item.id.endswith(".small")).missing == ("credits",)
    assert met(found, "graded_too") is None
    assert said({"grade": None}).outcome == "micro-credential"


def test_a_profile_with_blanks_is_undetermined_and_says_that_it_is_open() -> None:
    found = said({}, "zambia")
    assert (found.outcome, met(found, "max_credits")) == ("undetermined", None)
    assert any("leaves it open" in item.message for item in found.criteria)


def test_a_classification_is_a_label_that_routes_may_read_and_blocks_nothing() -> None:
    own = {"issuer": "UNZA", "assessment": "attendance"}
    assert first(climbed(learner(MICRO | own), RULES)).outcome == "recognised"
    picky = book(
        TABLES + NZ + LADDER.replace("when issuer = UNZA", "when issuer = UNZA and micro-credential by nz-2022")
    )
    assert first(climbed(learner(MICRO | {"issuer": "UNZA"}), picky)).route == "unza.own"
    assert first(climbed(learner(MICRO | own), picky)).route is None
    unknown = first(climbed(learner(MICRO | {"issuer": "UNZA", "assessment": None}), picky))
    assert (unknown.outcome, [unit.sure for unit in unknown.units]) == ("pending", [False])
