"""`best_values`: the greatest progress of many learners of one frame, exactly. Needs numba (extra `batch`)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from stackr.allocation.kernel.frame import Frame
from stackr.allocation.kernel.packed import Packed, columns_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEPS = 20_000
"""Search steps for one learner, all ways together, before it is left open. Some 0.4 to 0.7 µs each: all of them cost a third
of the single audit of a learner that hard, and few that are not settled by then are settled by ten times as many."""
CHUNK = 1_024
"""Learners that one thread takes at a time: small stretches even out hard ones."""


class Stage(IntEnum):
    """What settled a learner."""

    BOUND = 0
    """A placement in one pass meets a bound."""
    SEARCH = 1
    """The search ended."""
    OPEN = 2
    """Not proven: `search.solve` must say."""


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """Per learner, in order. Progress is `numerator / whole`, found by an allocation; never more than `bound / whole`."""

    whole: int
    numerator: NDArray[np.int64]
    bound: NDArray[np.int64]
    stage: NDArray[np.uint8]
    """See `Stage`."""
    steps: NDArray[np.int32]

    @property
    def proven(self) -> NDArray[np.bool_]:
        """Whether the numerator is the greatest there is."""
        proven: NDArray[np.bool_] = self.stage != Stage.OPEN
        return proven

    @property
    def satisfied(self) -> NDArray[np.bool_]:
        """Whether progress is 1; false for an open learner means only that it was not found to be."""
        satisfied: NDArray[np.bool_] = self.numerator == self.whole
        return satisfied


def best_values(frame: Frame, packed: Packed, steps: int = STEPS) -> Values:
    """The greatest progress of each learner. Raises `ValueError` if the arrays do not fit together.

    The answer depends neither on the order of units or learners nor on the number of threads (`NUMBA_NUM_THREADS`).
    """
    import numpy as np
    from numba import config

    from stackr.allocation.kernel.sweep import memory, sweep
    from stackr.allocation.kernel.table import table_of

    ways = table_of(frame)
    learners = packed.learners
    found = (
        np.zeros(learners, np.int64),
        np.zeros(learners, np.int64),
        np.zeros(learners, np.uint8),
        np.zeros(learners, np.int32),
    )
    units, left_out = columns_of(packed)
    stretches = iter(range(0, learners, CHUNK))

    def work() -> None:
        mine = memory(ways)
        for first in stretches:
            sweep(ways, mine, packed.offsets, units, left_out, steps, found, first, min(first + CHUNK, learners))

    settings: Any = config
    threads = min(settings.NUMBA_NUM_THREADS, -(-learners // CHUNK))
    if threads < 2:
        work()
    else:
        with ThreadPoolExecutor(threads) as pool:
            for done in [pool.submit(work) for _ in range(threads)]:
                done.result()
    return Values(frame.whole, *found)
