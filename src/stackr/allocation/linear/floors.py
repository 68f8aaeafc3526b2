"""Floors that allocations of the greatest p may miss: whether they can be kept, and then that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from stackr.allocation.linear.face import Face, Kept, Point
from stackr.allocation.linear.program import Program
from stackr.allocation.nodes import Measure
from stackr.allocation.plain.rows import NotPlain, Row


class Floors:
    """Floors to which it does not matter where their units count. `free`: per unit a place of no row that it matters to."""

    def __init__(self, program: Program, rows: Sequence[Row], free: Mapping[int, int]) -> None:
        self.program, self.rows, self.free = program, rows, free
        self.kept: list[Row] = []
        """Those that allocations do not keep by themselves."""
        self.missed: list[Row] = []
        """Those that no allocation of the greatest p can keep."""

    def forget(self) -> None:
        """The greatest p is another one."""
        self.kept, self.missed = [], []

    def narrow(self, face: Face) -> Face:
        """The same with the floors that are to be kept."""
        face = face.copy()
        for row in self.kept:
            terms = self._falling(row)
            most = face.tableau.least(terms)
            if -most.value < row.amount:
                raise NotPlain  # each by itself can be kept
            face.tableau.at_most(most, -row.amount)
            face.kept = (*face.kept, Kept(terms, Fraction(-row.amount), False))
        return face

    def wanted(self, face: Face, point: Point) -> bool:
        """Whether an allocation misses floors that some allocation in the face keeps: those are to be kept from now on.

        Raises `NotPlain` where the program does not know all the places of units that no place needs.
        """
        short = [row for row in self.rows if row not in self.missed and self._sum(row, point) < row.amount]
        if short and self.program.plain.closed:
            raise NotPlain
        missed = [row for row in short if -face.copy().tableau.least(self._falling(row)).value < row.amount]
        kept = [row for row in short if row not in missed]
        self.missed += missed
        self.kept += kept
        if kept and not self.program.asked.beyond <= self.free.keys():
            raise NotPlain
        return bool(kept)

    def _falling(self, row: Row) -> dict[int, int]:
        """A row as a sum to be made small, so that it becomes great."""
        return {column: -each for column, each in self.program.terms(row).items()}

    def _sum(self, row: Row, point: Point) -> int:
        if row.measure is Measure.ITEMS:
            return sum(self.program.problem.units[unit].items for unit in point if row.units >> unit & 1)
        return sum(sum(self.program.amounts(unit, at).values()) for unit, at in point.items() if row.units >> unit & 1)
