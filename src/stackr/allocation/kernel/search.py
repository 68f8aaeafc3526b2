"""The exact search of one way: depth first, with the bound of one set of prices moved along, and a memo of states.

A decision is how many units of a class count at one of its places, most first; classes in order, their places by worth.
"""

from __future__ import annotations

from stackr.allocation.kernel.arranging import undecide
from stackr.allocation.kernel.board import (
    AT,
    AT_CLASS,
    AT_LEFT,
    AT_OPTION,
    BEST,
    BOUND_AT,
    CLASSES,
    COUNT,
    DEPTH,
    DROPPED,
    GROUP,
    ITEMS,
    LATER,
    LATTICE,
    MEMO_USED,
    NEXT,
    NUMBERS,
    OPTION,
    OPTIONS,
    PAID_SUMS,
    PLACED,
    RATE,
    RATE_KEPT,
    ROUND,
    SIZE,
    STEPS_MOST,
    STEPS_USED,
    SUM,
    SUMS_IN,
    SUPPLY,
    TERM,
    TOLL,
    TOLL_KEPT,
    TOLLED,
    WORTH,
    X,
)
from stackr.allocation.kernel.fillings import hopeless
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.memo import known
from stackr.allocation.kernel.placing import barred, fitting, held_down, progress, put, take
from stackr.allocation.kernel.prices import bound
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    BY_ITEMS,
    COUNTED,
    FLOOR,
    FLOORS,
    HUGE,
    LEAF,
    NEED,
    ONE,
    PLACES,
    SUM_ITEMS,
    SUMS,
    TOTAL,
)
from stackr.allocation.kernel.tightening import copy_row, tighten

MEMO_FROM = 16
"""Steps of one way before states are remembered: most searches are shorter."""
PRICE_FROM = 64
"""Steps of one way before states are priced anew."""
EXHAUSTED, CUT_SHORT = 0, 1


@compiled()
def search(board: Ints, stack: Ints, slots: Ints, memo: Ints, slate: Ints, start: int, ceiling: int) -> int:
    """Find whether anything beats BEST (which it raises), under a bound `start`; EXHAUSTED, or CUT_SHORT by the steps.

    Nothing is placed before. `start` is the bound under the prices on the board, by which `worth` is settled.
    `ceiling`: no allocation is worth more, so the search ends when that is found.
    """
    numbers = board[NUMBERS]
    depth, began = 0, numbers[STEPS_USED]
    numbers[ROUND] += 1
    numbers[MEMO_USED] = 0
    if numbers[CLASSES] == 0:
        return EXHAUSTED
    _enter(board, stack, 0, 0, 0, board[COUNT, 0], start, first_term(board, 0))
    while True:
        if stack[PLACED, depth] >= 0:
            _undo(board, stack, depth)
        count = stack[NEXT, depth]
        if count < 0 or numbers[BEST] >= ceiling:
            if depth == 0:
                return EXHAUSTED
            depth -= 1
            continue
        stack[NEXT, depth] = count - 1
        at, i, left = stack[AT_CLASS, depth], stack[AT_OPTION, depth], stack[AT_LEFT, depth] - count
        next_at, next_i, dropped = at, i + 1, 0
        if next_i == board[OPTIONS, at] or left == 0:
            next_at, next_i, dropped = at + 1, 0, left
        gained = _priced(board, at, i, count) if count else 0
        term = _next_term(board, stack, depth, next_at, next_i, left, count)
        limit = stack[BOUND_AT, depth] - stack[TERM, depth] + gained + max(term, 0)
        if limit <= numbers[BEST]:
            continue
        numbers[STEPS_USED] += 1
        if numbers[STEPS_USED] > numbers[STEPS_MOST]:
            return CUT_SHORT
        if count:
            put(board, at, board[OPTION + at, i], count)
        undecide(board, at, -(count + dropped))
        stack[PLACED, depth], stack[DROPPED, depth] = count, dropped
        if count:
            numbers[BEST] = max(numbers[BEST], progress(board))
        if next_at == numbers[CLASSES] or held_down(board, True) <= numbers[BEST]:
            continue
        if limit - _unpayable(board) <= numbers[BEST]:
            continue
        if next_i == 0 and numbers[STEPS_USED] - began > MEMO_FROM:
            if known(board, slots, memo, next_at):
                continue
            if numbers[STEPS_USED] - began > PRICE_FROM and _hopeless(board, slate, next_at):
                continue
        if depth + 1 == DEPTH:
            return CUT_SHORT
        if next_i == 0:
            left = board[COUNT, next_at]
        if term < 0:
            term = first_term(board, next_at)
        depth += 1
        _enter(board, stack, depth, next_at, next_i, left, limit, term)


@compiled()
def _unpayable(board: Ints) -> int:
    """What the bound grants at places that all undecided units together no longer fill."""
    found = 0
    for place in range(board[ONE, PLACES]):
        paid = board[LEAF, place] - board[RATE, place]
        if paid > 0:
            found += paid * max(0, board[NEED, place] - board[X, place] - board[SUPPLY, place])
    return found


@compiled()
def first_term(board: Ints, at: int) -> int:
    """What a bound holds for a class none of which is decided, and the later ones of its group."""
    each = board[COUNT, at] * board[WORTH + at, 0]
    return each if board[GROUP, at] < 0 else max(each, board[LATER, at])


@compiled()
def _next_term(board: Ints, stack: Ints, depth: int, next_at: int, next_i: int, left: int, count: int) -> int:
    """The term after a decision; -1 where the next class has a term of its own in the bound."""
    at = stack[AT_CLASS, depth]
    grouped = board[GROUP, at] >= 0
    counts = count > 0 or board[AT, at] != 0
    if next_at == at:
        each = left * board[WORTH + at, next_i]
        return max(each, board[LATER, at]) if grouped and not counts else each
    if grouped and next_at < board[NUMBERS, CLASSES] and board[GROUP, next_at] == board[GROUP, at]:
        return 0 if counts else min(board[LATER, at], stack[TERM, depth])
    return -1


@compiled()
def _enter(board: Ints, stack: Ints, depth: int, at: int, i: int, left: int, limit: int, term: int) -> None:
    place = board[OPTION + at, i]
    stack[AT_CLASS, depth], stack[AT_OPTION, depth], stack[AT_LEFT, depth] = at, i, left
    stack[BOUND_AT, depth], stack[TERM, depth], stack[PLACED, depth] = limit, term, -1
    count = 0
    if not barred(board, at):
        count = fitting(board, at, place, min(left, _useful(board, at, place)), True)
    stack[NEXT, depth] = count


@compiled()
def _undo(board: Ints, stack: Ints, depth: int) -> None:
    at, count = stack[AT_CLASS, depth], stack[PLACED, depth]
    undecide(board, at, count + stack[DROPPED, depth])
    if count:
        take(board, at, board[OPTION + at, stack[AT_OPTION, depth]], count, True)
    stack[PLACED, depth] = -1


@compiled()
def _useful(board: Ints, at: int, place: int) -> int:
    """How many more units of a class may serve any purpose at a place; more would only use up limits."""
    size, items = board[SIZE, at], board[ITEMS, at]
    count = 0
    if board[LEAF, place] > 0:
        count = _units_in(board[NEED, place] - board[X, place], items if board[BY_ITEMS, place] else size)
    sums = board[SUMS, place] & board[SUMS_IN, at]
    if sums & board[ONE, COUNTED]:
        return HUGE
    sums &= board[ONE, AMOUNTS] | board[ONE, FLOORS]
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        left = max(board[AMOUNT, w], board[FLOOR, w]) - board[SUM, w]
        count = max(count, _units_in(left, items if board[SUM_ITEMS, w] else size))
    return count


@compiled()
def _units_in(amount: int, each: int) -> int:
    return -(-amount // each) if amount > 0 and each > 0 else 0


@compiled()
def _priced(board: Ints, at: int, i: int, count: int) -> int:
    """How the priced bound moves when so many units count at an option, their own part of the bound apart."""
    numbers, place = board[NUMBERS], board[OPTION + at, i]
    size, items, found = count * board[SIZE, at], count * board[ITEMS, at], 0
    if board[RATE, place] > 0:
        left = board[NEED, place] - board[X, place]
        if left > 0:
            found = board[RATE, place] * min(items if board[BY_ITEMS, place] else size, left)
    sums = board[SUMS, place] & board[SUMS_IN, at] & ((board[ONE, AMOUNTS] & ~numbers[PAID_SUMS]) | numbers[TOLLED])
    while sums:
        w = lowest(sums)
        sums &= sums - 1
        amount = items if board[SUM_ITEMS, w] else size
        if numbers[TOLLED] >> w & 1:
            found -= board[TOLL, w] * amount
        elif board[AMOUNT, w] > board[SUM, w]:
            found += board[TOTAL, w] * min(amount, board[AMOUNT, w] - board[SUM, w])
    return found


@compiled()
def _hopeless(board: Ints, slate: Ints, first: int) -> bool:
    """Whether new prices for what is still undecided show that nothing better comes of this state."""
    numbers = board[NUMBERS]
    if numbers[LATTICE]:
        return bool(hopeless(board, slate, first))
    sums, tolled = numbers[PAID_SUMS], numbers[TOLLED]
    copy_row(board, RATE, RATE_KEPT)
    copy_row(board, TOLL, TOLL_KEPT)
    found = tighten(board, first, bound(board, first), numbers[BEST])
    numbers[PAID_SUMS], numbers[TOLLED] = sums, tolled
    copy_row(board, RATE_KEPT, RATE)
    copy_row(board, TOLL_KEPT, TOLL)
    return bool(found <= numbers[BEST])
