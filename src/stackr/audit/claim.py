"""Awards as one allocation problem: one alone nearly always, several where they are claimed together.

Conferred awards whose use the record does not tell take part first in order: they keep what they need, chosen in favour of the
later ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from stackr.allocation.evaluate import root_weight
from stackr.allocation.problem import Options, Problem
from stackr.allocation.result import Solution, Standing
from stackr.allocation.search import best_standing, solve
from stackr.conditions.predicate import Context
from stackr.model.learning import Decision, GrantInfo, RecognisedUnit, State
from stackr.requirements.base import Branch
from stackr.requirements.compiled import Award, Lowered, Reading
from stackr.requirements.lower import NO_WAYS, Joined, lower
from stackr.requirements.relations import NOTHING_RESERVED, Reserved
from stackr.requirements.sheet import Answers

WAYS: tuple[Branch, ...] = ("then", "otherwise")
MOST_UNKNOWN = 8
"""Unknown conditions of one claim whose every outcome is tried; with more the answer is said not to be proven."""


@dataclass(frozen=True, slots=True)
class Member:
    """An award of a claim, with its context and what earlier awards keep from it."""

    award: Award
    context: Context
    reserved: Reserved = NOTHING_RESERVED


@dataclass(frozen=True, slots=True)
class Answer:
    """One reading of a claim: the problem and its canonical optimum."""

    lowered: Lowered
    solution: Solution

    def position(self, award: str) -> int:
        """Where the award stands in the problem."""
        return next(i for i, item in enumerate(self.lowered.problem.awards) if item.id == award)

    def standing(self, award: str) -> Standing:
        """How the award stands."""
        return self.solution.standings[self.position(award)]

    def weight(self, award: str) -> Fraction:
        """W of the award, in credits (or items' worth of them)."""
        return weight(self.lowered.problem, award)


@dataclass(frozen=True, slots=True)
class Stand:
    """How an award stands in the optimum: satisfied, progress and p. `bound`: an upper bound where it is not proven."""

    standing: Standing
    proven: bool = True
    bound: Fraction | None = None


def weight(problem: Problem, award: str) -> Fraction:
    """W of an award, in credits (or items' worth of them)."""
    found = next(item for item in problem.awards if item.id == award)
    return Fraction(root_weight(problem, found), problem.scale * problem.weight_scale)


@dataclass(slots=True)
class Claim:
    """What is judged as one. `units` and `grants` are all that recognition found; `decisions` those that are known."""

    members: tuple[Member, ...]
    units: tuple[RecognisedUnit, ...]
    grants: tuple[GrantInfo, ...]
    decisions: tuple[Decision, ...]
    work: Options
    earlier: tuple[Member, ...] = ()
    figures_only: bool = False
    """Whether only progress is asked for: then no allocation is singled out before somebody asks for it."""
    answers: Answers = field(default_factory=Answers)
    _lowered: dict[tuple[Reading, State], Lowered] = field(default_factory=dict)
    _known: dict[tuple[Reading, State], Answer] = field(default_factory=dict)
    _stands: dict[tuple[Reading, State, str], Stand] = field(default_factory=dict)
    _ways: dict[State, Mapping[str, Branch]] = field(default_factory=dict)
    """Branches in which an award that seemed satisfied whatever the facts is not."""

    def answer(self, reading: Reading = Reading.SURE, state: State = State.EARNED) -> Answer:
        """The canonical optimum in one reading of the unknown, with one set of learning; kept."""
        found = self._known.get((reading, state))
        if found is None:
            lowered = self.lowered(reading, state)
            found = Answer(lowered, solve(lowered.problem, self.work))
            if reading is Reading.SURE:
                found = self._surest(found, state)
            self._known[reading, state] = found
        return found

    def _surest(self, found: Answer, state: State) -> Answer:
        """What stands whichever way the unknown conditions go. The reading that asks for both branches is as hard as each but
        for totals and floors, where units of both count: what it satisfies must be satisfied either way as well.
        """
        unknown = [id for id, way in found.lowered.branches.items() if way == "both"]
        if not unknown or not any(standing.satisfied for standing in found.solution.standings):
            return found
        if len(unknown) > MOST_UNKNOWN:
            return replace(found, solution=replace(found.solution, proven=False))
        for ways in product(WAYS, repeat=len(unknown)):
            taken = dict(zip(unknown, ways, strict=True))
            lowered = replace(self.lower(Reading.SURE, state, ways=taken), unknowns=found.lowered.unknowns)
            other = Answer(lowered, solve(lowered.problem, self.work))
            if _worth(other) < _worth(found):
                found = other
        self._ways[state] = {id: way for id, way in found.lowered.branches.items() if id in unknown}
        self._lowered[Reading.SURE, state] = found.lowered
        return found

    def stand(self, award: str, reading: Reading = Reading.SURE, state: State = State.EARNED) -> Stand:
        """How an award stands in that optimum; without singling it out where only figures are asked for."""
        found = self._stands.get((reading, state, award))
        if found is None:
            quick = None
            if self.figures_only and (reading, state) not in self._known:
                lowered = self.lowered(reading, state)
                if "both" not in lowered.branches.values():
                    quick = best_standing(lowered.problem, self.work)
            if quick is not None:
                found = Stand(quick)
            else:
                answer = self.answer(reading, state)
                found = Stand(answer.standing(award), answer.solution.proven, answer.solution.bound)
            self._stands[reading, state, award] = found
        return found

    def lowered(self, reading: Reading = Reading.SURE, state: State = State.EARNED) -> Lowered:
        """The problem of one reading; kept."""
        found = self._lowered.get((reading, state))
        if found is None:
            found = self._lowered[reading, state] = self.lower(reading, state, ways=NO_WAYS)
        return found

    def lower(
        self,
        reading: Reading = Reading.SURE,
        state: State = State.EARNED,
        *,
        waived: frozenset[str] = frozenset(),
        more_units: Sequence[RecognisedUnit] = (),
        more_grants: Sequence[GrantInfo] = (),
        more_decisions: Sequence[Decision] = (),
        ways: Mapping[str, Branch] | None = None,
    ) -> Lowered:
        """The integer problem, as it is or with something added; `ways` None: with the branches that were found to matter."""
        if ways is None:
            ways = self._ways.get(state, self._ways.get(State.EARNED, NO_WAYS)) if reading is Reading.SURE else NO_WAYS
        first, *others = (*self.earlier, *self.members)
        lowered = lower(
            first.award,
            (*self.units, *more_units) if more_units else self.units,
            (*self.grants, *more_grants),
            first.context,
            reading,
            (*self.decisions, *more_decisions),
            state=state,
            reserved=first.reserved,
            joint_with=[Joined(item.award, item.context, item.reserved) for item in others],
            waived=waived,
            ways=ways,
            answers=self.answers,
        )
        return _earlier_first(lowered, {item.award.id for item in self.earlier}) if self.earlier else lowered


def _worth(answer: Answer) -> tuple[int, tuple[bool, ...], tuple[Fraction, ...]]:
    standings = answer.solution.standings
    satisfied = tuple(standing.satisfied for standing in standings)
    return sum(satisfied), satisfied, tuple(standing.progress for standing in standings)


def _earlier_first(lowered: Lowered, earlier: set[str]) -> Lowered:
    """What is conferred already stays so, whatever priority the later awards declare."""
    order = sorted(range(len(lowered.awards)), key=lambda i: (lowered.awards[i].id not in earlier, i))
    awards = tuple(lowered.problem.awards[i] for i in order)
    return replace(
        lowered,
        problem=replace(lowered.problem, awards=awards),
        awards=tuple(lowered.awards[i] for i in order),
        builders=tuple(lowered.builders[i] for i in order),
    )
