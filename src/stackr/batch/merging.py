"""What the columns and the single audit say, put together: one order, whatever said what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from stackr.batch.result import AT, AWARDS, COUNT, SCHEMAS, BatchResult, added, frame
from stackr.batch.told import Told

if TYPE_CHECKING:
    from collections.abc import Iterable

LEARNER = "learner"


def merged(ids: pl.Series, told: Told, columnar: Mapping[str, Sequence[pl.DataFrame]]) -> BatchResult:
    """The frames of a batch, rows in order of learner. `columnar`: frames with their places in the column `@at`."""
    frames = {name: _frame(name, told, columnar.get(name, ()), ids) for name in SCHEMAS if name != "stages"}
    counts = frames["results"].group_by("qualification", "stage").len("learners")
    return BatchResult(**frames, stages=added(counts.with_columns(pl.col("learners").cast(COUNT))))


def _frame(name: str, told: Told, parts: Iterable[pl.DataFrame], ids: pl.Series) -> pl.DataFrame:
    schema = SCHEMAS[name]
    found = [part for part in parts if part.height]
    if told.rows[name]:
        found.append(frame(name, told.rows[name]).with_columns(pl.Series(AT, told.places[name], dtype=pl.Int64)))
    if not found:
        return frame(name, ())
    each = [_with_learner(part, ids).select(*schema, AT) for part in found]
    return _in_order(each).drop(AT)


MOST_RUNS = 2_000
"""So few runs of rows are put between the rows of the largest part; else all rows are put in order, once for all parts."""


def _in_order(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows of all parts by place. No two parts have rows of one place."""
    whole, *others = sorted(parts, key=lambda part: part.height, reverse=True)
    if not others:
        return _by_place(whole)
    less = _by_place(pl.concat(others))
    runs = less[AT].rle().struct.unnest()
    if runs.height > MOST_RUNS:
        return pl.concat([whole, less]).sort(AT, maintain_order=True)
    return pl.concat(_between(_by_place(whole), less, runs))


def _by_place(part: pl.DataFrame) -> pl.DataFrame:
    return part if part[AT].is_sorted() else part.sort(AT, maintain_order=True)


def _between(whole: pl.DataFrame, part: pl.DataFrame, runs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Stretches of both in order."""
    taken = begins = 0
    for before, count in zip(whole[AT].search_sorted(runs["value"]), runs["len"], strict=True):
        yield whole[taken:before]
        yield part[begins : begins + count]
        taken, begins = before, begins + count
    yield whole[taken:]


def _with_learner(part: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    if LEARNER in part.columns:
        return part
    return part.with_columns(ids.gather(part[AT] // AWARDS).alias(LEARNER))
