"""Lines of sums that registrars keep below a table: they would be read as a learner of that name.

Nobody's row is dropped for a name, for somebody may be called so: a proposal of a profile and a run say it.
"""

from __future__ import annotations

from typing import Final

import polars as pl

WORDS: Final = (
    "total", "totals", "grand total", "subtotal", "sum", "sums", "average", "mean", "count",
    "summe", "gesamt", "insgesamt", "durchschnitt", "somme", "moyenne", "suma", "totaal",
)  # fmt: skip
SUMS: Final = {"learner": pl.String, "rows": pl.UInt32}
"""One row per learner who is called like a line of sums."""


def is_sum(learner: pl.Expr) -> pl.Expr:
    """Whether a learner's name is a word for sums."""
    return learner.str.strip_chars(" :").str.to_lowercase().is_in(WORDS)


def sums_of(holdings: pl.DataFrame) -> pl.DataFrame:
    """Those among the learners of one part, in order."""
    named = (
        holdings["learner"]
        .rle()
        .struct.field("value")
        .unique()
        .cast(pl.String)
        .alias("learner")
        .to_frame()
        .filter(is_sum(pl.col("learner")))["learner"]
    )
    if not len(named):
        return pl.DataFrame(schema=SUMS)
    rows = holdings.select(pl.col("learner").cast(pl.String)).filter(pl.col("learner").is_in(named.implode()))
    return rows.group_by("learner").len("rows").sort("learner")
