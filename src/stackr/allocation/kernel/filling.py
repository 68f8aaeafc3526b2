"""What one place takes if units have prices: the filling that is worth most beyond what its units cost, found as a knapsack.

Fullness goes in steps of what all sizes are multiples of. The slate is the memory of one filling.
"""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    FITTING,
    GRAIN,
    ITEM_GRAIN,
    ITEM_STEPS,
    ITEMS,
    NUMBERS,
    PAID_SUMS,
    PRICE,
    SIZE,
    SIZE_STEPS,
    SUMS_IN,
    TOLL_OF,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    CAPPED,
    HUGE,
    LEAF,
    NEED,
    ONE,
    SUM_ITEMS,
    SUMS,
    TOTAL,
)

SCALE = 64
"""Prices are parts of the whole divided by this."""
FULLEST = 127
"""Steps of the largest need that fillings are made of."""
MOST_BUNDLES = 62
"""Bundles that a filling may be made of, at most: a bit of a mask each. Units of a class stand together in bundles of 1, 2, 4, … and the
rest, of which any number can be made."""
SLATE = (4, FULLEST + 1)
"""The shape of the slate: by fullness the least cost and the bundles that cost it; the class of each bundle, and how many units it has."""
_COST, _HAS, CLASS, MANY = 0, 1, 2, 3


@compiled(inline=True)
def grain_of_sum(board: Ints, w: int) -> int:
    """What all that adds to a sum is a multiple of."""
    return board[NUMBERS, ITEM_GRAIN] if board[SUM_ITEMS, w] else board[NUMBERS, GRAIN]


@compiled(inline=True)
def grain_of_place(board: Ints, place: int) -> int:
    """What all that counts at a place is a multiple of."""
    return board[NUMBERS, ITEM_GRAIN] if board[BY_ITEMS, place] else board[NUMBERS, GRAIN]


@compiled(inline=True)
def steps_to_sum(board: Ints, at: int, w: int) -> int:
    """How many steps of a sum one unit of a class adds."""
    return board[ITEM_STEPS, at] if board[SUM_ITEMS, w] else board[SIZE_STEPS, at]


@compiled(inline=True)
def fullest(board: Ints, place: int, need: int) -> int:
    """In how many steps a place is full."""
    grain = grain_of_place(board, place)
    return -(-need // grain) if need > 0 and board[LEAF, place] > 0 else 0


@compiled(inline=True)
def most_units(board: Ints, at: int, place: int, count: int, full: int) -> int:
    """How many of `count` units of a class a filling of `full` steps may have: more would give it nothing."""
    if board[SUMS, place] & board[SUMS_IN, at] & board[ONE, AMOUNTS] & ~board[NUMBERS, PAID_SUMS]:
        return count
    each = board[ITEM_STEPS, at] if board[BY_ITEMS, place] else board[SIZE_STEPS, at]
    if each == 0 or full == 0:
        return 0
    return min(count, 1) if count <= 1 or each >= full else min(count, -(-full // each))


@compiled(inline=True)
def bundles(units: int) -> int:
    """Of how many bundles any number up to so many units can be made."""
    found = 0
    while units > 0:
        units >>= 1
        found += 1
    return found


@compiled(inline=True)
def _cost(board: Ints, at: int, place: int) -> int:
    """What one unit costs a place: its price and the tolls of limits, less what totals that are not paid give for it."""
    totals = board[ONE, AMOUNTS] & ~board[NUMBERS, PAID_SUMS]
    sums, found = board[SUMS, place] & board[SUMS_IN, at] & (board[ONE, CAPPED] | totals), board[PRICE, at]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if board[ONE, CAPPED] >> w & 1:
            found += board[TOLL_OF, w] * steps_to_sum(board, at, w)
        else:
            each = board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at]
            found -= SCALE * board[TOTAL, w] * min(each, board[AMOUNT, w])
    return found


@compiled()
def filling(board: Ints, slate: Ints, place: int, first: int, among: int) -> tuple[int, int]:
    """What the best filling of what a place still needs is worth beyond its cost, and its bundles, told by bits of the slate.

    It is made of classes from `first` on; `among`: the row that says of how many units of each.
    """
    need = max(0, board[NEED, place] - board[X, place])
    full, each_worth, count = fullest(board, place, need), board[LEAF, place] * SCALE, 0
    if full == 0 and not board[SUMS, place] & board[ONE, AMOUNTS] & ~board[NUMBERS, PAID_SUMS]:
        return 0, 0
    grain = grain_of_place(board, place)
    costs, has = slate[_COST], slate[_HAS]
    costs[0] = has[0] = 0
    for steps in range(1, full + 1):
        costs[steps] = HUGE
    classes = board[FITTING, place] >> first << first
    while classes:
        at = lowest(classes)
        classes &= classes - 1
        each = board[ITEM_STEPS, at] if board[BY_ITEMS, place] else board[SIZE_STEPS, at]
        cost = _cost(board, at, place)
        if cost > each_worth * min(need, each * grain):  # dearer than all that it could be worth here
            continue
        left, many = most_units(board, at, place, board[among, at], full), 1
        while left > 0:
            many = min(many, left)
            slate[CLASS, count], slate[MANY, count] = at, many
            for steps in range(full, -1, -1):
                if costs[steps] < HUGE:
                    to = min(full, steps + many * each)
                    if costs[steps] + many * cost < costs[to]:
                        costs[to], has[to] = costs[steps] + many * cost, has[steps] | 1 << count
            left, many, count = left - many, many * 2, count + 1
    most, found = -HUGE, 0
    for steps in range(full + 1):
        if costs[steps] < HUGE:
            worth = each_worth * min(need, steps * grain) - costs[steps]
            if worth > most:
                most, found = worth, has[steps]
    return most, found
