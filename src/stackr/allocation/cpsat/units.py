"""The problem as a CP-SAT model, linear with binaries (needs the extra `solve`).

Whole units that are alike may stand as one with copies: what was 0 or 1 then says how many of them do it.

Every value that the objective makes great is a variable with upper bounds only, exact once it is maximised; so nothing
here needs equalities except what a unit does. It reads the same rows, trees and limits as the search (`state.py`).
"""

from __future__ import annotations

from typing import Any

from stackr.allocation.positions import bits
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.rows import Mode
from stackr.allocation.sums.state import State


class UnitModel:
    """Units, rows, limits and conflicts: exactly the feasible allocations."""

    def __init__(self, state: State) -> None:
        from stackr.allocation.cpsat.library import cp_model

        self.state, self.problem = state, state.problem
        self.model = cp_model.CpModel()
        self.zero: Any = self.model.new_constant(0)
        self.options: dict[int, list[Any]] = {}
        self.amounts: dict[tuple[int, int], Any] = {}
        self.present_at: dict[tuple[int, int], Any] = {}
        self.whole_at: dict[tuple[int, int], Any] = {}
        self.present: list[Any] = []
        self.whole_parts: list[list[tuple[int, Any]]] = [[] for _ in state.rows.places]
        self.cut_parts: list[list[Any]] = [[] for _ in state.rows.places]
        for unit in range(len(self.problem.units)):
            if state.cut[unit] is None:
                self._whole(unit)
            else:
                self._cut(unit)
        self.row: list[Any] = [self._row(row) for row in range(len(state.rows.places))]
        self._limits()
        self._conflicts()
        self._choices()

    def bool_var(self) -> Any:
        return self.model.new_bool_var("")

    def int_var(self, low: int, high: int) -> Any:
        return self.model.new_int_var(low, high, "")

    def value_var(self, values: list[int]) -> Any:
        from stackr.allocation.cpsat.library import cp_model

        return self.model.new_int_var_from_domain(cp_model.Domain.from_values(values), "")

    def _whole(self, unit: int) -> None:
        domain, copies = self.state.domain[unit], self.state.copies[unit]
        if copies == 1:
            chosen = [self.bool_var() for _ in domain]
            self.model.add_exactly_one(chosen)
        else:
            chosen = [self.int_var(0, copies) for _ in domain]
            self.model.add(sum(chosen) == copies)
        self.options[unit] = chosen
        counts = [var for option, var in zip(domain, chosen, strict=True) if option.position]
        self.present.append(sum(counts) if counts else 0)
        for option, var in zip(domain, chosen, strict=True):
            for row, given in option.gives:
                self.whole_parts[row].append((given, var))

    # cut units

    def _cut(self, unit: int) -> None:
        state = self.state
        range_ = state.cut[unit]
        assert range_ is not None
        layers = [[place for place in range_.places if mask >> place & 1] for mask in state.layers]
        for places in layers:
            sharing = self._sharing_var(places)
            for place in places:
                self._cut_at(unit, place, sharing is not None)
            self._cut_layer(unit, places, sharing)
        anywhere = self.bool_var()
        self.model.add_max_equality(anywhere, [self.present_at[unit, place] for place in range_.places])
        self.present.append(anywhere)
        self._cut_within(unit, range_.places)
        for row in state.unit_rows[unit]:
            self._cut_row(unit, row, [place for place in range_.places if state.rows.places[row] >> place & 1])

    def _sharing_var(self, places: list[int]) -> Any:
        """Whether the unit counts wholly at joined places; None if no two of these are joined."""
        mask = sum(1 << place for place in places)
        return self.bool_var() if any(self.state.joined[place] & mask for place in places) else None

    def _cut_at(self, unit: int, place: int, sharing: bool) -> None:
        """The amount at a place: a multiple of the step, or all there is."""
        item, here = self.problem.units[unit], self.bool_var()
        amount = self.value_var([*range(0, item.credits, self.problem.step), item.credits])
        if sharing or not item.divisible:
            whole = self.whole_at[unit, place] = self.bool_var()
            self.model.add(amount == item.credits).only_enforce_if(whole)
        self.model.add(amount >= here)
        self.model.add(amount <= item.credits * here)
        self.amounts[unit, place], self.present_at[unit, place] = amount, here

    def _cut_layer(self, unit: int, places: list[int], sharing: Any) -> None:
        """A lawful position: whole at joined places, or parts within the unit, over places it may be cut among."""
        if not places:
            return
        state, problem, model = self.state, self.problem, self.model
        total = model.add(sum(self.amounts[unit, place] for place in places) <= problem.units[unit].credits)
        if sharing is not None:  # where nothing is shared it is said without a condition: the linear relaxation sees it
            total.only_enforce_if(~sharing)
        may = problem.units[unit].divisible
        for i, place in enumerate(places):
            here, group = self.present_at[unit, place], problem.places[place].splittable
            if sharing is not None:
                model.add_implication(here, self.whole_at[unit, place]).only_enforce_if(sharing)
            if not may and group < 0:
                model.add_implication(here, self.whole_at[unit, place])
            for other in places[i + 1 :]:
                apart = [~self.present_at[unit, other], ~here]
                if sharing is not None and not state.joined[place] >> other & 1:
                    model.add_bool_or([*apart, ~sharing])
                if not may and (group < 0 or problem.places[other].splittable != group):
                    model.add_bool_or(apart if sharing is None else [*apart, sharing])

    def _cut_within(self, unit: int, places: tuple[int, ...]) -> None:
        for layer, mask in self.problem.within:
            source = [self.present_at[unit, place] for place in places if mask >> place & 1]
            for place in places:
                if self.state.layers[layer] >> place & 1:
                    self.model.add_bool_or([*source, ~self.present_at[unit, place]])

    def _once(self, places: list[int]) -> bool:
        """Whether no unit counts twice at these places: they are of one layer, and none are joined."""
        mask = sum(1 << place for place in places)
        layers = [layer for layer in self.state.layers if layer & mask]
        return len(layers) == 1 and not any(self.state.joined[place] & mask for place in places)

    def _cut_row(self, unit: int, row: int, places: list[int]) -> None:
        rows, item = self.state.rows, self.problem.units[unit]
        factor = rows.factor[row]
        rate = 1 if factor is None else factor[unit]
        if not rate or not places:
            return
        mode = rows.mode[row]
        if mode is Mode.CREDITS:
            counted = sum(self.amounts[unit, place] for place in places)
            if not self._once(places):
                all_of, counted = counted, self.int_var(0, item.credits)
                self.model.add_min_equality(counted, [item.credits, all_of])
            self.cut_parts[row].append(rate * counted)
        elif mode is Mode.SPLIT:
            split = self.bool_var()
            for mask in self.state.layers:
                here = [self.present_at[unit, place] for place in places if mask >> place & 1]
                if len(here) > 1:
                    self.model.add(sum(here) <= 1).only_enforce_if(~split)
            self.cut_parts[row].append(rate * split)
        else:
            here = self.bool_var()
            self.model.add_max_equality(here, [self.present_at[unit, place] for place in places])
            self.cut_parts[row].append(rate * (item.items if mode is Mode.ITEMS else 1) * here)

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
                used = [amount * var for amount, var in self._sharing(index)]
                self.model.add(sum(used) + 0 * self.zero <= share.bound)

    def _sharing(self, index: int) -> list[tuple[int, Any]]:
        """(amount, whether) of each use of a share."""
        state, found = self.state, []
        for unit, chosen in self.options.items():
            for option, var in zip(state.domain[unit], chosen, strict=True):
                found += [
                    (amount, var) for share, amount in state.conflicts.shared(unit, option.position) if share == index
                ]
        for unit, range_ in enumerate(state.cut):
            if range_ is None:
                continue
            credits, both = self.problem.units[unit].credits, []
            for left in range_.places:
                for right in range_.places:
                    pair: Position = {left: credits, right: credits}
                    amounts = [amount for share, amount in state.conflicts.shared(unit, pair) if share == index]
                    if left < right and amounts:
                        joint = self.bool_var()
                        wholes = [self.whole_at[unit, left], self.whole_at[unit, right]]
                        self.model.add_bool_or([~wholes[0], ~wholes[1], joint])
                        both.append((amounts[0], joint))
            if both:
                once = self.bool_var()
                self.model.add_max_equality(once, [joint for _, joint in both])
                found.append((both[0][0], once))
        return found

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
