"""The best worth by targets: ask for what the bound still allows, and close in from both sides.

A target prunes far better than the best found so far. First all of the ideal, then, for one award, progress and p(root)
each by halving what is left between found and bound. What is less important than p(root) is left to one last search.
"""

from __future__ import annotations

from math import gcd

from stackr.allocation.branching.dive import Dive
from stackr.allocation.branching.pool import Pool, Steps
from stackr.allocation.checks import Check, Known
from stackr.allocation.evaluate import root_weight
from stackr.allocation.positions import bits
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.rows import Mode
from stackr.allocation.sums.state import State
from stackr.allocation.sums.trees import Tree
from stackr.allocation.sums.worth import LOWEST, PROGRESS, VALUE, Judge, Worth

DEAR = 600
"""A refusal that took more steps than this is not asked for twice: from then on the least improvement is asked for."""


class Ascent:
    """Finds the greatest worth and an allocation that has it."""

    def __init__(self, state: State, judge: Judge, steps: Steps, pool: Pool) -> None:
        self.state, self.judge, self.steps, self.pool = state, judge, steps, pool
        self.empty: list[Position] = [{} for _ in state.problem.units]
        self.found: list[Position] = self.empty
        self.best: Worth | None = None
        self.ideal = pool.bound(judge, pool.level)

    def run(self) -> Worth:
        """The greatest worth; `found` has it. If the steps run out, `found` is the best so far."""
        parts = 1 + 4 * len(self.state.problem.awards)
        tail = (LOWEST,) * (len(self.ideal) - parts)
        if not self._try((*self.ideal[:parts], *tail)) and len(self.state.problem.awards) == 1:
            self._try((LOWEST,) * len(self.ideal))
            if not self.judge.steady:
                self._close_in(PROGRESS, self._progress_grain())
            self._close_in(VALUE, grain_of(self.state.trees[0], self.state))
            assert self.best is not None
            self.ideal = (*self.best[: VALUE + 1], *self.ideal[VALUE + 1 :])  # what is settled is the ideal now
        if self.best is not None and self.best >= self.ideal:
            return self.best
        dive = Dive(self.state, self.judge, self.steps, self.pool)
        known = None if self.best is None else (self.best, self.found)
        try:
            self.best, self.found = dive.greatest(self.empty, known)
        finally:
            self.found = dive.found or self.found
        return self.best

    def _checks(self) -> list[Check]:
        problem = self.state.problem
        return [problem.checks[index] for index in problem.awards[0].checks]

    def _try(self, target: Worth) -> bool:
        dive = Dive(self.state, self.judge, self.steps, self.pool, None if self.best is None else self.found)
        found = dive.reach(target, self.empty)
        if found is None:
            return False
        self.best, self.found = dive.best, found
        return True

    def _close_in(self, part: int, grain: int) -> None:
        """Settle one part of the worth, the parts before it being settled; `grain` divides all its differences."""
        assert self.best is not None
        tail = (LOWEST,) * (len(self.ideal) - part - 1)
        low = self.best[part]
        high = self.ideal[part] + (not self.judge.steady)  # steady: all of the ideal was asked for already
        guess = low + (high - 1 - low) // grain * grain
        dear = part == VALUE and not self.judge.steady  # p seldom rises once progress is settled
        while high - low > grain:
            guess = low + grain if dear else guess
            began = self.steps.used
            if self._try((*self._head(part, guess), guess, *tail)):
                low = self.best[part]
            else:
                high = guess
                dear = dear or self.steps.used - began > DEAR
            guess = low + max(1, (high - low) // (2 * grain)) * grain

    def _head(self, part: int, guess: int) -> Worth:
        """The parts before: settled already, but for progress where p alone decides it."""
        assert self.best is not None
        if part == VALUE and self.judge.steady:
            return (*self.best[:PROGRESS], min(guess * self.judge.weights[0], self.ideal[PROGRESS]))
        return self.best[:part]

    def _progress_grain(self) -> int:
        problem, tree = self.state.problem, self.state.trees[0]
        award, weight = problem.awards[0], root_weight(problem, problem.awards[0])
        known = [check.deficit or 0 for check in self._checks() if isinstance(check, Known)]
        deltas = [award.deficit_one, award.deficit_step, award.item_deficit, problem.weight_scale, *known]
        value = gcd(grain_of(tree, self.state), tree.const, tree.cap)
        return gcd(value * weight, tree.cap * gcd(weight, 1 if 0 in deltas[:4] else gcd(*deltas))) or 1


def grain_of(tree: Tree, state: State) -> int:
    """A number that divides every difference of p × cap between allocations."""
    grain = 0
    for row, coef, need in tree.terms:
        grain = gcd(grain, coef * need)
        for unit in bits(state.rows.units[row]):
            item = state.problem.units[unit]
            if state.rows.mode[row] is Mode.ITEMS:
                given = item.items
            else:
                given = item.credits if state.cut[unit] is None else gcd(item.credits, state.problem.step)
            grain = gcd(grain, coef * given)
    for choice in tree.choices:
        for child in choice.children:
            grain = gcd(grain, child.const, child.cap, grain_of(child, state))
    return 1 if tree.parts else grain or 1
