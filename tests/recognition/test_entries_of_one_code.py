"""A code that the catalogue has several times, one after the other: the day of the learning says which is meant, and without it
nothing is taken that they say differently."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from batch.given import agree
from stackr.book import load_text

DAY = date(2026, 2, 1)
OLD = '10 credits; level F 5; tags "old"; field "06"; in force from 2020-01-01'
NEW = '20 credits; level F 7; tags "new"; field "06"; in force from 2024-01-01'
RULES = """
framework F {{ levels 1 to 8 }}
catalogue K {{ issuer U; credential A {{ {} }}; credential A {{ {} }} }}
qualification SIZE {{ awarded by U at F 5; requires p: 20 credits from any }}
qualification LEVEL {{ awarded by U at F 5; requires p: 10 credits from level >= 6 }}
qualification TAG {{ awarded by U at F 5; requires p: 10 credits from tagged "new" }}
qualification FIELD {{ awarded by U at F 5; requires p: 10 credits from field under "06" }}
"""
NAMES = ("SIZE", "LEVEL", "TAG", "FIELD")


def learner(**more: Any) -> dict[str, Any]:
    return {"learner": "L", "holdings": [{"id": "h", "credential": "A", "issuer": "U"} | more]}


def earned(entries: tuple[str, str], **more: Any) -> list[str]:
    audit = load_text(RULES.format(*entries)).audit(learner(**more), NAMES, DAY)
    return [audit[name].progress.earned for name in NAMES]


@pytest.mark.parametrize("entries", [(OLD, NEW), (NEW, OLD)])
def test_the_day_tells_which_is_meant(entries: tuple[str, str]) -> None:
    assert earned(entries, awarded="2023-06-30") == ["1/2", "0", "0", "1"]
    assert earned(entries, awarded="2025-06-30") == ["1", "1", "1", "1"]


@pytest.mark.parametrize("entries", [(OLD, NEW), (NEW, OLD)])
@pytest.mark.parametrize("day", [None, "2019-06-30"])
def test_without_it_only_what_all_say_is_known(entries: tuple[str, str], day: str | None) -> None:
    audit = load_text(RULES.format(*entries)).audit(learner(awarded=day, credits=10), NAMES, DAY)
    assert [audit[name].status for name in NAMES] == ["in-progress", "undetermined", "undetermined", "satisfied"]
    assert {fact.member for name in NAMES for fact in audit[name].missing} == {"level", "tags"}
    audit = load_text(RULES.format(*entries)).audit(learner(awarded=day), NAMES, DAY)
    assert [audit[name].status for name in NAMES] == ["undetermined"] * 4
    assert [fact.member for fact in audit["SIZE"].missing] == ["credits"]


def test_what_is_earned_for_certain_is_earned_whatever_the_day_was() -> None:
    certain = [Fraction(text) for text in earned((OLD, NEW))]
    for day in ("2021-01-01", "2025-01-01"):
        assert all(low <= Fraction(high) for low, high in zip(certain, earned((OLD, NEW), awarded=day), strict=True))


def test_what_the_record_says_goes_before() -> None:
    assert earned((OLD, NEW), credits=20, level=7, framework="F", tags=["new"]) == ["1", "1", "1", "1"]


def test_one_entry_is_meant_whatever_the_day() -> None:
    rules = RULES.replace("credential A {{ {} }}; credential A {{ {} }}", "credential A {{ {} }}").format(NEW)
    for day in (None, "2019-06-30", "2025-06-30"):
        assert load_text(rules).audit(learner(awarded=day), ["SIZE"], DAY)["SIZE"].status == "satisfied"


def test_batches_say_the_same() -> None:
    days = (None, "2019-06-30", "2023-06-30", "2025-06-30")
    agree(
        load_text(RULES.format(OLD, NEW)), [learner(awarded=day) | {"learner": f"L{day}"} for day in days], NAMES, DAY
    )
