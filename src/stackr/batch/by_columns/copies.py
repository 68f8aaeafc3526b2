"""Rows that are one record twice: admission puts them together, and what comes of them stands for them in the columns.

Only those rows are admitted one by one; the learner's other rows keep their signatures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from stackr.batch.by_columns.packing import Rows
from stackr.batch.rows import LEARNER, Records
from stackr.model.learning import Holding
from stackr.records.admit import admit
from stackr.records.same import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from stackr.batch.by_columns.worlds import World

    Ints = NDArray[np.int64]


def as_read(holding: Holding, members: Iterable[str], days: Mapping[str, Callable[[date], date]]) -> Holding:
    """The holding with only what the rules see of it. `days`: column → the day that stands for another."""
    seen = frozenset(members)
    nothing: dict[str, Any] = {name: None for name in PLAIN if name not in seen}
    kept = {clock: day for clock, day in holding.dates.items() if clock in seen}
    stand_ins = {clock: days[clock](day) for clock, day in holding.dates.items() if clock in days}
    return replace(
        holding,
        **nothing,
        dates=dict(sorted((kept | stand_ins).items())),
        extra={name: text for name, text in holding.extra.items() if name in seen},
        faults=tuple((member, why) for member, why in holding.faults if member in seen or member in days),
    )


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
