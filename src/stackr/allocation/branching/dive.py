"""Depth-first search: the best completion of a state, or any one as good as a target. Every step is counted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from stackr.allocation.branching.choosing import Closed, closings
from stackr.allocation.branching.pool import Pool, Steps
from stackr.allocation.sums.options import Option, Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import LOWEST, PROGRESS, VALUE, Judge, Worth

PATIENCE = 8
"""Options that may fail before every state is priced anew: the first are cheaper to try than to bound."""


def _places(position: Position) -> int:
    mask = 0
    for place in position:
        mask |= 1 << place
    return mask


def aim_of(goal: Worth | None, judge: Judge) -> int:
    """For a single award, the least p (times its cap) that anything as good as the goal has; for several, no number."""
    if goal is None or len(judge.weights) > 1 or goal[PROGRESS] == LOWEST:
        return LOWEST
    least = -(-goal[PROGRESS] // judge.weights[0])
    return max(least, goal[VALUE]) if judge.steady else least


class Dive:
    """One search below a state. `found` is the best completion so far, one position per unit."""

    def __init__(
        self, state: State, judge: Judge, steps: Steps, pool: Pool, guide: list[Position] | None = None
    ) -> None:
        self.state, self.judge, self.steps, self.pool = state, judge, steps, pool
        self.guide = dict(enumerate(guide)) if guide is not None else pool.advice()
        self.positions: list[Position] = [{} for _ in state.problem.units]
        self.found: list[Position] | None = None
        self.best: Worth | None = None
        self.enough: Worth | None = None
        self.failed = 0
        self.closed = 0
        self.dead: set[tuple[int, int, tuple[object, ...]]] = set()
        """States known to be hopeless, whatever the bounds at hand say."""

    def reach(self, target: Worth, fixed: list[Position]) -> list[Position] | None:
        """A completion at least as good as `target`, or None if there is none. `fixed`: positions of decided units."""
        self.enough = target
        self._start(fixed)
        return self.found

    def greatest(
        self, fixed: list[Position], known: tuple[Worth, list[Position]] | None = None
    ) -> tuple[Worth, list[Position]]:
        """The best completion by the objective's parts (1) to (4b), given one if known. The empty one always is one."""
        if known is not None:
            self.best, self.found = known
        self._start(fixed)
        assert self.found is not None
        assert self.best is not None
        return self.best, self.found

    def _start(self, fixed: list[Position]) -> None:
        self.positions = [dict(position) for position in fixed]
        self._order()
        self.aim = aim_of(self.enough or self.best, self.judge)
        if self.enough is None:
            self.ideal = self.pool.bound(self.judge, self.pool.level)
        self._choose(0, closed=False)

    def _choose(self, choice: int, *, closed: bool) -> bool:
        """Settle the choices first, then the units."""
        state, pool = self.state, self.pool
        if choice == len(state.conflicts.choice_most):
            return self._priced_anew(0) if closed else self._next(0, pool.level)
        for places in closings(state, choice, self.guide, self.rates):
            if not places:
                return self._choose(choice + 1, closed=closed)
            self.steps.take()
            with Closed(state, places) as possible:
                before, self.closed = self.closed, self.closed | places
                found = possible and not self._hopeless(pool.level) and self._choose(choice + 1, closed=True)
                self.closed = before
                if found:
                    return True
        return False

    def _order(self) -> None:
        """Which unit is decided when: whole ones with few options first, large before small; cut ones fill the rest."""
        state = self.state
        units = self.pool.undecided()
        credits = [unit.credits for unit in state.problem.units]
        units.sort(
            key=lambda u: (state.cut[u] is not None, len(state.domain[u]) > 1, -credits[u], len(state.domain[u]), u)
        )
        self.units = units
        self.rates: dict[int, tuple[int, int]] = {}
        for tree in state.trees:
            for row, coef, need in tree.terms:
                self.rates[row] = (coef, need)

    def _wanted(self, worth: Worth) -> bool:
        if self.enough is not None:
            return worth >= self.enough
        return self.best is None or worth > self.best

    def _ties(self) -> dict[int, int]:
        """How near each unit is to a wish that the guide does not grant: where it is wanted, where it leaves, next to it."""
        state, wanted, left = self.state, 0, 0
        for unit in self.pool.undecided():
            options, guide = state.domain[unit], self.guide.get(unit)
            if len(options) == 1 and guide is not None and options[0].position != guide:
                wanted |= _places(options[0].position)
                left |= _places(guide)
        if not wanted and not left:
            return {}
        ties = {}
        for unit, guide in self.guide.items():
            here = _places(guide)
            if here & wanted:
                ties[unit] = 0
            elif state.eligible[unit] & left:
                ties[unit] = 1
            elif state.eligible[unit] & wanted:
                ties[unit] = 2
        return ties

    def _hopeless(self, level: list[int]) -> bool:
        """Whether no completion of this state is wanted any more."""
        aim = self.aim
        if aim > LOWEST:
            for value in level:
                if value < aim:
                    return True
            value = self.state.trees[0].value(self.state.sums)
            if value < aim:
                return True
        if not self.state.limits.shares_hold():
            return True
        return not self._wanted(self.pool.bound(self.judge, level))

    def _next(self, depth: int, level: list[int]) -> bool:
        """Decide the units from `depth` on. True: stop, what was wanted is found."""
        if depth == len(self.units):
            return self._leaf()
        if not self.failed or not depth:
            return self._unit(depth, level)
        if self.state.inexact:
            return self._priced_anew(depth) if self.failed > PATIENCE else self._unit(depth, level)
        sign = (depth, self.closed, self.state.sign())
        if sign in self.dead:
            return False
        if self._priced_anew(depth) if self.failed > PATIENCE else self._unit(depth, level):
            return True
        self.dead.add(sign)
        return False

    def _unit(self, depth: int, level: list[int]) -> bool:
        if self.state.cut[self.units[depth]] is None:
            return self._whole(depth, level)
        return self._cut(depth, 0, 0, level)

    def _priced_anew(self, depth: int) -> bool:
        """Price the units from `depth` on afresh before going on."""
        pool, units = self.pool, self.units[depth:]
        kept, guide = (pool.prices, pool.level), self.guide
        try:
            if not pool.price_anew(units, self.steps, self.judge, self._wanted):
                return False
            self.guide = pool.advice()
            return self._unit(depth, pool.level) if units else self._leaf()
        finally:
            (pool.prices, pool.level), self.guide = kept, guide

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
        self.aim = aim_of(self.enough or self.best, self.judge)
        return self.enough is not None or worth >= self.ideal

    def _whole(self, depth: int, level: list[int]) -> bool:
        state, unit = self.state, self.units[depth]
        for option, moved in self._ranked(unit, level):
            self.steps.take()
            if min(moved) >= self.aim and state.place(unit, option):
                self.positions[unit] = option.position
                stop = not self._hopeless(moved) and self._next(depth + 1, moved)
                state.remove(unit, option)
                self.positions[unit] = {}
                if stop:
                    return True
            self.failed += 1
        return False

    def _ranked(self, unit: int, level: list[int]) -> list[tuple[Option, list[int]]]:
        """Options with the values of the bounds after each: the guide's first, then what leaves the best bound."""
        prices, guide = self.pool.prices, self.guide.get(unit)
        val, rates = self.state.sums.val, self.rates
        ranked = []
        for option in self.state.domain[unit]:
            moved = [v + p.change(unit, option) for (_, p), v in zip(prices, level, strict=True)]
            gain = 0
            for row, given in option.gives:
                if row in rates:
                    coef, need = rates[row]
                    gain += coef * max(0, min(given, need - val[row]))
            ranked.append((option.position != guide, -min(moved, default=0), -gain, option.index, option, moved))
        ranked.sort(key=lambda entry: entry[:4])
        return [(entry[4], entry[5]) for entry in ranked]

    def _cut(self, depth: int, index: int, decided: int, level: list[int]) -> bool:
        """Decide the amounts of a cut unit, place by place. `level` is that from before the unit."""
        state, unit = self.state, self.units[depth]
        position = self.positions[unit]
        range_ = state.cut[unit]
        assert range_ is not None
        if index == len(range_.places):
            moved = self._after_cut(unit, position, decided, level)
            return state.cut_is_lawful(unit, position) and self._next(depth + 1, moved)
        place = range_.places[index]
        for amount in self._amounts(unit, place, position):
            self.steps.take()
            if amount and not state.prefix_is_lawful(unit, position | {place: amount}):
                continue
            fits = state.place_part(unit, position, decided, place, amount)
            stop = False
            if fits:
                now = decided | 1 << place
                hopeless = self._hopeless(self._after_cut(unit, position, now, level))
                stop = not hopeless and self._cut(depth, index + 1, now, level)
            if fits or place in position:
                state.remove_part(unit, position, decided, place)
            if stop:
                return True
            self.failed += 1
        return False

    def _after_cut(self, unit: int, position: Position, decided: int, level: list[int]) -> list[int]:
        pairs = zip(self.pool.prices, level, strict=True)
        return [value + prices.change_cut(unit, position, decided) for (_, prices), value in pairs]

    def _amounts(self, unit: int, place: int, position: Position) -> Iterator[int]:
        """Amounts to try at a place: what the guide has, what is useful, less, then more."""
        state = self.state
        range_, credits, step = state.cut[unit], state.problem.units[unit].credits, state.problem.step
        assert range_ is not None
        least, most = range_.least[place], range_.most[place]
        coef, need = self.rates.get(place, (0, 0))
        bar = step + max(0, need - state.sums.val[place]) if coef else step
        parts = range(-(-least // step) * step, min(most, credits) // step * step + 1, step)
        few = max(0, min(len(parts), -(-(bar - parts.start) // step)))
        whole = [credits] if credits % step and least <= credits <= most else []
        guide = self.guide.get(unit, {}).get(place, -1)
        if guide in parts or guide in whole:
            yield guide
        less, more = (whole, []) if credits < bar else ([], whole)
        yield from (a for a in chain(less, reversed(parts[:few]), parts[few:], more) if a != guide)
