"""The smallest set of additions that satisfies the award, proven: least credits, fewest items, least cost, then codes.

An addition is one catalogue item not held; the problem already holds the unit it would give, as one more unit. Who calls
it builds the problem of the learner with all candidates' units, and says which unit belongs to which addition.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from stackr.allocation.cpsat.cover import MANY, cheapest_by_cpsat
from stackr.allocation.cpsat.solving import Unsettled, available
from stackr.allocation.problem import Options, Problem
from stackr.allocation.proofs.additions import Addition, narrowed, only
from stackr.allocation.proofs.cover import Cover, Price
from stackr.allocation.proofs.dominance import without_replaceable, worth_keeping
from stackr.allocation.proofs.needed import countable
from stackr.allocation.proofs.prerequisites import asked_codes, closed_set, open_item

FEW = 12
"""Up to so many candidates the search is asked first; more are CP-SAT's, if it is installed."""
STEPS_BEFORE_CPSAT = 1_000
"""Steps for one question to the search, if CP-SAT can be asked instead."""
MOST_STEPS = 300_000
"""Steps for the smallest completion by CP-SAT: three seconds or so. A plan (`stackr plan`) takes the time that it needs."""
NODES = 400
"""How many sets with their prerequisites are looked at before giving up."""


@dataclass(frozen=True, slots=True)
class Completion:
    """The answer; not `proven`: a completion, and none smaller was found. `codes` is None if there is none, or none was found;
    then `reason` says which, in a word:
    `impossible` (all additions together do not satisfy the award) or `work limit`."""

    codes: tuple[str, ...] | None
    credits: int = 0
    items: int = 0
    cost: int = 0
    proven: bool = True
    reason: str = ""


def complete(problem: Problem, additions: Sequence[Addition], options: Options | None = None) -> Completion:
    """The smallest completion of every award of the problem. Units of no addition are held and free.

    A prerequisite that counts nowhere is part of the set and costs what it costs. Raises `ValueError` if codes repeat or
    a prerequisite is not among the additions.
    """
    by_code = {addition.code: addition for addition in additions}
    if len(by_code) < len(additions) or any(not asked_codes(x.needs) <= by_code.keys() for x in additions):
        raise ValueError("additions need distinct codes, and their prerequisites must be additions")
    steps = (options or Options()).steps
    problem, offered = only(problem, additions, by_code)
    asked = available()
    if len(offered) <= FEW or not asked:
        answer = _by_search(problem, offered, min(steps, STEPS_BEFORE_CPSAT if asked else steps))
        if answer.proven or not asked:
            return answer
    return _by_cpsat(problem, offered, steps)


def _by_search(problem: Problem, offered: list[Addition], steps: int) -> Completion:
    kept = worth_keeping(problem, offered, steps)
    if kept is None:
        return Completion(None, reason="impossible")
    return _Branching(*narrowed(problem, offered, kept), steps).run()


def _by_cpsat(problem: Problem, offered: list[Addition], steps: int) -> Completion:
    closed = None  # few are asked all together sooner than a set is found that would tell which to leave out
    if len(offered) > MANY and not countable(problem, {unit for addition in offered for unit in addition.units}):
        some = Cover(problem, offered, frozenset(), frozenset(), STEPS_BEFORE_CPSAT).some()
        closed = None if some is None else closed_set(some, {addition.code: addition for addition in offered})
    problem, offered = narrowed(problem, offered, without_replaceable(problem, offered, closed))
    try:
        codes, proven = cheapest_by_cpsat(problem, offered, min(steps, MOST_STEPS))
    except Unsettled:
        return Completion(None, proven=False, reason="work limit")
    if codes is None:
        return Completion(None, reason="impossible")
    chosen = [addition for addition in offered if addition.code in codes]
    return Completion(codes, sum(a.credits for a in chosen), len(chosen), sum(a.cost for a in chosen), proven)


class _Branching:
    """Solve without prerequisites; where an item's are missing, take one step toward them too, or do without it.

    Without its prerequisites a set is never dearer, so the first complete set in order of price is the smallest.
    """

    def __init__(self, problem: Problem, additions: list[Addition], steps: int) -> None:
        self.problem, self.additions, self.steps = problem, additions, steps
        self.by_code = {addition.code: addition for addition in additions}
        self.queue: list[tuple[Price, int, frozenset[str], frozenset[str]]] = []
        self.tie = count()

    def run(self) -> Completion:
        proven = self._push(frozenset(), frozenset())
        seen: set[tuple[frozenset[str], frozenset[str]]] = set()
        for _ in range(NODES):
            if not self.queue:
                return Completion(None, proven=proven, reason="impossible" if proven else "work limit")
            price, _, taken, barred = heapq.heappop(self.queue)
            codes = frozenset(price.codes)
            item = open_item(codes, self.by_code)
            if item is None:
                return Completion(price.codes, price.credits, price.items, price.cost, proven)
            branches = [(taken, barred | {item})] if item not in taken else []
            needs = self.by_code[item].needs
            branches += [(taken | {item} | more, barred) for more in needs.steps(codes)] if needs is not None else []
            for branch in branches:
                if branch not in seen and not branch[0] & branch[1]:
                    seen.add(branch)
                    proven = self._push(*branch) and proven
        return Completion(None, proven=False, reason="work limit")

    def _push(self, taken: frozenset[str], barred: frozenset[str]) -> bool:
        """Queue the cheapest set with these taken and those barred. False if that could not be settled."""
        cover = Cover(self.problem, self.additions, taken, barred, self.steps)
        price = cover.cheapest()
        if price is not None:
            heapq.heappush(self.queue, (price, next(self.tie), taken, barred))
        return price is not None or cover.proven
