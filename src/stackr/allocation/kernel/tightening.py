"""Prices for a way: a first guess, and better ones as long as they tighten the bound."""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    AT,
    CLASSES,
    LEFT,
    MASK,
    NUMBERS,
    PAID_SUMS,
    RATE,
    RATE_KEPT,
    REST,
    REST_SUMS,
    SEEN,
    SUM,
    TOLLED,
    WAS_AT,
    WAS_FREE,
    WAS_FULL,
    X,
)
from stackr.allocation.kernel.board import MORE as MORE_OF
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred
from stackr.allocation.kernel.prices import MOST_TOLLED, bound, room
from stackr.allocation.kernel.table import (
    AMOUNT,
    AMOUNTS,
    CAPPED,
    HEAD,
    HUGE,
    LEAF,
    LEVEL,
    LEVELS,
    NEED,
    ONE,
    PLACES,
    WIDTH,
)


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
