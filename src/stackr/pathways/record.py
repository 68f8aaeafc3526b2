"""How a plan was asked for, as data: with the digests and the day, all that doing it again needs."""

from __future__ import annotations

from typing import Any

from stackr._quantity import format_amount
from stackr.pathways.options import PlanOptions, Weights


def wish_text(weights: Weights) -> str:
    """`cost`, `2*credits + 1/100*cost`."""
    return " + ".join(name if weight == 1 else f"{format_amount(weight)}*{name}" for name, weight in weights)


def asked_data(options: PlanOptions) -> dict[str, Any]:
    """Everything that was asked, without what was left as it is."""
    load = options.load
    said: dict[str, Any] = {
        "minimise": [wish_text(wish) for wish in options.wishes],
        "scheduled": options.scheduled,
        "calendar": options.calendar,
        "terms": options.terms,
        "target": options.target.isoformat() if options.target else None,
        "max_load": format_amount(load.most_credits) if load.most_credits is not None else None,
        "min_load": format_amount(load.least_credits) if load.least_credits is not None else None,
        "max_items": load.most_items,
        "min_items": load.least_items,
        "balanced": options.balanced or None,
        "modes": list(options.modes),
        "languages": list(options.languages),
        "place": options.place,
        "distances": {place: format_amount(far) for place, far in sorted(options.distances.items())},
        "issuers": list(options.issuers),
        "catalogues": sorted(options.catalogues),
        "avoid": sorted(options.avoid),
        "include": sorted(options.include),
        "currency": options.currency,
        "rates": {name: format_amount(rate) for name, rate in sorted(options.rates.items())},
        "prior_learning": {
            each.unit: format_amount(each.cost) if each.cost is not None else None for each in options.prior_learning
        },
        "retake": sorted(options.retake),
        "classified": options.classified,
        "below": {wish_text(weights): format_amount(value) for weights, value in options.below},
        "alternatives": options.alternatives or None,
        "effort": options.effort,
        "seconds": options.seconds,
    }
    return {key: value for key, value in said.items() if value not in (None, [], {})}
