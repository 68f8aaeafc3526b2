"""By term, what is asked for entry comes first: a learner is let in, and then takes what counts for the award."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.positions import bits, eligible_places
from stackr.pathways.question.spread import Spread


def enter(
    units: UnitModel, slot: Mapping[str, Mapping[int, Any]], courses: Set[str], terms: int, spread: Spread
) -> None:
    """There is a term at whose beginning the learner is let in. What counts for entry is over by then; a course that counts for the award
    and not for entry is taken from then on. What counts for neither, and is asked by others first, has no such order; nor has the
    recognition of prior learning. `slot[label][t]`: whether an item is taken in term t.
    """
    model = units.model
    begin = units.int_var(0, terms)
    behind = {index: tied.labels for index, tied in spread.ties.items()}
    behind |= {index: frozenset(share.label for share in pool) for index, pool in spread.pools.items()}
    fits = eligible_places(spread.problem)
    serving: dict[str, list[Any]] = {}
    for index, mask in enumerate(fits):
        used = _used(units, index, mask & spread.entry)
        if used is None:
            continue
        if index in spread.over:
            model.add(begin >= spread.over[index]).only_enforce_if(used)
        for label in sorted(behind.get(index, ())):
            serving.setdefault(label, []).append(used)
            for term, var in slot[label].items():
                model.add(begin >= term + 1).only_enforce_if([used, var])
    lets_in = {label: _some(units, vars) for label, vars in serving.items()}
    for index in sorted(behind):
        used = _used(units, index, fits[index] & ~spread.entry)
        for label in sorted(behind[index] & courses) if used is not None else ():
            other = [~lets_in[label]] if label in lets_in else []
            for term, var in slot[label].items():
                model.add(begin <= term).only_enforce_if([used, var, *other])


def _used(units: UnitModel, index: int, places: int) -> Any | None:
    """Whether a unit counts at one of the places; None if it may not."""
    here = [var for place in bits(places) for var in units.counting(index, place)]
    return _some(units, here) if here else None


def _some(units: UnitModel, vars: Iterable[Any]) -> Any:
    some = units.bool_var()
    units.model.add_max_equality(some, list(vars))
    return some
