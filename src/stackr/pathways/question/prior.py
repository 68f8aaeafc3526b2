"""Prior learning that could be recognised, as something that a plan may add."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.suggest import did_you_mean
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PriorLearning
from stackr.pathways.question.candidates import RPL, Candidate
from stackr.pathways.question.had import Had
from stackr.pathways.question.prices import Pricing
from stackr.requirements.needs.unit import UnitNeed


def prior_learning(offer: Mapping[str, CatalogueItem], known: Had, pricing: Pricing) -> list[Candidate]:
    """Recognition of prior learning for the units asked for: decided by the end of the first term, if all goes well."""
    award = pricing.award
    named = {need.code for need in award.needs.values() if isinstance(need, UnitNeed)}
    found: dict[str, Candidate] = {}
    units = named | {item.code for item in offer.values()}
    for asked_ in pricing.options.prior_learning:
        codes = sorted(named) if asked_.unit == "all" else [asked_.unit]
        if asked_.unit != "all" and asked_.unit not in units:
            near = did_you_mean(asked_.unit, units) or "neither the award nor the catalogue names it"
            raise PlanError(f"there is no unit `{asked_.unit}` to recognise prior learning for", near)
        for code in codes:
            label = code + RPL
            if known.there(code):
                continue
            found[label] = Candidate(label, code, offer.get(code), "rpl", (0,), _rpl_price(pricing, asked_))
    return list(found.values())


def _rpl_price(pricing: Pricing, asked_: PriorLearning) -> dict[str, Fraction | None]:
    price = pricing.prior_learning(asked_)
    wanted = {name for wish in pricing.options.minimise for name, _ in wish}
    if "cost" in wanted and price["cost"] is None:
        raise PlanError(
            f"the cost of recognising prior learning for {asked_.unit} is not given, and the plan is to cost little",
            f"say what it costs: {asked_.unit}=AMOUNT",
        )
    return price
