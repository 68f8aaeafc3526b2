"""One learner's units as classes: units alike in places, sums and size stand together with their count."""

from __future__ import annotations

from typing import Any

from stackr.allocation.kernel.board import (
    CLASSES,
    CODE,
    CODES,
    COUNT,
    FACTS,
    GRAIN,
    GRANT,
    GRANT_BARS,
    GRANTS,
    GROUP,
    ITEM_GRAIN,
    ITEMS,
    LIMIT,
    MASK,
    NUMBERS,
    PIECES,
    SCRATCH,
    SIZE,
    SUMS_IN,
    TIED,
)
from stackr.allocation.kernel.cutting import divisor, step_of
from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.table import (
    ALL_UNITS,
    CAPPED,
    FLOORS,
    ITEM_PLACES,
    MOST_CREDITS,
    ONE,
    SUM_ITEMS,
    SUMS,
    USED,
    WIDTH,
)

OWN_CODE = 1 << 40
"""From here on: codes of units that have none, or share theirs with nobody."""


@compiled(inline=True)
def ones(mask: int) -> int:
    """How many bits a mask has."""
    count = 0
    while mask:
        mask &= mask - 1
        count += 1
    return count


@compiled()
def gather(board: Ints, raw: Ints, first: int, last: int, units: tuple[Any, ...]) -> bool:
    """Units `first` … `last - 1` as classes; whether they can be told so."""
    single = board[ONE]
    credits, places, rules, items, divisible, code, limit, grant, pieces = units
    count, total, tied, step = 0, 0, False, step_of(board, first, last, units)
    for unit in range(first, last):
        mask = places[unit] & single[USED]
        if mask == 0:
            continue
        size, number, item, sums = credits[unit], 1, items[unit], rules[unit] | single[ALL_UNITS]
        if size < 0 or item < 0 or size > single[MOST_CREDITS] or item > single[MOST_CREDITS]:
            return False
        total += size + item
        name, most, rest = code[unit], limit[unit], 0
        if divisible[unit] and size > step:
            if item > 0 and _counts_items(board, mask, sums):
                return False
            number, rest, item = size // step, size % step, 0
            if rest:  # whole or in steps, and not both: as if both were units of one code
                if most > 1 or pieces[unit] != 0:
                    return False
                name = name if name >= 0 else OWN_CODE + unit
            size = step
        bound = name >= 0 or pieces[unit] != 0
        tied = tied or bound
        at = count if bound else _like(raw, count, mask, size, sums, item)
        if at < count:
            raw[COUNT, at] += number
            continue
        if count >= WIDTH - 2:
            return False
        raw[MASK, at], raw[SIZE, at], raw[SUMS_IN, at], raw[ITEMS, at] = mask, size, sums, item
        raw[COUNT, at], raw[GROUP, at], raw[LIMIT, at] = number, -1, most
        raw[CODE, at], raw[GRANT, at], raw[PIECES, at] = -1, -1, pieces[unit]
        if bound:
            raw[CODE, at] = name
            raw[GRANT, at] = grant[unit] if pieces[unit] != 0 else -1
        count += 1
        if rest:
            for row in range(MASK, FACTS):
                raw[row, count] = raw[row, at]
            raw[SIZE, count], raw[COUNT, count] = credits[unit], 1
            count += 1
    numbers = raw[NUMBERS]
    numbers[CLASSES], numbers[CODES], numbers[GRANTS], numbers[TIED] = count, 0, 0, 0
    if tied:
        _tie(board, raw)
    _grains(raw)
    _order(board, raw)
    return bool(total <= single[MOST_CREDITS])


@compiled(inline=True)
def _like(raw: Ints, count: int, mask: int, size: int, sums: int, item: int) -> int:
    """The class that such a unit belongs to; `count` if there is none."""
    for at in range(count):
        alike = raw[MASK, at] == mask and raw[SIZE, at] == size and raw[SUMS_IN, at] == sums
        if alike and raw[ITEMS, at] == item and raw[CODE, at] == -1 and raw[GRANT, at] == -1:
            return at
    return count


@compiled()
def _counts_items(board: Ints, mask: int, sums: int) -> bool:
    """Whether any of these places, or a sum that sees one, counts credentials."""
    if mask & board[ONE, ITEM_PLACES]:
        return True
    while mask:
        seen = board[SUMS, lowest(mask)] & sums
        while seen:
            if board[SUM_ITEMS, lowest(seen)]:
                return True
            seen &= seen - 1
        mask &= mask - 1
    return False


@compiled()
def _tie(board: Ints, raw: Ints) -> None:
    """Drop units that a better one of the same code makes useless; number codes and grants; find the groups."""
    numbers, at = raw[NUMBERS], 0
    while at < numbers[CLASSES]:
        if _is_beaten(board, raw, at):
            numbers[CLASSES] -= 1
            for row in range(MASK, FACTS):
                raw[row, at] = raw[row, numbers[CLASSES]]
        else:
            at += 1
    _forget_single_codes(raw)
    numbers[CODES] = _number(raw, CODE)
    numbers[GRANTS] = _number(raw, GRANT)
    count = numbers[CLASSES]
    for a in range(count):
        if raw[GRANT, a] >= 0:
            raw[GRANT_BARS, raw[GRANT, a]] = 0
    for a in range(count):
        for b in range(count):
            apart = raw[GRANT, a] >= 0 and raw[GRANT, b] >= 0 and raw[GRANT, a] != raw[GRANT, b]
            if apart and raw[PIECES, a] & raw[PIECES, b]:
                raw[GRANT_BARS, raw[GRANT, a]] |= 1 << raw[GRANT, b]
    for a in range(count):
        numbers[TIED] |= raw[CODE, a] >= 0 or raw[GRANT, a] >= 0
        if raw[CODE, a] >= 0 and raw[LIMIT, a] == 1:
            raw[GROUP, a] = raw[CODE, a]
        elif raw[CODE, a] < 0 and raw[GRANT, a] >= 0 and _alone_in_grant(raw, a):
            raw[GROUP, a] = WIDTH + _first_with_pieces(raw, a)


@compiled()
def _is_beaten(board: Ints, raw: Ints, b: int) -> bool:
    """Whether some other unit of the same code does all that unit b can, so that b need never count."""
    if raw[CODE, b] < 0 or raw[LIMIT, b] != 1 or raw[PIECES, b] != 0:
        return False
    capped = board[ONE, CAPPED]
    for a in range(raw[NUMBERS, CLASSES]):
        if a == b or raw[CODE, a] != raw[CODE, b] or raw[PIECES, a] != 0:
            continue
        same = raw[SIZE, a] == raw[SIZE, b] and raw[ITEMS, a] == raw[ITEMS, b] and raw[COUNT, a] == raw[COUNT, b]
        gains = raw[MASK, b] & ~raw[MASK, a] == 0 and raw[SUMS_IN, b] & ~capped & ~raw[SUMS_IN, a] == 0
        if same and gains and raw[SUMS_IN, a] & capped & ~raw[SUMS_IN, b] == 0:
            return True
    return False


@compiled()
def _forget_single_codes(raw: Ints) -> None:
    """A code that only as many classes have as may count ties nothing."""
    count = raw[NUMBERS, CLASSES]
    for a in range(count):
        raw[SCRATCH, a] = 0
        for b in range(count):
            raw[SCRATCH, a] += raw[CODE, a] == raw[CODE, b]
    for a in range(count):
        if raw[SCRATCH, a] <= raw[LIMIT, a]:
            raw[CODE, a] = -1


@compiled()
def _number(raw: Ints, row: int) -> int:
    """Give the numbers of a row (not -1) the names 0, 1, …; how many there are."""
    names, count = 0, raw[NUMBERS, CLASSES]
    for at in range(count):
        raw[SCRATCH, at] = -1
        if raw[row, at] < 0:
            continue
        for before in range(at):
            if raw[row, before] == raw[row, at]:
                raw[SCRATCH, at] = raw[SCRATCH, before]
                break
        if raw[SCRATCH, at] < 0:
            raw[SCRATCH, at] = names
            names += 1
    for at in range(count):
        raw[row, at] = raw[SCRATCH, at]
    return names


@compiled()
def _alone_in_grant(raw: Ints, a: int) -> bool:
    count = 0
    for b in range(raw[NUMBERS, CLASSES]):
        count += raw[GRANT, b] == raw[GRANT, a]
    return count == 1


@compiled()
def _first_with_pieces(raw: Ints, a: int) -> int:
    """The first class that is alone in its grant and contests the same pieces, and has no code."""
    for b in range(a):
        if raw[PIECES, b] == raw[PIECES, a] and raw[CODE, b] < 0 and _alone_in_grant(raw, b):
            return b
    return a


@compiled()
def _grains(raw: Ints) -> None:
    """Greatest common divisors of credits and of items."""
    credits, items = 0, 0
    for at in range(raw[NUMBERS, CLASSES]):
        if credits != raw[SIZE, at]:
            credits = divisor(credits, raw[SIZE, at])
        if items != raw[ITEMS, at]:
            items = divisor(items, raw[ITEMS, at])
    raw[NUMBERS, GRAIN], raw[NUMBERS, ITEM_GRAIN] = max(credits, 1), max(items, 1)


@compiled()
def _order(board: Ints, raw: Ints) -> None:
    """SCRATCH: the classes in the order they are placed, as (rank, index); those of a group stand together.

    Units no limit holds back first, those that floors want before others, few places before many, large before small.
    """
    count, single = raw[NUMBERS, CLASSES], board[ONE]
    for at in range(count):
        limited = raw[SUMS_IN, at] & single[CAPPED] & ~single[ALL_UNITS] != 0
        wanted = ones(raw[SUMS_IN, at] & single[FLOORS])
        rank = (
            (limited << 39)
            + ((64 - wanted) << 32)
            + (ones(raw[MASK, at]) << 24)
            + (1 << 24)
            - min(raw[SIZE, at], (1 << 24) - 1)
            - 1
        )
        raw[SCRATCH, at] = rank
    for at in range(count):
        if raw[GROUP, at] >= 0:
            for other in range(at):
                if raw[GROUP, other] == raw[GROUP, at]:
                    raw[SCRATCH, at] = raw[SCRATCH, other] = min(raw[SCRATCH, at], raw[SCRATCH, other])
    for at in range(count):
        key = ((raw[SCRATCH, at] << 8 | (raw[GROUP, at] + 1)) << 6) | at
        slot = at
        while slot > 0 and raw[SCRATCH, slot - 1] > key:
            raw[SCRATCH, slot] = raw[SCRATCH, slot - 1]
            slot -= 1
        raw[SCRATCH, slot] = key
