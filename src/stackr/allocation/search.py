"""The production solver: the canonical optimum of a problem, or the best found and an honest bound."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from stackr.allocation.branching.ascent import Ascent
from stackr.allocation.branching.canonical import Canonical
from stackr.allocation.branching.pool import OutOfSteps, Pool, Steps
from stackr.allocation.counted import allocation_of
from stackr.allocation.cpsat.solving import Unsettled, available, figures_by_cpsat, solve_by_cpsat
from stackr.allocation.evaluate import root_weight, standings
from stackr.allocation.plain.filling import Beyond
from stackr.allocation.plainly import solve_plainly, standing_plainly
from stackr.allocation.problem import Options, Problem
from stackr.allocation.result import Figures, Solution
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import Judge, Worth
from stackr.allocation.told import told

HANDOVER = 2_000
"""After so many steps of search CP-SAT is asked, if it is installed."""
BRIEF = 100
"""The same where plain problems ran out of steps: the search is not the better one at such problems, but finds a start."""
DEPTH = 20_000
"""Python's recursion limit while searching: two frames per unit, two per place of a unit that may be cut."""


def solve(problem: Problem, options: Options | None = None) -> Solution:
    """The canonical optimum of (1) to (5), proven; beyond `options.steps`, the best found, with `proven` false."""
    limit, handover = (options or Options()).steps, HANDOVER
    try:
        settled = solve_plainly(problem, limit)
    except Beyond:
        settled, handover = None, BRIEF
    if settled is not None:
        return settled
    search = _Search(problem, _searching(limit, handover))
    if search.run():
        return told(problem, search.found, search.steps.used)
    if limit > HANDOVER and available():
        try:
            found = solve_by_cpsat(problem, limit - HANDOVER, search.worth, search.found)
            return told(problem, found, search.steps.used, method="cpsat")
        except Unsettled as unsettled:
            search.offer(unsettled.best, optimal=unsettled.worth)
    return told(problem, search.found, search.steps.used, proven=False, bound=search.bound())


def figures(problem: Problem, options: Options | None = None) -> Figures:
    """How the awards stand in the optimum that `solve` finds, without singling out an allocation.

    Which of the best allocations shows it stays open: of each standing, `satisfied`, `progress` and `p` are those of all of
    them, `unmet` and `deficit` are not. Not proven beyond `options.steps`, with an upper bound of the first award's progress.
    """
    limit, handover = (options or Options()).steps, HANDOVER
    try:
        found = standing_plainly(problem, limit)
    except Beyond:
        found, handover = None, BRIEF
    if found is not None:
        return Figures((found,))
    search = _Search(problem, _searching(limit, handover))
    proven = search.ascend()
    if not proven and limit > HANDOVER and available():
        try:
            search.found = figures_by_cpsat(problem, limit - HANDOVER, search.found)
            proven = True
        except Unsettled as unsettled:
            search.offer(unsettled.best, optimal=unsettled.worth)
    stand = standings(problem, allocation_of(search.found))
    return Figures(stand) if proven else Figures(stand, proven=False, bound=search.bound())


def _searching(limit: int, handover: int) -> int:
    """Steps of search: all there are, or so many before CP-SAT is asked."""
    return handover if limit > HANDOVER and available() else limit


class _Search:
    """One run of the depth-first search and the canonical form."""

    def __init__(self, problem: Problem, limit: int) -> None:
        self.problem, self.steps = problem, Steps(limit)
        self.state = State(problem)
        self.judge = Judge(self.state)
        self.pool = Pool(self.state)
        self.found: list[Position] = [{} for _ in problem.units]
        self.ideal: Worth = ()
        self.worth: Worth | None = None
        """The greatest worth, once that is proven."""
        self.proven: Fraction | None = None
        """The greatest progress of the first award, once CP-SAT has proven it."""

    def run(self) -> bool:
        """Whether the canonical optimum was found, proven; `found` is the best known in any case."""
        if not self.ascend():
            return False
        assert self.worth is not None
        canonical = Canonical(self.state, self.judge, self.steps, self.pool, self.worth, self.found)
        try:
            with _deep():
                self.found = canonical.run()
        except OutOfSteps:
            self.found = canonical.witness
            return False
        return True

    def ascend(self) -> bool:
        """Whether the greatest worth was found, proven; `found` has it, or is the best known."""
        self.pool.renew(self.pool.undecided())
        ascent = Ascent(self.state, self.judge, self.steps, self.pool)
        self.ideal = ascent.ideal  # before it is narrowed to what is settled: a bound in any case
        try:
            with _deep():
                self.worth = ascent.run()
        except OutOfSteps:
            return False
        finally:
            self.found = ascent.found
        return True

    def offer(self, other: list[Position] | None, *, optimal: bool) -> None:
        """Take another allocation if it stands better, or is known to be worth the most."""
        if other is None:
            return
        mine, theirs = (standings(self.problem, allocation_of(found)) for found in (self.found, other))
        if optimal or [s.progress for s in theirs] > [s.progress for s in mine]:
            self.found = other
        self.proven = theirs[0].progress if optimal else None

    def bound(self) -> Fraction:
        """An upper bound of the first award's progress: the progress itself where only the canonical form is open."""
        if self.proven is not None:
            return self.proven
        awards = self.problem.awards
        whole = self.state.trees[0].cap * root_weight(self.problem, awards[0])
        return min(Fraction(1), Fraction((self.worth or self.ideal)[1 + len(awards)], whole))


@contextmanager
def _deep() -> Iterator[None]:
    """Python's recursion limit as high as searching needs it."""
    known = sys.getrecursionlimit()
    sys.setrecursionlimit(max(known, DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(known)
