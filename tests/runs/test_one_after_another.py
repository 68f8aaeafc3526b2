"""One evaluator asked about many frames says of each what a fresh one says: a worker's parts don't colour one another."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from runs.made import COLUMNS, RULES, rows
from stackr.batch.evaluate import Evaluator
from stackr.batch.run.work import plain
from stackr.book import load_text


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_what_it_learnt_of_one_frame_changes_nothing_of_the_next(kind: type[pl.DataType]) -> None:
    book = load_text(RULES)
    used = Evaluator(book, as_of=date(2026, 2, 1))
    for seed in range(4):
        frame = pl.DataFrame(rows(12, seed), schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        frame = frame.with_columns(pl.col(name).cast(kind) for name in COLUMNS if name != "learner")
        fresh = Evaluator(book, as_of=date(2026, 2, 1)).evaluate(frame)
        again = used.evaluate(frame)
        for name in ("results", "recognition", "worklist", "stages"):
            assert plain(getattr(again, name)).equals(plain(getattr(fresh, name)))
        del frame, fresh, again
