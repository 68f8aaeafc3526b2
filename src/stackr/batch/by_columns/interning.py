"""Rows as numbers: equal rows of classes get the same number, over all frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stackr.batch.by_columns import passes

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_BITS = 62
_ROOM = 2
"""Bits that a part of a key may still grow by before all keys are made anew."""


class Interner:
    """Numbers tuples of small numbers. `tuples[n]` is what number n stands for."""

    def __init__(self) -> None:
        self.tuples: list[tuple[int, ...]] = []
        self._widths: tuple[int, ...] = ()
        self._slots = np.full(1 << 12, passes.EMPTY, np.int64)
        self._numbers = np.zeros(1 << 12, np.int32)

    def numbers(self, parts: Sequence[NDArray[np.int64]], sizes: Sequence[int]) -> NDArray[np.int32]:
        """The number of each row of `parts`; part k is below `sizes[k]`. Raises `OverflowError` beyond 62 bits."""
        needed = [max(1, (size - 1).bit_length()) for size in sizes]
        if not self._widths or any(need > width for need, width in zip(needed, self._widths, strict=True)):
            self._widen(needed)
        keys = np.zeros(len(parts[0]), np.int64)
        for part, width in zip(parts, self._widths, strict=True):
            keys = keys << width | part
        out = np.zeros(len(keys), np.int32)
        done = 0
        while done < len(keys):
            fresh = np.zeros(len(self._slots) // 2 + 2, np.int64)
            rest = keys[done:]
            more = passes.intern(rest, self._slots, self._numbers, len(self.tuples), out[done:], fresh)
            rows = fresh[: fresh[-1]] + done
            self.tuples += zip(*(part[rows].tolist() for part in parts), strict=True)
            done += more
            if done < len(keys):
                self._grow()
        return out

    def _widen(self, needed: list[int]) -> None:
        room = _ROOM if sum(needed) + _ROOM * len(needed) <= _MOST_BITS else 0
        if sum(needed) > _MOST_BITS:
            raise OverflowError("rows have more different members than a key can tell apart")
        self._widths = tuple(width + room for width in needed)
        self._slots.fill(passes.EMPTY)
        keys = np.array([self._key(known) for known in self.tuples], np.int64)
        while len(keys) * 2 >= len(self._slots) - 1:
            self._slots = np.full(len(self._slots) * 2, passes.EMPTY, np.int64)
            self._numbers = np.zeros(len(self._slots), np.int32)
        out, fresh = np.zeros(len(keys), np.int32), np.zeros(len(keys) + 2, np.int64)
        passes.intern(keys, self._slots, self._numbers, 0, out, fresh)

    def _key(self, parts: tuple[int, ...]) -> int:
        key = 0
        for part, width in zip(parts, self._widths, strict=True):
            key = key << width | part
        return key

    def _grow(self) -> None:
        larger = np.full(len(self._slots) * 4, passes.EMPTY, np.int64)
        theirs = np.zeros(len(larger), np.int32)
        passes.regrown(self._slots, self._numbers, larger, theirs)
        self._slots, self._numbers = larger, theirs
