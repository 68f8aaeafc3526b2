"""Why not: blocking sets, and clauses that hold back (`semantics.md`, Proofs)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from stackr.allocation.counted import Allocation, allocation_of, as_allocation
from stackr.allocation.evaluate import standings
from stackr.allocation.feasible import violations
from stackr.allocation.plain.asking import DIRECT, greatest
from stackr.allocation.plain.checks import as_good_as_can_be
from stackr.allocation.problem import Options, Problem
from stackr.allocation.proofs.certificate import bound_multipliers
from stackr.allocation.proofs.forbidding import Forbidding, Variant, nothing_forbidden
from stackr.allocation.proofs.reachable import (
    Question,
    Rank,
    all_met,
    rank_by,
    rank_of,
    steps_of,
    unmet_checks,
)
from stackr.allocation.proofs.waive import Clauses, clauses, waived
from stackr.allocation.result import BlockingSet, Solution


def holds_back(
    problem: Problem, solution: Solution, options: Options | None = None, forbidding: Forbidding | None = None
) -> tuple[str, ...]:
    """Ids of the clauses each of which, waived alone, would improve (1) or (2); if none would, of all unmet checks.

    A limit that stands as several ceilings is named by those that would alone, else whole, if all together would.
    """
    allocation = as_allocation(solution.placements)
    if all_met(problem, allocation):
        return ()
    steps, rank = steps_of(options), rank_of(problem, allocation)
    forbidding = forbidding or nothing_forbidden(problem)
    known = _kinds(problem, forbidding).all()
    found = [
        id for id in forbidding.ids if _improves_without(forbidding.without(frozenset({id})), allocation, rank, steps)
    ]
    for name, ids in groupby((id for id in known if id not in forbidding.ids), key=lambda id: id.partition("#")[0]):
        parts = list(ids)
        helping = [id for id in parts if _improves(waived(problem, {id}), allocation, rank, steps)]
        if not helping and len(parts) > 1 and _improves(waived(problem, parts), allocation, rank, steps):
            helping = [name]
        found += helping
    return tuple(sorted(found) or unmet_checks(problem, allocation))


def _kinds(problem: Problem, forbidding: Forbidding) -> Clauses:
    """The clauses of the problem, and those that forbid among its limits."""
    kinds = clauses(problem)
    limits = {id for id in kinds.limits if id.partition("#")[0] not in forbidding.ids}
    return replace(kinds, limits=tuple(sorted({*limits, *forbidding.ids})))


def _improves_without(variant: Variant, allocation: Allocation, rank: Rank, steps: int) -> bool:
    return _improves(variant.problem, variant.carried(allocation), rank, steps)


def _improves(without: Problem, allocation: Allocation, rank: Rank, steps: int) -> bool:
    stands = standings(without, allocation)
    if rank_by(stands) > rank:
        return True
    now = stands[0].p
    direct = greatest(without, min(DIRECT, steps), lambda most: most > now)
    if direct is not None:
        better, most = direct
        if most <= now and as_good_as_can_be(without, stands[0]):
            return False
        if better is not None and rank_of(without, allocation_of(better)) > rank:
            return True
    question = Question(without, steps)
    return question.ask(question.better_than(allocation)).found is not None


# Blocking sets


def blocking_sets(
    problem: Problem,
    solution: Solution | None = None,
    options: Options | None = None,
    forbidding: Forbidding | None = None,
) -> tuple[BlockingSet, ...]:
    """Disjoint sets of clauses that cannot be met together, every proper subset of which can; empty if all can.

    First each clause that fails alone, by id; then, of the rest, one set after another, found by trying to drop limits,
    then checks, then requirements, each in reverse id order. A solution, if at hand, saves questions. A set that could
    not be proven within the steps is not reported, and ends the search for more.
    """
    test = Together(problem, steps_of(options), solution, forbidding)
    kinds = test.kinds
    found = []
    for clause in kinds.all():
        if test.fails({clause}):
            found.append(test.blocking({clause}))
    rest = set(kinds.all()) - {clause for item in found for clause in item.clauses}
    order = [*reversed(kinds.limits), *reversed(kinds.checks), *reversed(kinds.requirements)]
    while test.fails(rest):
        together = set(rest)
        for clause in order:
            if clause in together and test.fails(together - {clause}):
                together.discard(clause)
        found.append(test.blocking(together))
        rest -= together
    return tuple(found)


class Together:
    """Asks whether some clauses can be met together, all others waived; remembers allocations that answered yes."""

    def __init__(
        self, problem: Problem, steps: int, solution: Solution | None, forbidding: Forbidding | None = None
    ) -> None:
        self.steps = steps
        self.forbidding = forbidding or nothing_forbidden(problem)
        self.kinds = _kinds(problem, self.forbidding)
        self.witnesses: list[Allocation] = [] if solution is None else [as_allocation(solution.placements)]
        self.known: dict[frozenset[str], bool] = {}
        self.open = False
        """Whether some question was left open: then what is not proven to fail may fail all the same."""
        self.proof: dict[frozenset[str], tuple[bool, int]] = {}

    def fails(self, together: Iterable[str]) -> bool:
        """Whether it is proven that they cannot be met together."""
        kept = frozenset(together)
        if kept not in self.known:
            self.known[kept] = bool(kept) and self._ask(kept)
        return self.known[kept]

    def _ask(self, kept: frozenset[str]) -> bool:
        rest = self._only(kept)
        if any(_shows(rest, allocation) for allocation in self.witnesses):
            return False
        direct = greatest(rest, min(DIRECT, self.steps), lambda most: most == 1)
        if direct is not None:
            met, most = direct
            if most < 1:
                return True
            if met is not None and _shows(rest, allocation_of(met)):
                self.witnesses.append(allocation_of(met))
                return False
        question = Question(rest, self.steps)
        answer = question.ask(question.satisfied())
        if answer.found is not None:
            self.witnesses.append(allocation_of(answer.found))
            return False
        self.proof[kept] = answer.by_bound, answer.steps
        self.open = self.open or not answer.proven
        return answer.proven

    def _only(self, kept: frozenset[str]) -> Problem:
        """The problem with all other clauses waived."""
        left = self.forbidding.without(frozenset(self.forbidding.ids) - kept).problem
        return waived(left, set(clauses(left).all()) - kept)

    def blocking(self, together: Iterable[str]) -> BlockingSet:
        """Some clauses that are proven not to be met together, with what shows it."""
        kept = frozenset(together)
        question = Question(self._only(kept), self.steps)
        if kept not in self.proof:
            answer = question.ask(question.satisfied())
            self.proof[kept] = answer.by_bound, answer.steps
        by_bound, cases = self.proof[kept]
        multipliers = bound_multipliers(question) if by_bound else ()
        kind = "bound" if multipliers else "search"
        return BlockingSet(tuple(sorted(kept)), kind, multipliers, cases)


def _shows(problem: Problem, allocation: Allocation) -> bool:
    """Whether the allocation shows that all can be met."""
    known = all(unit < len(problem.units) for unit, _ in allocation)
    return known and all_met(problem, allocation) and not violations(problem, allocation)
