"""Codes in a table that a catalogue or a rule has in another way of writing (`rulebook/spellings.py`).

The run says so, and a profile's `[values.credential]` says what is meant. Only the catalogues, the agreements and the codes that rules
name decide what is told; a run after another (`--since`) asks everybody anew where one of them has changed.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from stackr.rulebook.book import RuleBook

LOOKALIKES: Final = {"learner": pl.String, "credential": pl.String, "meant": pl.String}
"""One row per learner and code; `meant`: the one code of catalogues and rules that differs in nothing but case, spaces and signs."""


class Lookalikes:
    """The codes of one rule book."""

    def __init__(self, book: RuleBook) -> None:
        self._spellings = book.spellings

    def of(self, holdings: pl.DataFrame) -> pl.DataFrame:
        """Those among the holdings of one part, in order of learner and code."""
        if "credential" not in holdings.columns:
            return pl.DataFrame(schema=LOOKALIKES)
        told = holdings["credential"].unique().drop_nulls().cast(pl.String).to_list()
        meant = {code: found for code in told if (found := self._spellings.meant(code))}
        if not meant:
            return pl.DataFrame(schema=LOOKALIKES)
        rows = holdings.select(pl.col("learner", "credential").cast(pl.String))
        rows = rows.filter(pl.col("credential").is_in(list(meant))).unique().sort("learner", "credential")
        return rows.with_columns(meant=pl.col("credential").replace_strict(meant, return_dtype=pl.String))
