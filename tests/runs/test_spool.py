"""Rows come out of the spool as they went in, part by part, however they were cut and whatever was written as numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stackr.batch.by_columns import dictionary
from stackr.batch.ingest import repeated as repeating
from stackr.batch.ingest.repeated import Repeated
from stackr.batch.ingest.shapes import LINE
from stackr.batch.result import plain
from stackr.batch.run import spool as spools
from stackr.batch.run import words
from stackr.batch.run.spool import Spool

TEXTS = st.sampled_from([" ", "a", "b", "ä", "a b", "10", None])


@st.composite
def rows(draw: st.DrawFn) -> pl.DataFrame:
    """Some learners' rows; some columns only in some of them, some with a text of its own in each row."""
    count = draw(st.integers(1, 30))
    whose = draw(st.lists(st.integers(0, 8), min_size=count, max_size=count))
    frame = pl.DataFrame({"learner": [f"L{n}" for n in whose], "id": [f"h{n}" for n in range(count)]})
    return frame.with_columns(
        pl.Series("level", draw(st.lists(TEXTS, min_size=count, max_size=count)), dtype=pl.String),
        pl.Series("title", [f"T{n}" for n in range(count)]),
        pl.Series(LINE, range(count), dtype=pl.Int64),
    )


def told(folder: Path, frame: pl.DataFrame, cut: int, parts: int) -> list[pl.DataFrame]:
    """The parts of the rows, put in by `cut` rows at once."""
    spool = Spool(folder)
    for low in range(0, frame.height, cut):
        piece = frame.slice(low, cut)
        lacking = ["title"] if low % 3 else []
        spool.add("holdings", 0, piece.drop(lacking))
    spool.finish()
    again = Spool(folder)
    found = [again.part("holdings", number, parts) for number in range(parts)]
    return [plain(part) for part in found if part is not None]


@settings(max_examples=30, deadline=None)
@given(rows(), st.integers(1, 7), st.integers(1, 4), st.integers(1, 8), st.sampled_from([2, 1000]))
def test_rows_come_out_as_they_went_in(
    tmp_path_factory: pytest.TempPathFactory, frame: pl.DataFrame, cut: int, parts: int, held: int, many: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spools, "HELD", held)
        patch.setattr(words, "MANY", many)
        patch.setattr(dictionary, "_SMALL", many)
        cut_up = told(tmp_path_factory.mktemp("cut"), frame, cut * 2, parts)
    found = pl.concat(cut_up).sort(LINE)
    titles = found.select(LINE, "title").drop_nulls()
    assert titles["title"].to_list() == [f"T{n}" for n in titles[LINE]]
    told_again = frame.select("learner", LINE, "id", "level")
    assert found.select(told_again.columns).equals(told_again)
    for part in cut_up:
        keys = part.select("learner", LINE).rows()
        assert keys == sorted(keys)
    homes = [set(part["learner"]) for part in cut_up]
    assert sum(len(home) for home in homes) == len(set().union(*homes))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(TEXTS, min_size=1, max_size=12), min_size=1, max_size=4))
def test_what_is_worked_out_once_for_each_text_is_what_each_row_would_say(chunks: list[list[str | None]]) -> None:
    upper = pl.when(pl.col("a").str.strip_chars() != "").then(pl.col("a").str.to_uppercase()).alias("b")
    repeated = Repeated()
    for texts in chunks:
        frame = pl.DataFrame({"a": pl.Series(texts, dtype=pl.String)}).with_row_index(LINE)
        once = plain(repeated.over(frame, [("a", upper), (None, pl.lit("x").alias("c"))]))
        assert once.equals(frame.select(LINE, upper, pl.lit("x").alias("c")))


def test_texts_become_more_from_file_to_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers that fit into a byte in the first file do not in the second, nor into two in the third."""
    monkeypatch.setattr(spools, "HELD", 1)
    spool, frames = Spool(tmp_path), []
    for count in (200, 400, 70_000):
        texts = pl.DataFrame({"learner": "L", "level": [f"t{n}" for n in range(count)] * 4})
        frames.append(texts.with_row_index(LINE).with_columns(pl.col(LINE).cast(pl.Int64)))
        spool.add("holdings", 0, frames[-1])
    spool.finish()
    widths = [np.load(path).dtype["level"] for path in spool.files("holdings")]
    assert widths == [np.uint8, np.uint16, np.uint32]
    found = Spool(tmp_path).part("holdings", 0, 1)
    assert found is not None
    assert plain(found).select("learner", "level", LINE).equals(pl.concat(frames).select("learner", "level", LINE))


def test_a_column_whose_texts_become_many_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeating, "MANY", 3)
    repeated, upper = Repeated(), pl.col("a").str.to_uppercase().alias("b")
    for texts in (["x", "y"], ["x", "z"], ["v", None], ["x", "y"]):
        frame = pl.DataFrame({"a": texts}).with_row_index(LINE)
        assert plain(repeated.over(frame, [("a", upper)])).equals(frame.select(LINE, upper))
    assert not repeated._known


def test_an_empty_text_is_not_an_absent_one_where_it_is_told_apart() -> None:
    apart = pl.when(pl.col("a") == "").then(pl.lit("empty")).otherwise(pl.col("a")).alias("a")
    frame = pl.DataFrame({"a": ["", None, "x", ""]}).with_row_index(LINE)
    assert plain(Repeated().over(frame, [("a", apart)]))["a"].to_list() == ["empty", None, "x", "empty"]
