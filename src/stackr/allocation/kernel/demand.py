"""Prices of units: what places want under them, the bound that follows, and how they move.

Whatever the prices of units and the tolls of limits, and for every way to place the units that are undecided,

    p ≤ p so far + what is paid + Σ units' prices + tolls × room of the limits
        + Σ over places of the worth of the best filling less its cost

Prices rise where places together want more of a class than there is, and fall where they want less: the subgradient method
(Held, Wolfe and Crowder 1974), each step partly in the direction of the one before (Camerini, Fratta and Maffioli 1975). All are
whole numbers. None can outgrow 62 bits: see `LARGEST` and `MOST_STEPS`.
"""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    CLASSES,
    COUNT,
    DEAREST,
    FITTING,
    FOUND_AT,
    GRAIN,
    GROUP,
    ITEM_GRAIN,
    ITEM_STEPS,
    ITEMS,
    MASK,
    NUMBERS,
    OFFERED,
    OPTION,
    OPTIONS,
    PAID_SUMS,
    PRICE,
    REST_SUMS,
    ROOM,
    SIZE,
    SIZE_STEPS,
    SUM,
    SUMS_IN,
    TOLL,
    TOLL_MOST,
    TOLL_OF,
    TOLLED,
    VALUE,
    WANTED,
    WANTED_SUM,
    WAY_OF_PRICE,
    WAY_OF_TOLL,
)
from stackr.allocation.kernel.filling import (
    CLASS,
    FULLEST,
    MANY,
    MOST_BUNDLES,
    SCALE,
    bundles,
    filling,
    fullest,
    grain_of_sum,
    most_units,
    steps_to_sum,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import gain
from stackr.allocation.kernel.prices import room, worth_at
from stackr.allocation.kernel.table import AMOUNT, CAPPED, HEAD, NEED, ONE, OPEN, PLACES, SUMS, TOTAL, WHOLE, WIDTH

LARGEST = 1 << 28
"""Parts of the whole, at most, ..."""
MOST_STEPS = 1 << 12
"""... and steps of all units together, for fillings to be tried."""
_WIDEST = 1 << 40
"""A gap that prices are moved by is taken as this at most."""
KEEPS, KEPT = 16, 12
"""A price keeps `KEPT / KEEPS` of the way it went."""


@compiled()
def open_market(board: Ints, raw: Ints) -> bool:
    """The first prices and tolls: those of the rates on the board, whose bound this one's then is at most.

    False where numbers are too large for fillings.
    """
    numbers, steps = board[NUMBERS], 0
    for at in range(numbers[CLASSES]):
        board[SIZE_STEPS, at] = board[SIZE, at] // numbers[GRAIN]
        board[ITEM_STEPS, at] = board[ITEMS, at] // numbers[ITEM_GRAIN]
        steps += board[COUNT, at] * (1 + max(board[SIZE_STEPS, at], board[ITEM_STEPS, at]))
    if board[ONE, WHOLE] > LARGEST or steps > MOST_STEPS or not _fits(board):
        return False
    numbers[TOLL_MOST] = 0
    for at in range(numbers[CLASSES]):
        price, dearest = 0, 0
        for i in range(board[OPTIONS, at]):
            place = board[OPTION + at, i]
            price, dearest = max(price, worth_at(board, at, place)), max(dearest, gain(board, at, place, 1))
        board[PRICE, at], board[DEAREST, at], board[WAY_OF_PRICE, at] = price * SCALE, dearest * SCALE, 0
        kept = raw[PRICE, board[FOUND_AT, at]]
        if kept >= 0:
            board[PRICE, at] = min(kept, dearest * SCALE)
        numbers[TOLL_MOST] = max(numbers[TOLL_MOST], dearest * SCALE)
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        board[WAY_OF_TOLL, w] = 0
        if raw[TOLL_OF, w] >= 0:
            board[TOLL_OF, w] = min(raw[TOLL_OF, w], numbers[TOLL_MOST])
            continue
        board[TOLL_OF, w] = board[TOLL, w] * grain_of_sum(board, w) * SCALE if numbers[TOLLED] >> w & 1 else 0
    measure_rooms(board)
    return True


@compiled()
def forget_prices(raw: Ints) -> None:
    """Another learner: no prices are kept."""
    for k in range(WIDTH):
        raw[PRICE, k] = raw[TOLL_OF, k] = -1


@compiled()
def keep_prices(board: Ints, raw: Ints) -> None:
    """Keep the prices for the next way: most units are as scarce there."""
    for at in range(board[NUMBERS, CLASSES]):
        raw[PRICE, board[FOUND_AT, at]] = board[PRICE, at]
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        raw[TOLL_OF, w] = board[TOLL_OF, w]


@compiled()
def _fits(board: Ints) -> bool:
    """Whether every place has a filling small enough; FITTING: mask of the classes each may take."""
    for place in range(board[ONE, PLACES]):
        count, full, board[FITTING, place] = 0, fullest(board, place, board[NEED, place]), 0
        for at in range(board[NUMBERS, CLASSES]):
            if board[MASK, at] >> place & 1:
                board[FITTING, place] |= 1 << at
                count += bundles(most_units(board, at, place, board[COUNT, at], full))
        if count > MOST_BUNDLES or full > FULLEST:
            return False
    return True


@compiled()
def measure_rooms(board: Ints) -> None:
    """ROOM: in steps, what each limit still lets in."""
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        board[ROOM, w] = room(board, w) // grain_of_sum(board, w)


@compiled()
def priced(board: Ints, slate: Ints, first: int) -> int:
    """The bound, in parts times `SCALE`, with the classes from `first` on undecided; WANTED, WANTED_SUM: what places want."""
    numbers = board[NUMBERS]
    found, paid = numbers[VALUE], numbers[PAID_SUMS]
    while paid:
        w = lowest(paid)
        paid &= paid - 1
        found += board[TOTAL, w] * max(0, board[AMOUNT, w] - board[SUM, w])
    found *= SCALE
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        found += board[TOLL_OF, w] * board[ROOM, w]
        board[WANTED_SUM, w] = 0
    found += _offered(board, first)
    for place in range(board[ONE, PLACES]):
        if board[HEAD, OPEN] >> place & 1:
            worth, taken = filling(board, slate, place, first, COUNT)
            found += worth
            _want(board, slate, place, taken)
    return found


@compiled()
def _offered(board: Ints, first: int) -> int:
    """What the prices of all units come to, in a group those of its dearest class alone; OFFERED: how many units those are."""
    found, group, most, dearest = 0, -1, 0, 0
    for at in range(first, board[NUMBERS, CLASSES]):
        board[WANTED, at], board[OFFERED, at] = 0, board[COUNT, at]
        price = board[PRICE, at] * board[COUNT, at]
        if board[GROUP, at] < 0:
            found += price
        elif board[GROUP, at] != group:
            group, most, dearest = board[GROUP, at], price, at
            found += price
        elif price > most:
            board[OFFERED, dearest] = 0
            found, most, dearest = found + price - most, price, at
        else:
            board[OFFERED, at] = 0
    return found


@compiled()
def _want(board: Ints, slate: Ints, place: int, taken: int) -> None:
    """Add the bundles of a filling to what is wanted."""
    while taken:
        at, many = slate[CLASS, lowest(taken)], slate[MANY, lowest(taken)]
        taken &= taken - 1
        board[WANTED, at] += many
        sums = board[SUMS, place] & board[SUMS_IN, at] & board[ONE, CAPPED]
        while sums:
            w = lowest(sums)
            sums &= sums - 1
            board[WANTED_SUM, w] += many * steps_to_sum(board, at, w)


@compiled()
def move_prices(board: Ints, gap: int, shrunk: int, first: int) -> bool:
    """Prices up where more is wanted than there is, and down where less; whether any moved.

    `gap`: by how much the bound is to fall, and `shrunk` into how many parts a step is cut.
    """
    numbers, norm, moved, gap = board[NUMBERS], 0, False, min(gap, _WIDEST)
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    for at in range(first, numbers[CLASSES]):
        norm += _turned(board, PRICE, WAY_OF_PRICE, at, board[WANTED, at] - board[OFFERED, at])
    left = limits
    while left:
        w = lowest(left)
        left &= left - 1
        norm += _turned(board, TOLL_OF, WAY_OF_TOLL, w, board[WANTED_SUM, w] - board[ROOM, w])
    if norm == 0:
        return False
    for at in range(first, numbers[CLASSES]):
        step = gap * board[WAY_OF_PRICE, at] * KEEPS // (norm * shrunk)
        price = min(max(0, board[PRICE, at] + step), board[DEAREST, at])
        moved = moved or price != board[PRICE, at]
        board[PRICE, at] = price
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        step = gap * board[WAY_OF_TOLL, w] * KEEPS // (norm * shrunk)
        toll = min(max(0, board[TOLL_OF, w] + step), numbers[TOLL_MOST])
        moved = moved or toll != board[TOLL_OF, w]
        board[TOLL_OF, w] = toll
    return moved


@compiled(inline=True)
def _turned(board: Ints, price: int, way: int, k: int, over: int) -> int:
    """The way in which a price goes from here; its square."""
    found = KEEPS * over + board[way, k] * KEPT // KEEPS
    if found < 0 and board[price, k] == 0:
        found = 0
    board[way, k] = found
    return found * found
