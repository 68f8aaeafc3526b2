"""The problem as a CP-SAT model, linear with binaries (needs the extra `solve`).

Every value that the objective makes great is a variable with upper bounds only, exact once it is maximised; so nothing
here needs equalities except what a unit does. It reads the same rows, trees and limits as the search (`state.py`).
"""

from __future__ import annotations

from typing import Any

from stackr.allocation.cpsat.placing import Placing
from stackr.allocation.cpsat.sharing import shared_uses
from stackr.allocation.positions import bits
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.state import State


class UnitModel(Placing):
    """Units, rows, limits and conflicts: exactly the feasible allocations."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.row: list[Any] = [self._row(row) for row in range(len(state.rows.places))]
        self._limits()
        self._conflicts()
        self._choices()

    def _row(self, row: int, most: int | None = None) -> Any:
        parts = [(given if most is None else min(given, most)) * var for given, var in self.whole_parts[row]]
        return sum([*parts, *self.cut_parts[row]]) if parts or self.cut_parts[row] else 0

    def row_up_to(self, row: int, need: int) -> Any:
        """The same where more than `need` is no use: no whole unit is said to give more, which the relaxation would spread."""
        return self._row(row, need)

    # limits and conflicts

    def _limits(self) -> None:
        for row, cap in self.state.caps.items():
            self.model.add(self.row[row] + 0 * self.zero <= cap)
        for row, counted, numerator, denominator, need in self.state.limits.ratios:
            over, most = self.bool_var(), self.row[counted]
            self.model.add(denominator * self.row[row] <= numerator * most + 0 * self.zero).only_enforce_if(over)
            self.model.add(denominator * self.row[row] + 0 * self.zero <= numerator * need).only_enforce_if(~over)
        for index, share in enumerate(self.problem.shares):
            if share.bound is not None:
                used = [amount * var for amount, var in shared_uses(self, index)]
                self.model.add(sum(used) + 0 * self.zero <= share.bound)

    def _conflicts(self) -> None:
        problem, model = self.problem, self.model
        self.active: list[Any] = []
        granted: list[list[int]] = [[] for _ in problem.grants]
        coded: list[list[Any]] = [[] for _ in problem.multiplicity]
        for index, unit in enumerate(problem.units):
            granted[unit.grant].append(index)
            if unit.code >= 0:
                coded[unit.code].append(self.present[index])
        for units in granted:
            active = self.bool_var()
            for index in units:
                model.add(self.present[index] <= self.state.copies[index] * active)
            self.active.append(active)
        pieces: dict[int, list[Any]] = {}
        for grant, item in enumerate(problem.grants):
            for piece in item.pieces:
                pieces.setdefault(piece, []).append(self.active[grant])
        for users in pieces.values():
            if len(users) > 1:
                model.add_at_most_one(users)
        for counting, most in zip(coded, problem.multiplicity, strict=True):
            if len(counting) > most:
                model.add(sum(counting) <= most)

    def _choices(self) -> None:
        """`chosen[choice][child]`: units count below it."""
        self.chosen: list[list[Any]] = []
        for choice, children in enumerate(self.state.conflicts.child_places):
            chosen = [self.bool_var() for _ in children]
            self.chosen.append(chosen)
            self.model.add(sum(chosen) <= self.state.conflicts.choice_most[choice])
            for child, mask in enumerate(children):
                for var, most in self._counting_at(mask):
                    if most == 1:
                        self.model.add_implication(var, chosen[child])
                    else:
                        self.model.add(var <= most * chosen[child])

    def _counting_at(self, mask: int) -> list[tuple[Any, int]]:
        """What counts at one of the places, and how many that may be."""
        found = []
        for unit, chosen in self.options.items():
            for option, var in zip(self.state.domain[unit], chosen, strict=True):
                if any(mask >> place & 1 for place in option.position):
                    found.append((var, self.state.copies[unit]))
        return found + [(var, 1) for (_, place), var in self.present_at.items() if mask >> place & 1]

    def unit_amount(self, unit: int, places: int) -> tuple[Any, Any]:
        """(credits of the unit counted at these places, each once; how many of it count there), for checks on single units."""
        credits = self.problem.units[unit].credits
        if unit in self.options:
            inside = [
                var
                for option, var in zip(self.state.domain[unit], self.options[unit], strict=True)
                if any(places >> place & 1 for place in option.position)
            ]
            there = sum(inside) if inside else 0
            return credits * there, there
        here = list(bits(places & self.state.eligible[unit]))
        if not here:
            return 0, 0
        amount, there = self.int_var(0, credits), self.bool_var()
        self.model.add_min_equality(amount, [credits, sum(self.amounts[unit, place] for place in here)])
        self.model.add_max_equality(there, [self.present_at[unit, place] for place in here])
        return amount, there

    def cut_amount(self, unit: int, places: int) -> Any:
        """The credits of a unit that may be cut at these places of one layer: as their sum where that counts none twice, so that
        the linear relaxation tells of it."""
        here = list(bits(places & self.state.eligible[unit]))
        if self._once(here):
            return sum(self.amounts[unit, place] for place in here)
        return self.unit_amount(unit, places)[0]

    # what a solver found

    def counting(self, unit: int, place: int) -> list[Any]:
        """Variables that are all 0 where the unit does not count at the place."""
        if unit in self.options:
            pairs = zip(self.state.domain[unit], self.options[unit], strict=True)
            return [var for option, var in pairs if place in option.position]
        return [self.present_at[unit, place]] if (unit, place) in self.present_at else []

    def positions(self, solver: Any) -> list[Position]:
        """Where each unit counts in the solution."""
        positions: list[Position] = [{} for _ in self.problem.units]
        for unit, chosen in self.options.items():
            for option, var in zip(self.state.domain[unit], chosen, strict=True):
                if solver.value(var):
                    positions[unit] = dict(option.position)
        for (unit, place), var in self.amounts.items():
            if solver.value(var):
                positions[unit][place] = solver.value(var)
        return positions
