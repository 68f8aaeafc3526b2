"""By what units that may be cut are cut: no finer than all amounts are multiples of, where that makes no difference.

Where it does is the award's matter (COARSE in `table`) and, of limits, the learner's.
"""

from __future__ import annotations

from typing import Any

from stackr.allocation.kernel.jit import Ints, compiled, lowest
from stackr.allocation.kernel.table import CAPPED, COARSE, ONE, STEP, USED


@compiled()
def divisor(a: int, b: int) -> int:
    """The greatest common one."""
    while b:
        a, b = b, a % b
    return a


@compiled()
def step_of(board: Ints, first: int, last: int, units: tuple[Any, ...]) -> int:
    """By what divisible units are cut: where it makes no difference, by what every size is a multiple of (see COARSE)."""
    single = board[ONE]
    credits, places, rules, divisible = units[0], units[1], units[2], units[4]
    found, cut = single[COARSE], False
    if found <= single[STEP]:
        return int(single[STEP])
    for unit in range(first, last):
        if places[unit] & single[USED]:
            cut = cut or divisible[unit]
            found = divisor(found, credits[unit])
    exact = cut and found % single[STEP] == 0 and _nested(board, first, last, places, rules)
    return int(found) if exact else int(single[STEP])


@compiled()
def _nested(board: Ints, first: int, last: int, places: Any, rules: Any) -> bool:
    """Whether of any two limits on credits one holds all units of the other, or none."""
    limits = board[ONE, CAPPED]
    while limits:
        one = lowest(limits)
        limits &= limits - 1
        others = limits
        while others:
            other = lowest(others)
            others &= others - 1
            both, first_alone, second_alone = False, False, False
            for unit in range(first, last):
                if places[unit] & board[ONE, USED]:
                    in_one, in_other = rules[unit] >> one & 1, rules[unit] >> other & 1
                    both = both or in_one & in_other
                    first_alone = first_alone or in_one & ~in_other
                    second_alone = second_alone or in_other & ~in_one
            if both and first_alone and second_alone:
                return False
    return True
