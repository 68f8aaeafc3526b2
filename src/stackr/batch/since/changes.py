"""Rows of a previous run, and rows that change them: put in the place of the holding of the same learner and id, or removed."""

from __future__ import annotations

from typing import Final

import polars as pl

from stackr.batch.ingest.about import CHANGE, REMOVE
from stackr.batch.ingest.shapes import LINE, Bad, bad
from stackr.batch.run.spool import SOURCE

MEANT: Final = "@change"
"""What is to be done with a row. A table of holdings may have a column `change` of its own, which says nothing of the kind."""
_PUT: Final = ("put", "add", "replace")
_KEYS: Final = ["learner", "id"]


def changes(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Bad]]:
    """The rows with `remove` or `put` in the column `MEANT`, from the column `change`; and those that say something else there."""
    if CHANGE not in rows.columns:
        return rows.with_columns(pl.lit("put").alias(MEANT)), []
    said = pl.col(CHANGE).cast(pl.String)
    word = said.str.to_lowercase()
    meant = (
        pl.when(word.is_null() | word.is_in(_PUT)).then(pl.lit("put")).when(word.is_in(REMOVE)).then(pl.lit("remove"))
    )
    told = rows.with_columns(said, meant.alias(MEANT))
    wrong = told.filter(pl.col(MEANT).is_null()).select(LINE, CHANGE).rows()
    good = told.filter(pl.col(MEANT).is_not_null()).drop(CHANGE)
    return good, [bad(line, "bad-change", "", CHANGE, value) for line, value in wrong]


def changed(holdings: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows that stand after the changes, and how many do not: replaced, removed, or saying that another is removed."""
    if MEANT not in holdings.columns:
        return holdings, 0
    new = pl.col(MEANT).is_not_null()
    if "id" in holdings.columns:
        keys = holdings.filter(new & pl.col("id").is_not_null()).select(_KEYS).unique()
        old = holdings.filter(~new).join(keys, on=_KEYS, how="anti", maintain_order="left")
    else:
        old = holdings.filter(~new)
    put = holdings.filter(pl.col(MEANT) == "put")
    standing = pl.concat([old, put]).drop(MEANT).sort("learner", SOURCE, LINE, maintain_order=True)
    return standing, holdings.height - standing.height
