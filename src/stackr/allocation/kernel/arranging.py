"""The classes of one way in order, and what those from each on can still do."""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    AT,
    CLASSES,
    CODE_USED,
    CODES,
    COUNT,
    FACTS,
    FOUND_AT,
    GRAIN,
    GRANT_BARS,
    GRANT_USED,
    GRANTS,
    GRANTS_ON,
    ITEM_GRAIN,
    ITEMS,
    LEFT,
    MASK,
    MORE,
    NUMBERS,
    OPTION,
    OPTIONS,
    REST,
    REST_SUMS,
    SCRATCH,
    SEEN,
    SIZE,
    SUM,
    SUMS_IN,
    SUPPLY,
    TIED,
    UNITS_AT,
    VALUE,
    WIDTH_OF_KEY,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.table import (
    AMOUNTS,
    BY_ITEMS,
    CONST,
    COUNTED,
    FLOORS,
    HEAD,
    LEAF,
    NEED,
    ONE,
    OPEN,
    PLACES,
    SUM_COUNT,
    SUM_ITEMS,
    SUMS,
)


@compiled()
def arrange(board: Ints, raw: Ints) -> None:
    """The classes that can do anything in this way, in order; nothing placed."""
    single = board[ONE]
    numbers, count = board[NUMBERS], 0
    wanted = single[FLOORS] | single[COUNTED] | single[AMOUNTS]
    for number in (TIED, GRANTS, CODES, GRAIN, ITEM_GRAIN):
        numbers[number] = raw[NUMBERS, number]
    for slot in range(raw[NUMBERS, CLASSES]):
        at = raw[SCRATCH, slot] & (WIDTH_OF_KEY - 1)
        mask, left, options = raw[MASK, at] & board[HEAD, OPEN], 0, 0
        while mask:
            place = lowest(mask)
            mask &= mask - 1
            if board[LEAF, place] or board[SUMS, place] & raw[SUMS_IN, at] & wanted:
                left |= 1 << place
                board[OPTION + count, options] = place
                board[UNITS_AT + count, place] = 0
                options += 1
        if options == 0:
            continue
        for row in range(MASK, FACTS):
            board[row, count] = raw[row, at]
        board[MASK, count], board[OPTIONS, count], board[FOUND_AT, count] = left, options, at
        count += 1
    numbers[CLASSES] = count
    clear(board)
    for grant in range(numbers[GRANTS]):
        board[GRANT_BARS, grant] = raw[GRANT_BARS, grant]
    reach(board, count)


@compiled()
def reach(board: Ints, count: int) -> None:
    """REST, REST_SUMS, MORE, SUPPLY: what the classes from each on can still do."""
    rest, sums = 0, 0
    board[REST, count] = board[REST_SUMS, count] = 0
    for at in range(count - 1, -1, -1):
        seen = 0
        for i in range(board[OPTIONS, at]):
            place = board[OPTION + at, i]
            seen |= board[SUMS, place]
            each = board[ITEMS, at] if board[BY_ITEMS, place] else board[SIZE, at]
            board[SUPPLY, place] += board[COUNT, at] * min(each, board[NEED, place])
        seen &= board[SUMS_IN, at]
        rest |= board[MASK, at]
        sums |= seen
        board[REST, at], board[REST_SUMS, at] = rest, sums
        board[SEEN, at], board[LEFT, at] = seen, board[COUNT, at]
        more(board, at, seen, board[COUNT, at])


@compiled()
def clear(board: Ints) -> None:
    """Nothing counts."""
    numbers = board[NUMBERS]
    for place in range(board[ONE, PLACES]):
        board[X, place] = board[SUPPLY, place] = 0
    for w in range(board[ONE, SUM_COUNT]):
        board[SUM, w] = board[MORE, w] = 0
    for code in range(numbers[CODES]):
        board[CODE_USED, code] = 0
    for grant in range(numbers[GRANTS]):
        board[GRANT_USED, grant] = 0
    numbers[GRANTS_ON], numbers[VALUE] = 0, board[HEAD, CONST]
    for at in range(numbers[CLASSES]):
        board[AT, at] = 0
        board[LEFT, at] = board[COUNT, at]


@compiled(inline=True)
def more(board: Ints, at: int, sums: int, count: int) -> None:
    """So many more (or fewer) undecided units of a class may add to these sums."""
    while sums:
        w = lowest(sums)
        board[MORE, w] += count * (board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at])
        sums &= sums - 1


@compiled()
def undecide(board: Ints, at: int, count: int) -> None:
    """So many more (or fewer) units of a class are undecided: what could come to sums and places."""
    more(board, at, board[SEEN, at], count)
    for i in range(board[OPTIONS, at]):
        place = board[OPTION + at, i]
        each = board[ITEMS, at] if board[BY_ITEMS, place] else board[SIZE, at]
        board[SUPPLY, place] += count * min(each, board[NEED, place])
