"""What a unit gives at a place, and an allocation placed in one pass."""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    AT,
    BEST,
    CLASSES,
    CODE,
    CODE_USED,
    COUNT,
    GRANT,
    GRANT_BARS,
    GRANT_USED,
    GRANTS_ON,
    ITEMS,
    LEFT,
    LIMIT,
    MORE,
    NUMBERS,
    OPTION,
    OPTIONS,
    SIZE,
    SUM,
    SUMS_IN,
    SUPPLY,
    TIED,
    UNITS_AT,
    VALUE,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    CAP,
    CAPPED,
    FLOOR,
    FLOORS,
    HUGE,
    LEAF,
    LEAST,
    MOST,
    NEED,
    ONE,
    PER,
    ROOF,
    SHARE_DEN,
    SHARE_NEED,
    SHARE_NUM,
    SHARE_OF,
    SHARED,
    SUM_ITEMS,
    SUMS,
    TOTAL,
    WHOLE,
)


@compiled(inline=True)
def gain(board: Ints, at: int, place: int, count: int) -> int:
    """What `count` units of a class add to p at a place now."""
    each = board[ITEMS, at] if board[BY_ITEMS, place] else board[SIZE, at]
    left = board[NEED, place] - board[X, place]
    found = board[LEAF, place] * min(count * each, left) if left > 0 else 0
    sums = board[SUMS, place] & board[ONE, AMOUNTS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        left = board[AMOUNT, w] - board[SUM, w]
        if left > 0:
            found += board[TOTAL, w] * min(count * (board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at]), left)
    return found


@compiled(inline=True)
def fitting(board: Ints, at: int, place: int, count: int, hopeful: bool) -> int:
    """How many of `count` units of a class no limit forbids at a place.

    A share of what is counted is taken of what counts now and these units; if `hopeful`, of all that may still count.
    """
    each = board[ITEMS, at] if board[BY_ITEMS, place] else board[SIZE, at]
    if each > 0 and board[MOST, place] < HUGE:
        count = min(count, (board[MOST, place] - board[X, place]) // each)
    mine = board[SUMS, place] & board[SUMS_IN, at]
    sums = mine & board[ONE, CAPPED]
    while sums and count > 0:
        w = lowest(sums)
        sums &= sums - 1
        each = board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at]
        if each == 0:
            continue
        count = min(count, (board[CAP, w] - board[SUM, w]) // each)
        if board[ONE, SHARED] >> w & 1:
            of = board[SHARE_OF, w]
            base, grows = board[SUM, of], mine >> of & 1
            if hopeful:
                base, grows = base + board[MORE, of], 0
            while count > 0:
                counted = max(base + grows * count * each, board[SHARE_NEED, w])
                if (board[SUM, w] + count * each) * board[SHARE_DEN, w] <= board[SHARE_NUM, w] * counted:
                    break
                count -= 1
    return max(count, 0)


@compiled(inline=True)
def barred(board: Ints, at: int) -> bool:
    """Whether codes or grants forbid a class to count that does not count yet."""
    if board[NUMBERS, TIED] == 0 or board[AT, at]:
        return False
    code, grant = board[CODE, at], board[GRANT, at]
    if code >= 0 and board[CODE_USED, code] >= board[LIMIT, at]:
        return True
    return bool(grant >= 0 and board[NUMBERS, GRANTS_ON] & board[GRANT_BARS, grant])


@compiled()
def put(board: Ints, at: int, place: int, count: int) -> None:
    """Count so many units of a class at a place."""
    numbers = board[NUMBERS]
    numbers[VALUE] += gain(board, at, place, count)
    _add(board, at, place, count)
    board[LEFT, at] -= count
    if numbers[TIED] and board[AT, at] == 0:
        if board[CODE, at] >= 0:
            board[CODE_USED, board[CODE, at]] += 1
        grant = board[GRANT, at]
        if grant >= 0:
            board[GRANT_USED, grant] += 1
            numbers[GRANTS_ON] |= 1 << grant
    board[AT, at] |= 1 << place


@compiled()
def take(board: Ints, at: int, place: int, count: int, none_left: bool) -> None:
    """Undo `put`. `none_left`: no unit of the class stays at the place."""
    numbers = board[NUMBERS]
    _add(board, at, place, -count)
    numbers[VALUE] -= gain(board, at, place, count)
    board[LEFT, at] += count
    if none_left:
        board[AT, at] &= ~(1 << place)
    if none_left and numbers[TIED] and board[AT, at] == 0:
        if board[CODE, at] >= 0:
            board[CODE_USED, board[CODE, at]] -= 1
        grant = board[GRANT, at]
        if grant >= 0:
            board[GRANT_USED, grant] -= 1
            if board[GRANT_USED, grant] == 0:
                numbers[GRANTS_ON] &= ~(1 << grant)


@compiled(inline=True)
def _add(board: Ints, at: int, place: int, count: int) -> None:
    size, items = count * board[SIZE, at], count * board[ITEMS, at]
    board[X, place] += items if board[BY_ITEMS, place] else size
    sums = board[SUMS, place] & board[SUMS_IN, at]
    while sums:
        w = lowest(sums)
        board[SUM, w] += items if board[SUM_ITEMS, w] else size
        sums &= sums - 1


@compiled()
def held_down(board: Ints, hopeful: bool) -> int:
    """The most that checks leave of the whole: with what counts now; if `hopeful`, with all that may still count."""
    most, floors = board[ONE, ROOF], board[ONE, FLOORS]
    while floors:
        w = lowest(floors)
        floors &= floors - 1
        short = board[FLOOR, w] - board[SUM, w] - (board[MORE, w] if hopeful else 0)
        if short > 0:
            most = min(most, board[ONE, WHOLE] - max(short * board[PER, w], board[LEAST, w]))
    return max(most, 0)


@compiled()
def progress(board: Ints) -> int:
    """What the allocation is worth; -1 if a share of what is counted is exceeded."""
    shared = board[ONE, SHARED]
    while shared:
        w = lowest(shared)
        shared &= shared - 1
        counted = max(board[SUM, board[SHARE_OF, w]], board[SHARE_NEED, w])
        if board[SUM, w] * board[SHARE_DEN, w] > board[SHARE_NUM, w] * counted:
            return -1
    return min(board[NUMBERS, VALUE], held_down(board, False))


@compiled()
def place_all(board: Ints) -> None:
    """Place the classes in order, each unit where it adds most, at the place with the least other supply."""
    for at in range(board[NUMBERS, CLASSES]):
        if barred(board, at):
            continue
        left = board[COUNT, at]
        while left > 0:
            best, where, fits = 0, -1, 0
            for i in range(board[OPTIONS, at]):
                place = board[OPTION + at, i]
                worth = gain(board, at, place, 1) + _wanted(board, at, place)
                if worth > best or (worth == best and where >= 0 and board[SUPPLY, place] < board[SUPPLY, where]):
                    most = fitting(board, at, place, left, False)
                    if most > 0:
                        best, where, fits = worth, place, most
            if where < 0:
                break
            count = min(fits, _useful(board, at, where))
            put(board, at, where, count)
            board[UNITS_AT + at, where] += count
            left -= count
        for i in range(board[OPTIONS, at]):
            place = board[OPTION + at, i]
            each = board[ITEMS, at] if board[BY_ITEMS, place] else board[SIZE, at]
            board[SUPPLY, place] -= board[COUNT, at] * min(each, board[NEED, place])
    board[NUMBERS, BEST] = max(board[NUMBERS, BEST], progress(board))


@compiled(inline=True)
def _wanted(board: Ints, at: int, place: int) -> int:
    """1 if a floor that is not met yet wants the unit there."""
    sums = board[SUMS, place] & board[SUMS_IN, at] & board[ONE, FLOORS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if board[SUM, w] < board[FLOOR, w] and (board[ITEMS, at] if board[SUM_ITEMS, w] else board[SIZE, at]) > 0:
            return 1
    return 0


@compiled(inline=True)
def _useful(board: Ints, at: int, place: int) -> int:
    """How many units of the class the place takes whole; at least one."""
    each = board[ITEMS, at] if board[BY_ITEMS, place] else board[SIZE, at]
    return max(1, (board[NEED, place] - board[X, place]) // each) if each > 0 else 1
