"""Short ways to write an allocation problem down by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from stackr.allocation.checks import Check
from stackr.allocation.cpsat.solving import available
from stackr.allocation.nodes import All, Leaf, Node
from stackr.allocation.problem import Award, Ceiling, Grant, Place, Problem, Unit

needs_cpsat = pytest.mark.skipif(
    not available(),
    reason="CP-SAT comes with the extra `solve` (ortools), which `dev.py test` sets up and a plain install has not",
)


def mask(indices: Sequence[int]) -> int:
    return sum(1 << index for index in indices)


def units(credits: Sequence[int], *, divisible: bool = False) -> tuple[Unit, ...]:
    return tuple(Unit(f"u{i}", c, i, divisible=divisible) for i, c in enumerate(credits))


def simple(
    credits: Sequence[int],
    places: Sequence[tuple[Sequence[int], int]],
    *,
    checks: tuple[Check, ...] = (),
    ceilings: tuple[Ceiling, ...] = (),
    divisible: bool = False,
    root: Node | None = None,
    step: int = 1,
) -> Problem:
    """Units of some credits, places as (eligible units, credits needed), all of them wanted unless a root says else."""
    takers = tuple(Place(f"p{i}", mask(eligible), need) for i, (eligible, need) in enumerate(places))
    leaves = tuple(Leaf(i, need) for i, (_, need) in enumerate(places))
    tree = root or All("root", leaves, sum(need for _, need in places))
    return Problem(
        units(credits, divisible=divisible),
        tuple(Grant(f"g{i}", frozenset({i})) for i in range(len(credits))),
        takers,
        (Award("award", tree, tuple(range(len(checks)))),),
        checks=checks,
        ceilings=ceilings,
        step=step,
    )
