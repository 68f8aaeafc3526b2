"""A bound by what places would take if units had prices, and allocations made of it.

Every place takes the filling that is worth most beyond what its units cost it. A filling is of whole units, so this bound sees
what units too large or too small for a place waste, which the bound by rates (`prices`) does not. Whatever the prices and tolls,

    p ≤ p of nothing + what is paid + Σ units' prices + tolls × room of the limits
        + Σ over places of the worth of the best filling less its cost

Prices rise where places together want more of a class than there is, and fall where they want less, by steps that shrink (the
subgradient method of Held, Wolfe and Crowder, 1974). All are whole numbers, `SCALE` to a part of the whole.
"""

from __future__ import annotations

from stackr.allocation.kernel.arranging import clear
from stackr.allocation.kernel.board import (
    BEST,
    CLASSES,
    COUNT,
    FITTING,
    GRAIN,
    GROUP,
    ITEM_GRAIN,
    ITEM_STEPS,
    ITEMS,
    LATTICE,
    LEFT,
    MASK,
    NUMBERS,
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
    TOLL_OF,
    TOLLED,
    UNITS_AT,
    VALUE,
    WANTED,
    WANTED_SUM,
    WAY_OF_PRICE,
    WAY_OF_TOLL,
    X,
)
from stackr.allocation.kernel.improving import improve
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred, fitting, progress, put
from stackr.allocation.kernel.prices import room, worth_at
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    CAPPED,
    CONST,
    HEAD,
    HUGE,
    LEAF,
    NEED,
    ONE,
    OPEN,
    PLACES,
    SUM_ITEMS,
    SUMS,
    TOTAL,
)

SCALE = 64
"""Prices are parts of the whole divided by this."""
TURNS = 150
"""How often prices are moved at most."""
KEEPS, KEPT = 16, 12
"""A price keeps `KEPT / KEEPS` of the way it went."""
TURNS_WITHIN = 2
"""The same within a search, each time."""
FULLEST = 63
"""Grains of the largest need that fillings are made of."""
MOST_UNITS = 62
"""Units that a filling may be made of, at most: a bit of a mask each."""
SLATE = (3, FULLEST + 1)
"""The shape of the memory of one filling: its least cost by fullness, the units it then has, and the class of each unit."""
_COST, _HAS, _CLASS = 0, 1, 2


@compiled()
def bound_of_fillings(board: Ints, slate: Ints, ceiling: int) -> int:
    """The least bound that is found, at most `ceiling`; BEST is raised by the allocations that are tried. Nothing is placed."""
    numbers = board[NUMBERS]
    numbers[LATTICE] = 0
    if not _begin(board):
        return ceiling
    numbers[LATTICE] = _lattice(board)
    shrunk, since, least = 1, 0, HUGE
    for turn in range(TURNS):
        found = _priced(board, slate, 0)
        if found < least:
            least, since = found, 0
        else:
            since += 1
            if since == 12:
                shrunk, since = shrunk * 2, 0
        ceiling = min(ceiling, _rounded(board, found))
        if ceiling <= numbers[BEST]:
            break
        if turn % 4 == 3:
            _allocate(board, slate, turn)
            clear(board)
        if ceiling <= numbers[BEST] or not _move_prices(board, found - numbers[BEST] * SCALE, shrunk, 0):
            break
    return ceiling


@compiled()
def hopeless(board: Ints, slate: Ints, first: int) -> bool:
    """Whether prices show that nothing better comes of what counts now and the classes from `first` on; they are kept for later."""
    numbers = board[NUMBERS]
    _rooms(board)
    for _ in range(TURNS_WITHIN):
        found = _priced(board, slate, first)
        if _rounded(board, found) <= numbers[BEST]:
            return True
        if not _move_prices(board, found - numbers[BEST] * SCALE, 1, first):
            break
    return False


@compiled(inline=True)
def _rounded(board: Ints, found: int) -> int:
    """The greatest p that a bound leaves."""
    const, lattice = board[HEAD, CONST], board[NUMBERS, LATTICE]
    return const + (found // SCALE - const) // lattice * lattice


@compiled()
def _rooms(board: Ints) -> None:
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        board[ROOM, w] = room(board, w) // _grain(board, w)


@compiled()
def _begin(board: Ints) -> bool:
    """The first prices and tolls: those of the rates on the board, under which this bound is no more than theirs. False where
    needs are too large, or units too many, for fillings.
    """
    numbers = board[NUMBERS]
    for at in range(numbers[CLASSES]):
        board[SIZE_STEPS, at] = board[SIZE, at] // numbers[GRAIN]
        board[ITEM_STEPS, at] = board[ITEMS, at] // numbers[ITEM_GRAIN]
    for place in range(board[ONE, PLACES]):
        if _fullest(board, place, board[NEED, place]) > FULLEST:
            return False
        units = board[FITTING, place] = 0
        for at in range(numbers[CLASSES]):
            if board[MASK, at] >> place & 1:
                board[FITTING, place] |= 1 << at
                units += _most(board, at, place, board[COUNT, at], board[NEED, place])
        if units > MOST_UNITS:
            return False
    for at in range(numbers[CLASSES]):
        most = 0
        for i in range(board[OPTIONS, at]):
            most = max(most, worth_at(board, at, board[OPTION + at, i]))
        board[PRICE, at], board[WAY_OF_PRICE, at] = most * SCALE, 0
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        board[WAY_OF_TOLL, w] = 0
        board[TOLL_OF, w] = board[TOLL, w] * _grain(board, w) * SCALE if numbers[TOLLED] >> w & 1 else 0
    _rooms(board)
    return True


@compiled(inline=True)
def _grain(board: Ints, w: int) -> int:
    return board[NUMBERS, ITEM_GRAIN] if board[SUM_ITEMS, w] else board[NUMBERS, GRAIN]


@compiled(inline=True)
def _fullest(board: Ints, place: int, need: int) -> int:
    """In how many steps a place is full."""
    grain = board[NUMBERS, ITEM_GRAIN] if board[BY_ITEMS, place] else board[NUMBERS, GRAIN]
    return -(-need // grain) if need > 0 and board[LEAF, place] > 0 else 0


@compiled(inline=True)
def _steps(board: Ints, at: int, place: int) -> int:
    """How many steps of a place one unit fills."""
    return board[ITEM_STEPS, at] if board[BY_ITEMS, place] else board[SIZE_STEPS, at]


@compiled(inline=True)
def _most(board: Ints, at: int, place: int, count: int, need: int) -> int:
    """How many units of a class a filling may have."""
    if board[SUMS, place] & board[SUMS_IN, at] & board[ONE, AMOUNTS] & ~board[NUMBERS, PAID_SUMS]:
        return count
    each = _steps(board, at, place)
    return min(count, -(-_fullest(board, place, need) // each)) if each > 0 else 0


@compiled()
def _lattice(board: Ints) -> int:
    """A part of the whole of which p, less what is constant, is a multiple."""
    found = 0
    for place in range(board[ONE, PLACES]):
        if board[LEAF, place] > 0 and board[HEAD, OPEN] >> place & 1:
            grain = board[NUMBERS, ITEM_GRAIN] if board[BY_ITEMS, place] else board[NUMBERS, GRAIN]
            found = _divisor(found, board[LEAF, place] * _divisor(grain, board[NEED, place]))
    sums = board[ONE, AMOUNTS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if board[TOTAL, w] > 0:
            found = _divisor(found, board[TOTAL, w] * _divisor(_grain(board, w), board[AMOUNT, w]))
    return max(found, 1)


@compiled()
def _divisor(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a


@compiled(inline=True)
def _cost(board: Ints, at: int, place: int) -> int:
    """What one unit costs a place: its price and the tolls of limits, less what totals give for it."""
    found = board[PRICE, at]
    sums = board[SUMS, place] & board[SUMS_IN, at] & (board[ONE, CAPPED] | (board[ONE, AMOUNTS] & ~board[NUMBERS, PAID_SUMS]))
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if board[ONE, CAPPED] >> w & 1:
            found += board[TOLL_OF, w] * (board[ITEM_STEPS, at] if board[SUM_ITEMS, w] else board[SIZE_STEPS, at])
        else:
            each = board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at]
            found -= SCALE * board[TOTAL, w] * min(each, board[AMOUNT, w])
    return found


@compiled()
def _filling(board: Ints, slate: Ints, place: int, first: int, among: int) -> tuple[int, int]:
    """What the best filling of what a place needs is worth beyond its cost, and the units it has; their classes are on the slate.

    It is made of classes from `first` on; `among`: the row that says of how many units of each.
    """
    need = max(0, board[NEED, place] - board[X, place])
    full, units, each_worth = _fullest(board, place, need), 0, board[LEAF, place] * SCALE
    grain = board[NUMBERS, ITEM_GRAIN] if board[BY_ITEMS, place] else board[NUMBERS, GRAIN]
    costs, has = slate[_COST], slate[_HAS]
    costs[0] = has[0] = 0
    for steps in range(1, full + 1):
        costs[steps] = HUGE
    classes = board[FITTING, place] >> first << first
    while classes:
        at = lowest(classes)
        classes &= classes - 1
        each, cost = _steps(board, at, place), _cost(board, at, place)
        if cost > each_worth * min(need, each * grain):
            continue
        for _ in range(_most(board, at, place, board[among, at], need)):
            slate[_CLASS, units] = at
            for steps in range(full, -1, -1):
                if costs[steps] < HUGE:
                    to = min(full, steps + each)
                    if costs[steps] + cost < costs[to]:
                        costs[to], has[to] = costs[steps] + cost, has[steps] | 1 << units
            units += 1
    most, found = -HUGE, 0
    for steps in range(full + 1):
        if costs[steps] < HUGE:
            worth = each_worth * min(need, steps * grain) - costs[steps]
            if worth > most:
                most, found = worth, has[steps]
    return most, found


@compiled()
def _priced(board: Ints, slate: Ints, first: int) -> int:
    """The bound under the prices; WANTED and WANTED_SUM: what places together want."""
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
    group, most = -1, 0
    for at in range(first, numbers[CLASSES]):
        board[WANTED, at] = 0
        price = board[PRICE, at] * board[COUNT, at]
        if board[GROUP, at] < 0:
            found += price
            continue
        if board[GROUP, at] != group:
            group, most = board[GROUP, at], 0
        if price > most:
            found += price - most
            most = price
    for place in range(board[ONE, PLACES]):
        if board[HEAD, OPEN] >> place & 1:
            worth, units = _filling(board, slate, place, first, COUNT)
            found += worth
            _want(board, slate, place, units)
    return found


@compiled()
def _want(board: Ints, slate: Ints, place: int, units: int) -> None:
    """Add the units of a filling to what is wanted."""
    while units:
        at = slate[_CLASS, lowest(units)]
        units &= units - 1
        board[WANTED, at] += 1
        sums = board[SUMS, place] & board[SUMS_IN, at] & board[ONE, CAPPED]
        while sums:
            w = lowest(sums)
            sums &= sums - 1
            board[WANTED_SUM, w] += board[ITEM_STEPS, at] if board[SUM_ITEMS, w] else board[SIZE_STEPS, at]


@compiled()
def _move_prices(board: Ints, gap: int, shrunk: int, first: int) -> bool:
    """Prices up where more is wanted than there is, and down where less, and somewhat as they moved before; whether any moved."""
    numbers, norm, moved = board[NUMBERS], 0, False
    limits = board[ONE, CAPPED] & board[REST_SUMS, 0]
    for at in range(first, numbers[CLASSES]):
        norm += _turned(board, PRICE, WAY_OF_PRICE, at, board[WANTED, at] - board[COUNT, at])
    left = limits
    while left:
        w = lowest(left)
        left &= left - 1
        norm += _turned(board, TOLL_OF, WAY_OF_TOLL, w, board[WANTED_SUM, w] - board[ROOM, w])
    if norm == 0:
        return False
    for at in range(first, numbers[CLASSES]):
        price = max(0, board[PRICE, at] + gap * board[WAY_OF_PRICE, at] * KEEPS // (norm * shrunk))
        moved = moved or price != board[PRICE, at]
        board[PRICE, at] = price
    while limits:
        w = lowest(limits)
        limits &= limits - 1
        toll = max(0, board[TOLL_OF, w] + gap * board[WAY_OF_TOLL, w] * KEEPS // (norm * shrunk))
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


@compiled()
def _allocate(board: Ints, slate: Ints, turn: int) -> None:
    """An allocation: places in turn take the best filling of the units that are left, then what still fits; BEST is raised."""
    numbers, places = board[NUMBERS], board[ONE, PLACES]
    clear(board)
    for at in range(numbers[CLASSES]):
        for i in range(board[OPTIONS, at]):
            board[UNITS_AT + at, board[OPTION + at, i]] = 0
    for k in range(places):
        place = (k + turn) % places
        if board[HEAD, OPEN] >> place & 1:
            _, units = _filling(board, slate, place, 0, LEFT)
            while units:
                at = slate[_CLASS, lowest(units)]
                units &= units - 1
                if not barred(board, at) and fitting(board, at, place, 1, False):
                    put(board, at, place, 1)
                    board[UNITS_AT + at, place] += 1
    numbers[BEST] = max(numbers[BEST], progress(board))
    improve(board)
