"""What the kinds write into while one award is lowered onto one learner's units.

What the rules say of the units is read by `Reader`; decisions, scopes, places, nodes, checks and limits are here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from stackr.allocation.checks import Check, Floor, Overlay, Taken
from stackr.allocation.nodes import All, Amount, Fixed, Leaf, Measure, Node, Observed
from stackr.allocation.problem import Ceiling, Place, Share
from stackr.requirements.base import Branch, Need, PlaceSpec, Rule
from stackr.requirements.compiled import Award, Reading
from stackr.requirements.decisions import Effects, owner_of
from stackr.requirements.draft import Draft
from stackr.requirements.reader import Reader
from stackr.requirements.sheet import Sheet
from stackr.requirements.skeleton import Skeleton
from stackr.requirements.units import Sized

_ONE = Fraction(1)
UNSIZED = "#unsized"
"""Ends the ids of ceilings that keep out learning of unknown credits."""


class Builder(Reader):
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
        super().__init__(award, sheet, sized, draft, skeleton, reading)
        self.skeleton = skeleton
        self.branches = branches
        self.effects = effects
        self.waived = waived | effects.waived
        self.own_checks: list[int] = []
        self.may_fall_short = bool(self.waived)
        """Whether meeting the requirements may count less than they say at least: an amount over them then needs a check."""
        self.meant: dict[int, tuple[int, tuple[int, ...]]] = {}
        """Unit → all attempts of which one is meant, nobody knows which (a mask), and what each place had lost but for them."""

    # ── scopes and places ──

    def candidates(self, rule: Rule) -> int:
        """The units that may count in a rule's scope: of others nothing is asked. All, while a place is not written."""
        places, found = self.scope(rule), 0
        for position, place in enumerate(self.draft.places):
            if places >> position & 1:
                if place is None:
                    return self.all
                found |= place.eligible
        return found

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
            most += self.slack(up=False)
        wanted = self.draft.wanted[position] = units | self.effects.inserted.get(spec.id, 0)
        eligible = wanted & ~self.draft.taken_away[position]
        if not self.sure and measure is Measure.CREDITS and eligible & self.sized.boundless:
            most = None
        for kept, (meant, lost) in self.meant.items():
            if meant & ~(wanted & ~lost[position]):
                eligible &= ~(1 << kept)
        self.draft.places[position] = Place(
            spec.id, eligible, need, measure, most, found.layer_of[position], found.splittable[position]
        )
        if most is not None and measure is Measure.CREDITS:
            self._only_sized(spec.id, eligible, 1 << position)
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
        """Take (unit, place) pairs away, and keep the reason. What is barred everywhere is so wherever it would count."""
        if not units:
            return
        self.take_away(units, places)
        positions = [position for position in range(len(self.draft.places)) if places >> position & 1]
        if word == "barred" and places == self.everywhere:
            positions.append(-1)
        for index in range(self.n):
            if units >> index & 1:
                for position in positions:
                    self.draft.removed.setdefault((index, position, word), clause)

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
        found = [day for name in {id, owner_of(self.award, id)} if (day := self.effects.extended.get(name)) is not None]
        return max(found, default=None)

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

    def checks(self, rule: Rule, *checks: Check) -> tuple[Node, ...]:
        """Checks that are one rule together; below a choice, one child of weight one credit."""
        nodes = tuple(node for check in checks for node in self.check(rule, check))
        if len(nodes) < 2:
            return nodes
        return (All(f"{rule.id}~checks", nodes, self.weight(_ONE)),)

    def passed(self, rule: Rule) -> tuple[Node, ...]:
        """What a waived check leaves: nothing to meet; below a choice, its child of one credit, full."""
        return (Fixed(rule.id, True, self.weight(_ONE)),) if rule.in_choice else ()

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
        if ceiling.measure is Measure.ITEMS:
            self.draft.ceilings.append(ceiling)
            return
        if self.sized.rounding is not None and ceiling.bound is not None:
            ceiling = replace(ceiling, bound=ceiling.bound + self.slack(up=False))
        units = ceiling.units if self.sure else ceiling.units & ~self.sized.boundless
        self.draft.ceilings.append(replace(ceiling, units=units))
        self._only_sized(ceiling.id, ceiling.units, ceiling.places)

    def _only_sized(self, id: str, units: int, places: int) -> None:
        """Under a maximum of credits nothing counts for certain of which nobody knows how many it has: they may be too many, and in
        the possible reading as few as it takes."""
        unsized = units & self.sized.boundless if self.sure else 0
        if unsized:
            self.draft.ceilings.append(Ceiling(id + UNSIZED, unsized, places, 0, Measure.ITEMS))

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

    def _floor(self, check: Check) -> Check:
        if self.sized.rounding is None or not isinstance(check, Floor):
            return check
        return replace(check, need=self.rounded_need(check.need, check.measure))

    def share(self, share: Share) -> None:
        """Places between which units may count twice."""
        self.draft.shares.append(share)
