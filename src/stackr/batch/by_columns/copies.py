"""Rows that are one record twice: admission puts them together, and what comes of them stands for them in the columns.

Only those rows are admitted one by one; the learner's other rows keep their signatures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from stackr.batch.by_columns.packing import Rows
from stackr.batch.rows import LEARNER, Records
from stackr.records.admit import admit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stackr.batch.by_columns.worlds import World

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Together:
    """Holdings of some learners in order of id: `frame` says whose each is and its id."""

    frame: pl.DataFrame
    rows: Rows


def together(
    records: Records, learners: Ints, twin: NDArray[np.bool_], signs: NDArray[np.int32], world: World
) -> Together:
    """The holdings of these learners, copies put together. `twin`, `signs`: of each row of the records.

    Raises `RecordError` where a learner's record is none.
    """
    starts, ids = records.starts.to_numpy(), records.rows["id"]
    each: list[list[tuple[str, int]]] = []
    for at in learners.tolist():
        rows = np.arange(starts[at], starts[at + 1])
        alone, copies = rows[~twin[rows]], rows[twin[rows]].tolist()
        record = records.record(records.names[at], copies)
        holdings = admit(record, world.book.tables, world.evaluation.as_of).holdings
        mine = list(zip(ids[alone].cast(pl.String).to_list(), signs[alone].tolist(), strict=True))
        each.append(sorted([*mine, *((holding.id, world.sign(holding)) for holding in holdings)]))
    counts = np.array([len(of) for of in each], np.int64)
    names = pl.Series("id", [name for of in each for name, _ in of], pl.String)
    frame = pl.DataFrame({LEARNER: records.names.gather(np.repeat(learners, counts)), "id": names})
    begins = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
    return Together(frame, Rows(np.array([sign for of in each for _, sign in of], np.int32), begins))
