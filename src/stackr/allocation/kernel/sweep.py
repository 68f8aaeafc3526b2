"""All learners, in parallel: per learner the ways in order of what they could be worth at most, each settled in turn."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange

from stackr.allocation.kernel.board import (
    BEST,
    BOARD_ROWS,
    CLASSES,
    COUNT,
    DEPTH,
    ITEMS,
    KEY,
    MASK,
    MEMO,
    NUMBERS,
    SIZE,
    STACK_ROWS,
    STEPS_MOST,
    STEPS_USED,
    SUPPLY,
    Board,
)
from stackr.allocation.kernel.classes import gather
from stackr.allocation.kernel.improving import improve
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.placing import arrange, clear, held_down, place_all, reach
from stackr.allocation.kernel.prices import bound, first_prices, keep_placing, settle_worths, tighten
from stackr.allocation.kernel.search import CUT_SHORT, search
from stackr.allocation.kernel.table import (
    ALL_TOTALS,
    BY_ITEMS,
    CONST,
    HEAD,
    LATE,
    LEAF,
    NEED,
    ONE,
    OPEN,
    PLACES,
    ROOF,
    WHOLE,
    WIDTH,
)

BOUND, SEARCH, OPEN_STAGE = 0, 1, 2


@compiled()
def settle(fixed: Ints, ways: Ints, board: Board, order: Ints) -> tuple[int, int]:
    """The stage that settled the learner whose classes are on the board, and an upper bound; BEST is what was found."""
    raw, rows = board.raw, board.rows
    best = rows[NUMBERS]
    count = ways.shape[0]
    _rank_ways(fixed, ways, raw, order)
    stage, most = BOUND, 0
    for k in range(count):
        index, potential = order[k, 1], order[k, 0]
        if potential <= best[BEST]:
            break
        stage_here, most_here = _settle_way(fixed, ways[index], board, potential)
        stage, most = max(stage, stage_here), max(most, most_here)
    return stage, max(most, best[BEST])


@compiled()
def _settle_way(fixed: Ints, way: Ints, board: Board, potential: int) -> tuple[int, int]:
    rows, numbers = board.rows, board.rows[NUMBERS]
    arrange(fixed, way, board)
    ceiling = min(potential, held_down(fixed, rows, True))
    if ceiling <= numbers[BEST]:
        return BOUND, ceiling
    place_all(fixed, way, board)
    if numbers[BEST] >= ceiling:
        return BOUND, ceiling
    if improve(fixed, way, board) and numbers[BEST] >= ceiling:
        return BOUND, ceiling
    keep_placing(fixed, board)
    clear(fixed, way, rows)
    reach(fixed, board, numbers[CLASSES])
    limit = first_prices(fixed, way, board, numbers[BEST])
    if limit > numbers[BEST]:
        limit = tighten(fixed, way, board, 0, limit, numbers[BEST])
    ceiling = min(ceiling, limit)
    if ceiling <= numbers[BEST]:
        return BOUND, ceiling
    limit = bound(fixed, way, board, 0)
    settle_worths(fixed, way, board)
    if search(fixed, way, board, limit, ceiling) == CUT_SHORT:
        return OPEN_STAGE, ceiling
    return SEARCH, numbers[BEST]


@compiled()
def _rank_ways(fixed: Ints, ways: Ints, raw: Ints, order: Ints) -> None:
    """`order[k]` = (what the way could be worth at most, its index), greatest first."""
    for place in range(fixed[ONE, PLACES]):
        raw[SUPPLY, place] = 0
    for at in range(raw[NUMBERS, CLASSES]):
        mask = raw[MASK, at]
        while mask:
            place = lowest(mask)
            mask &= mask - 1
            raw[SUPPLY, place] += raw[COUNT, at] * (raw[ITEMS, at] if fixed[BY_ITEMS, place] else raw[SIZE, at])
    for index in range(ways.shape[0]):
        way = ways[index]
        most = way[HEAD, CONST] + way[HEAD, ALL_TOTALS]
        for place in range(fixed[ONE, PLACES]):
            if way[LEAF, place] > 0 and way[HEAD, OPEN] >> place & 1:
                most += way[LEAF, place] * min(raw[SUPPLY, place], fixed[NEED, place])
        most, slot = min(most, _in_all(fixed, way, raw), fixed[ONE, ROOF]), index
        while slot > 0 and order[slot - 1, 0] < most:
            order[slot, 0], order[slot, 1] = order[slot - 1, 0], order[slot - 1, 1]
            slot -= 1
        order[slot, 0], order[slot, 1] = most, index


@compiled()
def _in_all(fixed: Ints, way: Ints, raw: Ints) -> int:
    """What all units would be worth, each alone at its best place."""
    found = way[HEAD, CONST] + way[HEAD, ALL_TOTALS]
    for at in range(raw[NUMBERS, CLASSES]):
        mask, best = raw[MASK, at] & way[HEAD, OPEN], 0
        while mask:
            place = lowest(mask)
            mask &= mask - 1
            each = raw[ITEMS, at] if fixed[BY_ITEMS, place] else raw[SIZE, at]
            best = max(best, way[LEAF, place] * min(each, fixed[NEED, place]))
        found += raw[COUNT, at] * best
    return found


@compiled(parallel=True)
def sweep(
    fixed: Ints,
    ways: Ints,
    offsets: Ints,
    units: tuple[Any, ...],
    left_out: Any,
    steps: int,
    chunks: int,
    found: tuple[Any, ...],
) -> None:
    """Fill `found` (numerator, bound, stage, steps), each learner on its own, `chunks` stretches in parallel."""
    learners = offsets.shape[0] - 1
    for chunk in prange(chunks):
        board = Board(
            np.zeros((BOARD_ROWS, WIDTH), np.int64),
            np.zeros((BOARD_ROWS, WIDTH), np.int64),
            np.zeros((WIDTH, WIDTH), np.int64),
            np.zeros((WIDTH, WIDTH), np.int64),
            np.zeros((WIDTH, WIDTH), np.int64),
            np.zeros((STACK_ROWS, DEPTH), np.int64),
            np.zeros((MEMO, KEY), np.int64),
            np.zeros((MEMO, 3), np.int64),
        )
        order = np.zeros((ways.shape[0], 2), np.int64)
        for learner in range(chunk * learners // chunks, (chunk + 1) * learners // chunks):
            _one(fixed, ways, board, order, offsets, units, left_out, steps, found, learner)


@compiled()
def _one(
    fixed: Ints,
    ways: Ints,
    board: Board,
    order: Ints,
    offsets: Ints,
    units: tuple[Any, ...],
    left_out: Any,
    steps: int,
    found: tuple[Any, ...],
    learner: int,
) -> None:
    numerator, bounds, stages, used = found
    numbers = board.rows[NUMBERS]
    numbers[BEST], numbers[STEPS_USED], numbers[STEPS_MOST] = 0, 0, steps
    stage, most = OPEN_STAGE, fixed[ONE, ROOF]
    if not left_out[learner] and gather(fixed, board.raw, offsets[learner], offsets[learner + 1], units):
        stage, most = settle(fixed, ways, board, order)
    best, capped = numbers[BEST], fixed[ONE, WHOLE] - fixed[ONE, LATE]
    if best > capped:
        best, stage = max(capped, 0), OPEN_STAGE
    if stage != OPEN_STAGE:
        most = best
    numerator[learner], bounds[learner], stages[learner] = best, most, stage
    used[learner] = min(numbers[STEPS_USED], steps)
