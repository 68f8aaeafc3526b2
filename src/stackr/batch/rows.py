"""The frame of holdings as records: one row one holding, one member one column, all of it text.

The same columns as in the learner record, plus `learner`. A row without an `id` has the one that admission makes of its
content. Lists are cut at `;`, `evidence` is JSON text. An empty text is an absent member. Beside it a frame of learners may
give `name`, `identifiers`, `identity`, and `facts` and `decisions` as JSON text. `Records.record` is the JSON record that a
single audit of the learner would read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import polars as pl

from stackr.batch.texts import EXACT, NONE_AT_ALL, as_texts, value_of
from stackr.records.canonical import short_digest
from stackr.records.errors import RecordError
from stackr.records.json_text import parse_line

LEARNER: Final = "learner"
MADE: Final = "@made"
OF_A_HOLDING: Final = frozenset({"evidence", "origin"})
AS_JSON: Final = OF_A_HOLDING | {"facts", "decisions"}
WHOLE: Final = "@whole"
"""The column of what stands among holdings and is no object: such a row has nothing else."""


class BatchError(ValueError):
    """The frame can't be evaluated: no column `learner`, a row of nobody."""


def whole(frame: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """The frame, collected if it is lazy. Raises `BatchError` for what is no frame."""
    if not isinstance(frame, pl.DataFrame | pl.LazyFrame):
        raise BatchError(f"a {type(frame).__name__} is no frame of polars")
    return frame.lazy().collect()


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column as text or category of texts (see `texts`). Raises `BatchError`."""
    if LEARNER not in frame.columns:
        raise BatchError(f"the frame has no column `{LEARNER}`: it has {', '.join(frame.columns) or 'none'}")
    if frame[LEARNER].null_count():
        raise BatchError("some rows do not say whose they are: put them aside before")
    return frame.with_columns(as_texts(column) for column in frame.iter_columns())


class Records:
    """Rows of one frame by learner. Learners stand in order of their ids, those without a holding among them.

    `names[n]` is learner n, whose rows are `rows[starts[n]:starts[n + 1]]`.
    """

    def __init__(self, holdings: pl.DataFrame, learners: pl.DataFrame | None) -> None:
        rows = _in_order(_named(as_text(holdings)))
        self.rows, self._made = rows.drop(MADE), rows[MADE]
        self.about = None if learners is None else _each_once(as_text(learners))
        runs = self.rows[LEARNER].cast(pl.String).rle().struct.unnest()
        counts = runs.select(pl.col("value").alias(LEARNER), pl.col("len").cast(pl.Int64))
        if self.about is not None:
            every = pl.concat([counts[LEARNER], self.about[LEARNER].cast(pl.String)]).unique().sort()
            counts = every.to_frame().join(counts, on=LEARNER, how="left", maintain_order="left")
        self.names = counts[LEARNER]
        self.starts = pl.concat([pl.Series([0], dtype=pl.Int64), counts["len"].fill_null(0).cum_sum()])

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the learners, in order."""
        return tuple(self.names.to_list())

    @cached_property
    def _content(self) -> pl.DataFrame:
        return self.rows.drop(LEARNER)

    @cached_property
    def _begins(self) -> list[int]:
        return self.starts.to_list()

    @cached_property
    def _told(self) -> dict[str, dict[str, str | None]]:
        return {} if self.about is None else {row[LEARNER]: row for row in self.about.to_dicts()}

    def count(self, learner: str) -> int:
        """How many rows the learner has."""
        return len(self._range(learner))

    def _range(self, learner: str) -> range:
        at = bisect_left(self.ids, learner)
        if at == len(self.ids) or self.ids[at] != learner:
            return range(0)
        return range(self._begins[at], self._begins[at + 1])

    def record(self, learner: str, some: Sequence[int] | None = None) -> dict[str, Any]:
        """The learner's record; `some`: with these rows alone. Raises `RecordError` for JSON text that is none."""
        record: dict[str, Any] = {LEARNER: learner}
        told = self._told.get(learner, {})
        record |= {name: told_value(name, text) for name, text in told.items() if text and name != LEARNER}
        found = self._range(learner) if some is None else some
        rows = self._content[found].to_dicts()
        for row, made in zip(rows, self._made[found].to_list(), strict=True):
            if made:
                del row["id"]
        record["holdings"] = [raw(row) for row in rows]
        return record


def raw(row: Mapping[str, str | None]) -> Any:
    """A row as what a record would hold, an object if it is a holding. Raises `RecordError` for JSON text that is none."""
    if whole := row.get(WHOLE):
        return value_of(whole)
    return {name: told_value(name, text) for name, text in row.items() if text}


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """Every row with an id, and a column `MADE`: whether it is the one that admission makes of the row's content."""
    if "id" not in rows.columns:
        rows = rows.with_columns(id=pl.lit(None, pl.String))
    rows = rows.with_columns(pl.col("id").cast(pl.String))
    rows = rows.with_columns((pl.col("id").is_null() | (pl.col("id") == "")).alias(MADE))
    nameless = rows.filter(MADE)
    if not nameless.height:
        return rows
    content = [name for name in rows.columns if name not in (LEARNER, "id", MADE)]
    texts = nameless.select(pl.col(content).cast(pl.String))
    if not content:
        texts = texts.with_columns(pl.lit(None, pl.String).alias("@nothing"))
    different = texts.unique(maintain_order=True)
    names = [short_digest(raw(row)) for row in different.to_dicts()]
    told = texts.join(
        different.with_columns(pl.Series("@id", names)),
        on=different.columns,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    at = rows[MADE].arg_true()
    return rows.with_columns(rows["id"].scatter(at, told["@id"]).alias("id"))


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Learner by learner in order of id, and within a learner by the holdings' ids: sorted only where it is not so."""
    keys = [LEARNER, "id"] if "id" in rows.columns else [LEARNER]
    plain = rows.select(pl.col(keys).cast(pl.String))
    if _sorted(plain):
        return rows
    order = plain.with_row_index("@row").sort(keys, nulls_last=True, maintain_order=True)["@row"]
    return rows[order]


def _sorted(keys: pl.DataFrame) -> bool:
    if not keys[LEARNER].is_sorted():
        return False
    if keys.width == 1:
        return True
    last = keys.shift(1)
    falls = (keys[LEARNER] == last[LEARNER]) & (
        (keys["id"] < last["id"]) | (last["id"].is_null() & keys["id"].is_not_null())
    )
    return not falls.any()


def _each_once(frame: pl.DataFrame) -> pl.DataFrame:
    if frame[LEARNER].n_unique() < frame.height:
        raise BatchError("the frame of learners tells of some learner twice")
    return frame


def told_value(name: str, text: str) -> Any:
    """A cell as the member that a record would have. Raises `RecordError` for JSON text that is none."""
    if text.startswith(EXACT) or name not in AS_JSON or (name == "origin" and not text.startswith("[")):
        return value_of(text)
    if name in OF_A_HOLDING and text == NONE_AT_ALL:
        return []
    try:
        return parse_line(text)
    except RecordError:
        if name in OF_A_HOLDING:
            return text  # nothing can be read from it: a fault of this one member
        raise RecordError(f"`{name}` is not JSON") from None
