"""One award in one world: which branches are asked, what decisions do, and where each unit may count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from stackr.allocation.nodes import Measure
from stackr.audit.claim import Member
from stackr.model.learning import Decision, RecognisedUnit
from stackr.requirements.base import Need, PlaceSpec, Rule
from stackr.requirements.decisions import bind_decisions, owner_of
from stackr.requirements.filters import DeadlineFilter, EachFilter, Filter
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.needs.when import WhenNeed
from stackr.requirements.rules.currency import CurrencyRule
from stackr.requirements.rules.each import EachRule
from stackr.requirements.rules.never import NeverRule
from stackr.testing.reference.places import Place
from stackr.testing.reference.world import World, plain


class Rules:
    """One award."""

    def __init__(self, world: World, member: Member) -> None:
        self.world = world
        self.member = member
        self.award = member.award
        self.context = member.context
        self.decided = list(self._decided())
        self._below: dict[str, frozenset[str]] = {}
        self._members: dict[tuple[str, bool], frozenset[int]] = {}

    # ── branches and decisions ──

    def holds(self, need: WhenNeed) -> bool:
        """Whether the condition of a `when` holds: an unknown one as this world assumes."""
        answer = need.condition(None, self.context)
        return self.world.assumed[self.award.id, need.condition.text] if answer is None else answer

    def branches(self, need: Need) -> tuple[Need, ...]:
        """What is asked directly below."""
        if not isinstance(need, WhenNeed):
            return need.parts
        if self.holds(need):
            return (need.then,)
        return (need.otherwise,) if need.otherwise else ()

    def asked(self, need: Need) -> Iterator[Need]:
        """The need and all below it that is asked."""
        yield need
        for part in self.branches(need):
            yield from self.asked(part)

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """Every requirement that is asked, layers included."""
        tops = [self.award.root] if self.award.root else []
        tops += [layer.need for layer in self.award.layers]
        return tuple(need for top in tops for need in self.asked(top))

    def _decided(self) -> Iterator[tuple[Decision, str]]:
        """Decisions that bind and are in effect, with the clause they bind to."""
        for item in bind_decisions(self.award, self.world.claim.decisions, self.award.version):
            decision, as_of = item.decision, self.context.as_of
            if item.clause is None or decision.faults or (decision.date is not None and decision.date > as_of):
                continue
            if decision.kind == "extend" or decision.until is None or decision.until >= as_of:
                yield decision, item.clause

    @cached_property
    def waived(self) -> frozenset[str]:
        """Clauses that count as met."""
        return frozenset(clause for decision, clause in self.decided if decision.kind == "waive")

    def placed_by(self, kind: str, place: str) -> set[int]:
        """Units that decisions of a kind put at a place, by naming it or a clause above it."""
        found: set[int] = set()
        for decision, clause in self.decided:
            if decision.kind == kind and place in self.award.scopes.get(clause, ()):
                found |= self._named(decision)
        return found

    def _named(self, decision: Decision) -> set[int]:
        if decision.holding is None and decision.unit is None:
            return set()
        return {i for i, unit in enumerate(self.world.units) if _names(decision, unit)}

    def extended(self, clause: str) -> date | None:
        """The latest date that decisions put in place of a clause's."""
        names = {clause, owner_of(self.award, clause)}
        return max((d.until for d, at in self.decided if d.kind == "extend" and at in names and d.until), default=None)

    def _kept_current(self, clause: str) -> set[int]:
        found: set[int] = set()
        for decision, at in self.decided:
            if decision.kind == "extend" and at == clause and decision.until and self.context.as_of <= decision.until:
                everything = decision.holding is None and decision.unit is None
                found |= set(range(len(self.world.units))) if everything else self._named(decision)
        return found

    # ── scopes ──

    def scope(self, clause: str | None) -> frozenset[str]:
        """Places at or below a clause; None: the award's main layer."""
        return frozenset(self.award.scopes.get(clause or self.award.id, ()))

    @property
    def everywhere(self) -> frozenset[str]:
        """Every place of the award."""
        return frozenset(spec.id for spec in self.award.places)

    def members(self, rule: Rule, *, harmful: bool = False) -> frozenset[int]:
        """The units of a rule's selector."""
        key = (rule.id, harmful)
        if key not in self._members:
            selector = getattr(rule, "selector", None)
            every = range(len(self.world.units))
            found = frozenset(i for i in every if self.world.holds(selector, i, self.context, harmful=harmful))
            self._members[key] = found
        return self._members[key]

    # ── places ──

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places of what is asked, each with the units that may count there."""
        return tuple(place for need in self.needs if (place := self._place(need)) is not None)

    def _place(self, need: Need) -> Place | None:
        if isinstance(need, UnitNeed):
            units = {i for i, unit in enumerate(self.world.units) if self._is_unit(need, i, unit)}
            units |= self.placed_by("substitute", need.id)
            units = {i for i in units if self.world.holds(need.condition, i, self.context)}
            return self._at(need.spec, units, 1, None, Measure.ITEMS)
        if isinstance(need, PoolNeed):
            place = self._at(need.spec, self._of_pool(need), need.need, need.most, need.measure, need.overflow_to)
            return replace(place, kept=self._kept(place))
        return None

    def _kept(self, place: Place) -> frozenset[int]:
        lines = [line for line in self.award.not_both if line.id not in self.waived]
        sides = [(self.scope(line.left), self.scope(line.right), line.selector) for line in lines]
        apart = [
            selector
            for left, right, selector in sides
            if (place.id in left and place.feeds in right) or (place.id in right and place.feeds in left)
        ]
        holds = self.world.holds
        return frozenset(u for u in place.eligible if any(holds(s, u, self.context, harmful=True) for s in apart))

    def _is_unit(self, need: UnitNeed, index: int, unit: RecognisedUnit) -> bool:
        if need.pattern is not None:
            return self.world.holds(need.pattern, index, self.context)
        return unit.code == need.code or (unit.any_code and not self.world.sure)

    def _of_pool(self, need: PoolNeed) -> set[int]:
        every = range(len(self.world.units))
        units = {i for i in every if self.world.holds(need.selector, i, self.context)}
        units |= self.placed_by("substitute", need.id)
        return {i for i in units if all(self._passes(each, i) for each in need.details.filters)}

    def _passes(self, condition: Filter, index: int) -> bool:
        if condition.id in self.waived:
            return True
        if isinstance(condition, DeadlineFilter):
            day = self.world.day(index, self.context)
            last = max(condition.day, self.extended(condition.id) or condition.day)
            return not self.world.sure if day is None else day <= last
        assert isinstance(condition, EachFilter)
        credits = self.world.known_credits(index, self.member)
        return not self.world.sure if credits is None else _meets(credits, condition.op, condition.amount)

    def _at(
        self,
        spec: PlaceSpec,
        units: set[int],
        need: Fraction | int,
        most: Fraction | None,
        measure: Measure,
        feeds: str | None = None,
    ) -> Place:
        left = (units | self.placed_by("insert", spec.id)) - self._taken_away(spec.id)
        units = left - {unit for unit, meant in self.world.given_way(self.member) if not meant or not meant <= left}
        if spec.id in self.waived:
            need, most = 0, None
        wanted = plain(Fraction(need)) if measure is Measure.CREDITS else Fraction(need).__ceil__()
        bound = None if most is None else plain(most) if measure is Measure.CREDITS else most.__floor__()
        return Place(spec.id, spec.layer, spec.splittable, measure, wanted, bound, frozenset(units), feeds)

    # ── what may not count ──

    def _taken_away(self, place: str) -> set[int]:
        kept = self.member.reserved
        away = {i for i, unit in enumerate(self.world.units) if kept.keeper(unit.id, sure=self.world.sure) is not None}
        for decision, clause in self.decided:
            if decision.kind == "exclude" and place in (
                self.everywhere if clause == self.award.id else self.scope(clause)
            ):
                away |= self._named(decision)
        for i, unit in enumerate(self.world.units):
            if any(place in self.award.scopes.get(clause, ()) for clause in unit.never_at):
                away.add(i)
        for rule in self.award.rules.values():
            if rule.id not in self.waived and place in self._closed_places(rule):
                away |= self._closed_units(rule)
        return away

    def _closed_places(self, rule: Rule) -> frozenset[str]:
        if isinstance(rule, CurrencyRule):
            inside = frozenset().union(*(self.scope(id) for id in rule.only_in)) if rule.only_in else self.scope(None)
            return inside - frozenset().union(*(self.scope(id) for id in rule.except_in))
        if isinstance(rule, NeverRule):
            return frozenset().union(*(self.scope(id) for id in rule.places)) if rule.places else self.everywhere
        return self.scope(rule.scope) if isinstance(rule, EachRule) else frozenset()

    def _closed_units(self, rule: Rule) -> set[int]:
        if isinstance(rule, EachRule):
            return {i for i in range(len(self.world.units)) if not self._passes(rule.condition, i)}
        harmed = set(self.members(rule, harmful=True))
        if isinstance(rule, CurrencyRule):
            harmed = {i for i in harmed if not self.world.holds(rule.window, i, self.context)}
            harmed -= self._kept_current(rule.id)
        return harmed

    def pins(self) -> Iterator[tuple[frozenset[str], int]]:
        """(places of the clause, unit) of decisions that a unit counts there or nowhere."""
        for decision, clause in self.decided:
            if decision.kind == "pin":
                yield from ((self.scope(clause), unit) for unit in sorted(self._named(decision)))

    # ── what may fall short ──

    @cached_property
    def may_fall_short(self) -> bool:
        """Whether meeting the requirements may count less than they say: something is waived, or a unit is smaller than listed."""
        return bool(self.waived) or any(self._falls_short(need) for need in self.needs)

    def _falls_short(self, need: Need) -> bool:
        if isinstance(need, PoolNeed):
            return need.measure is Measure.ITEMS and need.least > 0
        if isinstance(need, UnitNeed) and need.credits:
            units = {i for i, unit in enumerate(self.world.units) if self._is_unit(need, i, unit)}
            units |= self.placed_by("substitute", need.id)
            units = {i for i in units if self.world.holds(need.condition, i, self.context)}
            return any(self.world.credits[i] < need.credits for i in units)
        return False

    @cached_property
    def chosen_of(self) -> list[tuple[tuple[frozenset[str], ...], int]]:
        """`choices`, once."""
        return list(self._choices())

    @cached_property
    def holding(self) -> tuple[Rule, ...]:
        """The rules that hold in every allocation: limits and lines of what is asked, but for the waived."""
        inside = [rule for need in self.needs if need.id not in self.waived for rule in need.rules]
        return tuple(rule for rule in (*self.award.limits, *inside) if rule.id not in self.waived)

    def _choices(self) -> Iterator[tuple[tuple[frozenset[str], ...], int]]:
        """(places below each child, how many may be chosen) of every requirement that limits it."""
        for need in self.needs:
            if isinstance(need, GroupNeed) and need.most is not None:
                yield tuple(self.below(child) for child in need.children), need.most

    def below(self, need: Need) -> frozenset[str]:
        """The places of what is asked at or below a requirement."""
        if need.id not in self._below:
            asked = {each.id for each in self.asked(need)}
            self._below[need.id] = frozenset(place.id for place in self.places if place.id in asked)
        return self._below[need.id]


def _names(decision: Decision, unit: RecognisedUnit) -> bool:
    by_holding = decision.holding in (None, unit.holding.id)
    return by_holding and (decision.unit is None or decision.unit in (unit.code, unit.holding.credential))


def _meets(value: Fraction, op: str, bound: Fraction) -> bool:
    return {"at least": value >= bound, "at most": value <= bound, "exactly": value == bound}[op]
