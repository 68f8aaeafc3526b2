"""Amounts in what is asked are exact and not below 0, whoever asks: no float decides what fits into a term."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions


def check_amounts(options: PlanOptions) -> None:
    """Raises `PlanError` for a float, a text or anything else that is no whole number or `Fraction`, and for one below 0."""
    for name, value in _amounts(options):
        if isinstance(value, bool) or not isinstance(value, int | Fraction):
            raise PlanError(f"{name} is {value!r}, which is no exact amount", "give a whole number or a Fraction")
        if value < 0:
            raise PlanError(f"{name} is {value}, which is below 0", "give 0 or more")
    for name, worth in options.rates.items():
        if worth == 0:
            raise PlanError(f"one {name} is worth 0", "say what it is worth in the currency of the plan")


def _amounts(options: PlanOptions) -> Iterator[tuple[str, object]]:
    load = options.load
    for name in ("most_credits", "least_credits", "most_items", "least_items"):
        if getattr(load, name) is not None:
            yield f"{name.replace('_', ' ')} of a term", getattr(load, name)
    yield from ((f"the distance of {place}", far) for place, far in options.distances.items())
    yield from ((f"the worth of one {name}", worth) for name, worth in options.rates.items())
    for prior in options.prior_learning:
        if prior.cost is not None:
            yield f"the cost of recognising prior learning for {prior.unit}", prior.cost
    yield from ((f"the weight of {name}", weight) for wish in options.minimise for name, weight in wish)
    yield from (("a limit of a wish", value) for _, value in options.below)
    yield "the number of alternatives", options.alternatives
