"""A solution seen through the clauses: exact amounts counted in a scope, and how checks and choices came out."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from fractions import Fraction

from stackr._quantity import ceil_to, floor_to
from stackr.allocation.checks import Check
from stackr.allocation.counted import Counted, as_allocation
from stackr.allocation.evaluate import read_check
from stackr.allocation.nodes import Leaf, Measure, Node, Observed
from stackr.allocation.positions import choices
from stackr.allocation.result import Solution
from stackr.conditions.predicate import Predicate
from stackr.requirements.base import JudgedNeed, Rule, RuleStatus
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Lowered

_SUFFIXES = ("~with", "~full", "~all", "~checks", "~waived")


class View:
    """One award of a lowered problem under one solution."""

    def __init__(self, lowered: Lowered, solution: Solution, build: Builder, counted: Counted | None = None) -> None:
        self.lowered = lowered
        self.solution = solution
        self.build = build
        self.scale = lowered.scale
        self.counted = counted or Counted(lowered.problem, as_allocation(solution.placements))
        self._chosen = self._chosen_needs()

    # ── amounts ──

    def total(self, units: int, places: int, measure: Measure) -> Fraction:
        """Exact credits or items of these units counted at these places, each unit once."""
        amount = self.counted.total(units, places, measure)
        if measure is Measure.ITEMS:
            return Fraction(amount)
        return self._rounded(Fraction(amount, self.scale))

    def _rounded(self, amount: Fraction) -> Fraction:
        """A sum, rounded to the step where conversions say `per qualification`."""
        rounding, step = self.build.sized.rounding, self.build.award.step
        if rounding is None:
            return amount
        if rounding == "down":
            return floor_to(amount, step)
        return ceil_to(amount, step) if rounding == "up" else floor_to(amount + step / 2, step)

    def measure(self, places: int, items: bool) -> Fraction:
        """What is counted at these places."""
        return self.total(-1, places, Measure.ITEMS if items else Measure.CREDITS)

    def credits_at(self, unit: int, places: int) -> Fraction:
        """Exact credits of one unit counted at these places."""
        return Fraction(self.counted.amount(unit, places), self.scale)

    def units_at(self, places: int) -> list[int]:
        """The units that count at one of these places, in order."""
        return self.counted.units_at(places)

    def overflowing_into(self, id: str, items: bool) -> Fraction:
        """What another place's excess adds here."""
        position = self.build.draft.layout.index[id]
        more = self.counted.fed(position) - self.counted.at(position)
        return Fraction(more, 1 if items else self.scale)

    # ── scopes and selectors ──

    def mask(self, id: str) -> int:
        """The places at or below a clause."""
        return self.build.mask(id)

    def scope(self, rule: Rule) -> int:
        """The places a rule reads."""
        return self.build.scope(rule)

    def members(self, predicate: Predicate | None, *, harmful: bool = False) -> int:
        """The units of a selector, as the reading takes the unknown ones."""
        if predicate is None:
            return self.build.all
        true, unknown = self.build.sheet.masks(predicate, harmful=harmful)
        return true | unknown if self.build.sure == harmful else true

    def possible(self) -> View:
        """The same allocation, the unknown read in the learner's favour; what is unknown is not noted again."""
        build = copy(self.build)
        build.sure, build.draft = False, replace(self.build.draft, missing={})
        return View(self.lowered, self.solution, build, self.counted)

    # ── how it came out ──

    def reading(self, check: Check) -> tuple[int | None, bool]:
        """(value on the integer scale, met) of a check."""
        found = read_check(check, self.counted)
        return None if found.value is None else int(found.value), found.met

    def status(self, id: str, met: bool) -> RuleStatus:
        """The status word of a rule."""
        if self.build.is_waived(id):
            return "waived"
        return "met" if met else "broken"

    def need_status(self, id: str, met: bool) -> str:
        """The status word of a requirement."""
        if self.build.is_waived(id):
            return "waived"
        return "met" if met else "unmet"

    def shortfall(self, id: str, missing: Fraction) -> Fraction:
        """What is missing; nothing of a waived clause."""
        return Fraction(0) if self.build.is_waived(id) else missing

    def chosen(self, id: str) -> frozenset[str] | None:
        """Ids of the children chosen under an `N of`; None if it is not in the tree."""
        return self._chosen.get(id)

    def not_chosen(self, judged: JudgedNeed) -> JudgedNeed:
        """A child of an `N of` that was left: it is not short of anything."""
        below = tuple(self.not_chosen(child) for child in judged.children)
        return replace(judged, status="not-chosen", shortfall=None, reasons=(), children=below)

    def _chosen_needs(self) -> dict[str, frozenset[str]]:
        picked = dict(self.solution.chosen)
        return {
            _plain(node.id): frozenset(self._need_of(node.children[i]) for i in picked.get(node.id, ()))
            for node in choices(self.lowered.problem)
        }

    def _need_of(self, node: Node) -> str:
        problem = self.lowered.problem
        if isinstance(node, Leaf):
            return problem.places[node.place].id
        if isinstance(node, Observed):
            return problem.checks[node.check].id
        return _plain(node.id)


def _plain(id: str) -> str:
    for suffix in _SUFFIXES:
        id = id.removesuffix(suffix)
    return id
