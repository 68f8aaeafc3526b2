"""What looks amiss in the first rows of a table, told to whoever reads the proposal: a second line of names, rows of nobody, sums."""

from __future__ import annotations

from typing import Final

import polars as pl

from stackr.batch.ingest.shapes import LINE, NAMELESS
from stackr.batch.ingest.sums import is_sum

_SUMS: Final = 3
"""Lines of sums that are told; a sheet with more of them has them everywhere."""


def doubts(rows: pl.DataFrame, learner: str | None) -> list[str]:
    """A sentence for each. `learner` is the column that says whose a row is, if one is known."""
    found = _nameless(rows)
    if learner is not None:
        found += [*_of_nobody(rows, learner), *_sums(rows, learner)]
    return found


def _nameless(rows: pl.DataFrame) -> list[str]:
    """Columns that have values and no name: the line below may hold a second line of names."""
    below = rows.head(1)
    nameless = [name for name in rows.columns if NAMELESS.match(name) and below[name].null_count() < below.height]
    if not nameless:
        return []
    more = f" and {len(nameless) - 1} more have" if len(nameless) > 1 else " has"
    line = below[LINE][0]
    return [f"`{nameless[0]}`{more} no name: if line {line} names them, put header = {line} under [file]"]


def _of_nobody(rows: pl.DataFrame, learner: str) -> list[str]:
    """Rows that say something and not of whom: merged cells have their value in the first row only."""
    others = [name for name in rows.columns if name not in (LINE, learner)]
    without = rows.filter(pl.col(learner).is_null() & pl.any_horizontal(pl.col(others).is_not_null()))
    if without.is_empty():
        return []
    where = f"`{learner}` is empty in {without.height} of {rows.height} rows, first in line {without[LINE][0]}"
    return [f"{where}: rows of nobody are put aside (a merged cell has its value in its first row only)"]


def _sums(rows: pl.DataFrame, learner: str) -> list[str]:
    """A line of sums at the end of a sheet would be read as a learner."""
    sums = rows.filter(is_sum(pl.col(learner))).select(LINE, learner)
    return [
        f"line {line} begins with {name!r}: it would be read as a learner, take it out"
        for line, name in sums.head(_SUMS).iter_rows()
    ]
