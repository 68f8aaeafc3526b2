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
    VALUE,
    Board,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import barred, fitting, progress, put, take
from stackr.allocation.kernel.table import HEAD, LEAF, LEVELS, NEED, ONE, PLACES

MOST_TRIES = 64
"""Chains of moves tried for one learner and way."""


@compiled()
def improve(fixed: Ints, way: Ints, board: Board) -> bool:
    """Whether anything was gained; BEST is raised by what was."""
    rows, numbers, gained, tries = board.rows, board.rows[NUMBERS], False, 0
    again = way[HEAD, LEVELS] > 1
    for at in range(numbers[CLASSES]):
        again = again or rows[LEFT, at] > 0
    while again and tries < MOST_TRIES:
        again = False
        for place in range(fixed[ONE, PLACES]):
            while way[LEAF, place] > 0 and rows[X, place] < fixed[NEED, place] and tries < MOST_TRIES:
                tries += 1
                if not _fill(fixed, way, board, place):
                    break
                again = True
        gained = gained or again
    if gained:
        numbers[BEST] = max(numbers[BEST], progress(fixed, rows))
    return gained


@compiled()
def _fill(fixed: Ints, way: Ints, board: Board, target: int) -> bool:
    """Find a chain of moves that ends at `target` and makes p greater, breadth first; whether there was one."""
    rows, queue, count, head = board.rows, board.rows[SCRATCH], 1, 0
    queue[0], seen = target, 1 << target
    while head < count:
        place = queue[head]
        head += 1
        for at in range(rows[NUMBERS, CLASSES]):
            if not rows[MASK, at] >> place & 1:
                continue
            if rows[LEFT, at] > 0 and not barred(rows, at) and _try(fixed, way, board, at, -1, place, target):
                return True
            others = rows[AT, at] & ~seen
            while others:
                other = lowest(others)
                others &= others - 1
                if way[LEAF, other] < way[LEAF, target] and _try(fixed, way, board, at, other, place, target):
                    return True
                seen |= 1 << other
                rows[CAME_TO, other], rows[MOVER, other] = place, at
                queue[count] = other
                count += 1
    return False


@compiled()
def _try(fixed: Ints, way: Ints, board: Board, source: int, origin: int, place: int, target: int) -> bool:
    """Move along the chain from `place` to `target`, then the source (from `origin`, -1: left out) to `place`.

    Undone unless p is greater.
    """
    rows, before = board.rows, board.rows[NUMBERS, VALUE]
    count = _units(fixed, board, source, origin, place, target)
    done, at_place = 0, place
    # the move nearest to the target comes first, so the chain is written down from its end
    chain = board.rows[CHAIN]
    length, where = 0, place
    while where != target:
        chain[63 - length] = where
        length += 1
        where = rows[CAME_TO, where]
    kept = True
    while done < length and kept:
        at_place = chain[64 - length + done]
        kept = _move(fixed, way, board, rows[MOVER, at_place], at_place, rows[CAME_TO, at_place], count)
        done += kept
    entered = kept and _move(fixed, way, board, source, origin, place, count)
    if entered and rows[NUMBERS, VALUE] > before:
        return True
    if entered:
        _back(fixed, way, board, source, origin, place, count)
    while done > 0:
        done -= 1
        at_place = chain[64 - length + done]
        _back(fixed, way, board, rows[MOVER, at_place], at_place, rows[CAME_TO, at_place], count)
    return False


@compiled()
def _units(fixed: Ints, board: Board, source: int, origin: int, place: int, target: int) -> int:
    """How many units may move along the chain together: more than one only if all are of one size."""
    rows, size = board.rows, board.rows[SIZE, source]
    count = rows[LEFT, source] if origin < 0 else board.placed[source, origin]
    if size == 0:
        return 1
    count = min(count, max(1, (fixed[NEED, target] - rows[X, target]) // size))
    while place != target:
        mover = rows[MOVER, place]
        if rows[SIZE, mover] != size:
            return 1
        count = min(count, board.placed[mover, place])
        place = rows[CAME_TO, place]
    return count


@compiled()
def _move(fixed: Ints, way: Ints, board: Board, at: int, origin: int, place: int, count: int) -> bool:
    """Move units of a class (from -1: those left out); False and nothing moved if a limit forbids it."""
    if origin >= 0:
        _lift(fixed, way, board, at, origin, count)
    if barred(board.rows, at) or fitting(fixed, board.rows, at, place, count, False) < count:
        if origin >= 0:
            _set(fixed, way, board, at, origin, count)
        return False
    _set(fixed, way, board, at, place, count)
    return True


@compiled()
def _back(fixed: Ints, way: Ints, board: Board, at: int, origin: int, place: int, count: int) -> None:
    _lift(fixed, way, board, at, place, count)
    if origin >= 0:
        _set(fixed, way, board, at, origin, count)


@compiled()
def _set(fixed: Ints, way: Ints, board: Board, at: int, place: int, count: int) -> None:
    put(fixed, way, board.rows, at, place, count)
    board.placed[at, place] += count


@compiled()
def _lift(fixed: Ints, way: Ints, board: Board, at: int, place: int, count: int) -> None:
    rows = board.rows
    board.placed[at, place] -= count
    take(fixed, way, rows, at, place, count, board.placed[at, place] == 0)
