"""Whether credits decide anything in a problem: where they don't, nobody has to ask for those that are not on record."""

from __future__ import annotations

from stackr.allocation import checks, nodes
from stackr.allocation import problem as ap
from stackr.allocation.nodes import Measure


def by_credits(problem: ap.Problem) -> bool:
    """Whether anything in it is measured in credits, or cut by them."""
    measures = {each.measure for each in problem.places} | {each.measure for each in problem.ceilings}
    return (
        Measure.CREDITS in measures | {each.measure for each in problem.shares}
        or any(place.splittable >= 0 for place in problem.places)
        or any(unit.divisible for unit in problem.units)
        or any(preference.per_amount for preference in problem.preferences)
        or any(map(_asks, problem.checks))
        or any(_weighs(award.root) for award in problem.awards)
    )


def _asks(check: checks.Check) -> bool:
    match check:
        case checks.Floor(measure=measure):
            return measure is Measure.CREDITS
        case checks.Average(by_credits=weighted):
            return weighted
        case checks.Overlay(root=root):
            return _weighs(root)
        case checks.LastN():
            return True
    return False


def _weighs(node: nodes.Node) -> bool:
    match node:
        case nodes.Amount(measure=measure):
            return measure is Measure.CREDITS
        case nodes.All(children=children) | nodes.Choose(children=children):
            return any(map(_weighs, children))
    return False
