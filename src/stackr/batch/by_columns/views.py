"""Columns of text by the views that the library keeps of them: sixteen bytes each, which hold a short text whole.

Two equal views are one text. So texts are looked at once for each view that differs, and all that is done per row is finding
a pair of numbers in a table. Views of short texts mean the same in every column, those of longer ones only in theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

NONE: Final = -1
"""No view has this number; those below it are of views met in this column for the first time."""
_SLOTS: Final = 1 << 10
_ROWS_EACH: Final = 32
"""With fewer rows to a view, finding a text by its view is slower than by itself."""


class _Table:
    """A table of views (pairs of numbers) that grows."""

    def __init__(self) -> None:
        self.slots = np.zeros(2 * _SLOTS, np.int64)
        self.numbers = np.full(_SLOTS, NONE, np.int32)
        self.held = 0

    def settle(self, told: Codes) -> None:
        """Put the numbers in of the views that were just met for the first time."""
        new = np.flatnonzero(self.numbers < NONE)
        self.numbers[new] = told[-2 - self.numbers[new]]
        self.held += len(new)

    def room(self) -> int:
        """How many more it may take; it grows so that it is at most half full after that."""
        from stackr.batch.by_columns import passes

        if self.held * 4 > len(self.numbers):
            slots, numbers = np.zeros(len(self.slots) * 4, np.int64), np.full(len(self.numbers) * 4, NONE, np.int32)
            passes.views_moved(self.slots, self.numbers, slots, numbers)
            self.slots, self.numbers = slots, numbers
        return len(self.numbers) // 2 - self.held


class Views:
    """The views of one column, over all frames, and the number of each."""

    def __init__(self) -> None:
        self._short = _Table()
        self.repeat = True
        """Whether views repeat; long texts that are written down anew in each row have a view of their own each time."""

    def numbers(self, column: pl.Series, number: Callable[[str | None], int]) -> Codes | None:
        """The number of each row's text; `number` is asked for those that are new. None: there is no way to the views."""
        from stackr.batch.by_columns import passes

        views = _views(column)
        if views is None:
            return None
        out, done, short, long = np.zeros(len(column), np.int32), 0, self._short, _Table()
        while done < len(out):
            fresh = np.zeros(min(short.room(), long.room()) + 1, np.int64)
            tables = (short.slots, short.numbers, long.slots, long.numbers)
            to = passes.viewed(views, done, *tables, out, fresh)
            if fresh[-1]:
                texts = column.gather(pl.Series(fresh[: fresh[-1]])).to_list()
                told = np.array([number(text) for text in texts], np.int32)
                mine = out[done:to]
                new = np.flatnonzero(mine < NONE)
                mine[new] = told[-2 - mine[new]]
                short.settle(told)
                long.settle(told)
            done = to
        self.repeat = long.held * _ROWS_EACH <= max(len(out), _SLOTS)
        if column.null_count():
            out[column.is_null().to_numpy()] = 0
        return out


def _views(column: pl.Series) -> Ints | None:
    try:
        array = column.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
        if str(array.type) != "string_view":
            return None
        views = np.frombuffer(array.buffers()[1], np.int64)
    except ImportError:  # no pyarrow
        return None
    return views[2 * array.offset : 2 * (array.offset + len(column))]
