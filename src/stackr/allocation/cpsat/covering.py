"""The additions that complete an award as a CP-SAT model, prerequisites and all, and what its relaxation shows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from stackr.allocation.cpsat.canonical import Wish, all_at_once, in_turn, settle
from stackr.allocation.cpsat.goals import GoalModel
from stackr.allocation.cpsat.solving import AT_ONCE, EFFORT_PER_ROW, Unsettled, same_each_time
from stackr.allocation.cpsat.striking import Relaxed, Shown
from stackr.allocation.cpsat.units import UnitModel
from stackr.allocation.problem import Problem
from stackr.allocation.proofs.cover import Candidate
from stackr.allocation.proofs.prerequisites import Needing, closed_set
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
        self.units = UnitModel(State(problem))
        goals = GoalModel(self.units)
        self.model: Any = self.units.model
        for award in range(len(problem.awards)):
            self.model.add(goals.objective[1 + award] == 1)
        self.taken: dict[str, Any] = {addition.code: self.units.bool_var() for addition in additions}
        for addition in additions:
            taken = self.taken[addition.code]
            for unit in addition.units:
                self.model.add(self.units.present[unit] <= taken)
            self._prerequisites(addition, taken)
        self.relaxed = Relaxed(self.model, pieces=True)
        self.codes: tuple[str, ...] | None = None
        """Of the smallest completion so far."""

    def _prerequisites(self, addition: Item, taken: Any) -> None:
        ways = []
        for alternative in addition.needs:
            way = self.units.bool_var()
            for code in sorted(alternative):
                self.model.add_implication(way, self.taken[code])
            ways.append(way)
        if ways:
            self.model.add_bool_or([*ways, ~taken])

    def least(self, price: Price) -> int | None:
        """Make a sum small and keep it so; what can't be where it is reached is struck out. None if there is no solution at all."""
        return self._least(self._sum(price), self.show(price))

    def show(self, price: Price) -> Shown:
        """What the relaxation proves of a sum."""
        return self._show(self._sum(price))

    def keep(self, price: Price, value: int) -> None:
        """A sum that was proven least."""
        self.model.add(self._sum(price) == value)

    def strike(self, shown: Shown, value: int) -> None:
        """Strike out what is in no set that comes to no more than this."""
        self.relaxed.strike(shown, value)

    def open_codes(self) -> list[str]:
        """What is not struck out: it may be taken and count, or something may ask for it."""
        counts = {unit: self._open_somewhere(unit) for unit in range(len(self.units.problem.units))}
        found, waiting = set(), [c for c in self.items if any(counts[unit] for unit in self.items[c].units)]
        while waiting:
            code = waiting.pop()
            if code not in found and not self._struck(self.taken[code]):
                found.add(code)
                waiting += [other for alternative in self.items[code].needs for other in alternative]
        return [code for code in self.items if code in found]

    def likeliest(self, shown: Shown, number: int) -> list[str]:
        """About so many additions that, by what was shown, most likely are in a smallest set; with what they ask for."""
        beyond = {code: self._beyond(addition, shown.left) for code, addition in self.items.items()}
        order = sorted(beyond, key=lambda code: (beyond[code], code))
        as_likely = sum(more <= 0 for more in beyond.values())
        chosen = order[: min(max(number, as_likely), 4 * number)]
        closed = closed_set(frozenset(chosen), self.items)
        return [code for code in self.items if code in closed]

    def _beyond(self, addition: Item, left: Sequence[int]) -> int:
        """What a set with the addition comes to beyond the bound, at least."""
        counting = [var.index for unit in addition.units for var in self._counting(unit)]
        more: int = min((max(left[at], 0) for at in counting), default=0)
        own: int = left[self.taken[addition.code].index]
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
        self.model.add(expression == value)
        self.relaxed.strike(shown, value)

    def first_codes(self) -> None:
        """Of sets that are equally small, the first by codes."""
        open_ = [code for code in sorted(self.taken) if not self._struck(self.taken[code])]
        settle(open_, self._at_once, self._grant)

    def _struck(self, var: Any) -> bool:
        return bool(var.index < len(self.relaxed.bounds) and self.relaxed.bounds[var.index][1] == 0)

    def _at_once(self, codes: list[str]) -> bool:
        from stackr.allocation.cpsat.library import cp_model

        solver = in_turn(same_each_time(min(self.left, AT_ONCE)))
        wishes = [Wish(1 - self.taken[code], 2) for code in codes]
        status = solver.solve(all_at_once(self.model, wishes))
        self.left -= solver.response_proto.deterministic_time
        if status != cp_model.OPTIMAL:
            return False
        self._note(solver)
        return True

    def _grant(self, code: str) -> None:
        """Take the item if that can be; nothing is solved where it is taken now, or the relaxation shows that it can't be."""
        left_out = 1 - self.taken[code]
        shown = self._show(left_out)
        if self.codes is not None and code in self.codes:
            self._keep(left_out, 0, shown)
        elif shown.least > 0:
            self._keep(left_out, 1, shown)
        else:
            self._least(left_out, shown)

    def _note(self, solver: Any) -> None:
        """Keep what was found, and start from it next."""
        self.codes = tuple(sorted(code for code, var in self.taken.items() if solver.value(var)))
        self.model.clear_hints()
        for var in self.taken.values():
            self.model.add_hint(var, solver.value(var))
