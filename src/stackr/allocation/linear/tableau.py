"""An exact simplex: one linear program in whole numbers, whose sums are made small one after another.

A row says factor × basic + Σ coefficient × column = amount, all other columns being 0: below its `most` a column counts from 0,
a *turned* one counts down from it. Rows have no common divisor, so numbers stay small; there is nothing to round.
What costs something where a sum is at its least is *struck*: it stays at 0 from then on, and the program shrinks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from stackr.allocation.branching.pool import Steps

PATIENCE = 60
"""Pivots without progress after which columns are taken in their order, which ends in any case (Bland's rule)."""
WIDE = 32
"""Numbers of so many bits count for another step each time."""
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


class Tableau:
    """See the module. No amount of a row is ever below 0."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self.rows: list[dict[int, int]] = []
        self.factor: list[int] = []
        self.amount: list[int] = []
        self.basic: list[int] = []
        self.row_of: dict[int, int] = {}
        self.most: list[int | None] = []
        self.turned: list[bool] = []
        self.struck: set[int] = set()

    def copy(self) -> Tableau:
        """The same, to go on from here in another way."""
        other = Tableau(self.steps)
        other.rows = [row.copy() for row in self.rows]
        other.factor, other.amount, other.basic = self.factor[:], self.amount[:], self.basic[:]
        other.row_of, other.most, other.turned = self.row_of.copy(), self.most[:], self.turned[:]
        other.struck = self.struck.copy()
        return other

    # what it consists of

    def column(self, most: int | None = None) -> int:
        """A number from 0 to `most`."""
        self.most.append(most)
        self.turned.append(False)
        return len(self.most) - 1

    def row(self, terms: Mapping[int, int], amount: int) -> int:
        """Terms + slack = amount: the slack, a column of its own. The terms may only name columns that are 0 now."""
        slack = self.column()
        self._append({column: factor for column, factor in terms.items() if factor}, 1, amount, slack)
        self._shorten(len(self.rows) - 1)
        return slack

    def _append(self, terms: dict[int, int], factor: int, amount: int, basic: int) -> None:
        self.row_of[basic] = len(self.rows)
        self.rows.append(terms)
        self.factor.append(factor)
        self.amount.append(amount)
        self.basic.append(basic)

    def value(self, column: int) -> int | Fraction:
        """What a column comes to now."""
        row = self.row_of.get(column)
        found: int | Fraction = 0
        if row is not None:
            amount, factor = self.amount[row], self.factor[row]
            found = Fraction(amount, factor) if amount % factor else amount // factor
        return (self.most[column] or 0) - found if self.turned[column] else found

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
                _add(asked, self.rows[row].items(), each)
            elif column not in self.struck:
                _add(asked, ((column, 1),), -each)
        self._append(asked, factor, amount, SUM)
        self._shorten(len(self.rows) - 1)

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
        self.steps.take(1 + self.factor[chosen].bit_length() // WIDE)
        if chosen < 0:
            self._turn(column)
        else:
            if above:
                self._turn_basic(chosen)
            self._pivot(chosen, column, touched)
        return far > 0

    def _turn(self, column: int) -> None:
        """Count a column that is 0 from its other end."""
        most = self.most[column] or 0
        self.turned[column] = not self.turned[column]
        for at, row in enumerate(self.rows):
            each = row.get(column)
            if each:
                self.amount[at] -= each * most
                row[column] = -each

    def _turn_basic(self, at: int) -> None:
        column = self.basic[at]
        self.turned[column] = not self.turned[column]
        row = self.rows[at]
        for other in row:
            row[other] = -row[other]
        self.amount[at] = self.factor[at] * (self.most[column] or 0) - self.amount[at]

    def _pivot(self, at: int, column: int, touched: Iterable[int]) -> None:
        """Let a column take the place of the basic one of a row. `touched`: the rows that have it."""
        rows, factors, amounts = self.rows, self.factor, self.amount
        row = rows[at]
        factor = row.pop(column)
        row[self.basic[at]] = factors[at]
        if factor < 0:
            factor = -factor
            for other in row:
                row[other] = -row[other]
            amounts[at] = -amounts[at]
        factors[at] = factor
        if factor != 1:
            self._shorten(at)
            factor = factors[at]
        del self.row_of[self.basic[at]]
        self.basic[at], self.row_of[column] = column, at
        items, amount = row.items(), amounts[at]
        for index in touched:
            if index == at:
                continue
            terms = rows[index]
            each = terms.pop(column)
            if factor != 1:
                common = gcd(factor, each)
                by, each = factor // common, each // common
                if by != 1:
                    for name in terms:
                        terms[name] *= by
                    factors[index] *= by
                    amounts[index] *= by
            _add(terms, items, -each)
            amounts[index] -= each * amount
            if factors[index] != 1:
                self._shorten(index)

    def _shorten(self, at: int) -> None:
        """Divide a row by what divides all of it."""
        common = gcd(self.factor[at], self.amount[at])
        if common == 1:
            return
        row = self.rows[at]
        common = gcd(common, *row.values())
        if common > 1:
            for column in row:
                row[column] //= common
            self.factor[at] //= common
            self.amount[at] //= common

    # keeping to what was found

    def keep(self, least: Least) -> None:
        """From now on the sum stays at its least: what costs something is struck."""
        self._strike(column for column, cost in least.costs.items() if cost)

    def _strike(self, columns: Iterable[int]) -> None:
        gone = set(columns)
        self.struck |= gone
        for row in self.rows:
            for column in gone & row.keys():
                del row[column]

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
                self._strike((column,))
            else:
                least = self.least({column: 1})
                if least.amount:
                    return False
                self.keep(least)
        return True


def _add(row: dict[int, int], items: Iterable[tuple[int, int]], times: int) -> None:
    """Add so many times what `items` say."""
    get = row.get
    for column, each in items:
        total = get(column, 0) + times * each
        if total:
            row[column] = total
        else:
            del row[column]
