"""Rows of a linear program in whole numbers, and how columns change places in them.

A row says factor × basic + Σ coefficient × column = amount, all other columns being 0: below its `most` a column counts from 0,
a *turned* one counts down from it. Rows have no common divisor, so numbers stay small; there is nothing to round.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd

from stackr.allocation.branching.pool import Steps


class Rows:
    """See the module. No amount of a row is ever below 0. Columns that are *struck* stay where they are, and are in no row."""

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

    def column(self, most: int | None = None) -> int:
        """A number from 0 to `most`."""
        self.most.append(most)
        self.turned.append(False)
        return len(self.most) - 1

    def row(self, terms: Mapping[int, int], amount: int) -> int:
        """Terms + slack = amount: the slack, a column of its own. The terms may only name columns that are 0 now."""
        slack = self.column()
        self.append({column: factor for column, factor in terms.items() if factor}, 1, amount, slack)
        self.shorten(len(self.rows) - 1)
        return slack

    def append(self, terms: dict[int, int], factor: int, amount: int, basic: int) -> None:
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

    def strike(self, columns: Iterable[int]) -> None:
        gone = set(columns)
        self.struck |= gone
        for row in self.rows:
            for column in gone & row.keys():
                del row[column]

    # columns that change places

    def turn(self, column: int) -> None:
        """Count a column that is 0 from its other end."""
        most = self.most[column] or 0
        self.turned[column] = not self.turned[column]
        for at, row in enumerate(self.rows):
            each = row.get(column)
            if each:
                self.amount[at] -= each * most
                row[column] = -each

    def turn_basic(self, at: int) -> None:
        column = self.basic[at]
        self.turned[column] = not self.turned[column]
        row = self.rows[at]
        for other in row:
            row[other] = -row[other]
        self.amount[at] = self.factor[at] * (self.most[column] or 0) - self.amount[at]

    def pivot(self, at: int, column: int, touched: Iterable[int]) -> None:
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
            self.shorten(at)
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
            add(terms, items, -each)
            amounts[index] -= each * amount
            if factors[index] != 1:
                self.shorten(index)

    def shorten(self, at: int) -> None:
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


def add(row: dict[int, int], items: Iterable[tuple[int, int]], times: int) -> None:
    """Add so many times what `items` say."""
    get = row.get
    for column, each in items:
        total = get(column, 0) + times * each
        if total:
            row[column] = total
        else:
            del row[column]
