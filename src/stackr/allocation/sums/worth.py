"""The objective (1) to (4b) of a state as one tuple of integers, greatest is best; optimistic while units are undecided."""

from __future__ import annotations

from stackr.allocation.checks import Known
from stackr.allocation.counted import Counted
from stackr.allocation.evaluate import read_check, root_weight
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.state import State

Worth = tuple[int, ...]

LOWEST = -(1 << 200)
"""Below any part of a worth: the rest of a target that asks only for its first parts."""

PROGRESS, VALUE = 2, 3
"""Where progress and p(root) stand in the worth of a single award."""


class Judge:
    """Reads the worth of a state."""

    def __init__(self, state: State) -> None:
        self.state = state
        problem = state.problem
        self.weights = [root_weight(problem, award) for award in problem.awards]
        checks = [problem.checks[index] for award in problem.awards for index in award.checks]
        self.steady = all(isinstance(check, Known) for check in checks)
        """No check depends on the allocation: then more p is more progress."""

    def worth(self) -> Worth:
        """An upper bound (part by part) of what can still be reached; exact when all units are decided."""
        return self.first_parts([tree.value(self.state.sums) for tree in self.state.trees])

    def first_parts(self, values: list[int]) -> Worth:
        """The worth, given upper bounds of p of each award's tree (times its cap)."""
        state = self.state
        satisfied, progress, unmet_counts = [], [], []
        for i, award in enumerate(state.problem.awards):
            cap, weight, unmet, delta = state.trees[i].cap, self.weights[i], 0, 0
            for check in state.award_checks[i]:
                if not check.met():
                    unmet += 1
                    delta = max(delta, check.delta(award))
            satisfied.append(int(values[i] == cap and not unmet))
            progress.append(max(0, min(values[i] * weight, (weight - delta) * cap)))
            unmet_counts.append(-unmet)
        return (sum(satisfied), *satisfied, *progress, *values, *unmet_counts, *self._last_parts())

    def _last_parts(self) -> list[int]:
        state, opt = self.state, self.state.sums.opt
        parts = [sum(opt[row] for row in rows) for rows in state.costs]
        parts += [-state.conflicts.demerit, opt[state.split_row]]
        parts += [tree.value(state.sums) for tree in state.overlay_trees]
        return parts

    def leaf(self, positions: list[Position]) -> Worth | None:
        """The exact worth when all units are decided; None if the allocation is not feasible."""
        state = self.state
        if not state.limits.shares_hold():
            return None
        if not state.inexact:
            return self.worth()
        counted = Counted(
            state.problem, {(u, p): a for u, position in enumerate(positions) for p, a in position.items()}
        )
        for index in state.inexact:
            state.sums.judged[index] = read_check(state.problem.checks[index], counted).met
        try:
            return self.worth()
        finally:
            state.sums.judged.clear()
