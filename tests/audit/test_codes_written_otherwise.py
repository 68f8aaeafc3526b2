"""A code that differs from one of the rules in case, spaces and signs is told and not taken for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from stackr.book import load_text

DAY = date(2026, 2, 1)
BOOK = load_text("""
catalogue K { issuer U; credential CSS102 { 10 credits }; credential "MÉD 1" { 10 credits }
  credential A-1 { 5 credits }; credential A1 { 5 credits } }
articulation AR { from "far-1" of V; to CSS102 }
qualification Q { awarded by U; requires all of { CSS102; "JS 7" } }
""")


def told(code: str, issuer: str = "U") -> list[str]:
    record = {"learner": "m", "holdings": [{"id": "h", "credential": code, "issuer": issuer, "credits": 10}]}
    audit = BOOK.audit(record, ["Q"], DAY)
    found = [remark.message for remark in audit.remarks if remark.code == "R325" and remark.holding == "h"]
    assert not found or audit["Q"].progress.earned == "0"
    return found


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("css 102", "CSS102"),
        ("CSS-102", "CSS102"),
        ("JS7", "JS 7"),
        ("med 1".replace("e", "é"), "MÉD 1"),
        ("Css102", "CSS102"),
    ],
)
def test_it_is_told(code: str, meant: str) -> None:
    assert told(code) == [f"its code is `{code}`; rules and catalogues write `{meant}`, and it is not taken for that"]


@pytest.mark.parametrize("code", ["CSS\u200b102", "CSS102\u2060", "JS\u00a07"])
def test_so_are_signs_that_cannot_be_seen(code: str) -> None:
    assert "with signs that can't be seen" in told(code)[0]


@pytest.mark.parametrize("code", ["CSS102", " CSS102 ", "JS 7", "far-1", "A1", "a 1", "XYZ", "CSS1020"])
def test_what_is_known_or_like_none_or_like_two_is_not(code: str) -> None:
    assert told(code) == []


def test_another_book_has_its_own() -> None:
    """Also one made from the first by changing a part of it."""
    assert told("css 102")
    other = replace(BOOK, tables=replace(BOOK.tables, catalogue={}), qualifications={}, articulations={})
    record = {"learner": "m", "holdings": [{"id": "h", "credential": "css 102", "issuer": "U", "credits": 10}]}
    assert other.audit(record, [], DAY).remarks == ()
    assert told("css 102")
