"""Making a placed allocation better: a unit left out enters, and units make way from place to place up to one with room."""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    AT,
    BEST,
    CAME_TO,
    CHAIN,
    CLASSES,
    LEFT,
    MASK,
    MOVER,
    NUMBERS,
    SCRATCH,
    SIZE,
    UNITS_AT,
    VALUE,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred, fitting, progress, put, take
from stackr.allocation.kernel.table import HEAD, LEAF, LEVELS, NEED, ONE, PLACES

MOST_TRIES = 64
"""Chains of moves tried for one learner and way."""


@compiled()
def improve(board: Ints) -> bool:
    """Whether anything was gained; BEST is raised by what was."""
    numbers, gained, tries = board[NUMBERS], False, 0
    again = board[HEAD, LEVELS] > 1
    for at in range(numbers[CLASSES]):
        again = again or board[LEFT, at] > 0
    while again and tries < MOST_TRIES:
        again = False
        for place in range(board[ONE, PLACES]):
            while board[LEAF, place] > 0 and board[X, place] < board[NEED, place] and tries < MOST_TRIES:
                tries += 1
                if not _fill(board, place):
                    break
                again = True
        gained = gained or again
    if gained:
        numbers[BEST] = max(numbers[BEST], progress(board))
    return gained


@compiled()
def _fill(board: Ints, target: int) -> bool:
    """Find a chain of moves that ends at `target` and makes p greater, breadth first; whether there was one."""
    queue, count, head = board[SCRATCH], 1, 0
    queue[0], seen = target, 1 << target
    while head < count:
        place = queue[head]
        head += 1
        for at in range(board[NUMBERS, CLASSES]):
            if not board[MASK, at] >> place & 1:
                continue
            if board[LEFT, at] > 0 and not barred(board, at) and _try(board, at, -1, place, target):
                return True
            others = board[AT, at] & ~seen
            while others:
                other = lowest(others)
                others &= others - 1
                if board[LEAF, other] < board[LEAF, target] and _try(board, at, other, place, target):
                    return True
                seen |= 1 << other
                board[CAME_TO, other], board[MOVER, other] = place, at
                queue[count] = other
                count += 1
    return False


@compiled()
def _try(board: Ints, source: int, origin: int, place: int, target: int) -> bool:
    """Move along the chain from `place` to `target`, then the source (from `origin`, -1: left out) to `place`.

    Undone unless p is greater.
    """
    before = board[NUMBERS, VALUE]
    count = _units(board, source, origin, place, target)
    done, at_place = 0, place
    # the move nearest to the target comes first, so the chain is written down from its end
    chain = board[CHAIN]
    length, where = 0, place
    while where != target:
        chain[63 - length] = where
        length += 1
        where = board[CAME_TO, where]
    kept = True
    while done < length and kept:
        at_place = chain[64 - length + done]
        kept = _move(board, board[MOVER, at_place], at_place, board[CAME_TO, at_place], count)
        done += kept
    entered = kept and _move(board, source, origin, place, count)
    if entered and board[NUMBERS, VALUE] > before:
        return True
    if entered:
        _back(board, source, origin, place, count)
    while done > 0:
        done -= 1
        at_place = chain[64 - length + done]
        _back(board, board[MOVER, at_place], at_place, board[CAME_TO, at_place], count)
    return False


@compiled()
def _units(board: Ints, source: int, origin: int, place: int, target: int) -> int:
    """How many units may move along the chain together: more than one only if all are of one size."""
    size = board[SIZE, source]
    count = board[LEFT, source] if origin < 0 else board[UNITS_AT + source, origin]
    if size == 0:
        return 1
    count = min(count, max(1, (board[NEED, target] - board[X, target]) // size))
    while place != target:
        mover = board[MOVER, place]
        if board[SIZE, mover] != size:
            return 1
        count = min(count, board[UNITS_AT + mover, place])
        place = board[CAME_TO, place]
    return count


@compiled()
def _move(board: Ints, at: int, origin: int, place: int, count: int) -> bool:
    """Move units of a class (from -1: those left out); False and nothing moved if a limit forbids it."""
    if origin >= 0:
        _lift(board, at, origin, count)
    if barred(board, at) or fitting(board, at, place, count, False) < count:
        if origin >= 0:
            _set(board, at, origin, count)
        return False
    _set(board, at, place, count)
    return True


@compiled()
def _back(board: Ints, at: int, origin: int, place: int, count: int) -> None:
    _lift(board, at, place, count)
    if origin >= 0:
        _set(board, at, origin, count)


@compiled()
def _set(board: Ints, at: int, place: int, count: int) -> None:
    put(board, at, place, count)
    board[UNITS_AT + at, place] += count


@compiled()
def _lift(board: Ints, at: int, place: int, count: int) -> None:
    board[UNITS_AT + at, place] -= count
    take(board, at, place, count, board[UNITS_AT + at, place] == 0)
