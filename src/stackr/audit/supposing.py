"""What if: the award's standing with a unit made to count somewhere, without a holding, or with a clause waived."""

from __future__ import annotations

from dataclasses import replace

from stackr.allocation.checks import Floor
from stackr.allocation.nodes import All, Measure
from stackr.allocation.problem import Award, Problem
from stackr.allocation.proofs.waive import clauses, waived
from stackr.allocation.result import Standing
from stackr.allocation.search import figures
from stackr.audit.forbidding import forbidding
from stackr.audit.values import Values

_WISH = "~supposed"


def with_unit_at(values: Values, unit: int, place: int) -> Standing | None:
    """The best standing in which the unit counts at the place; None if no allocation allows that."""
    problem = values.sure.lowered.problem
    wish = Floor(_WISH, 1 << unit, 1 << place, 1, Measure.ITEMS)
    first = Award(_WISH, All(_WISH, (), 0), (len(problem.checks),))
    supposed = replace(problem, awards=(first, *problem.awards), checks=(*problem.checks, wish))
    found = figures(supposed, values.claim.work)
    if not found.standings[0].satisfied:
        return None
    return found.standings[1 + values.sure.position(values.award)]


def without_holding(values: Values, holding: str) -> Standing:
    """The best standing if the learner did not have the holding."""
    lowered = values.sure.lowered
    gone = sum(1 << index for index, unit in enumerate(lowered.units) if unit.holding.id == holding)
    places = tuple(replace(place, eligible=place.eligible & ~gone) for place in lowered.problem.places)
    return _standing(values, replace(lowered.problem, places=places))


def with_waived(values: Values, clause: str) -> Standing | None:
    """The best standing with the clause waived; None if it is none that can be."""
    problem, forbids = values.sure.lowered.problem, forbidding(values)
    if clause in forbids.ids:
        return _standing(values, forbids.without(frozenset({clause})).problem)
    ids = {id for id in clauses(problem).all() if id == clause or id.startswith((f"{clause}#", f"{clause}~"))}
    return _standing(values, waived(problem, ids)) if ids else None


def _standing(values: Values, problem: Problem) -> Standing:
    return figures(problem, values.claim.work).standings[values.sure.position(values.award)]
