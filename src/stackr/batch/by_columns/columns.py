"""What the rules can tell apart of the numbers of texts.

A `Feature` is what they see of one column (or of two that only make sense together): its classes, and a text that stands for each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from math import prod
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from stackr._time import parse_date
from stackr.batch.by_columns.dictionary import Dictionary
from stackr.batch.texts import value_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

UNREADABLE: Final = "?"
"""Stands for a day that can't be read as one."""


class Feature(ABC):
    """What the rules see of some columns. `classes` and `texts` grow with the dictionaries; class 0 is: nothing there."""

    def __init__(self, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        self.size = 1

    @abstractmethod
    def of(self, codes: dict[str, Codes], books: dict[str, Dictionary]) -> NDArray[np.int64]:
        """The class of each row."""

    @abstractmethod
    def member(self, number: int, books: dict[str, Dictionary]) -> dict[str, str]:
        """Members that stand for a class."""


class Whole(Feature):
    """A column read as it is: every text is a class."""

    def of(self, codes: dict[str, Codes], books: dict[str, Dictionary]) -> NDArray[np.int64]:
        """The text's number."""
        self.size = len(books[self.columns[0]].texts)
        return codes[self.columns[0]].astype(np.int64)

    def member(self, number: int, books: dict[str, Dictionary]) -> dict[str, str]:
        """The text itself."""
        return {self.columns[0]: books[self.columns[0]].texts[number]} if number else {}


class Sides(Feature):
    """A column of days, each by the two thresholds between which it lies. Class 1: can't be read as a day."""

    def __init__(self, column: str, thresholds: Sequence[int]) -> None:
        super().__init__((column,))
        self.thresholds = tuple(thresholds)
        self.size = len(self.thresholds) + 3
        self._classes = np.zeros(1, np.int64)

    def of(self, codes: dict[str, Codes], books: dict[str, Dictionary]) -> NDArray[np.int64]:
        """Where each day lies."""
        texts = books[self.columns[0]].texts
        if len(texts) > len(self._classes):
            new = [self._class(text) for text in texts[len(self._classes) :]]
            self._classes = np.concatenate([self._classes, np.array(new, np.int64)])
        found: NDArray[np.int64] = self._classes[codes[self.columns[0]]]
        return found

    def _class(self, text: str) -> int:
        day = ordinal(text)
        return (0 if day is None else 1) if day is None or day < 0 else 2 + bisect_right(self.thresholds, day)

    def member(self, number: int, books: dict[str, Dictionary]) -> dict[str, str]:
        """The first day of the stretch; before the first threshold, the day before it."""
        if number == 0:
            return {}
        if number == 1:
            return {self.columns[0]: UNREADABLE}
        return {self.columns[0]: self._first(number).isoformat()}

    def stand_in(self, day: date) -> date:
        """The day that stands for another."""
        return self._first(2 + bisect_right(self.thresholds, day.toordinal()))

    def _first(self, number: int) -> date:
        at = self.thresholds[number - 3] if number > 2 else self.thresholds[0] - 1
        return date.fromordinal(max(1, at))


class Judged(Feature):
    """Columns of which only what some questions make of them is read: grades on their scales."""

    def __init__(self, columns: Sequence[str], ask: Callable[[dict[str, str]], tuple[Any, ...]]) -> None:
        super().__init__(columns)
        self.ask = ask
        self._classes: dict[tuple[Any, ...], int] = {}
        self._members: list[dict[str, str]] = []
        self._known: dict[tuple[tuple[str, str], ...], int] = {}
        self._sizes: list[int] = []
        self._table: NDArray[np.int64] = np.zeros(0, np.int64)

    def of(self, codes: dict[str, Codes], books: dict[str, Dictionary]) -> NDArray[np.int64]:
        """The class of the row's texts taken together."""
        sizes = [len(books[column].texts) for column in self.columns]
        if sizes != self._sizes:
            self._sizes, self._table = sizes, np.full(prod(sizes), -1, np.int64)
        key = np.zeros(len(codes[self.columns[0]]), np.int64)
        for column, size in zip(self.columns, sizes, strict=True):
            key = key * size + codes[column]
        seen = np.bincount(key, minlength=len(self._table))
        for new in np.flatnonzero((seen > 0) & (self._table < 0)):
            self._table[new] = self._class(int(new), books)
        found: NDArray[np.int64] = self._table[key]
        return found

    def _class(self, key: int, books: dict[str, Dictionary]) -> int:
        texts = {}
        for column, size in zip(reversed(self.columns), reversed(self._sizes), strict=True):
            key, at = divmod(key, size)
            if at:
                texts[column] = books[column].texts[at]
        said = tuple(sorted(texts.items()))
        found = self._known.get(said)
        if found is None:
            found = self._known[said] = self._classes.setdefault(self.ask(texts), len(self._members))
            if found == len(self._members):
                self._members.append(texts)
                self.size = len(self._members)
        return found

    def member(self, number: int, books: dict[str, Dictionary]) -> dict[str, str]:
        """The first texts that were met with these answers: any would do."""
        return self._members[number]


def ordinal(text: str) -> int | None:
    """The day number; None for an empty text, -1 for one that is no day."""
    told = value_of(text)
    if not isinstance(told, str):
        return -1
    if not told.strip():
        return None
    try:
        return parse_date(told.strip()).toordinal()
    except ValueError:
        return -1
