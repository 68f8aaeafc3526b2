"""How little and how much a requirement can count, and the rules that bound it: for every learner, as the text says."""

from __future__ import annotations

from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.language import tree
from stackr.requirements.base import Need, all_rules
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.needs.evidence import EvidenceNeed
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.observe import ObserveNeed
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.needs.when import WhenNeed
from stackr.requirements.rules.amount import AmountRule
from stackr.rulebook.book import Qualification

ZERO = Fraction(0)
TAKES_NOTHING = (AwardNeed, EvidenceNeed, ObserveNeed)


def least(need: Need, measure: Measure, *, listed: bool = False) -> Fraction:
    """What it takes at least, proven: a named unit may be recognised with less than its catalogue credits. `listed`: with those."""
    match need:
        case PoolNeed():
            return need.need if need.measure is measure else ZERO
        case UnitNeed():
            if measure is Measure.ITEMS:
                return Fraction(1)
            return need.credits if listed and need.credits is not None else ZERO
        case GroupNeed():
            each = sorted(least(child, measure, listed=listed) for child in need.children)
            inner = sum(each if need.n is None else each[: need.n], ZERO)
            return max([inner, *(part.need for part in need.details.amounts if part.measure is measure)])
        case WhenNeed():
            ways = [least(need.then, measure, listed=listed)]
            return min([*ways, least(need.otherwise, measure, listed=listed) if need.otherwise else ZERO])
    return ZERO


def most(need: Need, measure: Measure) -> Fraction | None:
    """What it can count at most, a named unit with its catalogue credits; None: nothing bounds it."""
    match need:
        case PoolNeed():
            return need.most if need.measure is measure else None
        case UnitNeed():
            return Fraction(1) if measure is Measure.ITEMS else need.credits
        case GroupNeed():
            bounds = [most(child, measure) for child in need.children]
            known = sorted((bound for bound in bounds if bound is not None), reverse=True)
            if len(known) < len(bounds):
                return None
            return sum(known if need.most is None else known[: need.most], ZERO)
        case WhenNeed():
            ways = [most(part, measure) for part in need.parts]
            return None if None in ways else max((way for way in ways if way is not None), default=ZERO)
    return ZERO if isinstance(need, TAKES_NOTHING) else None


def constant_rules(version: Qualification) -> list[AmountRule]:
    """Limits and lines of `with { … }` blocks with a constant amount."""
    return [rule for rule in _amounts(version) if rule.quantity.value is not None and not rule.quantity.is_distinct]


def shares_of_counted(version: Qualification) -> list[AmountRule]:
    """Limits and lines with a share of what counts in their own scope."""
    return [
        rule
        for rule in _amounts(version)
        if rule.quantity.ratio is not None and rule.quantity.base == "counted" and rule.quantity.scope is None
    ]


def _amounts(version: Qualification) -> list[AmountRule]:
    award = version.award
    tops = [*([award.root] if award.root else []), *(layer.need for layer in award.layers)]
    inside = [rule for top in tops for rule in all_rules(top)]
    return [rule for rule in (*award.limits, *inside) if isinstance(rule, AmountRule)]


def learning(rule: AmountRule) -> tree.Expr | None:
    """What the rule is over."""
    return rule.selector.tree if rule.selector is not None else None
