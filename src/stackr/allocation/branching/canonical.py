"""The canonical form (objective 5): one fixing test after another, each asking "can the value still be reached?".

A wish that the allocation at hand already grants costs nothing. Otherwise the search looks for another allocation of the
same worth that grants it; the bounds refute most wishes with a few additions.
"""

from __future__ import annotations

from stackr.allocation.branching.bounds import Prices
from stackr.allocation.branching.dive import Dive, aim_of
from stackr.allocation.branching.pool import Pool, Steps
from stackr.allocation.sums.options import CutRange, Option, Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import Judge, Worth


class Canonical:
    """Turns one optimal allocation into the canonical one."""

    def __init__(
        self, state: State, judge: Judge, steps: Steps, pool: Pool, target: Worth, witness: list[Position]
    ) -> None:
        self.state, self.judge, self.steps, self.pool, self.target = state, judge, steps, pool, target
        self.witness, self.aim = witness, aim_of(target, judge)
        self.lessons: list[tuple[int, Prices]] = []
        self.kinds = [state.kind(unit) for unit in range(len(witness))]
        self.refused: set[tuple[object, str, int]] = set()
        self.fixed: list[Position] = [{} for _ in witness]

    def run(self) -> list[Position]:
        """The canonical allocation, one position per unit."""
        units = range(len(self.state.problem.units))
        for unit in reversed(units):
            self._least(unit)
        for unit in units:
            self._first(unit)
        return self.witness

    def _enough(self, worth: Worth) -> bool:
        return worth >= self.target

    def _allows(self, unit: int, options: list[Option]) -> bool:
        """Whether the target can be reached with the unit at one of these; if so the witness is such an allocation, and
        the unit's domain is these options. Else nothing changes.
        """
        pool, state = self.pool, self.state
        self.lessons = []
        best = pool.after_best(unit, options)
        if not options or any(value < self.aim for value in best):
            return False
        before = state.domain[unit]
        state.set_domain(unit, options)
        if self._enough(pool.bound(self.judge, best)) and self._search(unit):
            return True
        state.set_domain(unit, before)
        return False

    def _search(self, unit: int) -> bool:
        """Price the state anew, then search it."""
        pool = self.pool
        kept = pool.prices, pool.level
        refuting: list[tuple[int, Prices]] = []
        try:
            if not pool.price_anew(pool.undecided(), self.steps, self.judge, self._enough):
                refuting = pool.prices[-1:]
                return False
            found = Dive(self.state, self.judge, self.steps, pool, self.witness).reach(self.target, self.fixed)
        finally:
            pool.prices, pool.level = kept
            self.lessons = refuting
        if found is not None:
            self.witness = found
        return found is not None

    # (5a)

    def _least(self, unit: int) -> None:
        range_ = self.state.cut[unit]
        if range_ is not None:
            self._least_cut(unit, range_)
            return
        options = self.state.domain[unit]
        kept = self.state.amount(unit, self.witness[unit])
        if kept:
            for amount in sorted({option.amount for option in options if option.amount < kept}):
                if self._refused(unit, "least", amount):
                    continue
                if self._allows(unit, [option for option in options if option.amount <= amount]):
                    break
                self.refused.add((self.kinds[unit], "least", amount))
                self._learn(unit)
            kept = self.state.amount(unit, self.witness[unit])
        left = [option for option in options if option.amount == kept]
        if len(left) == 1:
            self.state.set_domain(unit, options)
            self._settle(unit)
        elif len(left) < len(self.state.domain[unit]):
            self.state.set_domain(unit, left)

    def _refused(self, unit: int, wish: str, what: int) -> bool:
        """Whether the same wish was refused to a unit of the same kind. Then exchanging the two shows it refused here:
        what was fixed in between was free then."""
        return (self.kinds[unit], wish, what) in self.refused

    def _learn(self, unit: int) -> None:
        """Keep prices that refuted a wish: they refute others. They hold for all that the unit may do."""
        for award, prices in self.lessons:
            prices.widen(unit)
            self.pool.add(award, prices)
        self.lessons = []

    def _least_cut(self, unit: int, range_: CutRange) -> None:
        low, high = -1, self.state.amount(unit, self.witness[unit])
        guess = 0
        while high - low > 1:
            range_.most_amount = guess
            self.state.refresh_cut(unit)
            if self._search(unit):
                high = self.state.amount(unit, self.witness[unit])
            else:
                low = guess
            guess = high - 1 if guess == 0 else (low + high) // 2
        range_.least_amount = range_.most_amount = high
        self.state.refresh_cut(unit)

    # (5b)

    def _first(self, unit: int) -> None:
        range_ = self.state.cut[unit]
        if range_ is not None:
            for place in range_.places:
                self._most_at(unit, range_, place)
            self._settle(unit)
        elif not self.state.decided[unit]:
            options = self.state.domain[unit]
            for option in options:
                if option.position == self.witness[unit]:
                    break
                if self._refused(unit, "first", option.index):
                    continue
                if self._allows(unit, [option]):
                    self.state.set_domain(unit, options)
                    break
                self.refused.add((self.kinds[unit], "first", option.index))
                self._learn(unit)
            self._settle(unit)

    def _most_at(self, unit: int, range_: CutRange, place: int) -> None:
        low, high = self.witness[unit].get(place, 0), self.state.problem.units[unit].credits + 1
        guess = high - 1
        while high - low > 1:
            range_.least[place] = guess
            self.state.refresh_cut(unit)
            if self._search(unit):
                low = self.witness[unit].get(place, 0)
            else:
                high = guess
            guess = low + 1 if guess == self.state.problem.units[unit].credits else (low + high) // 2
        range_.least[place] = range_.most[place] = low
        self.state.refresh_cut(unit)

    def _settle(self, unit: int) -> None:
        """Decide a unit for good as the witness has it."""
        state, position = self.state, self.witness[unit]
        range_ = state.cut[unit]
        if range_ is None:
            option = next(option for option in state.domain[unit] if option.position == position)
            self.pool.level = self.pool.after(unit, option)
            state.place(unit, option)
            self.fixed[unit] = dict(position)
        else:
            decided, so_far = 0, self.fixed[unit]
            for place in range_.places:
                state.place_part(unit, so_far, decided, place, position.get(place, 0))
                decided |= 1 << place
        state.decided[unit] = True
        if range_ is not None:
            self.pool.renew(self.pool.undecided())
