"""Bounds of p by prices, as in `allocation/branching/bounds.py`.

A part of a place's worth may be *paid*: granted for its whole need, so that a unit there adds only the RATE that is left.
Totals are paid in full or not at all; limits may be *tolled*. Then, whatever is paid and tolled,

    p ≤ p so far + what is paid + tolls × room of the limits + Σ over undecided units of the best place, where a unit adds
        the rate, and pays the tolls

For units that may be cut, without tolls, the rates that cuts of maximum flows give (one flow per level of worth, over the
places worth at least that) make this exact.
"""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    CLASSES,
    COUNT,
    GRAIN,
    GROUP,
    ITEM_GRAIN,
    ITEMS,
    LATER,
    NUMBERS,
    OPTION,
    OPTIONS,
    PAID_SUMS,
    RATE,
    SIZE,
    SUM,
    SUMS_IN,
    TOLL,
    TOLLED,
    VALUE,
    WORTH,
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

MOST_TOLLED = 4
"""Limits of which every combination of tolls is tried."""


@compiled(inline=True)
def worth_at(board: Ints, at: int, place: int) -> int:
    """What one unit of a class adds to the bound at a place under the prices; tolls may make it less than nothing."""
    numbers = board[NUMBERS]
    found = 0
    if board[RATE, place] > 0:
        left = board[NEED, place] - board[X, place]
        if left > 0:
            found = board[RATE, place] * min(board[ITEMS, at] if board[BY_ITEMS, place] else board[SIZE, at], left)
    sums = board[SUMS, place] & board[SUMS_IN, at] & ((board[ONE, AMOUNTS] & ~numbers[PAID_SUMS]) | numbers[TOLLED])
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        each = board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at]
        if numbers[TOLLED] >> w & 1:
            found -= board[TOLL, w] * each
        elif board[AMOUNT, w] > board[SUM, w]:
            found += board[TOTAL, w] * min(each, board[AMOUNT, w] - board[SUM, w])
    return found


@compiled()
def room(board: Ints, w: int) -> int:
    """What a limit still lets in, in whole units; a share is taken of all that may still count."""
    most = board[CAP, w]
    if board[ONE, SHARED] >> w & 1:
        of = board[SHARE_OF, w]
        counted = max(board[SUM, of] + board[MORE_OF, of], board[SHARE_NEED, w])
        most = min(most, board[SHARE_NUM, w] * counted // board[SHARE_DEN, w])
    left = min(most - board[SUM, w], board[MORE_OF, w])
    grain = board[NUMBERS, ITEM_GRAIN] if board[SUM_ITEMS, w] else board[NUMBERS, GRAIN]
    return max(left, 0) // grain * grain


@compiled()
def _set_toll(board: Ints, first: int, w: int) -> None:
    """The least toll at which no unit under the limit is worth placing by what is not paid."""
    numbers = board[NUMBERS]
    toll, tolled = 0, numbers[TOLLED]
    numbers[TOLLED] = 0
    for at in range(first, numbers[CLASSES]):
        each = board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at]
        if not board[SUMS_IN, at] >> w & 1 or each == 0:
            continue
        for i in range(board[OPTIONS, at]):
            place = board[OPTION + at, i]
            if board[SUMS, place] >> w & 1:
                worth = worth_at(board, at, place)
                if worth > toll * each:
                    toll = -(-worth // each)
    numbers[TOLLED] = tolled
    board[TOLL, w] = toll


@compiled()
def bound(board: Ints, first: int) -> int:
    """The bound under RATE, PAID_SUMS and TOLLED, with the classes from `first` on undecided."""
    numbers = board[NUMBERS]
    found, tolled = numbers[VALUE], numbers[TOLLED]
    while tolled:
        w = lowest(tolled)
        tolled &= tolled - 1
        _set_toll(board, first, w)
        found += board[TOLL, w] * room(board, w)
    for place in range(board[ONE, PLACES]):
        paid = board[LEAF, place] - board[RATE, place]
        if paid > 0:
            found += paid * max(0, board[NEED, place] - board[X, place])
    paid = numbers[PAID_SUMS]
    while paid:
        w = lowest(paid)
        paid &= paid - 1
        found += board[TOTAL, w] * max(0, board[AMOUNT, w] - board[SUM, w])
    group, most = -1, 0
    for at in range(first, numbers[CLASSES]):
        best = 0
        for i in range(board[OPTIONS, at]):
            best = max(best, worth_at(board, at, board[OPTION + at, i]))
        best *= board[COUNT, at]
        if board[GROUP, at] < 0:
            found += best
            continue
        if board[GROUP, at] != group:
            group, most = board[GROUP, at], 0
        if best > most and not barred(board, at):
            found += best - most
            most = best
    return found


@compiled()
def settle_worths(board: Ints) -> None:
    """Options of each class in order of worth under the prices (ties: as they stood), and LATER of groups."""
    for at in range(board[NUMBERS, CLASSES]):
        for i in range(board[OPTIONS, at]):
            place = board[OPTION + at, i]
            value = worth_at(board, at, place)
            slot = i
            while slot > 0 and board[WORTH + at, slot - 1] < value:
                board[WORTH + at, slot], board[OPTION + at, slot] = (
                    board[WORTH + at, slot - 1],
                    board[OPTION + at, slot - 1],
                )
                slot -= 1
            board[WORTH + at, slot], board[OPTION + at, slot] = value, place
        for i in range(board[OPTIONS, at]):
            board[WORTH + at, i] = max(board[WORTH + at, i], 0)
        board[WORTH + at, board[OPTIONS, at]] = 0
    later, group = 0, -1
    for at in range(board[NUMBERS, CLASSES] - 1, -1, -1):
        if board[GROUP, at] < 0 or board[GROUP, at] != group:
            later, group = 0, board[GROUP, at]
        board[LATER, at] = later
        later = max(later, board[COUNT, at] * board[WORTH + at, 0])
