"""Every way to ask without a day is about today, and says so; what is no day is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from stackr import _time
from stackr.book import Book, load_text

RULES = """
catalogue c { issuer U; credential A "A" { 10 credits; cost 5 "ZMW" }; credential B "B" { 10 credits; cost 5 "ZMW" } }
qualification Q "Award" { awarded by U; requires all of { a: A; new: 10 credits from B and completed within 1 year of as_of } }
"""
RECORD = {
    "learner": "L",
    "holdings": [
        {"id": code, "credential": code, "issuer": "U", "credits": "10", "status": "active", "completed": "2030-05-01"}
        for code in "AB"
    ],
}
ROWS = pl.DataFrame(RECORD["holdings"]).with_columns(learner=pl.lit("L"))

ASKED: dict[str, Callable[[Book, Any], object]] = {
    "audit": lambda book, day: book.audit(RECORD, as_of=day),
    "batch": lambda book, day: book.batch(ROWS.lazy(), as_of=day).results.rows(),
    "plan": lambda book, day: book.plan(RECORD, for_="Q", as_of=day),
    "front": lambda book, day: book.front(RECORD, "Q", day),
    "whatif": lambda book, day: book.whatif(RECORD, [("drop", "A")], as_of=day),
    "rank": lambda book, day: book.rank(RECORD, as_of=day),
    "demand": lambda book, day: book.demand([RECORD], "Q", day),
}


@pytest.mark.parametrize("way", ASKED)
def test_it_is_today(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = load_text(RULES)
    then, later = ASKED[way](book, date(2030, 6, 1)), ASKED[way](book, date(2032, 6, 1))
    monkeypatch.setattr(_time, "today", lambda: date(2030, 6, 1))
    assert ASKED[way](book, None) == then
    assert then != later


@pytest.mark.parametrize("way", ASKED)
@pytest.mark.parametrize("wrong", ["2030-06-01", datetime(2030, 6, 1), 20300601])
def test_what_is_no_day_is_refused(way: str, wrong: object) -> None:
    with pytest.raises(TypeError, match="as_of is a day"):
        ASKED[way](load_text(RULES), wrong)
