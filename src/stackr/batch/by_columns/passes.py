"""The passes over all rows, compiled (extra `batch`). Each is one loop; none decides anything about learning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stackr.allocation.kernel.jit import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Small = NDArray[np.int32]

EMPTY = -1
"""A free slot of a table of keys: no key is negative."""
_MIX = 0x9E3779B97F4A7C15 - (1 << 64)
_WHOLE = 12
"""A view holds a text of so many bytes whole."""


@compiled(entry=True)
def intern(keys: Ints, slots: Ints, numbers: Small, known: int, out: Small, fresh: Ints) -> int:
    """Number each key, new ones from `known` on, until the table is half full. Gives how many rows were done.

    `slots` (a power of two long) holds keys, `numbers` their numbers; `fresh[n - known]` is the first row of number n.
    """
    mask = len(slots) - 1
    start = known
    for row in range(len(keys)):
        key = keys[row]
        at = ((key * _MIX) >> 20) & mask
        while slots[at] != key and slots[at] != EMPTY:
            at = (at + 1) & mask
        if slots[at] == EMPTY:
            if known * 2 >= mask:
                fresh[-1] = known - start
                return row
            slots[at] = key
            numbers[at] = known
            fresh[known - start] = row
            known += 1
        out[row] = numbers[at]
    fresh[-1] = known - start
    return len(keys)


@compiled(entry=True)
def regrown(slots: Ints, numbers: Small, larger: Ints, theirs: Small) -> None:
    """Put everything of one table into a larger, empty one."""
    mask = len(larger) - 1
    for old in range(len(slots)):
        key = slots[old]
        if key != EMPTY:
            at = ((key * _MIX) >> 20) & mask
            while larger[at] != EMPTY:
                at = (at + 1) & mask
            larger[at] = key
            theirs[at] = numbers[old]


@compiled(entry=True)
def viewed(
    views: Ints, first: int, slots: Ints, numbers: Small, long_slots: Ints, long_numbers: Small, out: Small, fresh: Ints
) -> int:
    """Number each text by its view from row `first` on, until there may be no room for more. Gives up to where.

    Two tables, for short texts and long ones: views, and their numbers (-1: a free slot). A view that is not in its table gets
    -2, -3, … in turn; `fresh` lists the row where each was met, and at its end how many they are, at most as many as it holds.
    """
    met, most = 0, len(fresh) - 1
    for row in range(first, len(out)):
        low, high = views[2 * row], views[2 * row + 1]
        if low & 0xFFFFFFFF <= _WHOLE:
            at = _slot(slots, numbers, low, high)
            number = numbers[at]
        else:
            at = _slot(long_slots, long_numbers, low, high)
            number = long_numbers[at]
        if number == -1:
            if met == most:
                fresh[-1] = met
                return row
            number = -2 - met
            if low & 0xFFFFFFFF <= _WHOLE:
                slots[2 * at], slots[2 * at + 1], numbers[at] = low, high, number
            else:
                long_slots[2 * at], long_slots[2 * at + 1], long_numbers[at] = low, high, number
            fresh[met] = row
            met += 1
        out[row] = number
    fresh[-1] = met
    return len(out)


@compiled(inline=True)
def _slot(slots: Ints, numbers: Small, low: int, high: int) -> int:
    """Where a view stands in a table, or would stand."""
    mask = len(numbers) - 1
    mixed = (low ^ (high * _MIX)) * _MIX
    at = ((mixed ^ (mixed >> 32)) * _MIX) >> 32 & mask
    while numbers[at] != -1 and (slots[2 * at] != low or slots[2 * at + 1] != high):
        at = (at + 1) & mask
    return at


@compiled(entry=True)
def views_moved(slots: Ints, numbers: Small, larger: Ints, theirs: Small) -> None:
    """Put everything of one table of views into a larger, empty one."""
    for old in range(len(numbers)):
        if numbers[old] != -1:
            low, high = slots[2 * old], slots[2 * old + 1]
            at = _slot(larger, theirs, low, high)
            larger[2 * at], larger[2 * at + 1], theirs[at] = low, high, numbers[old]


@compiled(entry=True)
def gathered(signs: Small, flags: Small, starts: Ints, out: Small) -> None:
    """Per learner all flags of its rows' signatures together."""
    for learner in range(len(starts) - 1):
        found = 0
        for row in range(starts[learner], starts[learner + 1]):
            found |= flags[signs[row]]
        out[learner] = found


@compiled(entry=True)
def twins(keys: Ints, starts: Ints, slots: Ints, out: NDArray[np.bool_]) -> None:
    """Mark the rows whose key another row of the learner has; 0 is no key. `slots`: zeros, as many as twice any learner's
    rows, rounded up to a power of two."""
    for learner in range(len(starts) - 1):
        low, high = starts[learner], starts[learner + 1]
        size = 1
        while size < 2 * (high - low):
            size *= 2
        for row in range(low, high):
            key = keys[row]
            if key != 0:
                at = ((key * _MIX) >> 20) & (size - 1)
                while slots[at] != 0 and keys[slots[at] - 1] != key:
                    at = (at + 1) & (size - 1)
                if slots[at] != 0:
                    out[row] = True
                    out[slots[at] - 1] = True
                slots[at] = row + 1
        for at in range(size):
            slots[at] = 0


@compiled(entry=True)
def any_of(rows: NDArray[np.bool_], starts: Ints, bit: int, out: Small) -> None:
    """Put `bit` to learners one of whose rows is marked."""
    for learner in range(len(starts) - 1):
        for row in range(starts[learner], starts[learner + 1]):
            if rows[row]:
                out[learner] |= bit


@compiled(entry=True)
def counted(signs: Small, starts: Ints, learners: Ints, of: Ints, offsets: Ints) -> int:
    """Fill in where the units of each learner asked about begin; gives how many there are. `of`: signature → its units."""
    total = 0
    for index in range(len(learners)):
        offsets[index] = total
        learner = learners[index]
        for row in range(starts[learner], starts[learner + 1]):
            sign = signs[row]
            total += of[sign + 1] - of[sign]
    offsets[len(learners)] = total
    return total


@compiled(entry=True)
def listed(signs: Small, starts: Ints, learners: Ints, of: Ints, out: Small, row_of: Small) -> None:
    """The units of each learner asked about, and which of the learner's rows each comes from."""
    at = 0
    for index in range(len(learners)):
        learner = learners[index]
        for row in range(starts[learner], starts[learner + 1]):
            sign = signs[row]
            for unit in range(of[sign], of[sign + 1]):
                out[at] = unit
                row_of[at] = row - starts[learner]
                at += 1


@compiled(entry=True)
def repeated(codes: Small, offsets: Ints, out: Ints) -> None:
    """Number the codes that two units of a learner share, from 0 in each learner; all others get -1."""
    for learner in range(len(offsets) - 1):
        found = 0
        for unit in range(offsets[learner], offsets[learner + 1]):
            out[unit] = -1
            if codes[unit] < 0:
                continue
            for other in range(offsets[learner], unit):
                if codes[other] == codes[unit]:
                    if out[other] < 0:
                        out[other] = found
                        found += 1
                    out[unit] = out[other]
                    break


@compiled(entry=True)
def contested(
    told: NDArray[np.bool_], row_of: Small, offsets: Ints, out: NDArray[np.uint64], left_out: NDArray[np.bool_]
) -> None:
    """Give each holding whose grants contest its learning a bit of its own; learners with more than 64 are left out."""
    for learner in range(len(offsets) - 1):
        bit, last = -1, -1
        for unit in range(offsets[learner], offsets[learner + 1]):
            if told[unit]:
                if row_of[unit] != last:
                    last = row_of[unit]
                    bit += 1
                if bit > 63:
                    left_out[learner] = True
                else:
                    out[unit] = np.uint64(1) << np.uint64(bit)
