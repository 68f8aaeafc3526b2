"""Allocations in what a linear program leaves open: each unit that is whole at one place, of the others no more cut than may be.

The program's own answer is looked at first. What is by halves in it is decided one way and the other: small units first, for
where those stand together tells where the large ones go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from stackr.allocation.branching.pool import OutOfSteps
from stackr.allocation.linear.face import Face, Point
from stackr.allocation.linear.program import BEYOND, Need, Program
from stackr.allocation.linear.referring import Referring
from stackr.allocation.linear.tableau import Tableau

LOCAL = 120
"""Steps for one allocation before CP-SAT is asked for it."""


class Unsure(Exception):
    """The search gave up: `referring` can tell."""

    def __init__(self, referring: Referring) -> None:
        super().__init__("CP-SAT is to be asked")
        self.referring = referring


class Search:
    """Finds an allocation in a face, if there is one."""

    def __init__(self, program: Program, referring: Referring | None = None) -> None:
        self.program, self.referring = program, referring
        self.cut = program.asked.cut
        self.told: dict[tuple[int, frozenset[int]], dict[int, int]] = {}
        """Rows that every allocation keeps, though not what the program does by halves: at least so much of the terms."""
        self.name = {c: (unit, place) for unit, columns in program.units.items() for place, c in columns.at.items()}

    def find(self, face: Face) -> Point | None:
        """An allocation; None if there is none. Raises `Unsure` after some steps, where CP-SAT can be asked."""
        steps, referring = face.tableau.steps, self.referring
        limit = steps.limit
        if referring is not None:
            steps.limit = min(limit, steps.used + LOCAL)
        try:
            return self._find(face.copy(), frozenset())
        except OutOfSteps:
            if referring is None or steps.used > limit:
                raise
            raise Unsure(referring) from None
        finally:
            steps.limit = limit

    def _find(self, face: Face, split: frozenset[int]) -> Point | None:
        """`split`: units that are known to be cut in two."""
        face.tableau.steps.take()
        point = self.point(face.tableau)
        half = self._half(point)
        if half is not None:
            told = self._told(face)
            if told is not None:
                return self._find(face, split) if told else None
            return self._first(self._either(face, half), split)
        if face.splits is not None:
            twice = self.cut_in_two(point)
            if len(twice) > face.splits:
                unit = min((u for u in twice if u not in split), key=lambda u: sum(point[u].values()), default=None)
                return None if unit is None else self._uncut(face, unit, point[unit], split)
        part = self._part(point)
        return point if part is None else self._first(self._rounded(face, *part), split)

    def _first(self, faces: Iterator[Face], split: frozenset[int]) -> Point | None:
        return next((found for face in faces if (found := self._find(face, split)) is not None), None)

    def point(self, tableau: Tableau) -> Point:
        """What the program says now."""
        point: Point = {}
        name = self.name
        for column in (*tableau.basic, *(column for column, turned in enumerate(tableau.turned) if turned)):
            if column in name and (value := tableau.value(column)):
                unit, place = name[column]
                point.setdefault(unit, {})[place] = value
        return point

    def reached(self, point: Point, costs: Mapping[int, int]) -> Fraction:
        """What a sum of columns comes to in an allocation."""
        return Fraction(sum(cost * self._at(point, column) for column, cost in costs.items()))

    def _at(self, point: Point, column: int) -> int | Fraction:
        unit, place = self.name[column]
        return point.get(unit, {}).get(place, 0)

    def cut_in_two(self, point: Point) -> list[int]:
        """The units that are."""
        return [unit for unit, at in point.items() if unit in self.cut and len(at) - (BEYOND in at) > 1]

    # what is not as it must be, and what can be done about it

    def _half(self, point: Point) -> int | None:
        """The column of a whole unit that is by halves somewhere: the smallest unit, where most of it is."""
        units, best, found = self.program.units, None, None
        for unit, at in point.items():
            if unit in self.cut or all(isinstance(value, int) for value in at.values()):
                continue
            place = max(at, key=lambda place: (at[place], -place))
            rank = self.program.asked.credits[unit], unit
            if best is None or rank < best:
                best, found = rank, units[unit].at[place]
        return found

    def tell(self, face: Face) -> bool:
        """Put the rows that were found into a face; whether an allocation may be left in it."""
        new = list(self.told.items())[face.told :]
        face.told = len(self.told)
        return all(face.tableau.at_least(terms, room) for (room, _), terms in new)

    def _told(self, face: Face) -> bool | None:
        """Tell the program what it does by halves; whether an allocation may be left, None if there is nothing to tell."""
        broken = [row for need in self.program.needs if (row := self._covered(face.tableau, need)) is not None]
        if not broken:
            return None
        self.told |= {(room, frozenset(terms)): terms for terms, room in broken}
        return all(face.tableau.at_least(terms, room) for terms, room in broken)

    def _covered(self, tableau: Tableau, need: Need) -> tuple[dict[int, int], int] | None:
        """Where some whole units leave room at a place, what else is there fills the room, and counts for no more than that: the row
        for the units that are there now, if it is broken."""
        room, inside = need.need, set[int]()
        values = {column: tableau.value(column) for column in need.terms}
        for column, gives in need.terms.items():
            if values[column] == 1 and column not in self.program.cut_columns and gives < room:
                room -= gives
                inside.add(column)
        if not inside:
            return None
        cut = self.program.cut_columns
        terms = {c: gives if c in cut else min(gives, room) for c, gives in need.terms.items() if c not in inside}
        terms[need.short] = 1
        reached = sum(each * values[c] for c, each in terms.items() if c != need.short) + tableau.value(need.short)
        return None if reached >= room else (terms, room)

    def _either(self, face: Face, column: int) -> Iterator[Face]:
        """The whole of it here, or nothing of it here."""
        here = face.copy()
        most = here.tableau.least({column: -1})
        if most.value == -1:
            here.tableau.keep(most)
            yield here
        if face.tableau.shut((column,)):
            yield face

    def _uncut(self, face: Face, unit: int, at: dict[int, int | Fraction], split: frozenset[int]) -> Point | None:
        """Only at the place where most of it is, or not there and not cut, or cut in two."""
        columns = self.program.units[unit].at
        place = max((place for place in at if place != BEYOND), key=lambda place: (at[place], -place))
        here = face.copy()
        if here.tableau.shut(c for p, c in columns.items() if p not in (place, BEYOND)):
            found = self._find(here, split)
            if found is not None:
                return found
        elsewhere = face.copy()
        whole = unit not in self.program.splits or elsewhere.tableau.shut((self.program.splits[unit],))
        if whole and elsewhere.tableau.shut((columns[place],)):
            found = self._find(elsewhere, split)
            if found is not None:
                return found
        if len(split) == face.splits:
            return None
        return self._find(face, split | {unit})

    def _part(self, point: Point) -> tuple[int, int | Fraction] | None:
        """A column that says a part of a step, and its value."""
        step = self.program.step
        for unit, at in point.items():
            for place, value in at.items():
                if unit in self.cut and value % step:
                    return self.program.units[unit].at[place], value
        return None

    def _rounded(self, face: Face, column: int, value: int | Fraction) -> Iterator[Face]:
        """No more than the step below, or no less than the step above."""
        step = self.program.step
        down = value // step * step
        for sign, limit in ((1, down), (-1, -down - step)):
            other = face.copy()
            least = other.tableau.least({column: sign})
            if least.value <= limit:
                other.tableau.at_most(least, limit)
                yield other
