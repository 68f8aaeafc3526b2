"""The objective's first parts as integers: p of a tree, and whether checks are met, over rows.

Every value is optimistic while units are undecided (`trees.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import gcd, lcm

from stackr.allocation.checks import Average, Check, Distinct, Floor, Known, LastN, Overlay, Span, Taken
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Measure, Node, Observed
from stackr.allocation.positions import bits, places_below
from stackr.allocation.problem import Award, Problem
from stackr.allocation.sums.rows import Mode, Rows, mode_of
from stackr.allocation.sums.trees import ChoiceTerm, Sums, Tree


@dataclass(slots=True)
class CheckGoal:
    """A check over rows: whether it may be met, how much it may get, and δ if it is not."""

    met: Callable[[], bool]
    got: Callable[[], int]
    delta: Callable[[Award], int]
    exact: bool = True
    """False: rows do not settle it (it reads the order of days), so `evaluate` judges the leaf."""


class GoalMaker:
    """Turns trees and checks into terms over rows."""

    def __init__(self, problem: Problem, rows: Rows, sums: Sums) -> None:
        self.problem, self.rows, self.sums = problem, rows, sums
        self._checks: dict[int, CheckGoal] = {}

    # trees

    def tree(self, root: Node) -> Tree:
        """The tree over integers; `cap` is what p = 1 is worth."""
        return self._scaled(root, self._fineness(root))

    def _fineness(self, node: Node) -> int:
        """A number m such that p × m is whole in every allocation."""
        match node:
            case Leaf(place):
                return max(1, self.problem.places[place].need)
            case Amount():
                return max(1, node.need)
            case Observed(check):
                return self._count_of(self.problem.checks[check])
            case Fixed():
                return 1
            case All():
                total = sum(child.weight for child in node.children)
                fine = [(child.weight, total * self._fineness(child)) for child in node.children if child.weight]
                return lcm(1, *(whole // gcd(weight, whole) for weight, whole in fine))
            case Choose():
                return lcm(1, *(max(1, node.n) * self._fineness(child) for child in node.children))

    def _count_of(self, check: Check) -> int:
        return max(1, check.need) if isinstance(check, Floor | Distinct) else 1

    def _scaled(self, node: Node, cap: int) -> Tree:
        tree = Tree(cap)
        self._add(node, cap, tree)
        return tree

    def _add(self, node: Node, cap: int, tree: Tree) -> None:
        match node:
            case Leaf(place):
                self._add_leaf(place, cap, tree)
            case Amount():
                if node.need > 0:
                    row = self.rows.linear(-1, node.places, mode_of(node.measure))
                    self.sums.note(row, node.need)
                    tree.terms.append((row, cap // node.need, node.need))
                else:
                    tree.const += cap
            case Fixed():
                tree.const += cap if node.met else 0
            case Observed(check):
                tree.parts.append(self._observed(check, cap))
            case All():
                total = sum(child.weight for child in node.children)
                tree.const += 0 if total else cap
                for child in node.children:
                    if child.weight:
                        self._add(child, cap * child.weight // total, tree)
            case Choose():
                if node.n == 0:
                    tree.const += cap
                    return
                children = [self._scaled(child, cap // node.n) for child in node.children]
                below = [list(bits(places_below(child))) for child in node.children]
                tree.choices.append(ChoiceTerm(node, children, below))

    def _add_leaf(self, place: int, cap: int, tree: Tree) -> None:
        taker = self.problem.places[place]
        if taker.need <= 0:
            tree.const += cap
            return
        coef, source = cap // taker.need, taker.overflow_from
        if source < 0 or self.problem.places[source].measure is not taker.measure:
            self.sums.note(place, taker.need)
            tree.terms.append((place, coef, taker.need))
            return
        spare = self.problem.places[source].need
        passing = self.rows.linear(taker.eligible, 1 << source, mode_of(taker.measure))
        sums = self.sums
        for row in (place, source, passing):
            sums.note(row)

        def fed() -> int:
            opt = sums.opt
            return coef * min(taker.need, opt[place] + min(max(0, opt[source] - spare), opt[passing]))

        tree.parts.append(fed)

    def _observed(self, index: int, cap: int) -> Callable[[], int]:
        goal, need = self.check(index), self._count_of(self.problem.checks[index])
        each = cap // need
        return lambda: cap if goal.met() else each * goal.got()

    # checks

    def check(self, index: int) -> CheckGoal:
        """The goal of a check (the same for every award that has it)."""
        if index not in self._checks:
            self._checks[index] = self._check(index)
        return self._checks[index]

    def inexact_checks(self) -> list[int]:
        """The checks used so far that rows do not settle."""
        return sorted(index for index, goal in self._checks.items() if not goal.exact)

    def _check(self, index: int) -> CheckGoal:
        sums, check = self.sums, self.problem.checks[index]
        match check:
            case Floor():
                row = self.rows.linear(check.units, check.places, mode_of(check.measure))
                return self._floor(row, check)
            case Taken(place=place):
                need = self.problem.places[place].need
                sums.note(place, need)
                return CheckGoal(lambda: sums.opt[place] >= need, _nothing, _one)
            case Average():
                return self._average(check)
            case Distinct():
                return self._distinct(check)
            case LastN():
                row = self.rows.linear(check.units, check.places, Mode.CREDITS)
                return CheckGoal(
                    lambda: sums.judged.get(index, True) and sums.opt[row] >= check.need, _nothing, _one, exact=False
                )
            case Span():
                return CheckGoal(lambda: sums.judged.get(index, True), _nothing, _one, exact=False)
            case Overlay():
                tree = self.tree(check.root)
                return CheckGoal(lambda: tree.value(sums) == tree.cap, _nothing, _one)
            case Known():
                return CheckGoal(lambda: check.met, _nothing, lambda award: self._known_delta(award, check))

    def _floor(self, row: int, floor: Floor) -> CheckGoal:
        sums, need, scale = self.sums, floor.need, self.problem.weight_scale
        sums.note(row, need)

        def delta(award: Award) -> int:
            missing = need - sums.opt[row]
            if floor.measure is Measure.ITEMS:
                return max(missing * award.item_deficit, 1)
            return max(missing * scale, award.deficit_step, 1)

        return CheckGoal(lambda: sums.opt[row] >= need, lambda: sums.opt[row], delta)

    def _known_delta(self, award: Award, check: Known) -> int:
        if check.deficit is None:
            return _one(award)
        return max(check.deficit * self.problem.weight_scale, award.deficit_step, 1)

    def _average(self, check: Average) -> CheckGoal:
        gain = [value or 0 for value in check.gain]
        graded_units = sum(1 << unit for unit, value in enumerate(check.gain) if value is not None)
        total = self.rows.weighted(gain, check.places, Mode.CREDITS if check.by_credits else Mode.ONCE)
        graded = self.rows.linear(graded_units, check.places, Mode.ONCE)
        sums = self.sums
        sums.note(total)
        sums.note(graded, 1)

        def met() -> bool:
            if check.vacuous and not sums.val[graded]:
                return True
            return sums.opt[graded] > 0 and sums.opt[total] >= 0

        return CheckGoal(met, _nothing, _one)

    def _distinct(self, check: Distinct) -> CheckGoal:
        showing: dict[int, int] = {}
        for unit, values in enumerate(check.values):
            for value in values:
                showing[value] = showing.get(value, 0) | 1 << unit
        rows = [self.rows.linear(showing[value], check.places, Mode.ONCE) for value in sorted(showing)]
        sums, need, most = self.sums, check.need, check.most
        for row in rows:
            sums.note(row, 1)

        def got() -> int:
            return sum(sums.opt[row] > 0 for row in rows)

        def shown() -> int:
            return sum(sums.val[row] > 0 for row in rows)

        def met() -> bool:
            return got() >= need and (most is None or shown() <= most)

        def part() -> int:
            return 0 if shown() >= need else min(got(), need - 1)

        return CheckGoal(met, part, _one)


def _nothing() -> int:
    return 0


def _one(award: Award) -> int:
    return max(award.deficit_one, 1)
