"""The award's total in its problem: what must count over all, and at most."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from stackr.allocation import nodes
from stackr.allocation import problem as ap
from stackr.requirements.base import UNDECIDED
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Award


@lru_cache(maxsize=1024)
def only_items(award: Award) -> bool:
    """Whether nothing in the award is measured in credits."""
    if award.total is not None:
        return award.total.need.unit == "credentials"
    return all(not weights for weights in [need.weights(UNDECIDED).credits for need in award.needs.values()])


def total_of(build: Builder) -> tuple[nodes.Node, ...]:
    """`total T`: an amount over the main layer, weighing what the requirements do not count anyway."""
    award, total = build.award, build.award.total
    if total is None:
        return ()
    places = build.mask(award.id)
    items = total.need.unit == "credentials"
    measure = nodes.Measure.ITEMS if items else nodes.Measure.CREDITS
    least = least_counted(build, items)
    weight = build.weight(max(Fraction(0), total.need.value - least) * (award.item_weight if items else 1))
    if build.is_waived(total.id):
        return (nodes.Fixed(total.id, True, weight),)
    if total.most is not None:
        build.ceiling(ap.Ceiling(total.id, build.all, places, build.bound(total.most, measure), measure))
    need = build.rounded_need(build.figure(total.need.value, measure), measure)
    return build.amount(None, nodes.Amount(total.id, places, need, weight, measure))


def least_counted(build: Builder, items: bool) -> Fraction:
    """The least that satisfying the requirements counts; what two of them may share is counted once."""
    award = build.award
    if award.root is None:
        return Fraction(0)
    weights = build.skeleton.weights
    least = weights[award.root.id].items if items else weights[award.root.id].credits
    for line in award.shared:
        pair = [weights[id] for id in (line.left, line.right) if id in weights]
        both = min(((w.items if items else w.credits) for w in pair), default=Fraction(0))
        in_unit = line.cap is not None and (line.cap.unit == "credentials") == items
        least -= min(both, line.cap.value) if in_unit and line.cap else both
    return max(Fraction(0), least)
