"""Single questions to the search: can this much still be reached? The proofs are made of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TypeAlias

from stackr.allocation.branching.bounds import Prices, Relaxation
from stackr.allocation.branching.dive import Dive
from stackr.allocation.branching.pool import OutOfSteps, Pool, Steps
from stackr.allocation.branching.pricing import Sketch
from stackr.allocation.counted import Allocation, Counted
from stackr.allocation.cpsat.asking import Reaching
from stackr.allocation.cpsat.solving import Unsettled, available
from stackr.allocation.evaluate import read_check, root_weight, standings
from stackr.allocation.problem import Options, Problem
from stackr.allocation.result import Standing
from stackr.allocation.search import DEPTH, HANDOVER
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import LOWEST, Judge, Worth

PROOF_STEPS = 60_000
"""Steps for one question of a proof, at most (fewer if the options allow fewer)."""


Rank: TypeAlias = tuple[object, ...]


@dataclass(slots=True)
class Answer:
    """`found`: an allocation that reaches it. Without one, `proven` says whether none exists, and by what."""

    found: list[Position] | None
    proven: bool
    by_bound: bool = False
    steps: int = 0


class Question:
    """A problem ready to be asked about (1) and (2) under restrictions of its units."""

    def __init__(self, problem: Problem, steps: int, budgets: Sequence[Sequence[int]] = ()) -> None:
        self.problem, self.limit, self.budgets = problem, steps, budgets
        self.by_cpsat = steps > HANDOVER and not budgets and available()
        self.reaching: tuple[Worth, Reaching] | None = None
        self.empty: list[Position] = [{} for _ in problem.units]
        self._make()

    def may(self, target: Worth) -> bool:
        """False if the bounds show that the target cannot be reached."""
        return self.pool.price_anew(self.pool.undecided(), Steps(self.limit), self.judge, lambda worth: worth >= target)

    def _make(self) -> None:
        self.state = State(self.problem, self.budgets)
        self.judge, self.pool = Judge(self.state), Pool(self.state)

    def satisfied(self) -> Worth:
        """The least worth at which every award is satisfied."""
        awards = range(len(self.problem.awards))
        caps = [self.state.trees[i].cap for i in awards]
        weights = [root_weight(self.problem, award) for award in self.problem.awards]
        head = (len(caps), *(1 for _ in awards), *(c * w for c, w in zip(caps, weights, strict=True)), *caps)
        return self._with_tail((*head, *(0 for _ in awards)))

    def same_as(self, allocation: Allocation) -> Worth:
        """The least worth that is as good on (1) and (2) as this allocation."""
        problem = self.problem
        stands = standings(problem, allocation)
        caps = [tree.cap for tree in self.state.trees]
        weights = [root_weight(problem, award) for award in problem.awards]
        done = [int(s.satisfied) for s in stands]
        progress = [int(s.progress * c * w) for s, c, w in zip(stands, caps, weights, strict=True)]
        values = [int(s.p * c) for s, c in zip(stands, caps, strict=True)]
        return self._with_tail((sum(done), *done, *progress, *values, *(-len(s.unmet) for s in stands)))

    def better_than(self, allocation: Allocation) -> Worth:
        """The least worth that is better on (1) and (2)."""
        worth = list(self.same_as(allocation))
        head = 1 + 4 * len(self.problem.awards)
        return (*worth[: head - 1], worth[head - 1] + 1, *worth[head:])

    def _with_tail(self, head: Worth) -> Worth:
        return (*head, *(LOWEST for _ in range(len(self.judge.worth()) - len(head))))

    def ask(self, target: Worth, guide: list[Position] | None = None, away: tuple[int, int] | None = None) -> Answer:
        """Whether the target can be reached in the state as it is; `guide` is an allocation to try near, `away` a (unit, place)
        where the unit may not count."""
        with nullcontext() if away is None else _KeptAway(self.state, *away):
            answer = self._by_search(target, guide)
        if answer.proven or not self.by_cpsat:
            return answer
        try:
            if self.reaching is None or self.reaching[0] != target:
                self.reaching = target, Reaching(self.problem, target)
            found = self.reaching[1].without(() if away is None else (away,), self.limit - HANDOVER)
        except Unsettled:
            return answer
        return Answer(found, True, steps=HANDOVER)

    def _by_search(self, target: Worth, guide: list[Position] | None) -> Answer:
        known = sys.getrecursionlimit()
        sys.setrecursionlimit(max(known, DEPTH))
        steps = Steps(HANDOVER if self.by_cpsat else self.limit)
        try:
            units = self.pool.undecided()
            if not self.pool.price_anew(units, steps, self.judge, lambda worth: worth >= target):
                return Answer(None, True, by_bound=True)
            found = Dive(self.state, self.judge, steps, self.pool, guide).reach(target, self.empty)
            return Answer(found, True, steps=steps.used)
        except OutOfSteps:
            self._make()  # the search stopped halfway; restrictions are lost with the state they were made in
            return Answer(None, False)
        finally:
            sys.setrecursionlimit(known)

    def prices(self) -> list[Prices]:
        """Fresh linear prices per award, for a certificate."""
        units = self.pool.undecided()
        return [
            Sketch(Relaxation(self.state, award), units).prices(by_units=False)
            for award in range(len(self.problem.awards))
        ]


class _KeptAway:
    """One unit kept from counting at one place of a state, as a context."""

    def __init__(self, state: State, unit: int, place: int) -> None:
        self.state, self.unit, self.place = state, unit, place

    def __enter__(self) -> None:
        state, range_ = self.state, self.state.cut[self.unit]
        if range_ is not None:
            self.most = range_.most[self.place]
            range_.most[self.place] = 0
            state.refresh_cut(self.unit)
            return
        self.options = state.domain[self.unit]
        state.set_domain(self.unit, [option for option in self.options if self.place not in option.position])

    def __exit__(self, *_: object) -> None:
        range_ = self.state.cut[self.unit]
        if range_ is not None:
            range_.most[self.place] = self.most
            self.state.refresh_cut(self.unit)
        else:
            self.state.set_domain(self.unit, self.options)


def all_met(problem: Problem, allocation: Allocation) -> bool:
    """Whether the allocation satisfies every award."""
    return all(standing.satisfied for standing in standings(problem, allocation))


def unmet_checks(problem: Problem, allocation: Allocation) -> list[str]:
    """Ids of the awards' unmet checks, sorted."""
    counted = Counted(problem, allocation)
    indices = {index for award in problem.awards for index in award.checks}
    return sorted(problem.checks[i].id for i in indices if not read_check(problem.checks[i], counted).met)


def steps_of(options: Options | None) -> int:
    """Steps for one question of a proof."""
    return min(PROOF_STEPS, (options or Options()).steps)


def rank_of(problem: Problem, allocation: Allocation) -> Rank:
    """(1) and (2) of an allocation."""
    return rank_by(standings(problem, allocation))


def rank_by(stands: Sequence[Standing]) -> Rank:
    """The same, of how the awards stand."""
    return (
        sum(s.satisfied for s in stands),
        [s.satisfied for s in stands],
        [s.progress for s in stands],
        [s.p for s in stands],
        [-len(s.unmet) for s in stands],
    )
