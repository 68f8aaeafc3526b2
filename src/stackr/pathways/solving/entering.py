"""By term, what is asked for entry comes first: a learner is let in, and then takes what counts for the award."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from stackr.allocation.positions import bits, eligible_places
from stackr.pathways.question.spread import Spread

if TYPE_CHECKING:
    from stackr.pathways.solving.model import PlanModel


def enter(plan: PlanModel, spread: Spread) -> None:
    """There is a term at whose beginning the learner is let in. What counts for entry is over by then; a course that counts for the award
    and not for entry is taken from then on. What counts for neither, and is asked by others first, has no such order; nor has the
    recognition of prior learning.
    """
    begin = plan.units.int_var(0, plan.terms)
    behind = {index: tied.labels for index, tied in spread.ties.items()}
    behind |= {index: frozenset(share.label for share in pool) for index, pool in spread.pools.items()}
    fits = eligible_places(spread.problem)
    serving: dict[str, list[Any]] = {}
    for index, mask in enumerate(fits):
        used = _used(plan, index, mask & spread.entry)
        if used is None:
            continue
        if index in spread.over:
            plan.model.add(begin >= spread.over[index]).only_enforce_if(used)
        for label in sorted(behind.get(index, ())):
            serving.setdefault(label, []).append(used)
            for term, var in plan.slot[label].items():
                plan.model.add(begin >= term + 1).only_enforce_if([used, var])
    lets_in = {label: _some(plan, vars) for label, vars in serving.items()}
    for index in sorted(behind):
        used = _used(plan, index, fits[index] & ~spread.entry)
        for label in sorted(behind[index] & plan.courses) if used is not None else ():
            other = [~lets_in[label]] if label in lets_in else []
            for term, var in plan.slot[label].items():
                plan.model.add(begin <= term).only_enforce_if([used, var, *other])


def _used(plan: PlanModel, index: int, places: int) -> Any | None:
    """Whether a unit counts at one of the places; None if it may not."""
    here = [var for place in bits(places) for var in plan.units.counting(index, place)]
    return _some(plan, here) if here else None


def _some(plan: PlanModel, vars: Iterable[Any]) -> Any:
    some = plan.units.bool_var()
    plan.model.add_max_equality(some, list(vars))
    return some
