"""One way: its classes in order, what a unit gives at a place, and an allocation placed in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackr.allocation.kernel.board import (
    AT,
    BEST,
    CLASSES,
    CODE,
    CODE_USED,
    CODES,
    COUNT,
    FACTS,
    GRAIN,
    GRANT,
    GRANT_BARS,
    GRANT_USED,
    GRANTS,
    GRANTS_ON,
    ITEM_GRAIN,
    ITEMS,
    LEFT,
    LIMIT,
    MASK,
    MORE,
    NUMBERS,
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
    VALUE,
    WIDTH_OF_KEY,
    Board,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    CAP,
    CAPPED,
    CONST,
    COUNTED,
    FLOOR,
    FLOORS,
    HEAD,
    HUGE,
    LEAF,
    LEAST,
    MOST,
    NEED,
    ONE,
    OPEN,
    PER,
    PLACES,
    ROOF,
    SHARE_DEN,
    SHARE_NEED,
    SHARE_NUM,
    SHARE_OF,
    SHARED,
    SUM_COUNT,
    SUM_ITEMS,
    SUMS,
    TOTAL,
    WHOLE,
)

if TYPE_CHECKING:
    pass


@compiled()
def arrange(fixed: Ints, way: Ints, board: Board) -> None:
    """The classes that can do anything in this way, in order; nothing placed."""
    raw, rows, option, single = board.raw, board.rows, board.option, fixed[ONE]
    numbers, count = rows[NUMBERS], 0
    wanted = single[FLOORS] | single[COUNTED] | single[AMOUNTS]
    for number in (TIED, GRANTS, CODES, GRAIN, ITEM_GRAIN):
        numbers[number] = raw[NUMBERS, number]
    for slot in range(raw[NUMBERS, CLASSES]):
        at = raw[SCRATCH, slot] & (WIDTH_OF_KEY - 1)
        mask, left, options = raw[MASK, at] & way[HEAD, OPEN], 0, 0
        while mask:
            place = lowest(mask)
            mask &= mask - 1
            if way[LEAF, place] or fixed[SUMS, place] & raw[SUMS_IN, at] & wanted:
                left |= 1 << place
                option[count, options] = place
                board.placed[count, place] = 0
                options += 1
        if options == 0:
            continue
        for row in range(FACTS):
            rows[row, count] = raw[row, at]
        rows[MASK, count], rows[OPTIONS, count] = left, options
        count += 1
    numbers[CLASSES] = count
    clear(fixed, way, rows)
    for grant in range(numbers[GRANTS]):
        rows[GRANT_BARS, grant] = raw[GRANT_BARS, grant]
    reach(fixed, board, count)


@compiled()
def reach(fixed: Ints, board: Board, count: int) -> None:
    """REST, REST_SUMS, MORE, SUPPLY: what the classes from each on can still do."""
    rows, option = board.rows, board.option
    rest, sums = 0, 0
    rows[REST, count] = rows[REST_SUMS, count] = 0
    for at in range(count - 1, -1, -1):
        seen = 0
        for i in range(rows[OPTIONS, at]):
            place = option[at, i]
            seen |= fixed[SUMS, place]
            each = rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at]
            rows[SUPPLY, place] += rows[COUNT, at] * min(each, fixed[NEED, place])
        seen &= rows[SUMS_IN, at]
        rest |= rows[MASK, at]
        sums |= seen
        rows[REST, at], rows[REST_SUMS, at] = rest, sums
        rows[SEEN, at], rows[LEFT, at] = seen, rows[COUNT, at]
        more(fixed, rows, at, seen, rows[COUNT, at])


@compiled()
def clear(fixed: Ints, way: Ints, rows: Ints) -> None:
    """Nothing counts."""
    numbers = rows[NUMBERS]
    for place in range(fixed[ONE, PLACES]):
        rows[X, place] = rows[SUPPLY, place] = 0
    for w in range(fixed[ONE, SUM_COUNT]):
        rows[SUM, w] = rows[MORE, w] = 0
    for code in range(numbers[CODES]):
        rows[CODE_USED, code] = 0
    for grant in range(numbers[GRANTS]):
        rows[GRANT_USED, grant] = 0
    numbers[GRANTS_ON], numbers[VALUE] = 0, way[HEAD, CONST]
    for at in range(numbers[CLASSES]):
        rows[AT, at] = 0
        rows[LEFT, at] = rows[COUNT, at]


@compiled(inline=True)
def more(fixed: Ints, rows: Ints, at: int, sums: int, count: int) -> None:
    """So many more (or fewer) undecided units of a class may add to these sums."""
    while sums:
        w = lowest(sums)
        rows[MORE, w] += count * (rows[ITEMS, at] if fixed[SUM_ITEMS, w] else rows[SIZE, at])
        sums &= sums - 1


@compiled()
def undecide(fixed: Ints, board: Board, at: int, count: int) -> None:
    """So many more (or fewer) units of a class are undecided: what could come to sums and places."""
    rows = board.rows
    more(fixed, rows, at, rows[SEEN, at], count)
    for i in range(rows[OPTIONS, at]):
        place = board.option[at, i]
        each = rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at]
        rows[SUPPLY, place] += count * min(each, fixed[NEED, place])


@compiled(inline=True)
def gain(fixed: Ints, way: Ints, rows: Ints, at: int, place: int, count: int) -> int:
    """What `count` units of a class add to p at a place now."""
    each = rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at]
    left = fixed[NEED, place] - rows[X, place]
    found = way[LEAF, place] * min(count * each, left) if left > 0 else 0
    sums = fixed[SUMS, place] & fixed[ONE, AMOUNTS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        left = fixed[AMOUNT, w] - rows[SUM, w]
        if left > 0:
            found += way[TOTAL, w] * min(count * (rows[ITEMS, at] if fixed[SUM_ITEMS, w] else rows[SIZE, at]), left)
    return found


@compiled(inline=True)
def fitting(fixed: Ints, rows: Ints, at: int, place: int, count: int, hopeful: bool) -> int:
    """How many of `count` units of a class no limit forbids at a place.

    A share of what is counted is taken of what counts now and these units; if `hopeful`, of all that may still count.
    """
    each = rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at]
    if each > 0 and fixed[MOST, place] < HUGE:
        count = min(count, (fixed[MOST, place] - rows[X, place]) // each)
    mine = fixed[SUMS, place] & rows[SUMS_IN, at]
    sums = mine & fixed[ONE, CAPPED]
    while sums and count > 0:
        w = lowest(sums)
        sums &= sums - 1
        each = rows[ITEMS, at] if fixed[SUM_ITEMS, w] else rows[SIZE, at]
        if each == 0:
            continue
        count = min(count, (fixed[CAP, w] - rows[SUM, w]) // each)
        if fixed[ONE, SHARED] >> w & 1:
            of = fixed[SHARE_OF, w]
            base, grows = rows[SUM, of], mine >> of & 1
            if hopeful:
                base, grows = base + rows[MORE, of], 0
            while count > 0:
                counted = max(base + grows * count * each, fixed[SHARE_NEED, w])
                if (rows[SUM, w] + count * each) * fixed[SHARE_DEN, w] <= fixed[SHARE_NUM, w] * counted:
                    break
                count -= 1
    return max(count, 0)


@compiled(inline=True)
def barred(rows: Ints, at: int) -> bool:
    """Whether codes or grants forbid a class to count that does not count yet."""
    if rows[NUMBERS, TIED] == 0 or rows[AT, at]:
        return False
    code, grant = rows[CODE, at], rows[GRANT, at]
    if code >= 0 and rows[CODE_USED, code] >= rows[LIMIT, at]:
        return True
    return bool(grant >= 0 and rows[NUMBERS, GRANTS_ON] & rows[GRANT_BARS, grant])


@compiled()
def put(fixed: Ints, way: Ints, rows: Ints, at: int, place: int, count: int) -> None:
    """Count so many units of a class at a place."""
    numbers = rows[NUMBERS]
    numbers[VALUE] += gain(fixed, way, rows, at, place, count)
    _add(fixed, rows, at, place, count)
    rows[LEFT, at] -= count
    if numbers[TIED] and rows[AT, at] == 0:
        if rows[CODE, at] >= 0:
            rows[CODE_USED, rows[CODE, at]] += 1
        grant = rows[GRANT, at]
        if grant >= 0:
            rows[GRANT_USED, grant] += 1
            numbers[GRANTS_ON] |= 1 << grant
    rows[AT, at] |= 1 << place


@compiled()
def take(fixed: Ints, way: Ints, rows: Ints, at: int, place: int, count: int, none_left: bool) -> None:
    """Undo `put`. `none_left`: no unit of the class stays at the place."""
    numbers = rows[NUMBERS]
    _add(fixed, rows, at, place, -count)
    numbers[VALUE] -= gain(fixed, way, rows, at, place, count)
    rows[LEFT, at] += count
    if none_left:
        rows[AT, at] &= ~(1 << place)
    if none_left and numbers[TIED] and rows[AT, at] == 0:
        if rows[CODE, at] >= 0:
            rows[CODE_USED, rows[CODE, at]] -= 1
        grant = rows[GRANT, at]
        if grant >= 0:
            rows[GRANT_USED, grant] -= 1
            if rows[GRANT_USED, grant] == 0:
                numbers[GRANTS_ON] &= ~(1 << grant)


@compiled(inline=True)
def _add(fixed: Ints, rows: Ints, at: int, place: int, count: int) -> None:
    size, items = count * rows[SIZE, at], count * rows[ITEMS, at]
    rows[X, place] += items if fixed[BY_ITEMS, place] else size
    sums = fixed[SUMS, place] & rows[SUMS_IN, at]
    while sums:
        w = lowest(sums)
        rows[SUM, w] += items if fixed[SUM_ITEMS, w] else size
        sums &= sums - 1


@compiled()
def held_down(fixed: Ints, rows: Ints, hopeful: bool) -> int:
    """The most that checks leave of the whole: with what counts now; if `hopeful`, with all that may still count."""
    most, floors = fixed[ONE, ROOF], fixed[ONE, FLOORS]
    while floors:
        w = lowest(floors)
        floors &= floors - 1
        short = fixed[FLOOR, w] - rows[SUM, w] - (rows[MORE, w] if hopeful else 0)
        if short > 0:
            most = min(most, fixed[ONE, WHOLE] - max(short * fixed[PER, w], fixed[LEAST, w]))
    return max(most, 0)


@compiled()
def progress(fixed: Ints, rows: Ints) -> int:
    """What the allocation is worth; -1 if a share of what is counted is exceeded."""
    shared = fixed[ONE, SHARED]
    while shared:
        w = lowest(shared)
        shared &= shared - 1
        counted = max(rows[SUM, fixed[SHARE_OF, w]], fixed[SHARE_NEED, w])
        if rows[SUM, w] * fixed[SHARE_DEN, w] > fixed[SHARE_NUM, w] * counted:
            return -1
    return min(rows[NUMBERS, VALUE], held_down(fixed, rows, False))


@compiled()
def place_all(fixed: Ints, way: Ints, board: Board) -> None:
    """Place the classes in order, each unit where it adds most, at the place with the least other supply."""
    rows, option = board.rows, board.option
    for at in range(rows[NUMBERS, CLASSES]):
        if barred(rows, at):
            continue
        left = rows[COUNT, at]
        while left > 0:
            best, where, fits = 0, -1, 0
            for i in range(rows[OPTIONS, at]):
                place = option[at, i]
                worth = gain(fixed, way, rows, at, place, 1) + _wanted(fixed, rows, at, place)
                if worth > best or (worth == best and where >= 0 and rows[SUPPLY, place] < rows[SUPPLY, where]):
                    most = fitting(fixed, rows, at, place, left, False)
                    if most > 0:
                        best, where, fits = worth, place, most
            if where < 0:
                break
            count = min(fits, _useful(fixed, rows, at, where))
            put(fixed, way, rows, at, where, count)
            board.placed[at, where] += count
            left -= count
        for i in range(rows[OPTIONS, at]):
            place = option[at, i]
            each = rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at]
            rows[SUPPLY, place] -= rows[COUNT, at] * min(each, fixed[NEED, place])
    rows[NUMBERS, BEST] = max(rows[NUMBERS, BEST], progress(fixed, rows))


@compiled(inline=True)
def _wanted(fixed: Ints, rows: Ints, at: int, place: int) -> int:
    """1 if a floor that is not met yet wants the unit there."""
    sums = fixed[SUMS, place] & rows[SUMS_IN, at] & fixed[ONE, FLOORS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        if rows[SUM, w] < fixed[FLOOR, w] and (rows[ITEMS, at] if fixed[SUM_ITEMS, w] else rows[SIZE, at]) > 0:
            return 1
    return 0


@compiled(inline=True)
def _useful(fixed: Ints, rows: Ints, at: int, place: int) -> int:
    """How many units of the class the place takes whole; at least one."""
    each = rows[ITEMS, at] if fixed[BY_ITEMS, place] else rows[SIZE, at]
    return max(1, (fixed[NEED, place] - rows[X, place]) // each) if each > 0 else 1
