"""The fewest clauses that can't be met together, proven fewest (`semantics.md`, Proofs).

Whoever can't be met must lack something of every lot that can: of each lot that was met in whole and can't be made larger, some clause
outside it stands in every blocking set. So the smallest set that has such a clause for each lot known is asked for; if it can't be
met it is the answer, else it makes one more lot.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from stackr.allocation.problem import Options, Problem
from stackr.allocation.proofs.blocking import Together
from stackr.allocation.proofs.forbidding import Forbidding
from stackr.allocation.proofs.reachable import steps_of
from stackr.allocation.result import BlockingSet, Solution


@dataclass(frozen=True, slots=True)
class Smallest:
    """`proven`: that no smaller set can't be met together."""

    blocking: BlockingSet
    proven: bool


def smallest_blocking_set(
    problem: Problem,
    solution: Solution | None = None,
    options: Options | None = None,
    forbidding: Forbidding | None = None,
    wanted: Callable[[Collection[str]], bool] = bool,
) -> Smallest | None:
    """A blocking set with fewest clauses, first by id among equals; None if all can be met, or none was found within the steps.
    `wanted`: of these sets only; the others are passed over, and whatever has all their clauses.
    """
    test = Together(problem, steps_of(options), solution, forbidding)
    every = sorted(test.kinds.all())
    if not test.fails(every):
        return None
    lacking: list[frozenset[str]] = []
    """Of each lot that can be met, the clauses outside it."""
    passed: list[frozenset[str]] = []
    while (some := _first_of(every, lacking, passed)) is not None:
        if test.fails(some):
            if wanted(some):
                return Smallest(test.blocking(some), not test.open)
            passed.append(frozenset(some))
            continue
        lot = set(some)
        for id in every:
            if id not in lot and not test.fails(lot | {id}):
                lot.add(id)
        lacking.append(frozenset(every) - lot)
    return None


def _first_of(
    every: Sequence[str], lacking: Sequence[frozenset[str]], passed: Sequence[frozenset[str]]
) -> tuple[str, ...] | None:
    """The smallest set with a clause of each and not all of one passed over, the first by id of equally small ones; None if there is
    none."""
    for size in range(1 if every else 0, len(every) + 1):
        for found in _of_size(every, lacking, passed, size):
            return found
    return None


def _of_size(
    every: Sequence[str], lacking: Sequence[frozenset[str]], passed: Sequence[frozenset[str]], size: int
) -> Iterator[tuple[str, ...]]:
    if not all(passed) or _apart(lacking) > size:
        return
    if not size:
        yield ()
        return
    for at, id in enumerate(every):
        if any(lot.isdisjoint(every[at:]) for lot in lacking):
            return  # what was passed over is needed
        left = [lot for lot in lacking if id not in lot]
        for rest in _of_size(every[at + 1 :], left, [other - {id} for other in passed], size - 1):
            yield id, *rest


def _apart(lots: Sequence[frozenset[str]]) -> int:
    """How many of the lots, taken as they come, have no clause in common: each needs one of its own."""
    seen: set[str] = set()
    count = 0
    for lot in lots:
        if lot.isdisjoint(seen):
            seen |= lot
            count += 1
    return count
