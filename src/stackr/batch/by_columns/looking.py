"""What of a table of records the columns can't tell, found by looking at whole columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from stackr.batch.by_columns.signatures import ALONE, BIT
from stackr.batch.rows import LEARNER, Records
from stackr.records.admit import MOST_HOLDINGS
from stackr.records.values import LONGEST_TEXT

if TYPE_CHECKING:
    from numpy.typing import NDArray


ODD: Final = r"^\s|\s$|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
"""An id that admission would not take as it stands (`records.values.as_text`): such learners are looked at one by one."""

ABOUT: Final = ("identity", "decisions", "facts")


def alike_learners(records: Records) -> list[tuple[tuple[str | None, ...], NDArray[np.int64]]]:
    """Learners of whom the same is told, and what that is."""
    about = records.about
    count = len(records.names)
    if about is None or not set(ABOUT) & set(about.columns):
        return [((None, None, None), np.arange(count, dtype=np.int64))] if count else []
    known = about.select(pl.col(LEARNER, *(name for name in ABOUT if name in about.columns)).cast(pl.String))
    known = known.with_columns(pl.lit(None, pl.String).alias(name) for name in ABOUT if name not in about.columns)
    told = records.names.to_frame(LEARNER).join(known, on=LEARNER, how="left", maintain_order="left")
    groups = told.with_row_index("@at").group_by(ABOUT, maintain_order=True).agg("@at")
    return [(row[:3], np.array(row[3], np.int64)) for row in groups.select(*ABOUT, "@at").iter_rows()]


def flags_of_ids(odd: NDArray[np.int64], names: pl.Series, starts: NDArray[np.int64]) -> NDArray[np.int32]:
    """Flags of learners with too many rows, or with ids that need a look. `odd`: rows with such ids."""
    flags, look = np.zeros(len(names), np.int32), BIT["ids that need a look"]
    flags[np.diff(starts) > MOST_HOLDINGS] |= look
    flags[odd_ids(names)] |= look
    flags[np.searchsorted(starts, odd, side="right") - 1] |= look
    return flags


def mark_neighbours(ids: pl.Series, starts: NDArray[np.int64], found: NDArray[np.bool_]) -> None:
    """Mark the rows of one learner that have the id of the row before or after."""
    same = (ids == ids.shift(1)).fill_null(False).to_numpy().copy()
    same[starts[:-1][np.diff(starts) > 0]] = False
    found |= same
    found[:-1] |= same[1:]


def odd_ids(texts: pl.Series) -> NDArray[np.int64]:
    """Where an id is absent, or none that admission would take as it stands."""
    text = texts.cast(pl.String)
    odd = text.is_null() | (text == "") | (text.str.len_bytes() > LONGEST_TEXT)
    if not _all_plain(text):
        odd |= text.str.contains(ODD) | (text != text.str.normalize("NFC"))
    return np.flatnonzero(odd.fill_null(True).to_numpy())


def _all_plain(texts: pl.Series) -> bool:
    """Whether all bytes of all texts are plain printable characters, in one look at them."""
    try:
        buffer = texts.to_arrow(compat_level=pl.CompatLevel.oldest()).buffers()[2]
    except ImportError:  # no pyarrow: text by text then
        return False
    data = np.frombuffer(buffer or b"", np.uint8)
    return not len(data) or bool(data.min() > ord(" ") and data.max() <= ord("~"))


def rows_of(
    starts: NDArray[np.int64], learners: NDArray[np.int64]
) -> tuple[NDArray[np.int64] | None, NDArray[np.int64]]:
    """The rows of some learners (None: all rows), and where each one's begin among them."""
    if len(learners) == len(starts) - 1:
        return None, starts
    counts = np.diff(starts)[learners]
    begins = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    mine = np.repeat(starts[learners] - begins[:-1], counts) + np.arange(begins[-1])
    return mine, begins


def text_hashes(column: pl.Series) -> NDArray[np.int64]:
    """A number for each text; 0 where there is none."""
    text = column.cast(pl.String).str.normalize("NFC").str.strip_chars()
    found = text.hash(0).reinterpret(signed=True).to_numpy() | 1
    absent = (text.is_null() | (text == "")).fill_null(True).to_numpy()
    return np.where(absent, 0, found)


def reason_of(flags: int) -> str:
    """The first reason of a flag, as the stage that it gives."""
    for name in ALONE:
        if flags & BIT[name]:
            return f"single audit: {name}"
    return "single audit: a conferred award"
