"""Learners' units, by the signatures of their rows, as the kernel takes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stackr.allocation.kernel.packed import Packed
from stackr.batch.by_columns import passes
from stackr.batch.by_columns.tables import Table
from stackr.batch.by_columns.units import Units

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some learners: signature per row, where each learner's begin."""

    signs: NDArray[np.int32]
    starts: Ints


def packed_of(table: Table, units: Units, rows: Rows, learners: Ints) -> Packed:
    """The units of these learners as the kernel takes them."""
    offsets = np.zeros(len(learners) + 1, np.int64)
    total = passes.counted(rows.signs, rows.starts, learners, units.starts, offsets)
    which, row_of = np.empty(total, np.int32), np.empty(total, np.int32)
    passes.listed(rows.signs, rows.starts, learners, units.starts, which, row_of)
    keep = table.places[which] != 0
    if not keep.all():
        ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep)])
        offsets, which, row_of = ends[offsets], which[keep], row_of[keep]
    code = np.empty(len(which), np.int64)
    passes.repeated(units.codes[which], offsets, code)
    pieces = grant = left_out = None
    if table.contested.any():
        pieces, left_out = np.zeros(len(which), np.uint64), np.zeros(len(learners), np.bool_)
        passes.contested(table.contested[which], row_of, offsets, pieces, left_out)
        grant = units.grant_numbers[which].astype(np.int64) + row_of.astype(np.int64) * 64
    return Packed(
        offsets=offsets,
        credits=table.credits[which],
        places=table.places[which],
        rules=table.rules[which],
        items=table.items[which] if (table.items != 1).any() else None,
        divisible=table.cut[which] if table.cut.any() else None,
        code=code if (code >= 0).any() else None,
        limit=table.limit[which] if (table.limit > 1).any() else None,
        grant=grant,
        pieces=pieces,
        left_out=left_out,
    )
