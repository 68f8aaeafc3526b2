"""A bound by what places would take if units had prices, and allocations made of it.

A filling is of whole units, so this bound sees what units too large or too small for a place waste, which the bound by rates
(`prices`) does not. `demand` says what it is made of.
"""

from __future__ import annotations

from stackr.allocation.kernel.arranging import clear
from stackr.allocation.kernel.board import (
    BEST,
    CLASSES,
    LATTICE,
    LEFT,
    NUMBERS,
    OPTION,
    OPTIONS,
    UNITS_AT,
)
from stackr.allocation.kernel.cutting import divisor
from stackr.allocation.kernel.demand import keep_prices, measure_rooms, move_prices, open_market, priced
from stackr.allocation.kernel.filling import CLASS, MANY, SCALE, filling, grain_of_place, grain_of_sum
from stackr.allocation.kernel.improving import improve
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred, fitting, progress, put
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    CONST,
    HEAD,
    HUGE,
    LEAF,
    NEED,
    ONE,
    OPEN,
    PLACES,
    TOTAL,
)

TURNS = 150
"""How often prices are moved at most before a search, ..."""
TURNS_WITHIN = 2
"""... and at each state within it."""
PATIENCE = 12
"""Turns without a lower bound after which steps are halved."""
EVERY = 4
"""Turns from one allocation that is tried to the next."""


@compiled()
def bound_of_fillings(board: Ints, raw: Ints, slate: Ints, ceiling: int) -> int:
    """The least bound that is found, at most `ceiling`; BEST is raised by the allocations that are tried.

    Nothing counts before or afterwards; SUPPLY and MORE are lost.
    """
    numbers = board[NUMBERS]
    numbers[LATTICE] = 0
    if not open_market(board, raw):
        return ceiling
    numbers[LATTICE] = _lattice(board)
    shrunk, since, least = 1, 0, HUGE
    for turn in range(TURNS):
        found = priced(board, slate, 0)
        since = 0 if found < least else since + 1
        least = min(least, found)
        if since == PATIENCE:
            shrunk, since = shrunk * 2, 0
        ceiling = min(ceiling, _rounded(board, found))
        if ceiling > numbers[BEST] and turn % EVERY == EVERY - 1:
            _allocate(board, slate, turn)
            clear(board)
        if ceiling <= numbers[BEST] or not move_prices(board, found - numbers[BEST] * SCALE, shrunk, 0):
            break
    keep_prices(board, raw)
    return ceiling


@compiled()
def hopeless(board: Ints, slate: Ints, first: int) -> bool:
    """Whether prices show that nothing better comes of what counts now and the classes from `first` on; they are kept for later."""
    numbers = board[NUMBERS]
    measure_rooms(board)
    for _ in range(TURNS_WITHIN):
        found = priced(board, slate, first)
        if _rounded(board, found) <= numbers[BEST]:
            return True
        if not move_prices(board, found - numbers[BEST] * SCALE, 1, first):
            break
    return False


@compiled(inline=True)
def _rounded(board: Ints, found: int) -> int:
    """The greatest p that a bound leaves."""
    const, lattice = board[HEAD, CONST], board[NUMBERS, LATTICE]
    return const + (found // SCALE - const) // lattice * lattice


@compiled()
def _lattice(board: Ints) -> int:
    """A part of the whole of which p, less what is constant, is a multiple."""
    found = 0
    for place in range(board[ONE, PLACES]):
        if board[LEAF, place] > 0 and board[HEAD, OPEN] >> place & 1:
            found = divisor(found, board[LEAF, place] * divisor(grain_of_place(board, place), board[NEED, place]))
    sums = board[ONE, AMOUNTS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if board[TOTAL, w] > 0:
            found = divisor(found, board[TOTAL, w] * divisor(grain_of_sum(board, w), board[AMOUNT, w]))
    return max(found, 1)


@compiled()
def _allocate(board: Ints, slate: Ints, turn: int) -> None:
    """An allocation: places in turn take the best filling of the units that are left, and it is improved; BEST is raised."""
    numbers, places = board[NUMBERS], board[ONE, PLACES]
    clear(board)
    for at in range(numbers[CLASSES]):
        for i in range(board[OPTIONS, at]):
            board[UNITS_AT + at, board[OPTION + at, i]] = 0
    for k in range(places):
        place = (k + turn) % places
        if not board[HEAD, OPEN] >> place & 1:
            continue
        _, taken = filling(board, slate, place, 0, LEFT)
        while taken:
            at, many = slate[CLASS, lowest(taken)], slate[MANY, lowest(taken)]
            taken &= taken - 1
            count = 0 if barred(board, at) else fitting(board, at, place, many, False)
            if count:
                put(board, at, place, count)
                board[UNITS_AT + at, place] += count
    numbers[BEST] = max(numbers[BEST], progress(board))
    improve(board)
