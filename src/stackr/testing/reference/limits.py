"""What an allocation must keep: grants, codes, choices, ceilings, barred pairs, what may count twice and how much of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import combinations, permutations

from stackr.allocation.nodes import Measure
from stackr.requirements.attributes import attribute_values
from stackr.requirements.base import Rule
from stackr.requirements.compiled import Amount
from stackr.requirements.credit import unit_size
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.rules.average import AverageRule
from stackr.requirements.rules.barred import BarredRule
from stackr.requirements.rules.per import PerRule
from stackr.testing.reference.checks import unweighed
from stackr.testing.reference.counted import Counted
from stackr.testing.reference.on_record import constant
from stackr.testing.reference.places import Place
from stackr.testing.reference.rules import Rules
from stackr.testing.reference.world import Number, World

Shared = tuple[frozenset[str], frozenset[str], "Amount | None"]
"""Places left and right at which a unit may count both, and how much may."""


def lawful(world: World, awards: list[Rules], shares: list[Shared], counted: Counted, *, done: bool) -> bool:
    """Whether all is kept; `done` False: whether more may yet be added (shares of what counts may still come right)."""
    return (
        _grants(world, counted)
        and all(
            _choices(rules, counted) and _limits(rules, counted, done) and _not_both(rules, counted) for rules in awards
        )
        and all(_shared(share, counted) for share in shares)
    )


def _grants(world: World, counted: Counted) -> bool:
    """No piece of learning is used by two grants, no code counts more often than it may."""
    active = {world.units[unit].grant for unit in counted.at}
    known = {grant.id: grant.pieces for grant in world.claim.grants}
    own = {unit.grant: frozenset({unit.holding.id}) for unit in world.units}
    pieces = Counter(piece for grant in active for piece in known.get(grant, own[grant]))
    codes = Counter(code for unit in counted.at if (code := world.units[unit].code) is not None)
    return max(pieces.values(), default=0) <= 1 and all(n <= world.multiplicity[code] for code, n in codes.items())


def _choices(rules: Rules, counted: Counted) -> bool:
    return all(sum(bool(counted.units(below)) for below in children) <= most for children, most in rules.chosen_of)


def _limits(rules: Rules, counted: Counted, done: bool) -> bool:
    for place in rules.places:
        if place.most is not None and not _most_kept(rules, counted, place, place.most):
            return False
    total = rules.award.total
    if total is not None and total.most is not None and total.id not in rules.waived:
        measure = Measure.ITEMS if total.need.unit == "credentials" else Measure.CREDITS
        scope = rules.scope(None)
        if not _at_most(rules, counted, scope, measure, range(len(rules.world.units)), total.most):
            return False
    for reuse in rules.member.reserved.reuse:
        measure = Measure.ITEMS if reuse.cap.unit == "credentials" else Measure.CREDITS
        among = [i for i, unit in enumerate(rules.world.units) if unit.id in reuse.units]
        scope = rules.scope(None)
        if not _at_most(rules, counted, scope, measure, among, reuse.cap.value):
            return False
    return all(_kept(rule, rules, counted, done) for rule in rules.holding)


def _kept(rule: Rule, rules: Rules, counted: Counted, done: bool) -> bool:
    scope = rules.scope(rule.scope)
    match rule:
        case AmountRule() if rule.quantity.base == "counted":
            return not done or _share_kept(rule, rules, counted)
        case AmountRule() if rule.op != "at least":
            measure, members = rule.quantity.measure, rules.members(rule, harmful=True)
            bound = constant(rule, rules, floor=False)
            return bound is None or _at_most(rules, counted, scope, measure, members, _whole(bound, measure))
        case AverageRule() if rule.in_choice:
            return not unweighed(rule, rules, counted)
        case PerRule():
            return (rule.quantity.base == "counted" and not done) or _per_kept(rule, rules, counted)
        case BarredRule():
            return not any(
                all(
                    rules.world.holds(member, unit, rules.context, harmful=True)
                    for member, unit in zip(members, units, strict=True)
                )
                for members in combinations(rule.members, rule.n + 1)
                for units in permutations(counted.units(scope), rule.n + 1)
            )
    return True


def _at_most(
    rules: Rules, counted: Counted, scope: Collection[str], measure: Measure, among: Collection[int], bound: Fraction
) -> bool:
    """Whether no more of these units counts. Of a unit of no known credits nothing may count under a maximum of credits for
    certain, and in the possible reading it may be as little as it takes."""
    unsized = _unsized(rules, counted.units(scope), measure) & set(among)
    if unsized and rules.world.sure:
        return False
    return counted.total(scope, measure, set(among) - unsized) <= bound


def _unsized(rules: Rules, units: Collection[int], measure: Measure) -> set[int]:
    if measure is Measure.ITEMS:
        return set()
    return {u for u in units if unit_size(rules.world.units[u], rules.award, rules.context).high is None}


def _most_kept(rules: Rules, counted: Counted, place: Place, most: Number) -> bool:
    unsized = _unsized(rules, place.eligible, place.measure)
    if unsized and not rules.world.sure:
        return True
    return counted.at_place(place) <= most and not unsized & set(counted.units({place.id}))


def _whole(bound: Fraction, measure: Measure) -> Fraction:
    return Fraction(bound.__floor__()) if measure is Measure.ITEMS else bound


def _base(rule: AmountRule | PerRule, rules: Rules, counted: Counted) -> Fraction:
    """max(what counts in the base, what it needs)."""
    scope = rules.scope(rule.quantity.scope or rule.scope)
    return max(Fraction(counted.total(scope, rule.quantity.measure)), rule.quantity.need)


def _share_kept(rule: AmountRule, rules: Rules, counted: Counted) -> bool:
    """A floor as a share of what counts is the ceiling on the rest."""
    assert rule.quantity.ratio is not None
    scope, measure, whole = rules.scope(rule.scope), rule.quantity.measure, _base(rule, rules, counted)
    ratio, kept = rule.quantity.ratio, True
    if rule.op != "at most":
        rest = set(range(len(rules.world.units))) - rules.members(rule)
        kept = _at_most(rules, counted, scope, measure, rest, (1 - ratio) * whole)
    if rule.op != "at least":
        members = rules.members(rule, harmful=True)
        kept = kept and _at_most(rules, counted, scope, measure, members, ratio * whole)
    return kept


def _per_kept(rule: PerRule, rules: Rules, counted: Counted) -> bool:
    """Every value by itself; a unit of unknown value may be of any (in the sure reading)."""
    scope, measure = rules.scope(rule.scope), rule.quantity.measure
    if rule.quantity.base == "counted":
        assert rule.quantity.ratio is not None
        bound = rule.quantity.ratio * _base(rule, rules, counted)
    else:
        assert rule.quantity.value is not None
        bound = _whole(rule.quantity.value, measure)
    groups: dict[str, set[int]] = {}
    unknown: set[int] = set()
    for unit in set(counted.units(scope)) & rules.members(rule, harmful=True):
        values = attribute_values(rules.world.units[unit], rule.attribute, rule.quantity.pattern)
        if values is None and rules.world.sure:
            unknown.add(unit)
        for value in values or ():
            groups.setdefault(value, set()).add(unit)
    under = (*groups.values(), set[int]())
    return all(_at_most(rules, counted, scope, measure, units | unknown, bound) for units in under)


# ── counting twice ──


def shares_of(awards: list[Rules]) -> Iterator[Shared]:
    """`shared between`, and awards judged together that say so."""
    for rules in awards:
        for line in rules.award.shared:
            yield rules.scope(line.left), rules.scope(line.right), line.cap
    for number, rules in enumerate(awards):
        for other in awards[number + 1 :]:
            yield from _between(rules, other)


def _between(rules: Rules, other: Rules) -> Iterator[Shared]:
    lines = [*rules.award.relations, *other.award.relations]
    names = {rules.award.id, other.award.id}
    for line in lines:
        if line.tree.award.text in names and line.tree.policy in ("embed", "share"):
            yield rules.scope(None), other.scope(None), line.cap if line.tree.policy == "share" else None
            return


def _shared(share: Shared, counted: Counted) -> bool:
    left, right, cap = share
    if cap is None:
        return True
    measure = Measure.ITEMS if cap.unit == "credentials" else Measure.CREDITS
    return _twice(left, right, counted, measure) <= _whole(cap.value, measure)


def _twice(left: frozenset[str], right: frozenset[str], counted: Counted, measure: Measure) -> int | Fraction:
    total: int | Fraction = 0
    for unit, position in counted.at.items():
        whole = {place for place, amount in position.items() if amount == counted.world.credits[unit]}
        if any(_joined(p, q, left, right, counted) for p in whole for q in whole):
            total += counted.world.items[unit] if measure is Measure.ITEMS else counted.world.credits[unit]
    return total


def _joined(p: str, q: str, left: frozenset[str], right: frozenset[str], counted: Counted) -> bool:
    return p != q and p in left and q in right and counted.places[p].layer == counted.places[q].layer


def _not_both(rules: Rules, counted: Counted) -> bool:
    """`SELECTOR counts toward A or B, not both`."""
    for line in rules.award.not_both:
        if line.id in rules.waived:
            continue
        left, right = rules.scope(line.left), rules.scope(line.right)
        for unit in set(counted.units(left)) & set(counted.units(right)):
            if rules.world.holds(line.selector, unit, rules.context, harmful=True):
                return False
    return True
