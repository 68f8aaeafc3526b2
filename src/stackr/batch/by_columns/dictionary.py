"""The texts of columns as small numbers. A `Dictionary` numbers the different texts of one column, over all frames; 0 is absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from stackr.batch.by_columns.views import Views

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

_ROWS_EACH: Final = 4
_SMALL: Final = 1_000
_FEW_ROWS: Final = 1_000
"""Fewer are numbered through the library's categories: nothing need be compiled for them."""


def repeats(different: int, rows: int) -> bool:
    """Whether so many different texts in so many rows are so few that numbering them is worth while."""
    return different * _ROWS_EACH <= max(rows, _SMALL)


class Dictionary:
    """The texts of one column by number. `empty_is_absent`: an empty text has number 0 too."""

    def __init__(self, *, empty_is_absent: bool = True) -> None:
        self.texts: list[str] = [""]
        self.numbers: dict[str, int] = {"": 0} if empty_is_absent else {}
        self.categories = pl.Categories.random()
        self._views = Views()
        self._tables: dict[Any, Codes] = {}
        self._alive: dict[Any, pl.Series] = {}
        """An empty column of each kind: the library forgets what its codes mean when the last column that has them is gone."""
        self._worked_out: dict[str, NDArray[np.int64]] = {}

    def codes(self, column: pl.Series) -> Codes:
        """The number of each row's text; new texts get new numbers."""
        if column.dtype == pl.String and len(column) >= _FEW_ROWS and self._views.repeat:
            found = self._views.numbers(column, self.number)
            if found is not None:
                return found
        return self._of_categories(column)

    def _of_categories(self, column: pl.Series) -> Codes:
        category = column if isinstance(column.dtype, pl.Categorical) else column.cast(pl.Categorical(self.categories))
        self._alive.setdefault(category.dtype, category.head(0))
        absent = category.null_count()
        places = category.to_physical()
        values = (places.fill_null(0) if absent else places).to_numpy()
        table = self._tables.get(category.dtype, np.full(1, -1, np.int32))
        if len(values) and (highest := int(values.max())) >= len(table):
            table = np.concatenate([table, np.full(highest + 1 - len(table), -1, np.int32)])
        found: Codes = table.take(values)
        if found.min(initial=0) < 0 and (there := category.unique().drop_nulls()).len():
            table[there.to_physical().to_numpy()] = [self.number(text) for text in there.cast(pl.String).to_list()]
            found = table.take(values)
        self._tables[category.dtype] = table
        if absent:
            found[category.is_null().to_numpy()] = 0
        return found

    def number(self, text: str | None) -> int:
        """The number of a text."""
        if text is None:
            return 0
        found = self.numbers.get(text)
        if found is None:
            found = self.numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def each(self, name: str, make: Callable[[str], int]) -> NDArray[np.int64]:
        """What `make`, known by its name, makes of every text, by number; of each text once."""
        known = self._worked_out.get(name, np.zeros(0, np.int64))
        if len(known) < len(self.texts):
            new = np.array([make(text) for text in self.texts[len(known) :]], np.int64)
            known = self._worked_out[name] = np.concatenate([known, new])
        return known
