"""Substantial differences: what the record itself shows, for the person who has to decide. The burden of proof is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType

from stackr._quantity import format_amount
from stackr.conditions.tables import CatalogueItem
from stackr.language import tree
from stackr.model.learning import Decision, Holding

Shown = Callable[[Holding, CatalogueItem, "Fraction | None"], "str | None"]


def indications(route: tree.Route, holding: Holding, item: CatalogueItem) -> tuple[str, ...]:
    """In words, where the record differs from the target in what this route looks at. Silence proves nothing."""
    tolerances = dict(route.tolerances)
    found = (_SHOWN[name](holding, item, tolerances.get(name)) for name in route.differences if name in _SHOWN)
    return tuple(text for text in found if text is not None)


def named(decision: Decision, grounds: tuple[str, ...]) -> tuple[str, ...]:
    """The grounds of refusal that the decision shows: those it lists, and those its reason speaks of."""
    words = (decision.reason or "").casefold()
    return tuple(ground for ground in grounds if ground in decision.differences or ground.rstrip("s") in words)


def _level(holding: Holding, item: CatalogueItem, _: Fraction | None) -> str | None:
    if None in (holding.level, item.level) or holding.framework != item.framework or holding.level == item.level:
        return None
    return f"level {holding.level} against {item.level}"


def _workload(holding: Holding, item: CatalogueItem, tolerance: Fraction | None) -> str | None:
    mine, theirs, unit = _amounts(holding, item)
    if mine is None or theirs is None or theirs == 0 or (theirs - mine) <= theirs * (tolerance or 0):
        return None
    return f"{format_amount(mine)} {unit} against {format_amount(theirs)}"


def _amounts(holding: Holding, item: CatalogueItem) -> tuple[Fraction | None, Fraction | None, str]:
    if holding.credits is not None and item.credits is not None and holding.credit_unit == item.credit_unit:
        return holding.credits, item.credits, "credits"
    return holding.hours, item.hours, "hours"


def _quality(holding: Holding, item: CatalogueItem, _: Fraction | None) -> str | None:
    return "no quality assurance is on record" if holding.quality_assurance is None else None


def _profile(holding: Holding, item: CatalogueItem, _: Fraction | None) -> str | None:
    if not holding.fields or not item.fields or set(holding.fields) & set(item.fields):
        return None
    return f"field {', '.join(holding.fields)} against {', '.join(sorted(item.fields))}"


def _outcomes(holding: Holding, item: CatalogueItem, tolerance: Fraction | None) -> str | None:
    if holding.outcomes is None or not item.outcomes:
        return None
    lacking = set(item.outcomes) - set(holding.outcomes)
    if Fraction(len(lacking), len(set(item.outcomes))) <= (tolerance or 0):
        return None
    return f"{len(lacking)} of {len(set(item.outcomes))} outcomes are not named"


_SHOWN: Mapping[str, Shown] = MappingProxyType(
    {"level": _level, "workload": _workload, "quality": _quality, "profile": _profile, "outcomes": _outcomes}
)
