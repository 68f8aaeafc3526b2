"""The exact search of one way: depth first, with the bound of one set of prices moved along, and a memo of states.

A decision is how many units of a class count at one of its places, most first; classes in order, their places by worth.
"""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    AT,
    AT_CLASS,
    AT_LEFT,
    AT_OPTION,
    BEST,
    BEST_VALUE,
    BOUND_AT,
    CLASSES,
    CODE_USED,
    CODES,
    COUNT,
    DEPTH,
    DROPPED,
    GRANTS_ON,
    GROUP,
    IN_ROUND,
    ITEMS,
    KEY,
    KEY_LENGTH,
    LATER,
    MEMO,
    NEXT,
    NUMBERS,
    OPTIONS,
    PAID_SUMS,
    PLACED,
    RATE,
    RATE_KEPT,
    REST,
    REST_SUMS,
    ROUND,
    SCRATCH,
    SIZE,
    STEPS_MOST,
    STEPS_USED,
    SUM,
    SUMS_IN,
    SUPPLY,
    TERM,
    TIED,
    TOLL,
    TOLL_KEPT,
    TOLLED,
    VALUE,
    Board,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred, fitting, held_down, progress, put, take, undecide
from stackr.allocation.kernel.prices import bound, tighten
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    CAPPED,
    COUNTED,
    FLOOR,
    FLOORS,
    HUGE,
    LEAF,
    MOST,
    NEED,
    ONE,
    PLACES,
    SHARED,
    SUM_ITEMS,
    SUMS,
    TOTAL,
)

MEMO_FROM = 16
"""Steps of one way before states are remembered: most searches are shorter."""
PRICE_FROM = 64
"""Steps of one way before states are priced anew."""
EXHAUSTED, CUT_SHORT = 0, 1


@compiled()
def search(fixed: Ints, way: Ints, board: Board, start: int, ceiling: int) -> int:
    """Find whether anything beats BEST (which it raises), under a bound `start`; EXHAUSTED, or CUT_SHORT by the steps.

    Nothing is placed before. `start` is the bound under the prices on the board, by which `worth` is settled.
    `ceiling`: no allocation is worth more, so the search ends when that is found.
    """
    rows, stack, numbers = board.rows, board.stack, board.rows[NUMBERS]
    depth, began = 0, numbers[STEPS_USED]
    numbers[ROUND] += 1
    if numbers[CLASSES] == 0:
        return EXHAUSTED
    _enter(fixed, way, board, 0, 0, 0, rows[COUNT, 0], start, first_term(board, 0))
    while True:
        if stack[PLACED, depth] >= 0:
            _undo(fixed, way, board, depth)
        count = stack[NEXT, depth]
        if count < 0 or numbers[BEST] >= ceiling:
            if depth == 0:
                return EXHAUSTED
            depth -= 1
            continue
        stack[NEXT, depth] = count - 1
        at, i, left = stack[AT_CLASS, depth], stack[AT_OPTION, depth], stack[AT_LEFT, depth] - count
        next_at, next_i, dropped = at, i + 1, 0
        if next_i == rows[OPTIONS, at] or left == 0:
            next_at, next_i, dropped = at + 1, 0, left
        gained = _priced(fixed, way, board, at, i, count) if count else 0
        term = _next_term(board, depth, next_at, next_i, left, count)
        limit = stack[BOUND_AT, depth] - stack[TERM, depth] + gained + max(term, 0)
        if limit <= numbers[BEST]:
            continue
        numbers[STEPS_USED] += 1
        if numbers[STEPS_USED] > numbers[STEPS_MOST]:
            return CUT_SHORT
        if count:
            put(fixed, way, rows, at, board.option[at, i], count)
        undecide(fixed, board, at, -(count + dropped))
        stack[PLACED, depth], stack[DROPPED, depth] = count, dropped
        if count:
            numbers[BEST] = max(numbers[BEST], progress(fixed, rows))
        if next_at == numbers[CLASSES] or held_down(fixed, rows, True) <= numbers[BEST]:
            continue
        if limit - _unpayable(fixed, way, rows) <= numbers[BEST]:
            continue
        if next_i == 0 and numbers[STEPS_USED] - began > MEMO_FROM:
            if _known(fixed, way, board, next_at):
                continue
            if numbers[STEPS_USED] - began > PRICE_FROM and _hopeless(fixed, way, board, next_at):
                continue
        if depth + 1 == DEPTH:
            return CUT_SHORT
        if next_i == 0:
            left = rows[COUNT, next_at]
        if term < 0:
            term = first_term(board, next_at)
        depth += 1
        _enter(fixed, way, board, depth, next_at, next_i, left, limit, term)


@compiled()
def _unpayable(fixed: Ints, way: Ints, rows: Ints) -> int:
    """What the bound grants at places that all undecided units together no longer fill."""
    found = 0
    for place in range(fixed[ONE, PLACES]):
        paid = way[LEAF, place] - rows[RATE, place]
        if paid > 0:
            found += paid * max(0, fixed[NEED, place] - rows[X, place] - rows[SUPPLY, place])
    return found


@compiled()
def first_term(board: Board, at: int) -> int:
    """What a bound holds for a class none of which is decided, and the later ones of its group."""
    each = board.rows[COUNT, at] * board.worth[at, 0]
    return each if board.rows[GROUP, at] < 0 else max(each, board.rows[LATER, at])


@compiled()
def _next_term(board: Board, depth: int, next_at: int, next_i: int, left: int, count: int) -> int:
    """The term after a decision; -1 where the next class has a term of its own in the bound."""
    rows, at = board.rows, board.stack[AT_CLASS, depth]
    grouped = rows[GROUP, at] >= 0
    counts = count > 0 or rows[AT, at] != 0
    if next_at == at:
        each = left * board.worth[at, next_i]
        return max(each, rows[LATER, at]) if grouped and not counts else each
    if grouped and next_at < rows[NUMBERS, CLASSES] and rows[GROUP, next_at] == rows[GROUP, at]:
        return 0 if counts else min(rows[LATER, at], board.stack[TERM, depth])
    return -1


@compiled()
def _enter(fixed: Ints, way: Ints, board: Board, depth: int, at: int, i: int, left: int, limit: int, term: int) -> None:
    stack, rows = board.stack, board.rows
    place = board.option[at, i]
    stack[AT_CLASS, depth], stack[AT_OPTION, depth], stack[AT_LEFT, depth] = at, i, left
    stack[BOUND_AT, depth], stack[TERM, depth], stack[PLACED, depth] = limit, term, -1
    count = 0
    if not barred(rows, at):
        count = fitting(fixed, rows, at, place, min(left, _useful(fixed, way, rows, at, place)), True)
    stack[NEXT, depth] = count


@compiled()
def _undo(fixed: Ints, way: Ints, board: Board, depth: int) -> None:
    rows, stack = board.rows, board.stack
    at, count = stack[AT_CLASS, depth], stack[PLACED, depth]
    undecide(fixed, board, at, count + stack[DROPPED, depth])
    if count:
        take(fixed, way, rows, at, board.option[at, stack[AT_OPTION, depth]], count, True)
    stack[PLACED, depth] = -1


@compiled()
def _useful(fixed: Ints, way: Ints, rows: Ints, at: int, place: int) -> int:
    """How many more units of a class may serve any purpose at a place; more would only use up limits."""
    size, items = rows[SIZE, at], rows[ITEMS, at]
    count = 0
    if way[LEAF, place] > 0:
        count = _units_in(fixed[NEED, place] - rows[X, place], items if fixed[BY_ITEMS, place] else size)
    sums = fixed[SUMS, place] & rows[SUMS_IN, at]
    if sums & fixed[ONE, COUNTED]:
        return HUGE
    sums &= fixed[ONE, AMOUNTS] | fixed[ONE, FLOORS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        left = max(fixed[AMOUNT, w], fixed[FLOOR, w]) - rows[SUM, w]
        count = max(count, _units_in(left, items if fixed[SUM_ITEMS, w] else size))
    return count


@compiled()
def _units_in(amount: int, each: int) -> int:
    return -(-amount // each) if amount > 0 and each > 0 else 0


@compiled()
def _priced(fixed: Ints, way: Ints, board: Board, at: int, i: int, count: int) -> int:
    """How the priced bound moves when so many units count at an option, their own part of the bound apart."""
    rows, numbers, place = board.rows, board.rows[NUMBERS], board.option[at, i]
    size, items, found = count * rows[SIZE, at], count * rows[ITEMS, at], 0
    if rows[RATE, place] > 0:
        left = fixed[NEED, place] - rows[X, place]
        if left > 0:
            found = rows[RATE, place] * min(items if fixed[BY_ITEMS, place] else size, left)
    sums = fixed[SUMS, place] & rows[SUMS_IN, at] & ((fixed[ONE, AMOUNTS] & ~numbers[PAID_SUMS]) | numbers[TOLLED])
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        amount = items if fixed[SUM_ITEMS, w] else size
        if numbers[TOLLED] >> w & 1:
            found -= rows[TOLL, w] * amount
        elif fixed[AMOUNT, w] > rows[SUM, w]:
            found += way[TOTAL, w] * min(amount, fixed[AMOUNT, w] - rows[SUM, w])
    return found


@compiled()
def _hopeless(fixed: Ints, way: Ints, board: Board, first: int) -> bool:
    """Whether new prices for what is still undecided show that nothing better comes of this state."""
    rows, numbers = board.rows, board.rows[NUMBERS]
    sums, tolled = numbers[PAID_SUMS], numbers[TOLLED]
    rows[RATE_KEPT, :] = rows[RATE, :]
    rows[TOLL_KEPT, :] = rows[TOLL, :]
    found = tighten(fixed, way, board, first, bound(fixed, way, board, first), numbers[BEST])
    numbers[PAID_SUMS], numbers[TOLLED] = sums, tolled
    rows[RATE, :] = rows[RATE_KEPT, :]
    rows[TOLL, :] = rows[TOLL_KEPT, :]
    return bool(found <= numbers[BEST])


@compiled()
def _known(fixed: Ints, way: Ints, board: Board, first: int) -> bool:
    """Whether a state from which the same can follow, worth as much already, was searched; if not, remember this one."""
    rows, memo, numbers = board.rows, board.memo, board.rows[NUMBERS]
    length = _tell(fixed, way, board, first)
    if length > KEY:
        return False
    mixed = length
    for k in range(length):
        mixed = (mixed ^ rows[SCRATCH, k]) * 0x9E3779B97F4A7 + (mixed >> 29 & 0xFFFFFFFF)
    slot = (mixed ^ mixed >> 31) & (MEMO - 1)
    for _ in range(4):
        if memo[slot, IN_ROUND] != numbers[ROUND]:
            break
        if memo[slot, KEY_LENGTH] == length:
            k = 0
            while k < length and board.keys[slot, k] == rows[SCRATCH, k]:
                k += 1
            if k == length:
                if memo[slot, BEST_VALUE] >= numbers[VALUE]:
                    return True
                memo[slot, BEST_VALUE] = numbers[VALUE]
                return False
        slot = (slot + 1) & (MEMO - 1)
    memo[slot, IN_ROUND], memo[slot, KEY_LENGTH], memo[slot, BEST_VALUE] = numbers[ROUND], length, numbers[VALUE]
    for k in range(length):
        board.keys[slot, k] = rows[SCRATCH, k]
    return False


@compiled()
def _tell(fixed: Ints, way: Ints, board: Board, first: int) -> int:
    """The state in SCRATCH, as far as it matters to the classes from `first` on; how many numbers (KEY + 1: too many)."""
    rows, numbers = board.rows, board.rows[NUMBERS]
    told, length = rows[SCRATCH], 1
    told[0] = first
    places = rows[REST, first]
    sums = rows[REST_SUMS, first] | fixed[ONE, FLOORS] | fixed[ONE, SHARED] | fixed[ONE, COUNTED]
    while places and length < KEY:
        place = lowest(places)
        places &= places - 1
        limited = fixed[MOST, place] < HUGE
        told[length] = rows[X, place] if limited else min(rows[X, place], fixed[NEED, place])
        length += 1
    exact = fixed[ONE, SHARED] | fixed[ONE, COUNTED] | fixed[ONE, CAPPED]
    while sums and length < KEY:
        w = lowest(sums)
        sums &= sums - 1
        counted = rows[SUM, w]
        told[length] = counted if exact >> w & 1 else min(counted, max(fixed[AMOUNT, w], fixed[FLOOR, w]))
        length += 1
    if numbers[TIED]:
        for code in range(numbers[CODES]):
            if length < KEY:
                told[length] = rows[CODE_USED, code]
            length += 1
        if length < KEY:
            told[length] = numbers[GRANTS_ON]
        length += 1
    return KEY + 1 if places or sums else length
