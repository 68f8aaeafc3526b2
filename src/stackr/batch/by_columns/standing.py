"""Whether the possible reading stands no better than the sure one, where checks may hold progress down.

An award stands better with more progress, else with a greater p, else with fewer unmet checks. Where the greatest progress is
also the greatest p that there is without floors, p is settled; where floors that forbid everything unless they are met leave
it as it is, none has to stay unmet.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from stackr.allocation.kernel.values import best_values
from stackr.batch.by_columns.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from stackr.allocation.kernel.frame import Frame
    from stackr.allocation.kernel.packed import Packed

    Ints = NDArray[np.int64]


def no_better(sure: Table, possible: Table, packed: Callable[[Table], Packed]) -> NDArray[np.bool_]:
    """Of which learners that is certain. `packed`: their units in a table; both tables have frames."""
    mine, theirs = sure.frame, possible.frame
    assert mine is not None
    assert theirs is not None
    units = packed(sure)
    if mine.late or theirs.late or mine.whole != theirs.whole or sure.unmet != possible.unmet:
        return np.zeros(units.learners, np.bool_)
    others = packed(possible)
    told, certain = [], np.ones(units.learners, np.bool_)
    for frame, of in (
        (mine, units),
        (_unheld(mine), units),
        (_strict(mine), units),
        (theirs, others),
        (_unheld(theirs), others),
    ):
        found = best_values(frame, of)
        told.append(found.numerator)
        certain &= found.proven
    for numerator in told[1:]:
        certain &= numerator == told[0]
    return certain & (told[0] > 0)


def _unheld(frame: Frame) -> Frame:
    """Without anything that holds progress below p."""
    return replace(frame, rules=tuple(replace(rule, need=0, per=0, least=0) for rule in frame.rules), unmet=0)


def _strict(frame: Frame) -> Frame:
    """With nothing achieved unless all floors are met."""
    held = (replace(rule, least=frame.whole) if rule.need else rule for rule in frame.rules)
    return replace(frame, rules=tuple(held))
