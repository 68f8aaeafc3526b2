"""What the columns and the single audit say, put together: one order, whatever said what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from stackr.batch.exact import Told
from stackr.batch.result import AT, AWARDS, COUNT, SCHEMAS, BatchResult, added, frame

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
    whole = pl.concat([_with_learner(part, ids).select(*schema, AT) for part in found])
    if len(found) > 1 or not whole[AT].is_sorted():
        whole = whole.sort(AT, maintain_order=True)
    return whole.drop(AT)


def _with_learner(part: pl.DataFrame, ids: pl.Series) -> pl.DataFrame:
    if LEARNER in part.columns:
        return part
    return part.with_columns(ids.gather(part[AT] // AWARDS).alias(LEARNER))
