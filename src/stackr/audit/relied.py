"""The learning on which the possible reading relies: in some allocation as good as its best, something unknown of it is needed.

A set of learning that is enough is found and made as small as can be; what else would do is looked for with one of the set read as in
the sure reading, and so on (a tree of what is left out), until nothing is left that could do or the looks are used up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from stackr.allocation.checks import Floor
from stackr.allocation.problem import Preference
from stackr.allocation.result import Standing
from stackr.allocation.search import solve
from stackr.audit.claim import Answer
from stackr.audit.either_reading import EitherReading, Fact
from stackr.audit.values import Values
from stackr.model.learning import RecognisedUnit
from stackr.requirements.compiled import Missing, Reading

LOOKS = 48
"""How many allocations are asked for, of one award."""


@dataclass(frozen=True, slots=True)
class Relied:
    """`units` count otherwise in a possible allocation than in the sure one. `open`: ids of holdings that may do as well and were not
    looked at to the end, so that the list may not be whole."""

    units: tuple[RecognisedUnit, ...] = ()
    open: frozenset[str] = frozenset()
    better: bool = False
    """Whether the possible reading stands better, be it only in a check."""

    @property
    def holdings(self) -> frozenset[str]:
        """The learning behind the units."""
        return frozenset(unit.holding.id for unit in self.units)


def relied_on(values: Values) -> Relied:
    """What the best possible allocations rely on, through any way that the `when`s may go."""
    if values.settled:
        return Relied()
    award = values.award
    best = values.claim.answer(award, Reading.POSSIBLE)
    height = _height(best.standing(award))
    known = {unit.id: unit for unit in moved(values, best)}
    if height <= _height(values.sure.standing(award)):
        return Relied(tuple(known.values()))
    open_: set[str] = set()
    for answer in values.claim.answers(Reading.POSSIBLE):
        if _height(answer.standing(award)) == height:
            looking = _Looking(values, answer, frozenset(unit.holding.id for unit in known.values()))
            known |= {unit.id: unit for unit in looking.units()}
            open_ |= looking.left
    found = Relied(tuple(known.values()), better=True)
    return replace(found, open=frozenset(open_ - found.holdings))


def _height(standing: Standing) -> tuple[Fraction, Fraction, int]:
    return standing.progress, standing.p, -len(standing.unmet)


def read(values: Values) -> set[Missing]:
    """The unknowns that the award's own clauses read."""
    award = values.qualification.award
    own = {*award.clauses, *award.needs, *award.rules, award.id}
    claim = values.claim
    lowered = (*claim.lowered(), *claim.lowered(Reading.POSSIBLE))
    return {item for side in lowered for item in side.unknowns if item.needed_by.partition("#")[0] in own}


def moved(values: Values, possible: Answer) -> list[RecognisedUnit]:
    """Units that count otherwise in a possible allocation than in the sure one."""
    sure = values.sure
    places = sure.lowered.problem.places
    before = {(sure.lowered.units[p.unit].id, places[p.place].id, p.amount * possible.lowered.scale)
              for p in sure.solution.placements}  # fmt: skip
    found = []
    for placed in possible.solution.placements:
        unit = possible.lowered.units[placed.unit]
        key = (unit.id, possible.lowered.problem.places[placed.place].id, placed.amount * sure.lowered.scale)
        if key not in before:
            found.append(unit)
    return found


class _Looking:
    """One way through the `when`s."""

    def __init__(self, values: Values, answer: Answer, known: frozenset[str]) -> None:
        self.values, self.answer, self.known = values, answer, set(known)
        self.either = EitherReading(values.sure.lowered, answer.lowered, self._beyond())
        self.target = _height(answer.standing(values.award))
        self.looks = LOOKS
        self.left: Set[str] = frozenset()
        """What was not looked at to the end."""

    def _beyond(self) -> frozenset[str]:
        """Holdings that do not count for certain and of which more is not known than what floors, ceilings and places ask."""
        sure = self.values.sure.lowered
        read_by = {(item.holding, item.needed_by) for item in read(self.values) if item.holding is not None}
        simple = {check.id for check in sure.problem.checks if isinstance(check, Floor)}
        simple |= {place.id for place in sure.problem.places} | {each.id for each in sure.problem.ceilings}
        rules = self.values.qualification.award.rules.keys() | {self.values.award}
        counted = {sure.units[placed.unit].holding.id for placed in self.values.sure.solution.placements}
        return frozenset(
            holding
            for holding, by in read_by
            if holding not in counted and by not in simple and by.partition("#")[0] in rules
        )

    @cached_property
    def _open(self) -> frozenset[Fact]:
        """What could decide and is not known."""
        unknown = {item.holding for item in read(self.values)}
        unknown |= {unit.holding.id for unit in self.either.units if not unit.sure}
        return frozenset(fact for fact in self.either.facts if fact[0] in unknown)

    def units(self) -> list[RecognisedUnit]:
        """The units of all that is relied on, as far as the looks go."""
        start = frozenset[Fact]()
        waiting, seen = deque([start]), {start}
        decisive = {holding for holding, _ in self._open}
        found: list[RecognisedUnit] = []
        while waiting and not decisive <= self.known and self.looks:
            without = waiting.popleft()
            enough = self._enough(without)
            holdings = {holding for holding, _ in enough}
            found += [unit for unit in self.either.units if unit.holding.id in holdings]
            self.known |= holdings
            for more in (without | {fact} for fact in sorted(enough)):
                if more not in seen:
                    seen.add(more)
                    waiting.append(more)
        if waiting:
            self.left = decisive - self.known
        return found

    def _enough(self, without: frozenset[Fact]) -> set[Fact]:
        """What is enough without these, and none of it too much; nothing where there is nothing."""
        used = self._used(without) or set[Fact]()
        for fact in sorted(used, key=lambda fact: (fact[0] not in self.known, fact)):
            if fact in used and len(used) > 1 and self.looks:
                fewer = self._used((self._open - used) | without | {fact})
                used = used if fewer is None else fewer
        return used

    def _used(self, without: Collection[Fact]) -> set[Fact] | None:
        """What an allocation as good as the best uses that relies on as little that is known as can be; these are read as in the sure
        reading. None: there is none."""
        self.looks -= 1
        taken = Preference("relied on", per_use=tuple(int(unit.holding.id in self.known) for unit in self.either.units))
        problem = self.either.without(without)
        solution = solve(replace(problem, preferences=(taken, *problem.preferences)), self.values.claim.work)
        standing = solution.standings[self.answer.position(self.values.award)]
        return self.either.used(solution) & self._open if _height(standing) == self.target else None
