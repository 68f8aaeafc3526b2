"""Additions that count alike, as one unit with copies: what is placed then grows with the kinds there are, not with the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stackr.allocation.checks import LastN, Span
from stackr.allocation.kinds import kinds
from stackr.allocation.positions import bits, eligible_places, may_cut
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.cover import Candidate
from stackr.allocation.proofs.dominance import in_free_units
from stackr.allocation.restrict import restricted


@dataclass(frozen=True, slots=True)
class Pooled:
    """`units`: code of an addition → the units it gives in this problem; `copies`: how many alike each unit stands for."""

    problem: Problem
    units: dict[str, tuple[int, ...]]
    copies: tuple[int, ...]


def pooled(problem: Problem, additions: Sequence[Candidate]) -> Pooled:
    """One unit for all additions of a kind, where each gives one that no other learning is tied to and that can't be cut."""
    stands: dict[object, int] = {}
    standing_for = list(range(len(problem.units)))
    if not any(isinstance(check, LastN | Span) for check in problem.checks):
        kind_of, eligible = kinds(problem), eligible_places(problem)
        for addition, free in zip(additions, in_free_units(problem, additions), strict=True):
            unit = addition.units[0] if free else -1
            if free and not any(may_cut(problem, unit, {place: 0}) for place in bits(eligible[unit])):
                standing_for[unit] = stands.setdefault(kind_of[unit], unit)
    kept = [unit for unit, other in enumerate(standing_for) if unit == other]
    new = {unit: index for index, unit in enumerate(kept)}
    copies = [0] * len(kept)
    for other in standing_for:
        copies[new[other]] += 1
    units = {addition.code: tuple(new[standing_for[unit]] for unit in addition.units) for addition in additions}
    return Pooled(restricted(problem, kept), units, tuple(copies))
