"""Learners of whom the rules see the same, whatever their names: what one is told holds for all of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from stackr.batch.alike import in_order

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from stackr.batch.by_columns.packing import Rows
    from stackr.batch.by_columns.worlds import World


class Likeness:
    """What learners are known by: their world, and the signatures of their rows in the order in which units are tried.

    `ids`: of holdings; `where`: which of them each row is.
    """

    def __init__(self, world: World, rows: Rows, ids: pl.Series, where: NDArray[np.int64]) -> None:
        self._world, self._rows = world, rows
        self._asked = ids, where
        self._known: dict[int, Hashable | None] = {}

    def __call__(self, learner: int) -> Hashable | None:
        """The same for learners who are alike; None where names may matter."""
        if learner not in self._known:
            self._known[learner] = self._of(learner)
        return self._known[learner]

    @cached_property
    def _ids(self) -> list[str]:
        ids, where = self._asked
        found: list[str] = ids.gather(where).cast(pl.String).to_list()
        return found

    def _of(self, learner: int) -> Hashable | None:
        begin, end = self._rows.starts[learner : learner + 2].tolist()
        order = in_order(self._ids[begin:end])
        if order is None:
            return None
        return id(self._world), self._rows.signs[begin:end][order].tobytes()
