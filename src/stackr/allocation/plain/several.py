"""Several ways through the choices of one award, settled one by one: the best of all is the best of its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stackr.allocation.plain.direct import Direct, Wanted
from stackr.allocation.problem import Problem
from stackr.allocation.sums.options import Position


@dataclass(slots=True)
class _Best:
    """A way that has the greatest p so far, and an allocation of that p, if one was found that keeps the rows."""

    way: Problem
    found: list[Position] | None


class Several:
    """The ways (`ways.py`) of one problem, within one budget of steps. `used`: the steps they took."""

    def __init__(self, ways: Sequence[Problem], limit: int) -> None:
        self.ways, self.limit, self.used = ways, limit, 0
        self.p = Fraction(-1)
        """The greatest p, rows aside, once that is found."""

    def greatest(self, wanted: Wanted) -> tuple[list[Position] | None, Fraction]:
        """What `Direct.greatest` says of the best way: an allocation, and the greatest p, rows aside."""
        best = self._best(wanted)
        return next((each.found for each in best if each.found is not None), None), self.p

    def run(self) -> list[Position] | None:
        """The canonical optimum: of those of the best ways, the one that stands first; None if one of them can't tell."""
        each: list[list[Position]] = []
        for best in self._best(not_wanted):
            direct = Direct(best.way, self.limit - self.used)
            found = direct.run()
            self.used += direct.used
            if found is None:
                return None
            each.append(found)
        return max(each, key=lambda found: form_of(self.ways[0], found))

    def certain(self) -> tuple[Fraction, set[tuple[int, int]]]:
        """The greatest p, rows aside, and what is certain in every way that has it."""
        sure = [Direct(each.way, self.limit - self.used).certain()[1] for each in self._best(not_wanted)]
        return self.p, set.intersection(*sure)

    def _best(self, wanted: Wanted) -> list[_Best]:
        """The ways that have the greatest p, rows aside; looked for where it may be greatest first."""
        best = list[_Best]()
        for bound, way, direct in self._ranked():
            if bound < self.p:
                break
            direct.limit -= self.used
            found, here = direct.greatest(lambda p: p >= self.p and wanted(p))
            self.used += direct.used
            if here > self.p:
                self.p, best = here, []
            if here == self.p:
                best.append(_Best(way, found))
        return best

    def _ranked(self) -> Iterator[tuple[Fraction, Problem, Direct]]:
        """(what its p is at most, the way, not yet begun), the greatest first."""
        each = [(direct.at_most(), way, direct) for way in self.ways for direct in (Direct(way, self.limit),)]
        yield from sorted(each, key=lambda item: -item[0])


def not_wanted(most: Fraction) -> bool:
    """No allocation is wanted, but how good the best one is."""
    return False


def form_of(problem: Problem, found: list[Position]) -> tuple[int, list[int], list[int]]:
    """Objective (4) and (5) of an allocation, greatest is best (as `reference.py` has them; one layer, nothing shared)."""
    units, places = problem.units, range(len(problem.places))
    split = sum(len(position) > 1 for position in found)
    counted = [
        sum(position.values()) if unit.credits else len(position) for unit, position in zip(units, found, strict=True)
    ]
    where = [
        int(place in position) if not unit.credits else position.get(place, 0)
        for unit, position in zip(units, found, strict=True)
        for place in places
    ]
    return -split, [-amount for amount in reversed(counted)], where
