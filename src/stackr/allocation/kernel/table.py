"""A frame as arrays: what the compiled code reads. Masks are signed 64-bit numbers, bit 63 being the sign.

`table[way, row, k]` holds what one place or one sum has; the rows are named below. Sums are the frame's rules, then its totals,
then what its shares are measured against.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING

import numpy as np

from stackr.allocation.kernel.frame import Frame
from stackr.allocation.nodes import Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH = 64
HUGE = 1 << 60

# Rows of the table. Per place:
NEED, BY_ITEMS, MOST, SUMS = 0, 1, 2, 3  # SUMS: mask of the sums that see the place
# per sum:
SUM_ITEMS, CAP, FLOOR, PER, LEAST, AMOUNT, SHARE_NUM, SHARE_DEN, SHARE_OF, SHARE_NEED = range(4, 14)
# masks and single numbers, by column:
ONE = 14
(
    USED,
    ALL_UNITS,
    CAPPED,
    SHARED,
    FLOORS,
    AMOUNTS,
    COUNTED,
    WHOLE,
    ROOF,
    STEP,
    LATE,
    PLACES,
    MOST_CREDITS,
    ITEM_PLACES,
    SUM_COUNT,
    COARSE,
) = range(16)
"""COARSE: what all needs and limits are multiples of, if divisible units may be cut by it; 0 if they may not (`_coarse`)."""
TABLE_ROWS = 15

# Rows of a way, after those of the table:
LEAF, TOTAL, HEAD, LEVEL = range(
    TABLE_ROWS, TABLE_ROWS + 4
)  # LEVEL: the different worths of places, greatest first, then 0
OPEN, CONST, ALL_TOTALS, LEVELS = 0, 1, 2, 3  # ALL_TOTALS: what the totals add if they are full
WAY_ROWS = 4


def signed(mask: int) -> int:
    """A 64-bit mask as the signed number with the same bits."""
    mask &= (1 << 64) - 1
    return mask - (1 << 64) if mask >> 63 else mask


@lru_cache(maxsize=1024)
def table_of(frame: Frame) -> NDArray[np.int64]:
    """`table[way, row, k]`: for each way of a frame what holds in all of them, then the rows of the way."""
    fixed = np.zeros((TABLE_ROWS + WAY_ROWS, WIDTH), np.int64)
    seen = _sums(frame, fixed)
    items = 0
    for index, place in enumerate(frame.places):
        fixed[NEED, index] = place.need
        fixed[BY_ITEMS, index] = place.measure is Measure.ITEMS
        fixed[MOST, index] = HUGE if place.most is None else place.most
        fixed[SUMS, index] = signed(sum(1 << w for w, places in enumerate(seen) if places >> index & 1))
        items |= (place.measure is Measure.ITEMS) << index
    single = fixed[ONE]
    single[USED] = signed(frame.used)
    single[WHOLE], single[ROOF] = frame.whole, max(0, frame.whole - frame.unmet)
    single[STEP], single[LATE], single[PLACES] = frame.step, frame.late, len(frame.places)
    single[MOST_CREDITS] = _most_credits(frame)
    single[ITEM_PLACES], single[SUM_COUNT] = signed(items), len(seen)
    single[COARSE] = _coarse(frame)
    return _ways(frame, fixed)


def _coarse(frame: Frame) -> int:
    """See COARSE. Where nothing but the needs of places and limits on units, wherever they count, hold learning back, and the limits
    are one within another or apart, what is placed of divisible units is a flow: its amounts are multiples of what all is a multiple of.
    """
    limits = [rule for rule in frame.rules if rule.bound is not None and rule.measure is Measure.CREDITS]
    if frame.totals or any(rule.share or rule.need for rule in frame.rules):
        return 0
    if any(frame.used & ~rule.places for rule in limits):
        return 0
    places = [place for place in frame.places if place.measure is Measure.CREDITS]
    amounts = [place.need for place in places] + [place.most for place in places if place.most is not None]
    return gcd(*amounts, *(rule.bound for rule in limits if rule.bound is not None))


def _sums(frame: Frame, fixed: NDArray[np.int64]) -> list[int]:
    """Fill in the sums; the places that each sees."""
    single, seen = fixed[ONE], [rule.places for rule in frame.rules]
    masks = dict.fromkeys((ALL_UNITS, CAPPED, SHARED, FLOORS, AMOUNTS, COUNTED), 0)
    for w, rule in enumerate(frame.rules):
        fixed[SUM_ITEMS, w] = rule.measure is Measure.ITEMS
        fixed[CAP, w] = HUGE if rule.bound is None else rule.bound
        fixed[FLOOR, w], fixed[PER, w], fixed[LEAST, w] = rule.need, rule.per, rule.least
        masks[ALL_UNITS] |= rule.all_units << w
        masks[CAPPED] |= (rule.bound is not None or rule.share is not None) << w
        masks[FLOORS] |= (rule.need > 0) << w
    for total in frame.totals:
        w = len(seen)
        fixed[SUM_ITEMS, w], fixed[AMOUNT, w], fixed[CAP, w] = total.measure is Measure.ITEMS, total.need, HUGE
        masks[ALL_UNITS] |= 1 << w
        masks[AMOUNTS] |= 1 << w
        seen.append(total.places)
    for w, rule in enumerate(frame.rules):
        if rule.share is not None:
            of = len(seen)
            fixed[SHARE_NUM, w], fixed[SHARE_DEN, w], places, fixed[SHARE_NEED, w] = rule.share
            fixed[SHARE_OF, w], fixed[SUM_ITEMS, of], fixed[CAP, of] = of, rule.measure is Measure.ITEMS, HUGE
            masks[SHARED] |= 1 << w
            masks[ALL_UNITS] |= 1 << of
            masks[COUNTED] |= 1 << of
            seen.append(places & frame.used)
    for name, mask in masks.items():
        single[name] = signed(mask)
    return seen


def _ways(frame: Frame, fixed: NDArray[np.int64]) -> NDArray[np.int64]:
    ways = np.repeat(fixed[None], len(frame.ways), axis=0)
    first = len(frame.rules)
    for index, way in enumerate(frame.ways):
        ways[index, LEAF, : len(way.leaf)] = way.leaf
        ways[index, TOTAL, first : first + len(way.total)] = way.total
        ways[index, HEAD, OPEN] = signed(frame.used & ~way.closed)
        ways[index, HEAD, CONST] = way.const
        levels = sorted(set(way.leaf) - {0}, reverse=True)[: WIDTH - 1]
        ways[index, LEVEL, : len(levels)], ways[index, HEAD, LEVELS] = levels, len(levels)
        ways[index, HEAD, ALL_TOTALS] = sum(a * t.need for a, t in zip(way.total, frame.totals, strict=True))
    return ways


def _most_credits(frame: Frame) -> int:
    """The most credits, or items, of one learner for which no sum, price or product can leave 62 bits."""
    worth = max([1, *(sum(way.leaf) + sum(way.total) for way in frame.ways)])
    ratios = [max(rule.share[0], rule.share[1]) for rule in frame.rules if rule.share is not None]
    pers = [rule.per for rule in frame.rules]
    return int((1 << 56) // (max(worth, *ratios, *pers, 1) * WIDTH))
