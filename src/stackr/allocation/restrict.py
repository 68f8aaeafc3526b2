"""A problem with fewer units, its masks and lists renumbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from stackr.allocation.checks import Average, Check, Distinct, Floor, LastN, Span
from stackr.allocation.problem import Problem

T = TypeVar("T")


def restricted(problem: Problem, units: Sequence[int]) -> Problem:
    """The problem with only these units, in this order (so it also permutes)."""

    def mask(old: int) -> int:
        return sum(1 << new for new, unit in enumerate(units) if old >> unit & 1)

    def pick(values: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(values[unit] for unit in units) if values else ()

    def check(old: Check) -> Check:
        match old:
            case Floor():
                return replace(old, units=mask(old.units))
            case Average():
                return replace(old, gain=pick(old.gain))
            case Distinct():
                return replace(old, values=pick(old.values))
            case LastN():
                return replace(old, units=mask(old.units), order=pick(old.order))
            case Span():
                days = pick(old.day), pick(old.limit)
                return replace(old, units=mask(old.units), anchors=mask(old.anchors), day=days[0], limit=days[1])
            case _:
                return old

    return replace(
        problem,
        units=pick(problem.units),
        places=tuple(replace(place, eligible=mask(place.eligible)) for place in problem.places),
        checks=tuple(check(old) for old in problem.checks),
        ceilings=tuple(replace(ceiling, units=mask(ceiling.units)) for ceiling in problem.ceilings),
        preferences=tuple(
            replace(p, per_amount=pick(p.per_amount), per_use=pick(p.per_use)) for p in problem.preferences
        ),
    )
