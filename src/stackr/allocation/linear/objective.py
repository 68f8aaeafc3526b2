"""One plain problem without open choices by its linear program: the greatest p, and the canonical optimum."""

from __future__ import annotations

from fractions import Fraction

from stackr.allocation.branching.pool import Steps
from stackr.allocation.cpsat.solving import EFFORT_PER_STEP, available
from stackr.allocation.linear.face import Face, Kept, Nothing, Point
from stackr.allocation.linear.floors import Floors
from stackr.allocation.linear.levels import Level, raised, settle
from stackr.allocation.linear.program import BEYOND, Asked, Program, covers, places_of
from stackr.allocation.linear.referring import Referring
from stackr.allocation.linear.trying import first_try
from stackr.allocation.linear.whole import Search, Unsure
from stackr.allocation.plain.reading import plain
from stackr.allocation.plain.rows import NotPlain
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position

LINEAR = 3_000
"""Steps: pivots of the program, and allocations that were looked for in it."""


class Linear:
    """See the module. `p`: the greatest, once that is found; before, what it is at most as far as the program tells."""

    def __init__(self, problem: Problem, limit: int) -> None:
        self.problem, self.steps = problem, Steps(min(limit, LINEAR))
        self.plain = plain(problem)
        self.everywhere = places_of(problem)
        self.cut = frozenset(
            unit for unit in self.everywhere if (u := problem.units[unit]).divisible and u.credits > problem.step
        )
        rows = [row for row in self.plain.floors if covers(row, problem)]
        if self.plain.wides and self.plain.closed:
            raise NotPlain
        self.program = Program(self.plain, self._asked(wanting=bool(rows)), self.steps)
        self.tied = [row for row in self.program.asked.ceilings if not covers(row, problem)]
        """The rows to which it matters where units count."""
        self.free = {unit: at for unit in self.everywhere if (at := self._free(unit)) is not None}
        self.floors = Floors(self.program, rows, self.free)
        self.limit = limit
        self.search = Search(self.program, self._referring(self.program))
        self.level = Level(self.program.cost, Fraction(self.program.common or 1), self.program.most, loose=True)
        self.start = Face(self.program.tableau)
        self.start.tableau.least(dict.fromkeys(first_try(self.program), -1))
        self.face = self.start.copy()
        """What the greatest p leaves open, as far as it is known."""
        self.short = self.level.least(self.face)
        self.level.narrow(self.face)

    def _referring(self, program: Program) -> Referring | None:
        """CP-SAT, if it is installed and so much work is wanted."""
        effort = (self.limit - LINEAR) * EFFORT_PER_STEP
        return Referring(program, effort) if effort > 0 and available() else None

    def _asked(self, *, wanting: bool) -> Asked:
        """Everything: each unit where it helps, and where a floor may want it, if there are any."""
        wide = 0
        for each in self.plain.wides:
            wide |= each.row.places
        fits, beyond = {}, set()
        for unit, places in self.everywhere.items():
            helps = self.plain.fits.get(unit, ())
            here = [place for place in places if place in helps or wide >> place & 1]
            if wanting and any(not wide >> place & 1 for place in places):
                beyond.add(unit)
            if here or unit in beyond:
                fits[unit] = here
        credits = {unit: self.problem.units[unit].credits for unit in fits}
        rows = (*self.plain.ceilings, *(tie for tie in self.plain.ties if tie not in self.plain.soft))
        return Asked(fits, credits, self.cut, rows, frozenset(beyond))

    def _free(self, unit: int) -> int | None:
        """The first place where a unit may count without a row that it matters to."""
        shut = 0
        for row in self.tied:
            shut |= row.places if row.units >> unit & 1 else 0
        return next((place for place in self.everywhere[unit] if not shut >> place & 1), None)

    # what is asked

    def greatest(self) -> list[Position]:
        """An allocation of the greatest p."""
        try:
            while (point := self.search.find(self.face)) is None:
                self._lower()
        except Unsure as unsure:
            self.short, point = unsure.referring.least(self.start, self.level.costs)
            self.face = self.start.copy()
            self.level.hold(self.face, self.short)
        return self._positions(point)

    def run(self) -> list[Position]:
        """The canonical optimum, as far as checks other than floors do not matter."""
        program = self.program
        levels = [Level(dict.fromkeys(program.splits.values(), 1), Fraction(1), loose=True, splits=True)]
        levels += [Level(program.amount(unit), program.grain_of(unit)) for unit in sorted(program.units, reverse=True)]
        while True:
            try:
                left, point = settle(self.search, self.floors.narrow(self.face), levels)
            except Nothing:
                self._lower()
                continue
            if not self.floors.wanted(self.face, point):
                return self._placed(left, point)

    def _lower(self) -> None:
        """What the next smaller p leaves open, as there is no allocation of the greater."""
        self.floors.forget()
        try:
            if self.search.find(self.face) is not None:
                raise NotPlain  # not all floors can be kept that can be kept one by one
            self.face, self.short = raised(self.search, self.start, self.level)
        except Unsure as unsure:
            short, _ = unsure.referring.least(self.start, self.level.costs)
            if short == self.short:
                raise NotPlain from None
            self.short, self.face = short, self.start.copy()
            self.level.hold(self.face, short)

    @property
    def p(self) -> Fraction:
        return Fraction(self.plain.const + self.program.most - int(self.short), self.plain.whole)

    # where it counts

    def _positions(self, point: Point) -> list[Position]:
        """Where each unit counts; what is of no use, wherever it may."""
        found: list[Position] = [{} for _ in self.problem.units]
        for unit, at in point.items():
            here = self.program.amounts(unit, at)
            if BEYOND in here:
                beyond = here.pop(BEYOND)
                place = self.free.get(unit, self.everywhere[unit][0])
                here[place] = here.get(place, 0) + beyond
            found[unit] = here
        return found

    def _placed(self, face: Face, point: Point) -> list[Position]:
        """(5b): the amounts being known, earliest units at the first places."""
        amounts = {unit: sum(self.program.amounts(unit, at).values()) for unit, at in sorted(point.items())}
        fits = {unit: self._left(face, unit) for unit in amounts}
        splits = face.splits or 0
        program = Program(
            self.plain,
            Asked(fits, amounts, self._split(amounts, fits, splits), tuple(self.tied), full=True),
            self.steps,
        )
        tableau = program.tableau
        known = [program.units[unit].at.get(place, -1) for unit, at in point.items() for place in at]
        tableau.least({column: -1 for column in known if column >= 0})  # from where all count, it is near
        everything = tableau.least({columns.out: 1 for columns in program.units.values()})
        assert not everything.amount, "what counts has no place"
        tableau.keep(everything)
        short = self.short - (self.program.most - program.most)
        tableau.at_most(tableau.least(program.cost), short)
        tableau.at_most(tableau.least(dict.fromkeys(program.splits.values(), 1)), splits)
        face = Face(tableau, splits, (Kept(program.cost, short, False),))
        firsts = [
            Level({column: -1}, program.grain_of(unit))
            for unit, columns in program.units.items()
            for _, column in sorted(columns.at.items())
        ]
        _, point = settle(Search(program, self._referring(program)), face, firsts)
        found: list[Position] = [{} for _ in self.problem.units]
        for unit, at in point.items():
            found[unit] = program.amounts(unit, at)
        return found

    def _left(self, face: Face, unit: int) -> list[int]:
        """Where a unit may still count."""
        columns, tableau = self.program.units[unit].at, face.tableau
        open_ = {place for place, column in columns.items() if column not in tableau.struck or tableau.value(column)}
        if BEYOND not in open_:
            return sorted(open_)
        everywhere = self.everywhere[unit]
        return everywhere if unit in self.cut else [p for p in everywhere if p in open_ or p not in columns]

    def _split(self, amounts: dict[int, int], fits: dict[int, list[int]], splits: int) -> frozenset[int]:
        """The units that may be cut in two, where so many are."""
        if not splits:
            return frozenset()
        cut = [unit for unit in amounts if unit in self.cut and len(fits[unit]) > 1]
        if self.floors.kept:
            return frozenset(cut)
        must = frozenset(
            unit for unit in cut if amounts[unit] > max(self.program.useful(unit, place) for place in fits[unit])
        )
        return must if len(must) == splits else frozenset(cut)
