"""The budget of search steps, and the bounds at hand: each with its value for the state as it is now."""

from __future__ import annotations

from collections.abc import Callable

from stackr.allocation.branching.bounds import Prices, Relaxation
from stackr.allocation.branching.pricing import Sketch
from stackr.allocation.sums.options import Option, Position
from stackr.allocation.sums.state import State
from stackr.allocation.sums.worth import LOWEST, Judge, Worth

PRICING = 20
"""Steps that pricing a state anew counts for."""


class OutOfSteps(Exception):
    """The limit of work is reached."""


class Steps:
    """A budget of search steps."""

    def __init__(self, limit: int) -> None:
        self.limit, self.used = limit, 0

    def take(self, number: int = 1) -> None:
        self.used += number
        if self.used > self.limit:
            raise OutOfSteps


class Pool:
    """The bounds at hand, each with its value for the state as it is now (`level`)."""

    MOST = 6

    def __init__(self, state: State) -> None:
        self.state = state
        self.relaxations = [Relaxation(state, award) for award in range(len(state.problem.awards))]
        self.prices: list[tuple[int, Prices]] = []
        self.level: list[int] = []
        self.unit_tries = self.unit_wins = self.turns = 0

    def undecided(self) -> list[int]:
        return [unit for unit, done in enumerate(self.state.decided) if not done]

    def renew(self, units: list[int]) -> None:
        """Drop what is there; price the state as it is."""
        self.prices, self.level = [], []
        for award, relaxation in enumerate(self.relaxations):
            sketch = Sketch(relaxation, units)
            for by_units in (False, True):
                self.add(award, sketch.prices(by_units=by_units))

    def add(self, award: int, prices: Prices) -> None:
        if len(self.prices) >= self.MOST * len(self.relaxations):
            del self.prices[0], self.level[0]
        self.prices.append((award, prices))
        self.level.append(prices.value)

    def advice(self) -> dict[int, Position]:
        """Where the first flow would have the units."""
        return next((prices.advice for _, prices in self.prices if prices.advice), {})

    def price_anew(self, units: list[int], steps: Steps, judge: Judge, wanted: Callable[[Worth], bool]) -> bool:
        """Replace the bounds by fresh ones for these units; False as soon as one shows that nothing wanted is left."""
        self.prices, self.level = [], []
        sketches = [Sketch(relaxation, units) for relaxation in self.relaxations]
        for by_units in (False, True) if self._units_pay() else (False,):
            steps.take(PRICING)
            for award, sketch in enumerate(sketches):
                self.add(award, sketch.prices(by_units=by_units))
            refuted = not wanted(self.bound(judge, self.level))
            if by_units:
                self.unit_tries, self.unit_wins = self.unit_tries + 1, self.unit_wins + refuted
            if refuted:
                return False
        return True

    def _units_pay(self) -> bool:
        """Prices by units are tried as long as they refute now and then, and from time to time in any case."""
        self.turns += 1
        return self.unit_tries < 4 or self.unit_wins * 8 >= self.unit_tries or self.turns % 16 == 0

    def bound(self, judge: Judge, level: list[int]) -> Worth:
        """What the state can still be worth, by rows and by prices."""
        values = [tree.value(self.state.sums) for tree in self.state.trees]
        for award, value in enumerate(self.least(level)):
            if value is not None and value < values[award]:
                values[award] = value
        return judge.first_parts(values)

    def least(self, level: list[int]) -> list[int | None]:
        """Per award, the least bound of p among these values."""
        least: list[int | None] = [None] * len(self.relaxations)
        for (award, _), value in zip(self.prices, level, strict=True):
            known = least[award]
            if known is None or value < known:
                least[award] = value
        return least

    def after(self, unit: int, option: Option) -> list[int]:
        """The values if a whole unit takes this option."""
        return [v + p.change(unit, option) for (_, p), v in zip(self.prices, self.level, strict=True)]

    def after_best(self, unit: int, options: list[Option]) -> list[int]:
        """The values if a whole unit takes the best of these options."""
        pairs = zip(self.prices, self.level, strict=True)
        return [v + max((p.change(unit, option) for option in options), default=LOWEST) for (_, p), v in pairs]
