"""The objective part by part: each is as small as the linear program says, until whole units can't follow.

What the program says of a part is a bound for whole units as well. So all parts are brought to what it says, one after
another; if an allocation is in what is left open then, nothing is better. If none is, the first part that whole units can't
bring there is looked for by halving, it gets its next value, and so on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.linear.face import Face, Kept, Nothing, Point
from stackr.allocation.linear.referring import Referring
from stackr.allocation.linear.tableau import Tableau
from stackr.allocation.linear.whole import Search, Unsure


@dataclass(frozen=True, slots=True)
class Level:
    """A sum of columns to be made small, which is `offset` and a multiple of `grain`.

    `loose`: its columns may be greater than what they stand for, so that only being at most so much says something.
    `splits`: it is how many units are cut in two.
    """

    costs: Mapping[int, int]
    grain: Fraction
    offset: int = 0
    loose: bool = False
    splits: bool = False

    def least(self, face: Face) -> Fraction:
        """The least that the program allows, rounded up to what may be."""
        return self._rounded(face.tableau.least(self.costs).value)

    def narrow(self, face: Face) -> bool:
        """Keep the face to that; whether anything of it is left."""
        least = face.tableau.least(self.costs)
        value = self._rounded(least.value)
        self._keep(face, value)
        face.tableau.at_most(least, value)
        return value == least.value or self.loose or self._exactly(face.tableau, value)

    def next(self, face: Face, value: Fraction) -> Fraction | None:
        """Keep the face to the least above a value that can't be: which that is; None if nothing is above."""
        tableau = face.tableau
        if self.loose:
            found = value + self.grain
            tableau.at_most(tableau.least(self.costs), found)
        else:
            if not self._from(tableau, value + self.grain):
                return None
            least = tableau.least(self.costs)
            found = self._rounded(least.value)
            tableau.at_most(least, found)
            if not self._exactly(tableau, found):
                return None
        self._keep(face, found)
        return found

    def hold(self, face: Face, value: Fraction) -> None:
        """Keep the face to a value that is known to be the least there is."""
        self._keep(face, value)
        face.tableau.at_most(face.tableau.least(self.costs), value)
        if not self.loose:
            self._exactly(face.tableau, value)

    def _keep(self, face: Face, value: Fraction) -> None:
        face.kept = (*face.kept, Kept(self.costs, value, not self.loose))
        if self.splits:
            face.splits = int(value)

    def _rounded(self, value: Fraction) -> Fraction:
        return self.offset - (self.offset - value) // self.grain * self.grain

    def _from(self, tableau: Tableau, value: Fraction) -> bool:
        """Keep the sum at `value` or more; whether it can be as great."""
        most = tableau.least({column: -cost for column, cost in self.costs.items()})
        if -most.value < value:
            return False
        tableau.at_most(most, -value)
        return True

    def _exactly(self, tableau: Tableau, value: Fraction) -> bool:
        """Keep a sum that is at most `value` at it; whether it can be as great."""
        most = tableau.least({column: -cost for column, cost in self.costs.items()})
        if most.value == -value:
            tableau.keep(most)
        return most.value == -value

    def idle(self, face: Face) -> bool:
        """Whether all its columns are 0 and cost something: then they are struck without further ado."""
        tableau = face.tableau
        if self.splits:
            return False
        for column, cost in self.costs.items():
            if column not in tableau.struck and (cost < 0 or column in tableau.row_of or tableau.turned[column]):
                return False
        return tableau.shut(self.costs)


def settle(search: Search, face: Face, levels: Sequence[Level]) -> tuple[Face, Point]:
    """What is left open once every part is as small as the parts before it allow, and an allocation in it. Raises `Nothing`
    where there was none in `face` to begin with."""
    start = 0
    while True:
        if not search.tell(face):
            raise Nothing
        trail = brought(face, levels, start)
        last = trail[-1][1]
        try:
            if last is not None and (point := search.find(last)) is not None:
                return last, point
            face, at = _broken(search, trail)
            face, _ = raised(search, face, levels[at])
        except Unsure as unsure:
            return _referred(search, unsure.referring, face, last, levels[start:])
        start = at + 1


def brought(face: Face, levels: Sequence[Level], start: int) -> list[tuple[int, Face | None]]:
    """The face, and after each part that changes it: (how many parts are done, what is left; None if nothing is)."""
    trail: list[tuple[int, Face | None]] = [(start, face)]
    now = face.copy()
    for at in range(start, len(levels)):
        open_ = len(now.tableau.struck)
        idle = levels[at].idle(now)
        if not idle and not levels[at].narrow(now):
            trail.append((at + 1, None))
            break
        if not idle or len(now.tableau.struck) > open_:
            trail.append((at + 1, now.copy()))
    return trail


def _referred(
    search: Search, referring: Referring, face: Face, last: Face | None, levels: Sequence[Level]
) -> tuple[Face, Point]:
    """The same where the search gave up: often there is an allocation at the end of all parts, `last`, and one question tells."""
    if last is not None and (point := referring.glance(last)) is not None:
        return last, point
    return by_turns(search, referring, face, levels)


def by_turns(search: Search, referring: Referring, face: Face, levels: Sequence[Level]) -> tuple[Face, Point]:
    """The same part by part, from one allocation to the next: CP-SAT is asked where the one at hand is not as the program would have it."""
    point = referring.find(face)
    if point is None:
        raise Nothing
    for level in levels:
        now = Fraction(len(search.cut_in_two(point)) if level.splits else search.reached(point, level.costs))
        if now > level.least(face):
            with suppress(Nothing):
                now, point = referring.least(face, None if level.splits else level.costs, below=now)
        level.hold(face, now)
    return face, point


def _broken(search: Search, trail: Sequence[tuple[int, Face | None]]) -> tuple[Face, int]:
    """Of a trail whose end holds no allocation: the last face that holds one, and the part that comes next."""
    low, high, sure = 0, len(trail) - 1, False
    while high - low > 1:
        middle = (low + high) // 2
        face = trail[middle][1]
        assert face is not None
        if search.find(face) is None:
            high = middle
        else:
            low, sure = middle, True
    face = trail[low][1]
    assert face is not None
    if not sure and search.find(face) is None:
        raise Nothing
    return face, trail[high][0] - 1


def raised(search: Search, face: Face, level: Level) -> tuple[Face, Fraction]:
    """The face with a part at the least value for which there is an allocation, which the program does not tell: and the value."""
    value: Fraction | None = level.least(face)
    while value is not None:
        other = face.copy()
        value = level.next(other, value)
        if value is not None and search.find(other) is not None:
            return other, value
    raise AssertionError("an allocation that was there is gone")
