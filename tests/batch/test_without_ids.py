"""Tables in which learning has no id, an odd one, or stands twice: told by the columns, as single audits tell it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch.given import agree
from stackr.batch import few
from stackr.batch.by_columns.looking import ODD
from stackr.batch.evaluate import evaluate
from stackr.book import Book, load_text
from stackr.records.values import Unreadable, as_text

RULES = """
recognition u for U {
  gate passed { grade >= 50; awarded since 2020-01-01 }
  route own is own when issuer = U grants full
}
qualification Q "Award" {
  awarded by U
  total 40 credits
  requires all of { core "Core": 20 credits from tagged "t1"; rest "Rest": 20 credits from level >= 5 }
  limits { low: at most 10 credits at level < 6 }
}
"""
DAY = date(2026, 2, 1)
BY_COLUMNS = {"bound", "search"}


@pytest.fixture(autouse=True)
def _never_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few, "MOST", 0)


def book() -> Book:
    return load_text(RULES)


def holding(number: int, **members: str) -> dict[str, str]:
    known = {"credential": f"C{number}", "issuer": "U", "credits": "10", "level": "6", "tags": "t1", "grade": "60"}
    return {**known, "awarded": "2024-06-01", **members}


def test_learning_without_an_id_gets_that_of_its_content() -> None:
    learners = [
        {"learner": "L1", "holdings": [holding(1), holding(2, tags="t2"), holding(1)]},
        {"learner": "L2", "holdings": [holding(1), holding(3, id="own"), holding(4, grade="40")]},
        {"learner": "L3", "holdings": [holding(1), holding(1, level="5"), {"credential": "C9"}]},
    ]
    found = agree(book(), learners, ["Q"], DAY, tier="values")
    assert set(found.results["stage"].cast(pl.String)) <= BY_COLUMNS | {"single audit: unknown facts"}


def test_no_order_of_columns_shows_in_what_has_no_id() -> None:
    rows = pl.DataFrame([{"learner": f"L{n}", **holding(n % 3)} for n in range(6)])
    one, other = (evaluate(book(), rows.select(order), as_of=DAY) for order in (rows.columns, rows.columns[::-1]))
    assert one.results.rows() == other.results.rows()
    assert one.recognition.rows() == other.recognition.rows()


COPY = st.fixed_dictionaries(
    {"id": st.sampled_from(["h1", "h2", "h3", " h1"])},
    optional={
        "credential": st.sampled_from(["C1", "C2", " C1"]),
        "issuer": st.sampled_from(["U", "V"]),
        "awarded": st.sampled_from(["2024-06-01", "2019-01-01", "soon"]),
        "uri": st.sampled_from(["urn:1", "urn:2"]),
        "grade": st.sampled_from(["40", "60", "?"]),
        "credits": st.sampled_from(["10", "20"]),
        "tags": st.sampled_from(["t1", "t1;t2"]),
        "level": st.sampled_from(["5", "6"]),
        "status": st.sampled_from(["active", "revoked", "gone"]),
        "holder": st.sampled_from(["learner", "Ann", "other"]),
        "title": st.sampled_from(["A", "B"]),
    },
)
RECORD = st.fixed_dictionaries({"holdings": st.lists(COPY, max_size=5)}, optional={"name": st.just("Ann")})


@settings(max_examples=40, deadline=None)
@given(st.lists(RECORD, min_size=1, max_size=6))
def test_copies_are_put_together_as_single_audits_do(records: list[dict[str, object]]) -> None:
    agree(book(), [{"learner": f"L{n}", **record} for n, record in enumerate(records)], ["Q"], DAY, tier="values")


def test_copies_are_told_by_the_columns() -> None:
    learners = [
        {"learner": "L1", "holdings": [holding(1, id="a"), holding(1, id="b"), holding(2, id="c", level="7")]},
        {"learner": "L2", "holdings": [holding(1, id="a"), holding(1, id="b", credits="20"), holding(2, id="c")]},
        {"learner": "L3", "holdings": [holding(1, id="a"), holding(2, id="a"), holding(3, id="a", tags="t2")]},
    ]
    found = agree(book(), learners, ["Q"], DAY, tier="values")
    stages = dict(found.results.select(pl.col("learner", "stage").cast(pl.String)).rows())
    assert stages["L1"] in BY_COLUMNS
    assert stages["L3"] in BY_COLUMNS


@given(st.text())
def test_an_id_that_is_not_odd_is_taken_as_it_stands(text: str) -> None:
    series = pl.Series([text]) if text.isascii() or max(text) < "\ud800" or min(text) > "\udfff" else None
    if series is None or not text or bool(series.str.contains(ODD)[0]):
        return
    try:
        assert as_text(text) == text
    except Unreadable:
        pytest.fail(f"admission does not take {text!r}")
