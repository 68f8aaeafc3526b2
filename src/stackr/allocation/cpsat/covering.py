"""The additions that complete an award as a CP-SAT model, prerequisites and all, and what its relaxation shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from stackr.allocation.asks import Ask
from stackr.allocation.cpsat.by_codes import first_by_codes
from stackr.allocation.cpsat.satisfied import Satisfied
from stackr.allocation.cpsat.solving import EFFORT_PER_ROW, Unsettled, same_each_time, without_ado
from stackr.allocation.cpsat.striking import Relaxed, Shown
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.cover import Candidate
from stackr.allocation.proofs.pooling import pooled
from stackr.allocation.proofs.prerequisites import Needing, asked_codes, closed_set
from stackr.allocation.sums.state import State


class Item(Candidate, Needing, Protocol):
    """An addition."""


Price = Mapping[str, int]
"""What each addition counts for in a sum that is made small."""


class Covering:
    """Every award satisfied by units that are held and additions taken. `left`: deterministic seconds still to spend."""

    def __init__(self, problem: Problem, additions: Sequence[Item], left: float) -> None:
        self.left = left
        self.items = {addition.code: addition for addition in additions}
        pools = pooled(problem, additions)
        self.giving = pools.units
        """Code → the units of the model that the addition gives, one of several alike where they count alike."""
        self.units = UnitModel(State(pools.problem, copies=pools.copies))
        Satisfied(self.units)
        self.model: Any = self.units.model
        self.taken: dict[str, Any] = {addition.code: self.units.bool_var() for addition in additions}
        self._ties()
        for addition in additions:
            if addition.needs is not None:
                self._asks(addition.needs, self.taken[addition.code])
        self.relaxed = Relaxed(self.model, pieces=True)
        self.toward: Any = self.units.zero
        """The sum that was kept last."""
        self.codes: tuple[str, ...] | None = None
        """Of the smallest completion so far."""

    def _ties(self) -> None:
        """As many of a unit count at most as additions that give it are taken."""
        givers: dict[int, list[Any]] = {}
        for code, units in self.giving.items():
            for unit in units:
                givers.setdefault(unit, []).append(self.taken[code])
        for unit, taken in givers.items():
            self.model.add(self.units.present[unit] <= sum(taken) + 0 * self.units.zero)

    def _asks(self, asked: Ask, taken: Any) -> None:
        """What is asked is met where `taken` is true."""
        parts = [self._part(part) for part in asked.parts]
        if asked.least == len(parts):
            for part in parts:
                self.model.add_implication(taken, part)
        elif asked.least == 1:
            self.model.add_bool_or([*parts, ~taken])
        else:
            self.model.add(asked.least * taken <= sum(parts))

    def _part(self, part: Ask | str) -> Any:
        if isinstance(part, str):
            return self.taken[part]
        met = self.units.bool_var()
        self._asks(part, met)
        return met

    def least(self, price: Price) -> int | None:
        """Make a sum small and keep it so; what can't be where it is reached is struck out. None if there is no solution at all."""
        return self._least(self._sum(price), self.show(price))

    def show(self, price: Price) -> Shown:
        """What the relaxation proves of a sum."""
        return self._show(self._sum(price))

    def keep(self, price: Price, value: int) -> None:
        """A sum that was proven least."""
        self._hold(self._sum(price), value)

    def strike(self, shown: Shown, value: int) -> None:
        """Strike out what is in no set that comes to no more than this."""
        self.relaxed.strike(shown, value)

    def open_codes(self) -> list[str]:
        """What is not struck out: it may be taken and count, or something may ask for it."""
        counts = {unit: self._open_somewhere(unit) for unit in range(len(self.units.problem.units))}
        found, waiting = set(), [c for c in self.items if any(counts[unit] for unit in self.giving[c])]
        while waiting:
            code = waiting.pop()
            if code not in found and not self._struck(self.taken[code]):
                found.add(code)
                waiting += asked_codes(self.items[code].needs)
        return [code for code in self.items if code in found]

    def likeliest(self, shown: Shown, number: int) -> list[str]:
        """About so many additions that, by what was shown, most likely are in a smallest set; with what they ask for."""
        beyond = {code: self._beyond(code, shown.left) for code in self.items}
        order = sorted(beyond, key=lambda code: (beyond[code], code))
        as_likely = sum(more <= 0 for more in beyond.values())
        chosen = order[: min(max(number, as_likely), 4 * number)]
        closed = closed_set(frozenset(chosen), self.items)
        return [code for code in self.items if code in closed]

    def _beyond(self, code: str, left: Sequence[int]) -> int:
        """What a set with the addition comes to beyond the bound, at least."""
        counting = [var.index for unit in self.giving[code] for var in self._counting(unit)]
        more: int = min((max(left[at], 0) for at in counting), default=0)
        own: int = left[self.taken[code].index]
        return max(own, 0) + more

    def _counting(self, unit: int) -> Iterable[Any]:
        """The variables by which a unit counts."""
        if unit in self.units.options:
            pairs = zip(self.units.state.domain[unit], self.units.options[unit], strict=True)
            return [var for option, var in pairs if option.position]
        return [var for (which, _), var in self.units.amounts.items() if which == unit]

    def _open_somewhere(self, unit: int) -> bool:
        return any(not self._struck(var) for var in self._counting(unit))

    def _sum(self, price: Price) -> Any:
        return sum((price[code] * var for code, var in self.taken.items()), self.units.zero)

    def _least(self, expression: Any, shown: Shown) -> int | None:
        from stackr.allocation.cpsat.library import cp_model

        solver = same_each_time(self.left)
        without_ado(solver)  # what the relaxation struck out needs no more simplifying
        status = solver.solve(self.model)
        self.left -= solver.response_proto.deterministic_time
        if status == cp_model.INFEASIBLE:
            return None
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._note(solver)
        if status != cp_model.OPTIMAL:
            raise Unsettled
        value = int(solver.value(expression))
        self._keep(expression, value, shown)
        return value

    def _show(self, expression: Any) -> Shown:
        self.left -= len(self.relaxed.rows) * EFFORT_PER_ROW
        shown: Shown = self.relaxed.show(expression)
        return shown

    def _keep(self, expression: Any, value: int, shown: Shown) -> None:
        self._hold(expression, value)
        self.relaxed.strike(shown, value)

    def _hold(self, expression: Any, value: int) -> None:
        self.model.add(expression == value)
        self.toward = expression

    def first_codes(self) -> None:
        """Of sets that are equally small, the first by codes."""
        taken = {code: var for code, var in self.taken.items() if not self._struck(var)}
        if not first_by_codes(self.model, taken, lambda: self.codes or (), self._possible):
            raise Unsettled

    def _struck(self, var: Any) -> bool:
        return bool(var.index < len(self.relaxed.bounds) and self.relaxed.bounds[var.index][1] == 0)

    def _possible(self) -> bool | None:
        """Whether there is a set as small; None: not settled. The last sum is asked for: so it is seen sooner that there is none."""
        from stackr.allocation.cpsat.library import cp_model

        self.model.minimize(self.toward)
        solver = same_each_time(self.left)
        solver.parameters.stop_after_first_solution = True
        without_ado(solver)
        status = solver.solve(self.model)
        self.left -= solver.response_proto.deterministic_time
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._note(solver)
            return True
        return False if status == cp_model.INFEASIBLE else None

    def _note(self, solver: Any) -> None:
        """Keep what was found, and start from it next."""
        self.codes = tuple(sorted(code for code, var in self.taken.items() if solver.value(var)))
        self.model.clear_hints()
        for var in self.taken.values():
            self.model.add_hint(var, solver.value(var))
