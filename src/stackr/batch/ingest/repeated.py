"""Columns that repeat their texts: what becomes of a text is worked out once for each, not for each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from stackr.batch.by_columns.dictionary import Dictionary, repeats
from stackr.batch.ingest.shapes import LINE

MANY: Final = 1 << 20
"""More different texts of a column than this are not remembered."""


class Repeated:
    """The columns of inputs that are read alike, by what was seen of them so far."""

    def __init__(self) -> None:
        self._looked_at: dict[str, bool] = {}
        """Column → whether it repeats its texts."""
        self._known: dict[str, _Known] = {}

    def over(
        self,
        rows: pl.DataFrame,
        asked: Sequence[tuple[str | None, pl.Expr]],
        runs: tuple[str, pl.Expr] | None = None,
    ) -> pl.DataFrame:
        """The lines and what is asked, in this order. An expression goes with the one column that it reads, if it reads one.

        What comes of a column that repeats its texts are categories, else text. `runs`: a column whose equal texts stand
        together, and what is asked of it; it comes first, as text.
        """
        for column, _ in asked:
            if column and column not in self._looked_at:
                self._looked_at[column] = repeats(rows[column].n_unique(), rows.height)
        row_by_row = rows.select(LINE, *(told for column, told in asked if not column or not self._looked_at[column]))
        once = [self._once(rows[column], told) for column, told in asked if column and self._looked_at[column]]
        by_runs = [] if runs is None else [_by_runs(rows[runs[0]], runs[1])]
        self._give_up()
        asked = asked if runs is None else [runs, *asked]
        return row_by_row.with_columns(*once, *by_runs).select(LINE, *(told.meta.output_name() for _, told in asked))

    def _give_up(self) -> None:
        """Columns whose texts turn out to be many: nothing is remembered of them any more."""
        for known in self._known.values():
            if len(known.made) > MANY or not repeats(len(known.made), known.rows):
                self._looked_at[known.column] = False
        self._known = {name: known for name, known in self._known.items() if self._looked_at[known.column]}

    def _once(self, column: pl.Series, told: pl.Expr) -> pl.Series:
        name = told.meta.output_name()
        if name not in self._known:
            self._known[name] = _Known(column.name, told)
        return self._known[name].of(column)


def _by_runs(column: pl.Series, told: pl.Expr) -> pl.Series:
    """What is made of a column, asked once for rows that follow one another with one text."""
    runs = column.rle().struct.unnest()
    made = runs.select(pl.col("value").alias(column.name)).select(told).to_series()
    return made.gather(np.repeat(np.arange(runs.height, dtype=np.uint32), runs["len"].to_numpy()))


class _Known:
    """What one expression makes of the texts of a column."""

    def __init__(self, column: str, told: pl.Expr) -> None:
        self.column = column
        self.told = told
        self.kind = pl.Categorical(pl.Categories.random())
        self.made = pl.Series([None], dtype=self.kind)
        """By the number of a text; the first for an empty cell."""
        self.rows = 0
        self._texts = Dictionary(empty_is_absent=False)

    def of(self, column: pl.Series) -> pl.Series:
        """What becomes of each row's text."""
        numbers = self._texts.codes(column)
        new = self._texts.texts[len(self.made) :]
        if new:
            made = pl.DataFrame({self.column: pl.Series(new, dtype=pl.String)}).select(self.told).to_series()
            self.made = pl.concat([self.made, made.cast(self.kind).alias("")])
        self.rows += len(column)
        return self.made.gather(pl.Series(numbers.astype(np.uint32))).alias(self.told.meta.output_name())
