"""Bounds of p by prices, as in `allocation/bounds.py`.

A part of a place's worth may be *paid*: granted for its whole need, so that a unit there adds only the RATE that is left.
Totals are paid in full or not at all; limits may be *tolled*. Then, whatever is paid and tolled,

    p ≤ p so far + what is paid + tolls × room of the limits + Σ over undecided units of the best place, where a unit adds
        the rate, and pays the tolls

For units that may be cut, without tolls, the rates that cuts of maximum flows give (one flow per level of worth, over the
places worth at least that) make this exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackr.allocation.kernel.board import (
    AT,
    CLASSES,
    COUNT,
    GRAIN,
    GROUP,
    ITEM_GRAIN,
    ITEMS,
    LATER,
    LEFT,
    MASK,
    NUMBERS,
    OPTIONS,
    PAID_SUMS,
    RATE,
    RATE_KEPT,
    REST,
    REST_SUMS,
    SEEN,
    SIZE,
    SUM,
    SUMS_IN,
    TOLL,
    TOLLED,
    VALUE,
    WAS_AT,
    WAS_FREE,
    WAS_FULL,
    Board,
    X,
)
from stackr.allocation.kernel.board import MORE as MORE_OF
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    CAP,
    CAPPED,
    HEAD,
    HUGE,
    LEAF,
    LEVEL,
    LEVELS,
    NEED,
    ONE,
    PLACES,
    SHARE_DEN,
    SHARE_NEED,
    SHARE_NUM,
    SHARE_OF,
    SHARED,
    SUM_ITEMS,
    SUMS,
    TOTAL,
)

if TYPE_CHECKING:
    pass


MOST_TOLLED = 4
"""Limits of which every combination of tolls is tried."""


@compiled(inline=True)
def worth_at(fixed: Ints, way: Ints, rows: Ints, at: int, place: int) -> int:
    """What one unit of a class adds to the bound at a place under the prices; tolls may make it less than nothing."""
    numbers = rows[NUMBERS]
    found = 0
    if rows[RATE, place] > 0:
        left = fixed[NEED, place] - rows[X, place]
        if left > 0:
            found = rows[RATE, place] * min(rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at], left)
    sums = fixed[SUMS, place] & rows[SUMS_IN, at] & ((fixed[ONE, AMOUNTS] & ~numbers[PAID_SUMS]) | numbers[TOLLED])
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        each = rows[ITEMS, at] if fixed[SUM_ITEMS, w] else rows[SIZE, at]
        if numbers[TOLLED] >> w & 1:
            found -= rows[TOLL, w] * each
        elif fixed[AMOUNT, w] > rows[SUM, w]:
            found += way[TOTAL, w] * min(each, fixed[AMOUNT, w] - rows[SUM, w])
    return found


@compiled()
def room(fixed: Ints, rows: Ints, w: int) -> int:
    """What a limit still lets in, in whole units; a share is taken of all that may still count."""
    most = fixed[CAP, w]
    if fixed[ONE, SHARED] >> w & 1:
        of = fixed[SHARE_OF, w]
        counted = max(rows[SUM, of] + rows[MORE_OF, of], fixed[SHARE_NEED, w])
        most = min(most, fixed[SHARE_NUM, w] * counted // fixed[SHARE_DEN, w])
    left = min(most - rows[SUM, w], rows[MORE_OF, w])
    grain = rows[NUMBERS, ITEM_GRAIN] if fixed[SUM_ITEMS, w] else rows[NUMBERS, GRAIN]
    return max(left, 0) // grain * grain


@compiled()
def _set_toll(fixed: Ints, way: Ints, board: Board, first: int, w: int) -> None:
    """The least toll at which no unit under the limit is worth placing by what is not paid."""
    rows, option, numbers = board.rows, board.option, board.rows[NUMBERS]
    toll, tolled = 0, numbers[TOLLED]
    numbers[TOLLED] = 0
    for at in range(first, numbers[CLASSES]):
        each = rows[ITEMS, at] if fixed[SUM_ITEMS, w] else rows[SIZE, at]
        if not rows[SUMS_IN, at] >> w & 1 or each == 0:
            continue
        for i in range(rows[OPTIONS, at]):
            place = option[at, i]
            if fixed[SUMS, place] >> w & 1:
                worth = worth_at(fixed, way, rows, at, place)
                if worth > toll * each:
                    toll = -(-worth // each)
    numbers[TOLLED] = tolled
    rows[TOLL, w] = toll


@compiled()
def bound(fixed: Ints, way: Ints, board: Board, first: int) -> int:
    """The bound under RATE, PAID_SUMS and TOLLED, with the classes from `first` on undecided."""
    rows, option, numbers = board.rows, board.option, board.rows[NUMBERS]
    found, tolled = numbers[VALUE], numbers[TOLLED]
    while tolled:
        w = lowest(tolled)
        tolled &= tolled - 1
        _set_toll(fixed, way, board, first, w)
        found += rows[TOLL, w] * room(fixed, rows, w)
    for place in range(fixed[ONE, PLACES]):
        paid = way[LEAF, place] - rows[RATE, place]
        if paid > 0:
            found += paid * max(0, fixed[NEED, place] - rows[X, place])
    paid = numbers[PAID_SUMS]
    while paid:
        w = lowest(paid)
        paid &= paid - 1
        found += way[TOTAL, w] * max(0, fixed[AMOUNT, w] - rows[SUM, w])
    group, most = -1, 0
    for at in range(first, numbers[CLASSES]):
        best = 0
        for i in range(rows[OPTIONS, at]):
            best = max(best, worth_at(fixed, way, rows, at, option[at, i]))
        best *= rows[COUNT, at]
        if rows[GROUP, at] < 0:
            found += best
            continue
        if rows[GROUP, at] != group:
            group, most = rows[GROUP, at], 0
        if best > most and not barred(rows, at):
            found += best - most
            most = best
    return found


@compiled()
def keep_placing(fixed: Ints, board: Board) -> None:
    """Keep what prices are read off the allocation placed: where classes are, which have units left, what is full."""
    rows, numbers = board.rows, board.rows[NUMBERS]
    free, full, sums = 0, 0, 0
    for at in range(numbers[CLASSES]):
        rows[WAS_AT, at] = rows[AT, at]
        if rows[LEFT, at] > 0 and not barred(rows, at):
            free |= 1 << at
    for place in range(fixed[ONE, PLACES]):
        if rows[X, place] >= fixed[NEED, place]:
            full |= 1 << place
    amounts = fixed[ONE, AMOUNTS]
    while amounts:
        w = lowest(amounts)
        amounts &= amounts - 1
        if rows[SUM, w] >= fixed[AMOUNT, w]:
            sums |= 1 << w
    numbers[WAS_FREE], numbers[WAS_FULL], numbers[PAID_SUMS] = free, full, sums


@compiled()
def first_prices(fixed: Ints, way: Ints, board: Board, enough: int) -> int:
    """The best bound, nothing placed, that tolls on a few binding limits and the cuts of the kept allocation give."""
    rows, numbers = board.rows, board.rows[NUMBERS]
    binding, count = 0, 0
    limits = fixed[ONE, CAPPED] & rows[REST_SUMS, 0]
    while limits and count < MOST_TOLLED:
        w = lowest(limits)
        limits &= limits - 1
        if room(fixed, rows, w) < rows[MORE_OF, w]:
            binding |= 1 << w
            count += 1
    best, tolled, subset = HUGE, 0, 0
    while True:
        numbers[TOLLED] = subset
        _pay_cuts(fixed, way, board)
        found = bound(fixed, way, board, 0)
        if found < best:
            best, tolled = found, subset
            rows[RATE_KEPT, :] = rows[RATE, :]
        subset = (subset - binding) & binding
        if subset == 0 or best <= enough:
            break
    numbers[TOLLED] = tolled
    rows[RATE, :] = rows[RATE_KEPT, :]
    return best


@compiled()
def _pay_cuts(fixed: Ints, way: Ints, board: Board) -> None:
    """RATE: per level of worth, pay the full places that units not placed at that level, and not tolled, could reach."""
    rows, numbers = board.rows, board.rows[NUMBERS]
    for place in range(fixed[ONE, PLACES]):
        rows[RATE, place] = way[LEAF, place]
    for level in range(way[HEAD, LEVELS]):
        among, reached = 0, 0
        for place in range(fixed[ONE, PLACES]):
            if way[LEAF, place] >= way[LEVEL, level]:
                among |= 1 << place
        before = -1
        while before != reached:
            before = reached
            for at in range(numbers[CLASSES]):
                loose = numbers[WAS_FREE] >> at & 1 or rows[WAS_AT, at] & (~among | reached)
                if loose and not rows[SEEN, at] & numbers[TOLLED]:
                    reached |= rows[MASK, at] & among
        reached &= numbers[WAS_FULL]
        while reached:
            rows[RATE, lowest(reached)] -= way[LEVEL, level] - way[LEVEL, level + 1]
            reached &= reached - 1


@compiled()
def tighten(fixed: Ints, way: Ints, board: Board, first: int, found: int, enough: int) -> int:
    """Pay, or stop paying, one thing at a time while that lowers the bound; the bound. Ends when it is `enough`."""
    rows, numbers = board.rows, board.rows[NUMBERS]
    rounds = 0
    while found > enough and rounds < 4:
        before, rounds = found, rounds + 1
        places = rows[REST, first]
        while places:
            place = lowest(places)
            places &= places - 1
            for level in range(way[HEAD, LEVELS] + 1):
                kept, rate = rows[RATE, place], way[LEVEL, level]
                if rate == kept or rate > way[LEAF, place]:
                    continue
                rows[RATE, place] = rate
                other = bound(fixed, way, board, first)
                if other < found:
                    found = other
                else:
                    rows[RATE, place] = kept
            if found <= enough:
                return found
        for kind in range(2):
            column = PAID_SUMS if kind == 0 else TOLLED
            flips = rows[REST_SUMS, first] & fixed[ONE, AMOUNTS if kind == 0 else CAPPED]
            while flips:
                bit = flips & -flips
                flips &= flips - 1
                numbers[column] ^= bit
                other = bound(fixed, way, board, first)
                if other < found:
                    found = other
                    if found <= enough:
                        return found
                else:
                    numbers[column] ^= bit
        if found == before:
            break
    return found


@compiled()
def settle_worths(fixed: Ints, way: Ints, board: Board) -> None:
    """Options of each class in order of worth under the prices (ties: as they stood), and LATER of groups."""
    rows, option, worth = board.rows, board.option, board.worth
    for at in range(rows[NUMBERS, CLASSES]):
        for i in range(rows[OPTIONS, at]):
            place = option[at, i]
            value = worth_at(fixed, way, rows, at, place)
            slot = i
            while slot > 0 and worth[at, slot - 1] < value:
                worth[at, slot], option[at, slot] = worth[at, slot - 1], option[at, slot - 1]
                slot -= 1
            worth[at, slot], option[at, slot] = value, place
        for i in range(rows[OPTIONS, at]):
            worth[at, i] = max(worth[at, i], 0)
        worth[at, rows[OPTIONS, at]] = 0
    later, group = 0, -1
    for at in range(rows[NUMBERS, CLASSES] - 1, -1, -1):
        if rows[GROUP, at] < 0 or rows[GROUP, at] != group:
            later, group = 0, rows[GROUP, at]
        rows[LATER, at] = later
        later = max(later, rows[COUNT, at] * worth[at, 0])
