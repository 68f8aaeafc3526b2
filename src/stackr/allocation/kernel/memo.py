"""States already searched: what matters of an allocation to the classes still undecided, packed, and what it was worth.

A state is compared whole, never by its hash. Two allocations are one state where nothing that is still to come can tell them
apart: beyond its need, or short of it by more than all undecided units could bring, a place gives each of them the same.
"""

from __future__ import annotations

from stackr.allocation.kernel.board import (
    CODE_USED,
    CODES,
    GRANTS_ON,
    MEMO_USED,
    MORE,
    NUMBERS,
    REST,
    REST_SUMS,
    ROUND,
    SCRATCH,
    SUM,
    SUPPLY,
    TIED,
    VALUE,
    X,
)
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.table import (
    AMOUNT,
    CAP,
    CAPPED,
    COUNTED,
    FLOOR,
    FLOORS,
    HUGE,
    MOST,
    NEED,
    ONE,
    SHARED,
    WIDTH,
)

SLOTS = 1 << 17
"""Places of the table that finds a state; each holds the round and where in the memo the state stands."""
WORDS = 1 << 20
"""Numbers of the memo: some 200,000 states of an award of six requirements. When it is full, no more are remembered."""
PROBES = 8
_ROUNDS = 32
_SMALL = 15
"""Bits of a number of which four go into one word."""


@compiled()
def known(board: Ints, slots: Ints, memo: Ints, first: int) -> bool:
    """Whether a state from which the same can follow, worth as much already, was searched; if not, remember this one.

    `memo` holds a state as: how many words, its worth, the words.
    """
    numbers, told = board[NUMBERS], board[SCRATCH]
    length = _tell(board, first)
    if length > WIDTH:
        return False
    length = _packed(told, length)
    mixed = length
    for k in range(length):
        mixed = (mixed ^ told[k]) * 0x9E3779B97F4A7 + (mixed >> 29 & 0xFFFFFFFF)
    slot, value = (mixed ^ mixed >> 31) & (SLOTS - 1), numbers[VALUE]
    for _ in range(PROBES):
        if slots[slot] >> _ROUNDS != numbers[ROUND]:
            break
        at = slots[slot] & ((1 << _ROUNDS) - 1)
        if memo[at] == length:
            k = 0
            while k < length and memo[at + 2 + k] == told[k]:
                k += 1
            if k == length:
                if memo[at + 1] >= value:
                    return True
                memo[at + 1] = value
                return False
        slot = (slot + 1) & (SLOTS - 1)
    at = numbers[MEMO_USED]
    if at + 2 + length > WORDS:
        return False
    numbers[MEMO_USED] = at + 2 + length
    slots[slot] = numbers[ROUND] << _ROUNDS | at
    memo[at], memo[at + 1] = length, value
    for k in range(length):
        memo[at + 2 + k] = told[k]
    return False


@compiled()
def _packed(told: Ints, length: int) -> int:
    """Four numbers to a word where all are small; else as they stand, the first made negative. How many words."""
    every = 0
    for k in range(length):
        every |= told[k]
    if every >> _SMALL:
        told[0] = -1 - told[0]
        return length
    words = 0
    for k in range(0, length, 4):
        word = 0
        for j in range(k, min(k + 4, length)):
            word = word << _SMALL | told[j]
        told[words] = word
        words += 1
    return words


@compiled()
def _tell(board: Ints, first: int) -> int:
    """The state in SCRATCH, as far as it matters to the classes from `first` on; how many numbers (WIDTH + 1: too many)."""
    numbers = board[NUMBERS]
    told, length = board[SCRATCH], 1
    told[0] = first
    places = board[REST, first]
    sums = board[REST_SUMS, first] | board[ONE, FLOORS] | board[ONE, SHARED] | board[ONE, COUNTED]
    while places and length < WIDTH:
        place = lowest(places)
        places &= places - 1
        told[length] = _of_place(board, place)
        length += 1
    while sums and length < WIDTH:
        w = lowest(sums)
        sums &= sums - 1
        told[length] = _of_sum(board, w)
        length += 1
    if numbers[TIED]:
        for code in range(numbers[CODES]):
            if length < WIDTH:
                told[length] = board[CODE_USED, code]
            length += 1
        if length < WIDTH:
            told[length] = numbers[GRANTS_ON]
        length += 1
    return WIDTH + 1 if places or sums else length


@compiled()
def _of_place(board: Ints, place: int) -> int:
    counted, need = board[X, place], board[NEED, place]
    return counted if board[MOST, place] < HUGE else max(min(counted, need), need - board[SUPPLY, place])


@compiled()
def _of_sum(board: Ints, w: int) -> int:
    counted, single = board[SUM, w], board[ONE]
    if (single[SHARED] | single[COUNTED]) >> w & 1:
        return counted
    if single[CAPPED] >> w & 1:  # a limit that all the rest would not reach holds nothing back
        return counted if single[FLOORS] >> w & 1 else max(counted, board[CAP, w] - board[MORE, w])
    if single[FLOORS] >> w & 1:
        return min(counted, max(board[AMOUNT, w], board[FLOOR, w]))
    return max(min(counted, board[AMOUNT, w]), board[AMOUNT, w] - board[MORE, w])
