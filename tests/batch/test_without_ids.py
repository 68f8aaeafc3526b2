"""Tables in which learning has no id: told one by one, with that as the stage, whatever order their columns are in."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from stackr.batch import few
from stackr.batch.evaluate import evaluate
from stackr.rulebook.load import load_text

RULES = 'qualification Q "Award" { total 10 credits; requires all of { rest "Rest": 10 credits from any } }'
DAY = date(2026, 2, 1)


def test_learning_without_an_id_is_told_one_by_one_and_the_stage_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(few, "MOST", 0)
    book = load_text(RULES)
    rows = pl.DataFrame({"learner": ["L1", "L2"], "credential": ["U1", "U2"], "credits": ["10", "5"]})
    bare = evaluate(book, rows, as_of=DAY)
    assert set(bare.results["stage"].cast(pl.String)) == {"single audit: learning without an id"}
    named = evaluate(book, rows.with_columns(id=pl.lit("h")).select("id", *reversed(rows.columns)), as_of=DAY)
    assert "single audit: learning without an id" not in named.results["stage"].cast(pl.String)
    figures = ["learner", "qualification", "status", "earned", "missing_credits"]
    assert named.results.select(pl.col(figures).cast(pl.String)).equals(
        bare.results.select(pl.col(figures).cast(pl.String))
    )
