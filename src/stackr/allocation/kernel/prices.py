"""Bounds of p by prices, as in `allocation/bounds.py`, but each need, total or limit is paid in full or not at all.

For any set of places and totals that are paid (their whole need is granted) and of limits that are tolled:

    p ≤ p so far + what is paid + tolls × room of the limits + Σ over undecided units of the best place, where a paid need
        adds nothing and a tolled limit takes the toll

For units that may be cut, without tolls, that is the cut of a maximum flow, so the best such set is exact.
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
    PAID,
    PAID_SUMS,
    REST,
    REST_SUMS,
    SIZE,
    SUM,
    SUMS_IN,
    TOLL,
    TOLLED,
    VALUE,
    Board,
    X,
)
from stackr.allocation.kernel.board import MORE as MORE_OF
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred, fitting
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    CAP,
    CAPPED,
    HUGE,
    LEAF,
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


@compiled()
def worth_at(fixed: Ints, way: Ints, rows: Ints, at: int, place: int) -> int:
    """What one unit of a class adds to the bound at a place under the prices; tolls may make it less than nothing."""
    numbers = rows[NUMBERS]
    found = 0
    if not numbers[PAID] >> place & 1:
        left = fixed[NEED, place] - rows[X, place]
        if left > 0:
            found = way[LEAF, place] * min(rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at], left)
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
    """The bound under PAID, PAID_SUMS and TOLLED, with the classes from `first` on undecided."""
    rows, option, numbers = board.rows, board.option, board.rows[NUMBERS]
    found, tolled = numbers[VALUE], numbers[TOLLED]
    while tolled:
        w = lowest(tolled)
        tolled &= tolled - 1
        _set_toll(fixed, way, board, first, w)
        found += rows[TOLL, w] * room(fixed, rows, w)
    paid = numbers[PAID]
    while paid:
        place = lowest(paid)
        paid &= paid - 1
        found += way[LEAF, place] * max(0, fixed[NEED, place] - rows[X, place])
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
def prices_from_placing(fixed: Ints, way: Ints, board: Board) -> None:
    """What to pay and toll, read off the allocation placed: what the units left out, or moved by them, could reach."""
    rows, option, numbers = board.rows, board.option, board.rows[NUMBERS]
    reached, tolled = 0, 0
    for at in range(numbers[CLASSES]):
        if rows[LEFT, at] == 0:
            continue
        for i in range(rows[OPTIONS, at]):
            place = option[at, i]
            if fitting(fixed, rows, at, place, 1, False) > 0:
                reached |= 1 << place
            else:
                tolled |= fixed[SUMS, place] & rows[SUMS_IN, at] & fixed[ONE, CAPPED]
    again = True
    while again:
        again = False
        for at in range(numbers[CLASSES]):
            if rows[AT, at] & reached and rows[MASK, at] & ~reached:
                reached |= rows[MASK, at]
                again = True
    paid, paid_sums, full = 0, 0, 0
    for place in range(fixed[ONE, PLACES]):
        if reached >> place & 1 and way[LEAF, place] > 0 and rows[X, place] >= fixed[NEED, place]:
            paid |= 1 << place
    sums = fixed[ONE, AMOUNTS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if rows[SUM, w] >= fixed[AMOUNT, w]:
            paid_sums |= 1 << w
    sums = tolled
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if (
            rows[SUM, w] + (1 if fixed[SUM_ITEMS, w] else rows[NUMBERS, GRAIN]) * 4 < fixed[CAP, w]
            and fixed[CAP, w] < HUGE
        ):
            full |= 1 << w
    numbers[PAID], numbers[PAID_SUMS], numbers[TOLLED] = paid, paid_sums, tolled & ~full


@compiled()
def tighten(fixed: Ints, way: Ints, board: Board, first: int, found: int, enough: int) -> int:
    """Pay, or stop paying, one thing at a time while that lowers the bound; the bound. Ends when it is `enough`."""
    rows, numbers = board.rows, board.rows[NUMBERS]
    rounds = 0
    while found > enough and rounds < 4:
        before, rounds = found, rounds + 1
        for kind in range(3):
            if kind == 0:
                column, flips = PAID, rows[REST, first]
            elif kind == 1:
                column, flips = PAID_SUMS, rows[REST_SUMS, first] & fixed[ONE, AMOUNTS]
            else:
                column, flips = TOLLED, rows[REST_SUMS, first] & fixed[ONE, CAPPED]
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
