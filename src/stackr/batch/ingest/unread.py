"""Values of rows that are used, though the value can't be read: told with their place, and taken as unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import polars as pl

from stackr.batch.ingest.shapes import LINE
from stackr.batch.texts import EXACT, value_of
from stackr.model.learning import WORDS
from stackr.records.holding import AMOUNTS, DATES, FLAGS, KNOWN, OWN_WAY, why_unread
from stackr.records.values import printable

CHECKED: Final = frozenset((*AMOUNTS, *DATES, *FLAGS, *WORDS))
"""Members that not any text can be."""
READ: Final = KNOWN - set(OWN_WAY)
"""Members that a list or an object can't be."""
UNREAD: Final = {LINE: pl.Int64, "column": pl.String, "value": pl.String, "member": pl.String, "message": pl.String}


def unread(
    rows: pl.DataFrame, members: Iterable[str], columns: Mapping[str, str], *, exact: bool = False
) -> pl.DataFrame:
    """The values among `rows` of holdings that the single audit can't read either. `columns`: member → whose column; `exact`:
    cells may say more than a text can.

    Each distinct value is read once, by the same reader. One row per value and line, in order of line, then member.
    """
    found = [pl.DataFrame(schema=UNREAD)]
    for member in sorted((CHECKED | (READ if exact else set())).intersection(members)):
        values = rows[member].unique().drop_nulls()
        if member not in CHECKED:
            values = values.filter(values.cast(pl.String).str.starts_with(EXACT))
        wrong = [
            (value, printable(value.removeprefix(EXACT)), message)
            for value in values
            if (message := _why(member, value)) is not None
        ]
        if wrong:
            told = pl.DataFrame(
                wrong, schema={member: pl.String, "value": pl.String, "message": pl.String}, orient="row"
            )
            placed = rows.select(LINE, pl.col(member).cast(pl.String)).join(told, on=member, how="inner")
            found.append(
                placed.select(
                    LINE,
                    pl.lit(columns.get(member, member)).alias("column"),
                    "value",
                    pl.lit(member).alias("member"),
                    "message",
                )
            )
    return pl.concat(found).sort(LINE, "member", "message")


@lru_cache(maxsize=65_536)
def _why(member: str, text: str) -> str | None:
    return why_unread(member, value_of(text))
