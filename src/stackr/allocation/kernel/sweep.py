"""Many learners: per learner the ways in order of what they could be worth at most, each settled in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from stackr.allocation.kernel.arranging import arrange, clear, reach
from stackr.allocation.kernel.board import (
    BEST,
    BOARD_ROWS,
    CLASSES,
    COUNT,
    DEPTH,
    ITEMS,
    MASK,
    NUMBERS,
    OPTION,
    SIZE,
    STACK_ROWS,
    STEPS_MOST,
    STEPS_USED,
    SUPPLY,
)
from stackr.allocation.kernel.classes import gather
from stackr.allocation.kernel.demand import forget_prices
from stackr.allocation.kernel.filling import SLATE
from stackr.allocation.kernel.fillings import bound_of_fillings
from stackr.allocation.kernel.improving import improve
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.memo import SLOTS, WORDS
from stackr.allocation.kernel.placing import held_down, place_all
from stackr.allocation.kernel.prices import bound, settle_worths
from stackr.allocation.kernel.search import CUT_SHORT, search
from stackr.allocation.kernel.table import (
    ALL_TOTALS,
    BY_ITEMS,
    CONST,
    HEAD,
    LATE,
    LEAF,
    LEVEL,
    NEED,
    ONE,
    OPEN,
    PLACES,
    ROOF,
    WHOLE,
    WIDTH,
)
from stackr.allocation.kernel.tightening import first_prices, keep_placing, tighten

if TYPE_CHECKING:
    from numpy.typing import NDArray

BOUND, SEARCH, OPEN_STAGE = 0, 1, 2


@compiled(entry=True)
def sweep(
    ways: Ints,
    working: tuple[Any, ...],
    offsets: Ints,
    units: tuple[Any, ...],
    left_out: Any,
    steps: int,
    found: tuple[Any, ...],
    first: int,
    last: int,
) -> None:
    """Fill `found` (numerator, bound, stage, steps) for learners `first` … `last - 1`, each on its own.

    `working`: the memory of one thread, see `memory`.
    """
    numerator, bounds, stages, used = found
    board, raw, order, stack, slots, memo, slate = working
    numbers = board[NUMBERS]
    _copy_rows(ways, 0, 0, board)
    for learner in range(first, last):
        numbers[BEST], numbers[STEPS_USED], numbers[STEPS_MOST] = 0, 0, steps
        stage, most = OPEN_STAGE, board[ONE, ROOF]
        if not left_out[learner] and gather(board, raw, offsets[learner], offsets[learner + 1], units):
            _rank_ways(ways, raw, order)
            forget_prices(raw)
            stage, most = BOUND, 0
            for k in range(ways.shape[0]):
                if order[k, 0] <= numbers[BEST]:
                    break
                if ways.shape[0] > 1:
                    _copy_rows(ways, order[k, 1], LEAF, board)
                stage_here, most_here = _settle(board, raw, stack, slots, memo, slate, order[k, 0])
                stage, most = max(stage, stage_here), max(most, most_here)
            most = max(most, numbers[BEST])
        best, capped = numbers[BEST], board[ONE, WHOLE] - board[ONE, LATE]
        if best > capped:
            best, stage = max(capped, 0), OPEN_STAGE
        if stage != OPEN_STAGE:
            most = best
        numerator[learner], bounds[learner], stages[learner] = best, most, stage
        used[learner] = min(numbers[STEPS_USED], steps)


def memory(ways: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    """What one thread works in: board, classes as found, order of the ways, stack and memo of the search."""
    shapes = ((BOARD_ROWS, WIDTH), (OPTION, WIDTH), (len(ways), 2), (STACK_ROWS, DEPTH), (SLOTS,), (WORDS,), SLATE)
    return tuple(np.zeros(shape, np.int64) for shape in shapes)


@compiled()
def _copy_rows(ways: Ints, index: int, first: int, board: Ints) -> None:
    """What a way is, from a row on, to the board."""
    for row in range(first, LEVEL + 1):
        for k in range(WIDTH):
            board[row, k] = ways[index, row, k]


@compiled()
def _settle(
    board: Ints, raw: Ints, stack: Ints, slots: Ints, memo: Ints, slate: Ints, potential: int
) -> tuple[int, int]:
    """The stage that settled the way on the board for the classes found, and an upper bound of it; BEST is raised."""
    numbers = board[NUMBERS]
    arrange(board, raw)
    ceiling = min(potential, held_down(board, True))
    if ceiling <= numbers[BEST]:
        return BOUND, ceiling
    place_all(board)
    if numbers[BEST] >= ceiling:
        return BOUND, ceiling
    if improve(board) and numbers[BEST] >= ceiling:
        return BOUND, ceiling
    keep_placing(board)
    clear(board)
    reach(board, numbers[CLASSES])
    limit = first_prices(board, numbers[BEST])
    if limit > numbers[BEST]:
        limit = tighten(board, 0, limit, numbers[BEST])
    ceiling = min(ceiling, limit)
    if ceiling <= numbers[BEST]:
        return BOUND, ceiling
    ceiling = bound_of_fillings(board, raw, slate, ceiling)
    if ceiling <= numbers[BEST]:
        return BOUND, ceiling
    clear(board)
    reach(board, numbers[CLASSES])
    limit = bound(board, 0)
    settle_worths(board)
    if search(board, stack, slots, memo, slate, limit, ceiling) == CUT_SHORT:
        return OPEN_STAGE, ceiling
    return SEARCH, numbers[BEST]


@compiled()
def _rank_ways(ways: Ints, raw: Ints, order: Ints) -> None:
    """`order[k]` = (what the way could be worth at most, its index), greatest first."""
    first = ways[0]
    for place in range(first[ONE, PLACES]):
        raw[SUPPLY, place] = 0
    for at in range(raw[NUMBERS, CLASSES]):
        mask = raw[MASK, at]
        while mask:
            place = lowest(mask)
            mask &= mask - 1
            raw[SUPPLY, place] += raw[COUNT, at] * (raw[ITEMS, at] if first[BY_ITEMS, place] else raw[SIZE, at])
    for index in range(ways.shape[0]):
        way = ways[index]
        most = way[HEAD, CONST] + way[HEAD, ALL_TOTALS]
        for place in range(way[ONE, PLACES]):
            if way[LEAF, place] > 0 and way[HEAD, OPEN] >> place & 1:
                most += way[LEAF, place] * min(raw[SUPPLY, place], way[NEED, place])
        most, slot = min(most, _in_all(way, raw), way[ONE, ROOF]), index
        while slot > 0 and order[slot - 1, 0] < most:
            order[slot, 0], order[slot, 1] = order[slot - 1, 0], order[slot - 1, 1]
            slot -= 1
        order[slot, 0], order[slot, 1] = most, index


@compiled()
def _in_all(way: Ints, raw: Ints) -> int:
    """What all units would be worth, each alone at its best place."""
    found = way[HEAD, CONST] + way[HEAD, ALL_TOTALS]
    for at in range(raw[NUMBERS, CLASSES]):
        mask, best = raw[MASK, at] & way[HEAD, OPEN], 0
        while mask:
            place = lowest(mask)
            mask &= mask - 1
            each = raw[ITEMS, at] if way[BY_ITEMS, place] else raw[SIZE, at]
            best = max(best, way[LEAF, place] * min(each, way[NEED, place]))
        found += raw[COUNT, at] * best
    return found
