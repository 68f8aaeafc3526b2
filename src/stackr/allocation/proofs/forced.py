"""What is certain: where a unit counts in every allocation that is as good (`semantics.md`, Proofs)."""

from __future__ import annotations

from dataclasses import replace

from stackr.allocation.counted import allocation_of, as_allocation
from stackr.allocation.feasible import violations
from stackr.allocation.plain.asking import DIRECT, certain, greatest
from stackr.allocation.problem import Options, Problem
from stackr.allocation.proofs.reachable import Answer, Question, rank_of, steps_of
from stackr.allocation.result import Solution


def forced(problem: Problem, solution: Solution, options: Options | None = None) -> set[tuple[int, int]]:
    """The (unit, place) where a unit counts in every allocation optimal on (1) and (2).

    Only what is proven within the steps is called forced.
    """
    asking = _Asking(problem, solution, steps_of(options))
    open_pairs = {(item.unit, item.place) for item in solution.placements}
    sure: set[tuple[int, int]] = set()
    for pair in sorted(open_pairs):
        if pair not in open_pairs:
            continue
        answer = asking.without(*pair)
        if answer.found is not None:
            found = answer.found
            open_pairs = {(unit, place) for unit, place in open_pairs if place in found[unit]}
        elif answer.proven:
            sure.add(pair)
    return sure & open_pairs


class _Asking:
    """Asks whether an allocation as good as the solution leaves a unit out of a place: directly, else by a search."""

    def __init__(self, problem: Problem, solution: Solution, steps: int) -> None:
        self.problem, self.steps = problem, steps
        self.allocation = as_allocation(solution.placements)
        self.rank = rank_of(problem, self.allocation)
        self.most = solution.standings[0].p if len(problem.awards) == 1 else None
        shown = certain(problem, min(DIRECT, steps)) if self.most is not None else None
        self.certain = shown[1] if shown is not None and shown[0] == self.most else set()
        """What bounds tell of all allocations of the greatest p, where no rule lowers that."""
        self.question: Question | None = None

    def without(self, unit: int, place: int) -> Answer:
        if (unit, place) in self.certain:
            return Answer(None, True, by_bound=True)
        return self._directly(unit, place) or self._by_search(unit, place)

    def _directly(self, unit: int, place: int) -> Answer | None:
        """None where the problem is not plain, or rules beside the greatest p decide."""
        if self.most is None:
            return None
        places = list(self.problem.places)
        places[place] = replace(places[place], eligible=places[place].eligible & ~(1 << unit))
        least, problem = self.most, replace(self.problem, places=tuple(places))
        answer = greatest(problem, min(DIRECT, self.steps), lambda most: most >= least)
        if answer is None:
            return None
        found, most = answer
        if most < self.most:
            return Answer(None, True, by_bound=True)
        allocation = allocation_of(found or ())
        if found and rank_of(self.problem, allocation) == self.rank and not violations(self.problem, allocation):
            return Answer(found, True)
        return None

    def _by_search(self, unit: int, place: int) -> Answer:
        self.question = self.question or Question(self.problem, self.steps)
        return self.question.ask(self.question.same_as(self.allocation), away=(unit, place))
