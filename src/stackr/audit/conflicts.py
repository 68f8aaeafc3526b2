"""Pairs of awards that are each satisfied alone and not together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values


def conflicts(evaluation: Evaluation, figures: Mapping[str, Values]) -> tuple[tuple[str, str], ...]:
    """In order of name, among the awards in question. What is conferred is had, and in conflict with nothing; what is closed
    can't be had."""
    alone = [name for name in sorted(figures) if evaluation.alone(name).status == "satisfied"]
    return tuple(pair for pair in combinations(alone, 2) if _conflict(evaluation, pair))


def _conflict(evaluation: Evaluation, pair: tuple[str, str]) -> bool:
    left, right = (evaluation.alone(name) for name in pair)
    if not _pieces(left) & _pieces(right):
        return False
    return not all(values.complete for values in evaluation.together(pair).values())


def _pieces(values: Values) -> set[str]:
    """The learning that counts, and its codes: where two awards share none, both stand as they are."""
    lowered = values.sure.lowered
    units = [lowered.units[placed.unit] for placed in values.sure.solution.placements]
    used = {unit.grant for unit in units}
    pieces = {piece for grant in values.claim.grants if grant.id in used for piece in grant.pieces}
    return (
        pieces | {unit.holding.id for unit in units} | {f"code {unit.code}" for unit in units if unit.code is not None}
    )
