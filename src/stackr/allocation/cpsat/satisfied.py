"""The requirements as constraints: every award of the problem satisfied, in whole, in the CP-SAT model."""

from __future__ import annotations

from typing import Any

from stackr.allocation.checks import Overlay
from stackr.allocation.cpsat.goals import GoalModel
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.nodes import All, Amount, Choose, Fixed, Leaf, Node, Observed
from stackr.allocation.sums.rows import mode_of


class Satisfied(GoalModel):
    """Unlike the goals that it builds on it asks for the whole, so that needs stand as they are and not as shares."""

    def __init__(self, units: UnitModel) -> None:
        super().__init__(units)
        self.clauses: dict[str, Any] = {}
        for award in self.problem.awards:
            self.require(award.root, ())
            for index in award.checks:
                check = self.problem.checks[index]
                if isinstance(check, Overlay):
                    self.require(check.root, ())
                else:
                    self.model.add(self.met(index) == 1)

    def _objective(self) -> list[Any]:
        return []

    def require(self, node: Node, when: tuple[Any, ...]) -> None:
        """The node is complete, if all of `when` are true."""
        match node:
            case Leaf(place):
                taker = self.problem.places[place]
                counted = self.units.row[place] if taker.overflow_from < 0 else self._leaf(place, taker.need)
                self._at(counted, taker.need, when)
            case Amount():
                if node.need > 0:
                    self._at(self.row(-1, node.places, mode_of(node.measure)), node.need, when)
            case Fixed():
                if not node.met:
                    self._at(0, 1, when)
            case Observed(check):
                self._at(self.met(check), 1, when)
            case All():
                for child in node.children:
                    if child.weight:
                        self.require(child, when)
            case Choose():
                self._some(node, when)

    def _some(self, node: Choose, when: tuple[Any, ...]) -> None:
        if node.n == 0:
            return
        whole = [self.units.bool_var() for _ in node.children]
        self._at(sum(whole), node.n, when)
        for var, child in zip(whole, node.children, strict=True):
            self.require(child, (*when, var))
        if id(node) in self.limited:
            for var, chosen in zip(whole, self.units.chosen[self.limited[id(node)]], strict=True):
                self.model.add_implication(var, chosen)

    def _at(self, counted: Any, need: int, when: tuple[Any, ...]) -> None:
        if need > 0:
            added = self.model.add(counted + 0 * self.units.zero >= need)
            if when:
                added.only_enforce_if(list(when))
