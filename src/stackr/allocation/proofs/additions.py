"""What may be added to complete an award, and the problem with fewer of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from stackr.allocation.asks import Ask
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.prerequisites import attainable
from stackr.allocation.restrict import restricted


@dataclass(frozen=True, slots=True)
class Addition:
    """A catalogue item that may be added, once."""

    code: str
    """Distinct; orders equal completions."""
    units: tuple[int, ...]
    """Index of the unit it gives in the problem; several where limits let only one of them count (it stands there once for
    each way to count); none if it gives none (it may still be someone's prerequisite)."""
    credits: int
    """What the learner must take, scaled like units' credits (not what it counts for)."""
    cost: int = 0
    needs: Ask | None = None
    """Prerequisites not held, of codes of other additions; None: nothing."""


def narrowed(
    problem: Problem, additions: Sequence[Addition], kept: Sequence[Addition]
) -> tuple[Problem, list[Addition]]:
    """The problem without the units of additions that are not kept, and those kept, renumbered."""
    out = {unit for a in additions for unit in a.units} - {unit for a in kept for unit in a.units}
    units = [unit for unit in range(len(problem.units)) if unit not in out]
    new = {old: index for index, old in enumerate(units)}
    return restricted(problem, units), [replace(a, units=tuple(new[unit] for unit in a.units)) for a in kept]


def only(problem: Problem, additions: Sequence[Addition], codes: Collection[str]) -> tuple[Problem, list[Addition]]:
    """The same with additions of these codes only, and of them those whose prerequisites can be had."""
    possible = attainable({addition.code: addition for addition in additions if addition.code in codes})
    kept = [replace(a, needs=a.needs and a.needs.within(possible)) for a in additions if a.code in possible]
    return narrowed(problem, additions, kept)
