"""The production solver: the canonical optimum of a problem, or the best found and an honest bound."""

from __future__ import annotations

from fractions import Fraction

from stackr.allocation.canonical import Canonical
from stackr.allocation.dive import Dive, OutOfSteps, Pool, Steps
from stackr.allocation.evaluate import chosen, placements, standings
from stackr.allocation.problem import Options, Problem
from stackr.allocation.result import Solution
from stackr.allocation.state import Position, State
from stackr.allocation.worth import Judge


def solve(problem: Problem, options: Options | None = None) -> Solution:
    """The canonical optimum of (1) to (5), proven; beyond `options.steps`, the best found, with `proven` false."""
    steps = Steps((options or Options()).steps)
    state = State(problem)
    judge = Judge(state)
    start: list[Position] = [{} for _ in problem.units]
    pool = Pool(state)
    pool.renew(pool.undecided())
    dive = Dive(state, judge, steps, pool)
    try:
        worth, found = dive.greatest(start)
        found = Canonical(state, judge, steps, pool, worth, found).run()
    except OutOfSteps:
        found = dive.found or start
        return _solution(problem, found, steps.used, proven=False, bound=Fraction(1))
    return _solution(problem, found, steps.used)


def _solution(
    problem: Problem, found: list[Position], steps: int, *, proven: bool = True, bound: Fraction | None = None
) -> Solution:
    allocation = {(unit, place): amount for unit, position in enumerate(found) for place, amount in position.items()}
    return Solution(
        placements(allocation),
        standings(problem, allocation),
        chosen(problem, allocation),
        proven=proven,
        steps=steps,
        bound=bound,
    )
