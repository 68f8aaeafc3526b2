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
    OPTION,
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
    WIDTH,
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
def keep_placing(board: Ints) -> None:
    """Keep what prices are read off the allocation placed: where classes are, which have units left, what is full."""
    numbers = board[NUMBERS]
    free, full, sums = 0, 0, 0
    for at in range(numbers[CLASSES]):
        board[WAS_AT, at] = board[AT, at]
        if board[LEFT, at] > 0 and not barred(board, at):
            free |= 1 << at
    for place in range(board[ONE, PLACES]):
        if board[X, place] >= board[NEED, place]:
            full |= 1 << place
    amounts = board[ONE, AMOUNTS]
    while amounts:
        w = lowest(amounts)
        amounts &= amounts - 1
        if board[SUM, w] >= board[AMOUNT, w]:
            sums |= 1 << w
    numbers[WAS_FREE], numbers[WAS_FULL], numbers[PAID_SUMS] = free, full, sums


@compiled()
def copy_row(board: Ints, source: int, target: int) -> None:
    """Keep a row of the board, or take it back."""
    for k in range(WIDTH):
        board[target, k] = board[source, k]


@compiled()
def first_prices(board: Ints, enough: int) -> int:
    """The best bound, nothing placed, that tolls on a few binding limits and the cuts of the kept allocation give."""
    numbers = board[NUMBERS]
    binding, count = 0, 0
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    while limits and count < MOST_TOLLED:
        w = lowest(limits)
        limits &= limits - 1
        if room(board, w) < board[MORE_OF, w]:
            binding |= 1 << w
            count += 1
    best, tolled, subset = HUGE, 0, 0
    while True:
        numbers[TOLLED] = subset
        _pay_cuts(board)
        found = bound(board, 0)
        if found < best:
            best, tolled = found, subset
            copy_row(board, RATE, RATE_KEPT)
        subset = (subset - binding) & binding
        if subset == 0 or best <= enough:
            break
    numbers[TOLLED] = tolled
    copy_row(board, RATE_KEPT, RATE)
    return best


@compiled()
def _pay_cuts(board: Ints) -> None:
    """RATE: per level of worth, pay the full places that units not placed at that level, and not tolled, could reach."""
    numbers = board[NUMBERS]
    for place in range(board[ONE, PLACES]):
        board[RATE, place] = board[LEAF, place]
    for level in range(board[HEAD, LEVELS]):
        among, reached = 0, 0
        for place in range(board[ONE, PLACES]):
            if board[LEAF, place] >= board[LEVEL, level]:
                among |= 1 << place
        before = -1
        while before != reached:
            before = reached
            for at in range(numbers[CLASSES]):
                loose = numbers[WAS_FREE] >> at & 1 or board[WAS_AT, at] & (~among | reached)
                if loose and not board[SEEN, at] & numbers[TOLLED]:
                    reached |= board[MASK, at] & among
        reached &= numbers[WAS_FULL]
        while reached:
            board[RATE, lowest(reached)] -= board[LEVEL, level] - board[LEVEL, level + 1]
            reached &= reached - 1


@compiled()
def tighten(board: Ints, first: int, found: int, enough: int) -> int:
    """Pay, or stop paying, one thing at a time while that lowers the bound; the bound. Ends when it is `enough`."""
    numbers = board[NUMBERS]
    rounds = 0
    while found > enough and rounds < 4:
        before, rounds = found, rounds + 1
        places = board[REST, first]
        while places:
            place = lowest(places)
            places &= places - 1
            for level in range(board[HEAD, LEVELS] + 1):
                kept, rate = board[RATE, place], board[LEVEL, level]
                if rate == kept or rate > board[LEAF, place]:
                    continue
                board[RATE, place] = rate
                other = bound(board, first)
                if other < found:
                    found = other
                else:
                    board[RATE, place] = kept
            if found <= enough:
                return found
        for kind in range(2):
            column = PAID_SUMS if kind == 0 else TOLLED
            flips = board[REST_SUMS, first] & board[ONE, AMOUNTS if kind == 0 else CAPPED]
            while flips:
                bit = flips & -flips
                flips &= flips - 1
                numbers[column] ^= bit
                other = bound(board, first)
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
