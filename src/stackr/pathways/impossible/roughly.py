"""A first look at whether there can be a plan: of each kind of item only how many there are, not which, in which order or in which term.

What is on offer counts, what the clauses ask, and how much fits into the terms altogether; what items ask first, and what must be
in, does not. Where even so there is none, there is none: and the model is of the size of the rules, not of the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from stackr.allocation.cpsat.satisfied import Satisfied
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.sums.state import State
from stackr.pathways.options import Load
from stackr.pathways.question.prices import Amounts
from stackr.pathways.question.spread import Spread
from stackr.pathways.solving.solver import Effort

FEW = 60
"""Of so few items it is quicker to ask at once."""


def ruled_out(
    made: Spread,
    amounts: Amounts,
    load: Load,
    busy: Sequence[tuple[Fraction, int]],
    courses: frozenset[str],
    effort: Effort,
) -> bool:
    """Whether no plan can be. `busy`: credits and number of what is in progress in each term there is (none: without terms);
    `courses`: labels of what takes room in a term."""
    from stackr.allocation.cpsat.library import cp_model

    units = UnitModel(State(made.problem, copies=made.copies))
    Satisfied(units)
    if busy:
        _fit(units, made, amounts, load, busy, courses)
    solver = effort.solver()
    return bool(solver.solve(units.model) == cp_model.INFEASIBLE)


def _fit(
    units: UnitModel,
    made: Spread,
    amounts: Amounts,
    load: Load,
    busy: Sequence[tuple[Fraction, int]],
    courses: frozenset[str],
) -> None:
    """No more counts than the terms have room for: each of a kind at the least that one of it takes."""
    scale = amounts.scale("credits")
    if load.most_credits is not None:
        room = sum(max(0, int((load.most_credits - credits) * scale // 1)) for credits, _ in busy)
        units.model.add(_taking(units, _least(made, amounts.of("credits"))) <= room)
    if load.most_items is not None:
        most = sum(max(0, load.most_items - items) for _, items in busy)
        units.model.add(_taking(units, _least(made, dict.fromkeys(courses, 1))) <= most)


def _least(made: Spread, of: Mapping[str, int]) -> dict[int, int]:
    """Unit of a pool → the least that one of its items takes."""
    return {index: min(of.get(share.label, 0) for share in pool) for index, pool in made.pools.items()}


def _taking(units: UnitModel, least: Mapping[int, int]) -> Any:
    return sum(units.present[index] * each for index, each in sorted(least.items()) if each) + 0 * units.zero
