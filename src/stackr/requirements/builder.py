"""What the kinds write into while one award is lowered onto one learner's units.

Everything that the reading of the unknown decides is decided here: which units are members, what credits and grades
they have, what decisions change. `harmful` members are those that a rule holds against the learner (ceilings, barred,
excluded): in the sure reading the unknown ones are among them, in the possible reading not; for all others the
reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from stackr.allocation.problem import (
    All,
    Amount,
    Ceiling,
    Check,
    Fixed,
    Floor,
    Leaf,
    Measure,
    Node,
    Observed,
    Overlay,
    Place,
    Share,
    Taken,
)
from stackr.conditions.predicate import Context, Predicate
from stackr.requirements import records
from stackr.requirements.amounts import OnRecord
from stackr.requirements.base import Branch, Need, PlaceSpec, Rule
from stackr.requirements.compiled import Award, Missing, Reading
from stackr.requirements.decisions import Effects
from stackr.requirements.missing import unknown_facts, unknown_members
from stackr.requirements.sheet import Sheet, unit_day
from stackr.requirements.skeleton import Layout, Skeleton
from stackr.requirements.units import Sized

_ONE = Fraction(1)


@dataclass(slots=True)
class Draft:
    """The problem being written, shared by the awards of a claim."""

    layout: Layout
    places: list[Place | None]
    checks: list[Check] = field(default_factory=list)
    ceilings: list[Ceiling] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    overflow: dict[int, int] = field(default_factory=dict)
    taken_away: list[int] = field(default_factory=list)
    """Per place the units it lost."""
    removed: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    missing: dict[Missing, None] = field(default_factory=dict)

    @classmethod
    def empty(cls, found: Layout) -> Draft:
        """Nothing written yet."""
        count = len(found.specs)
        return cls(found, [None] * count, taken_away=[0] * count)

    def leave_empty(self, places: int) -> None:
        """At those of these places that are not written by now nothing counts."""
        found = self.layout
        for position, spec in enumerate(found.specs):
            if places >> position & 1 and self.places[position] is None:
                layer, splittable = found.layer_of[position], found.splittable[position]
                self.places[position] = Place(spec.id, 0, 0, layer=layer, splittable=splittable)


class Builder:
    """One award on one learner's units in one reading."""

    def __init__(
        self,
        award: Award,
        sheet: Sheet,
        sized: Sized,
        draft: Draft,
        skeleton: Skeleton,
        branches: Mapping[str, Branch],
        reading: Reading,
        effects: Effects,
        waived: frozenset[str],
    ) -> None:
        self.award = award
        self.sheet = sheet
        self.context: Context = sheet.context
        self.units = sheet.units
        self.n = len(sheet.units)
        self.all = sheet.all
        self.sized = sized
        self.items = sized.items
        self.scale = sized.scale
        self.draft = draft
        self.skeleton = skeleton
        self.branches = branches
        self.sure = reading is Reading.SURE
        self.effects = effects
        self.waived = waived | effects.waived
        self.own_checks: list[int] = []
        self.may_fall_short = bool(self.waived)
        """Whether meeting the requirements may count less than they say at least: an amount over them then needs a check."""
        self._weight_scale = sized.scale * skeleton.weight_scale

    # ── numbers ──

    def credits(self, value: Fraction) -> int:
        """Credits on the integer scale."""
        return value.numerator * (self.scale // value.denominator)

    def figure(self, value: Fraction, measure: Measure) -> int:
        """An amount in its measure: scaled credits, or whole items (a part of an item needs a whole one)."""
        if measure is Measure.ITEMS:
            return -(-value.numerator // value.denominator)
        return self.credits(value)

    def weight(self, value: Fraction) -> int:
        """A weight on its integer scale."""
        return value.numerator * (self._weight_scale // value.denominator)

    def known_credits(self, index: int) -> Fraction | None:
        """Credits of a unit in the award's unit; None: unknown."""
        return self.sized.known[index]

    def day(self, index: int, member: str = "completed") -> int | None:
        """The day number of a unit; None: unknown."""
        day = unit_day(self.units[index], member)
        if day is None and self.units[index].state is not records.EARNED:
            day = self.context.as_of
        return None if day is None else day.toordinal()

    def grade(self, index: int, scale: str | None, clause: str) -> Fraction | None:
        """The unit's grade on `scale`, as this reading takes it; None: left out (ungraded)."""
        unit, kept = self.units[index], self.sheet.answers.grades
        found = kept.get((unit.id, scale, self.sure))
        if found is None:
            found = kept[unit.id, scale, self.sure] = records.unit_grade(unit, scale, self.context, self.sure)
        grade, known = found
        if not known:
            self.unknown(index, "grade", clause)
        return grade

    # ── what selectors say ──

    def members(self, predicate: Predicate | None, clause: str, *, harmful: bool = False, among: int = -1) -> int:
        """The units of a selector (`among` these), as this reading takes the unknown ones."""
        if predicate is None:
            return self.all & among
        true, unknown = self.sheet.masks(predicate)
        unknown &= among
        if not unknown:
            return true & among
        self._note(predicate, unknown, clause)
        return (true | unknown if self.sure == harmful else true) & among

    def candidates(self, rule: Rule) -> int:
        """The units that may count in a rule's scope: of others nothing is asked. All, while a place is not written."""
        places, found = self.scope(rule), 0
        for position, place in enumerate(self.draft.places):
            if places >> position & 1:
                if place is None:
                    return self.all
                found |= place.eligible
        return found

    def _note(self, predicate: Predicate, unknown: int, clause: str) -> None:
        for index in range(self.n):
            if unknown >> index & 1:
                for member in unknown_members(predicate, self.units[index], self.context):
                    self.unknown(index, member, clause)

    def unknown(self, index: int, member: str, clause: str) -> None:
        """Note an unknown member of a unit that a clause read."""
        self.missing(self.units[index].holding.id, member, clause)

    def missing(self, holding: str | None, member: str, clause: str) -> None:
        """Note an unknown fact."""
        self.draft.missing[Missing(holding, member, clause)] = None

    def missing_facts(self, predicate: Predicate, clause: str) -> None:
        """Note the facts of the learner that an unknown condition waits for."""
        for member in unknown_facts(predicate, self.context):
            self.missing(None, member, clause)

    def record_total(
        self,
        selector: Predicate | None,
        over: OnRecord,
        measure: Measure,
        clause: str | None = None,
    ) -> tuple[Fraction, Fraction]:
        """(certain, possible) credits or items on record, counted or not."""
        return records.total(self, selector, over, measure, clause)

    def record_grades(
        self,
        over: str,
        scale: str | None,
        selector: Predicate | None,
        except_: Predicate | None,
        clause: str,
    ) -> list[tuple[Fraction, Fraction]]:
        """(grade, credits) of everything graded on record."""
        return records.grades(self, over, scale, selector, except_, clause)

    # ── scopes and places ──

    def mask(self, id: str) -> int:
        """The places at or below a clause."""
        return self.draft.layout.masks.get(id, 0)

    def scope(self, rule: Rule) -> int:
        """The places a rule reads."""
        return self.mask(rule.scope or rule.award)

    @property
    def everywhere(self) -> int:
        """Every place of the award, its layers included."""
        places = self.mask(self.award.id)
        for layer in self.award.layers:
            places |= self.mask(layer.id)
        return places

    @property
    def award_layers(self) -> tuple[str, ...]:
        """Ids of the award's layers."""
        return tuple(layer.id for layer in self.award.layers)

    def place(self, spec: PlaceSpec, units: int, need: int, measure: Measure, most: int | None = None) -> int:
        """Write a place; a waived one needs nothing and bounds nothing."""
        found = self.draft.layout
        position = found.index[spec.id]
        if spec.id in self.waived:
            need, most = 0, None
        need = self.rounded_need(need, measure)
        if self.sized.rounding is not None and measure is Measure.CREDITS and most is not None:
            most += self._slack(up=False)
        eligible = (units | self.effects.inserted.get(spec.id, 0)) & ~self.draft.taken_away[position]
        self.draft.places[position] = Place(
            spec.id, eligible, need, measure, most, found.layer_of[position], found.splittable[position]
        )
        return position

    def overflow(self, source: str, target: str) -> None:
        """What exceeds the need at `source` feeds `target` too."""
        found = self.draft.layout.index
        if target in found:
            self.draft.overflow[found[target]] = found[source]

    def take_away(self, units: int, places: int) -> None:
        """Take (unit, place) pairs away without a reason to tell."""
        for position in range(len(self.draft.places)):
            if places >> position & 1:
                self.draft.taken_away[position] |= units

    def remove(self, units: int, places: int, word: str, clause: str) -> None:
        """Take (unit, place) pairs away."""
        if not units:
            return
        self.take_away(units, places)
        for index in range(self.n):
            if units >> index & 1:
                for position in range(len(self.draft.places)):
                    if places >> position & 1:
                        self.draft.removed.setdefault((index, position), (word, clause))

    def expect_at_least(self, units: int, credits: Fraction) -> None:
        """Note whether one of the units carries less than a requirement takes it to carry."""
        least = self.credits(credits)
        if any(self.sized.scaled[index] < least for index in range(self.n) if units >> index & 1):
            self.may_fall_short = True

    def substituted(self, id: str) -> int:
        """Units that decisions let stand in at a clause."""
        return self.effects.substituted.get(id, 0)

    def extended(self, id: str) -> date | None:
        """The date a decision puts in place of a clause's."""
        return self.effects.extended.get(id)

    def kept_current(self, id: str) -> int:
        """Units that a decision keeps current under a clause."""
        return self.effects.current.get(id, 0)

    # ── nodes, checks, limits ──

    def is_waived(self, id: str) -> bool:
        """Whether the clause counts as met."""
        return id in self.waived

    def leaf(self, need: Need, place: int, weight: int | None = None) -> Node:
        """The leaf of a place; its weight is the need's own."""
        return Leaf(place, self.weight(self.skeleton.weights[need.id].weight) if weight is None else weight)

    def node(self, need: Need, node: Node | None) -> Node | None:
        """The node of a need; waived, it is full whatever stands below."""
        if node is None or need.id not in self.waived:
            return node
        full = Fixed(f"{need.id}~waived", True, node.weight)
        return All(f"{need.id}~full", (full, replace(node, weight=0)), node.weight)

    def check(self, rule: Rule, check: Check) -> tuple[Node, ...]:
        """A check of the award; below a choice, a child of weight one credit."""
        self.draft.checks.append(self._floor(check))
        position = len(self.draft.checks) - 1
        if rule.in_choice:
            return (Observed(position, self.weight(_ONE)),)
        self.own_checks.append(position)
        return ()

    def known(self, need: Need, check: Check) -> Node | None:
        """The same for a requirement that is a check."""
        self.draft.checks.append(check)
        position = len(self.draft.checks) - 1
        if need.in_choice:
            return Observed(position, self.weight(_ONE))
        self.own_checks.append(position)
        return None

    def own_check(self, check: Taken | Overlay) -> None:
        """A check that belongs to a place or a layer."""
        self.draft.checks.append(check)
        self.own_checks.append(len(self.draft.checks) - 1)

    def ceiling(self, ceiling: Ceiling) -> None:
        """A limit that holds in every allocation."""
        if self.sized.rounding is not None and ceiling.measure is Measure.CREDITS and ceiling.bound is not None:
            ceiling = replace(ceiling, bound=ceiling.bound + self._slack(up=False))
        self.draft.ceilings.append(ceiling)

    def amount(self, item: Need | None, amount: Amount) -> tuple[Node, ...]:
        """An amount over a group or the award. It is in the tree by its weight; without weight it is met once the
        requirements are, and where they may count less than they say (waived, or met by smaller units) it is a check.
        """
        if amount.weight or not amount.need or not self.may_fall_short:
            return (amount,)
        self.draft.checks.append(Floor(amount.id, self.all, amount.places, amount.need, amount.measure))
        position = len(self.draft.checks) - 1
        if item is not None and item.in_choice:
            return amount, Observed(position, self.weight(_ONE))
        self.own_checks.append(position)
        return (amount,)

    def _slack(self, up: bool) -> int:
        """How far an exact sum may lie from a bound that it meets once rounded to the step, on the integer scale.

        Rounded down, a sum may pass a ceiling by less than a step; rounded up, miss a floor by less than one.
        """
        step = self.credits(self.award.step)
        if self.sized.rounding == "half-up":
            return step // 2 if up else -(-step // 2) - 1
        return step - 1 if (self.sized.rounding == "up") == up else 0

    def rounded_need(self, need: int, measure: Measure) -> int:
        """What an exact sum must reach so that it is enough once rounded."""
        if self.sized.rounding is None or measure is Measure.ITEMS:
            return need
        return max(0, need - self._slack(up=True))

    def _floor(self, check: Check) -> Check:
        if self.sized.rounding is None or not isinstance(check, Floor):
            return check
        return replace(check, need=self.rounded_need(check.need, check.measure))

    def share(self, share: Share) -> None:
        """Places between which units may count twice."""
        self.draft.shares.append(share)
