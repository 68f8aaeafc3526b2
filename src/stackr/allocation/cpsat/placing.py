"""Where each unit may count, as variables of a CP-SAT model (needs the extra `solve`): whole at one of its options, or cut.

Whole units that are alike may stand as one with copies: what was 0 or 1 then says how many of them do it.
"""

from __future__ import annotations

from typing import Any

from stackr.allocation.sums.rows import Mode
from stackr.allocation.sums.state import State


class Placing:
    """Every lawful position of every unit, and what each gives to the rows."""

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
