"""An exact simplex: one linear program in whole numbers, whose sums are made small one after another.

What costs something where a sum is at its least is struck: it stays at 0 from then on, and the program shrinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from stackr.allocation.linear.rows import Rows, add

PATIENCE = 60
"""Pivots without progress after which columns are taken in their order, which ends in any case (Bland's rule)."""
TALL, WIDE = 200, 32
"""A pivot counts for another step with so many rows, and with numbers of so many bits."""
SUM = -1
"""The column that a row for the sum to be made small has as its basic one."""


@dataclass(frozen=True, slots=True)
class Least:
    """A sum at its least: factor × sum = amount + Σ costs × columns, no cost below 0."""

    costs: dict[int, int]
    factor: int
    amount: int

    @property
    def value(self) -> Fraction:
        return Fraction(self.amount, self.factor)


class Tableau(Rows):
    """See the module."""

    def copy(self) -> Tableau:
        """The same, to go on from here in another way."""
        other = Tableau(self.steps)
        other.rows = [row.copy() for row in self.rows]
        other.factor, other.amount, other.basic = self.factor[:], self.amount[:], self.basic[:]
        other.row_of, other.most, other.turned = self.row_of.copy(), self.most[:], self.turned[:]
        other.struck = self.struck.copy()
        return other

    # making a sum small

    def least(self, costs: Mapping[int, int]) -> Least:
        """Make the sum of cost × column as small as it can be."""
        self._ask(costs)
        rows, still = self.rows, 0
        while True:
            column = self._entering(rows[-1], careful=still > PATIENCE)
            if column is None:
                break
            moved = self._enter(column, careful=still > PATIENCE)
            still = 0 if moved else still + 1
        asked, factor, amount = rows.pop(), self.factor.pop(), self.amount.pop()
        del self.row_of[self.basic.pop()]
        return Least({column: -each for column, each in asked.items()}, factor, amount)

    def _ask(self, costs: Mapping[int, int]) -> None:
        """The sum as a row: what its basic columns are made of is put in their place."""
        factor = 1
        for column in costs:
            row = self.row_of.get(column)
            if row is not None and self.factor[row] != 1:
                factor = factor * self.factor[row] // gcd(factor, self.factor[row])
        asked: dict[int, int] = {}
        amount = 0
        for column, cost in costs.items():
            if not cost:
                continue
            each = cost * factor
            if self.turned[column]:
                amount += each * (self.most[column] or 0)
                each = -each
            row = self.row_of.get(column)
            if row is not None:
                each //= self.factor[row]
                amount += each * self.amount[row]
                add(asked, self.rows[row].items(), each)
            elif column not in self.struck:
                add(asked, ((column, 1),), -each)
        self.append(asked, factor, amount, SUM)
        self.shorten(len(self.rows) - 1)

    def _entering(self, asked: Mapping[int, int], *, careful: bool) -> int | None:
        """A column that makes the sum smaller: where each piece of it saves most."""
        if careful:
            return min((column for column, saved in asked.items() if saved > 0), default=None)
        best, found = 0, None
        for column, saved in asked.items():
            if saved > best:
                best, found = saved, column
        return found

    def _enter(self, column: int, *, careful: bool) -> bool:
        """Raise a column from 0 as far as rows and its own `most` allow; whether that is any further."""
        most, basic, rows, amounts = self.most, self.basic, self.rows, self.amount
        far, by, chosen, above, size = most[column], 1, -1, False, 0
        touched = [at for at, row in enumerate(rows) if column in row]
        for at in touched:
            each = rows[at][column]
            if basic[at] == SUM:
                continue
            if each > 0:
                room = amounts[at]
            else:
                limit = most[basic[at]]
                if limit is None:
                    continue
                room, each = self.factor[at] * limit - amounts[at], -each
            if far is None or room * by <= far * each:
                mine = -basic[at] if careful else -len(rows[at])
                if far is None or room * by < far * each or (chosen >= 0 and mine > size):
                    far, by, chosen, above, size = room, each, at, rows[at][column] < 0, mine
        if far is None:
            raise AssertionError("a sum without an end")
        self.steps.take(1 + len(rows) // TALL + self.factor[chosen].bit_length() // WIDE)
        if chosen < 0:
            self.turn(column)
        else:
            if above:
                self.turn_basic(chosen)
            self.pivot(chosen, column, touched)
        return far > 0

    # keeping to what was found

    def keep(self, least: Least) -> None:
        """From now on the sum stays at its least: what costs something is struck."""
        self.strike(column for column, cost in least.costs.items() if cost)

    def at_most(self, least: Least, value: Fraction | int) -> None:
        """From now on the sum is at most `value`, which is not below its least."""
        if value == least.value:
            self.keep(least)
            return
        room = value * least.factor - least.amount
        by = room.denominator
        self.row({column: cost * by for column, cost in least.costs.items() if cost}, int(room * by))

    def at_least(self, terms: Mapping[int, int], value: int) -> bool:
        """From now on the sum of the terms is `value` or more; whether it can be."""
        self._ask(terms)
        asked, factor, amount = self.rows.pop(), self.factor.pop(), self.amount.pop()
        del self.row_of[self.basic.pop()]
        missing = value * factor - amount
        if missing <= 0:
            self.row(asked, -missing)
            return True
        over = self.column()
        short = self.row({**{column: -each for column, each in asked.items()}, over: -1}, missing)
        least = self.least({short: 1})
        self.keep(least)
        return not least.amount

    def shut(self, columns: Iterable[int]) -> bool:
        """Keep these columns at 0; whether that can be."""
        for column in columns:
            if column in self.struck:
                if self.value(column):
                    return False
            elif column not in self.row_of and not self.turned[column]:
                self.strike((column,))
            else:
                least = self.least({column: 1})
                if least.amount:
                    return False
                self.keep(least)
        return True
