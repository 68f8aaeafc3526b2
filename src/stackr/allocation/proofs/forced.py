"""What is certain: where a unit counts in every allocation that is as good (`semantics.md`, Proofs)."""

from __future__ import annotations

from stackr.allocation.counted import as_allocation
from stackr.allocation.problem import Options, Problem
from stackr.allocation.proofs.reachable import Question, steps_of
from stackr.allocation.result import Solution


def forced(problem: Problem, solution: Solution, options: Options | None = None) -> set[tuple[int, int]]:
    """The (unit, place) where a unit counts in every allocation optimal on (1) and (2).

    Only what is proven within the steps is called forced.
    """
    question = Question(problem, steps_of(options))
    target = question.same_as(as_allocation(solution.placements))
    open_pairs = {(item.unit, item.place) for item in solution.placements}
    sure: set[tuple[int, int]] = set()
    for pair in sorted(open_pairs):
        if pair not in open_pairs:
            continue
        with _KeptAway(question, *pair):
            answer = question.ask(target)
        if answer.found is not None:
            found = answer.found
            open_pairs = {(unit, place) for unit, place in open_pairs if place in found[unit]}
        elif answer.proven:
            sure.add(pair)
    return sure & open_pairs


class _KeptAway:
    """One unit kept from counting at one place, as a context."""

    def __init__(self, question: Question, unit: int, place: int) -> None:
        self.state, self.unit, self.place = question.state, unit, place

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
