"""`best_values`: the greatest progress of many learners of one frame, exactly. Needs numba (extra `batch`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from stackr.allocation.kernel.frame import Frame
from stackr.allocation.kernel.packed import Packed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEPS = 20_000
"""Search steps for one learner, all ways together, before it is left open."""


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
    raise NotImplementedError
