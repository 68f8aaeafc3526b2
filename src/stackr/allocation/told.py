"""An allocation told as a solution: where everything counts, how the awards stand, what was chosen."""

from __future__ import annotations

from fractions import Fraction

from stackr.allocation.counted import Counted, allocation_of, placements
from stackr.allocation.evaluate import chosen, standings_of
from stackr.allocation.problem import Problem
from stackr.allocation.result import Solution
from stackr.allocation.sums.options import Position


def told(
    problem: Problem,
    found: list[Position],
    steps: int,
    *,
    proven: bool = True,
    bound: Fraction | None = None,
    method: str = "search",
) -> Solution:
    """The positions, one per unit, judged from scratch."""
    counted = Counted(problem, allocation_of(found))
    return Solution(
        placements(counted.allocation),
        standings_of(counted),
        chosen(counted),
        proven=proven,
        steps=steps,
        bound=bound,
        method=method,
    )
