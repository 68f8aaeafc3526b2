"""Two rows of one learner with one key are found, whatever the learner's size and whoever stands beside."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

pytest.importorskip("numba")
from stackr.batch.by_columns import passes


@pytest.mark.parametrize("seed", range(20))
def test_twins_are_those_that_counting_finds(seed: int) -> None:
    draw = np.random.default_rng(seed)
    sizes = draw.choice([0, 1, 2, 7, 64, 65, 300], 40)
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    keys = draw.integers(-5000, 5000, starts[-1]) * (draw.random(starts[-1]) < 0.9)
    found = np.zeros(len(keys), np.bool_)
    passes.twins(keys.astype(np.int64), starts, np.zeros(1024, np.int64), found)
    for low, high in pairwise(starts.tolist()):
        counts = Counter(keys[low:high].tolist())
        assert found[low:high].tolist() == [key != 0 and counts[key] > 1 for key in keys[low:high].tolist()]
