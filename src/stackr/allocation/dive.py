"""Depth-first search: the best completion of a state, or any one as good as a target. Every step is counted."""

from __future__ import annotations

from stackr.allocation.state import Option, Position, State
from stackr.allocation.worth import Judge, Worth


class OutOfSteps(Exception):
    """The limit of work is reached."""


class Steps:
    """A budget of search steps."""

    def __init__(self, limit: int) -> None:
        self.limit, self.used = limit, 0

    def take(self) -> None:
        self.used += 1
        if self.used > self.limit:
            raise OutOfSteps


class Dive:
    """One search below a state. `found` is the best completion so far, one position per unit."""

    def __init__(self, state: State, judge: Judge, steps: Steps, guide: list[Position] | None = None) -> None:
        self.state, self.judge, self.steps, self.guide = state, judge, steps, guide
        self.positions: list[Position] = [{} for _ in state.problem.units]
        self.found: list[Position] | None = None
        self.best: Worth | None = None
        self.enough: Worth | None = None

    def reach(self, target: Worth, fixed: list[Position]) -> list[Position] | None:
        """A completion at least as good as `target`, or None if there is none. `fixed`: positions of decided units."""
        self.positions = [dict(position) for position in fixed]
        self.best, self.enough, self.found = None, target, None
        self._order()
        self._next(0)
        return self.found

    def greatest(self, fixed: list[Position]) -> tuple[Worth, list[Position]]:
        """The best completion by the objective's parts (1) to (4b). The empty allocation is always one."""
        self.positions = [dict(position) for position in fixed]
        self.best, self.enough, self.found = None, None, None
        self._order()
        self._next(0)
        assert self.found is not None
        assert self.best is not None
        return self.best, self.found

    def _order(self) -> None:
        """Which unit is decided when: whole ones with few options first, large before small; cut ones fill the rest."""
        state = self.state
        units = [unit for unit in range(len(state.problem.units)) if not state.decided[unit]]
        credits = [unit.credits for unit in state.problem.units]
        units.sort(
            key=lambda u: (state.cut[u] is not None, len(state.domain[u]) > 1, -credits[u], len(state.domain[u]), u)
        )
        self.units = units
        self.rates: dict[int, tuple[int, int]] = {}
        for tree in state.trees:
            for row, coef, need in tree.terms:
                self.rates[row] = (coef, need)

    def _hopeless(self) -> bool:
        """Whether no completion of this state is wanted any more."""
        if self.state.ratios and not self.state.ratios_hold():
            return True
        worth = self.judge.worth()
        if self.enough is not None:
            return worth < self.enough
        return self.best is not None and worth <= self.best

    def _next(self, depth: int) -> bool:
        """Decide the units from `depth` on. True: stop, what was wanted is found."""
        if depth == len(self.units):
            return self._leaf()
        unit = self.units[depth]
        if self.state.cut[unit] is not None:
            return self._cut(depth, unit, 0, 0)
        return self._whole(depth, unit)

    def _leaf(self) -> bool:
        worth = self.judge.leaf(self.positions)
        if worth is None:
            return False
        if self.enough is not None:
            if worth < self.enough:
                return False
        elif self.best is not None and worth <= self.best:
            return False
        self.best, self.found = worth, [dict(position) for position in self.positions]
        return self.enough is not None

    def _whole(self, depth: int, unit: int) -> bool:
        state = self.state
        for option in self._ranked(unit):
            self.steps.take()
            if not state.place(unit, option):
                continue
            self.positions[unit] = option.position
            stop = not self._hopeless() and self._next(depth + 1)
            state.remove(unit, option)
            self.positions[unit] = {}
            if stop:
                return True
        return False

    def _ranked(self, unit: int) -> list[Option]:
        """The guide's option first, then what adds most to p, first places first."""
        options = self.state.domain[unit]
        if len(options) == 1:
            return options
        val, rates = self.state.sums.val, self.rates
        guide = self.guide[unit] if self.guide is not None else None

        def gain(option: Option) -> tuple[bool, int, int]:
            total = 0
            for row, given in option.gives:
                if row in rates:
                    coef, need = rates[row]
                    total += coef * max(0, min(given, need - val[row]))
            return option.position != guide, -total, option.index

        return sorted(options, key=gain)

    def _cut(self, depth: int, unit: int, index: int, decided: int) -> bool:
        """Decide the amounts of a cut unit, place by place."""
        state, position = self.state, self.positions[unit]
        range_ = state.cut[unit]
        assert range_ is not None
        if index == len(range_.places):
            return state.cut_is_lawful(unit, position) and self._next(depth + 1)
        place = range_.places[index]
        for amount in self._amounts(unit, place, position):
            self.steps.take()
            if amount and not state.prefix_is_lawful(unit, position | {place: amount}):
                continue
            fits = state.place_part(unit, position, decided, place, amount)
            stop = fits and not self._hopeless() and self._cut(depth, unit, index + 1, decided | 1 << place)
            if fits or place in position:
                state.remove_part(unit, position, decided, place)
            if stop:
                return True
        return False

    def _amounts(self, unit: int, place: int, position: Position) -> list[int]:
        """Amounts to try at a place: what the guide has, what is useful, less, then more."""
        state = self.state
        range_, credits, step = state.cut[unit], state.problem.units[unit].credits, state.problem.step
        assert range_ is not None
        least, most = range_.least[place], range_.most[place]
        lawful = [a for a in range(credits - credits % step, -1, -step) if least <= a <= most]
        if credits % step and least <= credits <= most:
            lawful.insert(0, credits)
        coef, need = self.rates.get(place, (0, 0))
        useful = max(0, need - state.sums.val[place]) if coef else 0
        first = [a for a in lawful if self.guide is not None and a == self.guide[unit].get(place, 0)]
        rest = [a for a in lawful if a not in first]
        down = [a for a in rest if a < useful + step]
        up = [a for a in reversed(rest) if a >= useful + step]
        return [*first, *down, *up]
