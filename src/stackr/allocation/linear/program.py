"""A plain problem as an exact linear program: how much of each unit counts at each place, whole or cut.

Amounts of units that may be cut are counted in `grain` scaled credits; of a whole unit 1 is all of it. What a linear program
does not see by itself is told: a whole unit gives a place no more than it needs, and what goes beyond what one place can use
of a unit is in two places (`splits`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from stackr.allocation.branching.pool import Steps
from stackr.allocation.linear.tableau import Tableau
from stackr.allocation.nodes import Measure
from stackr.allocation.plain.reading import Plain
from stackr.allocation.plain.rows import NotPlain, Row
from stackr.allocation.positions import bits
from stackr.allocation.problem import Problem

BEYOND = -1
"""Where a unit counts that no place needs: at a place of no worth, or above what a place can use of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is in question: per unit the places that are open to it and how many scaled credits of it count there at most, which of them may
    be cut, and the rows that amounts must keep. `full`: all of each unit counts."""

    fits: Mapping[int, list[int]]
    credits: Mapping[int, int]
    cut: frozenset[int]
    ceilings: tuple[Row, ...] = ()
    beyond: frozenset[int] = frozenset()
    """Units that may count where they are of no use, because a floor may want it."""
    full: bool = False


@dataclass(slots=True)
class Columns:
    """Of one unit: the column of each place, and what leaves some of it out."""

    at: dict[int, int] = field(default_factory=dict)
    out: int = -1


@dataclass(frozen=True, slots=True)
class Need:
    """Of one place, or a wide amount: what columns give it, what it is short of, and what it needs."""

    terms: dict[int, int]
    short: int
    need: int


class Program:
    """See the module. `cost` is what is short of the greatest worth there could be; The floors are not in the `tableau`."""

    def __init__(self, plain: Plain, asked: Asked, steps: Steps) -> None:
        self.plain, self.problem, self.asked = plain, plain.problem, asked
        self.grain = self._grain()
        self.tableau = Tableau(steps)
        self.units: dict[int, Columns] = {unit: Columns() for unit in asked.fits}
        self.cost: dict[int, int] = {}
        self.most = self.common = 0
        """The greatest worth there could be, and what divides every difference of worth."""
        self.needs: list[Need] = []
        self.splits: dict[int, int] = {}
        """Whether a unit is cut in two, 0 to 1, of the units of which that can be told."""
        self.wide_places = 0
        for wide in plain.wides:
            self.wide_places |= wide.row.places
        self.cut_columns: set[int] = set()
        given: dict[int, dict[int, int]] = {}
        for unit, places in asked.fits.items():
            self._unit(unit, places, given)
        self._needs(given)
        for row in asked.ceilings:
            self._ceiling(row)

    def _grain(self) -> int:
        """What divides every amount there is; a part of the step, or so many steps."""
        problem, step = self.problem, self.problem.step
        sizes = [credits for credits in self.asked.credits.values() if credits]
        needs = [need for place, need in self.plain.need.items() if is_credits(problem, place)]
        common = gcd(*sizes, *needs) or step
        return common if common % step == 0 else gcd(common, step)

    @property
    def step(self) -> Fraction:
        """The credit step in columns of units that may be cut."""
        return Fraction(self.problem.step, self.grain)

    # units

    def useful(self, unit: int, place: int) -> int:
        """How many scaled credits of a unit that may be cut the place can use."""
        credits, step = self.asked.credits[unit], self.problem.step
        if self.wide_places >> place & 1 or self.asked.full:
            return credits
        return min(credits, -(-self.plain.need[place] // step) * step)

    def _unit(self, unit: int, places: Iterable[int], given: dict[int, dict[int, int]]) -> None:
        tableau, columns, item = self.tableau, self.units[unit], self.problem.units[unit]
        cut, credits = unit in self.asked.cut, self.asked.credits[unit]
        uses: dict[int, int] = {}
        for place in places:
            if cut and not is_credits(self.problem, place):
                raise NotPlain
            if cut:
                most = uses[place] = self.useful(unit, place) // self.grain
                column = tableau.column(most if most * self.grain < credits else None)
                gives = 1
                self.cut_columns.add(column)
            else:
                column = tableau.column()
                gives = item.items
                if is_credits(self.problem, place):
                    gives = min(credits, self.plain.need.get(place, 0)) // self.grain
            columns.at[place] = column
            if place in self.plain.need:
                given.setdefault(place, {})[column] = gives
        if unit in self.asked.beyond:
            columns.at[BEYOND] = tableau.column()
            if cut:
                self.cut_columns.add(columns.at[BEYOND])
        columns.out = tableau.row(dict.fromkeys(columns.at.values(), 1), credits // self.grain if cut else 1)
        if len(uses) > 1:
            self._split(unit, uses, credits // self.grain)

    def _split(self, unit: int, uses: Mapping[int, int], credits: int) -> None:
        """How much of a unit that is cut must be in two places: what exceeds the whole of one place, by parts of places and by amount."""
        columns, most = self.units[unit].at, max(uses.values())
        parts, left = Fraction(0), credits
        for use in sorted(uses.values()):
            parts += Fraction(min(use, left), use)
            left -= min(use, left)
        if parts <= 1:
            return
        split = self.splits[unit] = self.tableau.column()
        common = lcm(*uses.values(), (parts - 1).denominator)
        terms = {columns[place]: common // use for place, use in uses.items()}
        self.tableau.row({**terms, split: -int((parts - 1) * common)}, common)
        if credits > most > min(uses.values()):
            self.tableau.row({**{columns[place]: 1 for place in uses}, split: most - credits}, most)

    # places and rows

    def _needs(self, given: Mapping[int, dict[int, int]]) -> None:
        """What each place, and each wide amount, is short of."""
        plain, chosen = self.plain, 0
        for tie in plain.soft:
            chosen |= tie.places
            self._choice(tie, given)
        for place, terms in given.items():
            if chosen >> place & 1:
                continue
            unit = self.grain if is_credits(self.problem, place) else 1
            short = self._short(terms, plain.need[place] // unit, plain.worth[place] * unit)
            self.needs.append(Need(terms, short, plain.need[place] // unit))
        for wide in plain.wides:
            terms = self.terms(wide.row)
            self.needs.append(Need(terms, self._short(terms, wide.row.amount, wide.worth), wide.row.amount))

    def _choice(self, tie: Row, given: Mapping[int, dict[int, int]]) -> None:
        """So many of the named units: each is one of them, others may count beside them."""
        places = [place for place in bits(tie.places) if place in given]
        terms = {column: 1 for place in places for column in given[place]}
        if terms:
            short = self._short(terms, tie.amount, self.plain.worth[places[0]])
            self.needs.append(Need(terms, short, tie.amount))

    def _short(self, terms: Mapping[int, int], need: int, worth: int) -> int:
        over = self.tableau.column()
        short = self.tableau.row({**terms, over: -1}, need)
        self.cost[short] = worth
        self.most += worth * need
        sizes = [each * self.step if column in self.cut_columns else each for column, each in terms.items()]
        self.common = gcd(self.common, worth * need, *(int(worth * size) for size in sizes))
        return short

    def terms(self, row: Row) -> dict[int, int]:
        """What each column adds to a row, in scaled credits or items."""
        found: dict[int, int] = {}
        anywhere = covers(row, self.problem)
        for unit, columns in self.units.items():
            if not row.units >> unit & 1:
                continue
            cut = unit in self.asked.cut
            here = [c for p, c in columns.at.items() if anywhere or (p != BEYOND and row.places >> p & 1)]
            if here and cut and row.measure is not Measure.CREDITS:
                raise NotPlain
            found |= dict.fromkeys(here, self.grain if cut else self._each(unit, row))
        return found

    def _each(self, unit: int, row: Row) -> int:
        if row.measure is None:
            return 1
        return self.problem.units[unit].items if row.measure is Measure.ITEMS else self.asked.credits[unit]

    def _ceiling(self, row: Row) -> None:
        """Where only whole units count, what is between two sums of them is no room."""
        terms = self.terms(row)
        if not terms:
            return
        room = row.amount
        if not any(row.units >> unit & 1 for unit in self.asked.cut):
            room -= room % (gcd(*terms.values()) or 1)
        self.tableau.row(terms, room)

    def amount(self, unit: int) -> dict[int, int]:
        """How much of a unit counts, as a sum of columns."""
        return dict.fromkeys(self.units[unit].at.values(), 1)

    def grain_of(self, unit: int) -> Fraction:
        """What divides the amounts of a unit, in its columns."""
        return self.step if unit in self.asked.cut else Fraction(1)

    def amounts(self, unit: int, at: Mapping[int, int | Fraction]) -> dict[int, int]:
        """Scaled credits of a unit by place, from the values of its columns."""
        each = self.grain if unit in self.asked.cut else self.asked.credits[unit]
        return {place: int(value * each) for place, value in at.items()}


def is_credits(problem: Problem, place: int) -> bool:
    """Whether the place counts credits."""
    return problem.places[place].measure is Measure.CREDITS


def covers(row: Row, problem: Problem) -> bool:
    """Whether it does not matter to the row where a unit of its counts."""
    return all(row.places >> index & 1 or not place.eligible & row.units for index, place in enumerate(problem.places))


def places_of(problem: Problem) -> dict[int, list[int]]:
    """Per unit all places where it may count."""
    found: dict[int, list[int]] = {}
    for index, place in enumerate(problem.places):
        for unit in bits(place.eligible):
            found.setdefault(unit, []).append(index)
    return found
