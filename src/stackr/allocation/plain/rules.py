"""Rows that a part keeps, floors and ceilings, packed side by side in one integer as the bounds of places are.

A field has a guard bit on top that is set as long as the row can still be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from stackr.allocation.nodes import Measure
from stackr.allocation.plain.reading import Plain
from stackr.allocation.plain.rows import Row

Placed: TypeAlias = tuple[tuple[int, int], ...]
"""Where a unit counts: (place, amount) pairs; empty: nowhere."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row to keep: at least, or at most."""

    row: Row
    least: bool

    def given(self, plain: Plain, unit: int, place: int, amount: int) -> int:
        """What a unit adds to the row with this amount at this place."""
        row = self.row
        if not (row.units >> unit & 1 and row.places >> place & 1):
            return 0
        if row.measure is None:
            return 1
        return plain.problem.units[unit].items if row.measure is Measure.ITEMS else amount


class PackedRules:
    """`now`: how far each row is from broken while nothing is decided; `guard`: the guard bits. `splits`: how many units may
    be cut in two, a row of its own where any may."""

    def __init__(
        self,
        plain: Plain,
        units: Sequence[int],
        fits: dict[int, list[int]],
        credits: dict[int, int],
        rules: Sequence[Rule],
        splits: int,
    ) -> None:
        self.plain = plain
        self.now = self.guard = self.split = 0
        self.lost: dict[int, int] = dict.fromkeys(units, 0)
        """What the floors lose as soon as a unit is decided, if it gives them nothing."""
        self.at: list[tuple[Rule, int]] = []
        at = 0
        for rule in rules:
            total = 0
            for unit in units:
                most = max(rule.given(plain, unit, place, credits[unit]) for place in fits[unit])
                total += most
                if rule.least:
                    self.lost[unit] += most << at
            self.at.append((rule, at))
            start = total - rule.row.amount if rule.least else rule.row.amount
            at = self._field(start, at, (total + rule.row.amount + 1).bit_length() + 1)
        if splits > 0:
            self.split = 1 << at
            self._field(splits, at, (splits + 2).bit_length())

    def _field(self, start: int, at: int, width: int) -> int:
        """Where the next field begins."""
        self.now += (start << at) + (1 << (at + width))
        self.guard |= 1 << (at + width)
        return at + width + 1

    def moved(self, unit: int, placed: Placed) -> int:
        """How the rows move if the unit counts so."""
        if not self.guard:
            return 0
        moved = -self.lost[unit]
        for rule, at in self.at:
            if rule.row.units >> unit & 1:
                given = [rule.given(self.plain, unit, place, amount) for place, amount in placed]
                if any(given):
                    total = sum(given) if rule.row.measure is Measure.CREDITS else max(given)
                    moved += total << at if rule.least else -(total << at)
        return moved - self.split * (len(placed) > 1)
