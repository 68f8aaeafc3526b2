"""Awards as one allocation problem: one alone nearly always, several where they are claimed together.

Conferred awards whose use the record does not tell take part first in order: they keep what they need, chosen in favour of the
later ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from stackr.allocation.evaluate import root_weight
from stackr.allocation.problem import Options, Problem
from stackr.allocation.result import Figures, Solution, Standing
from stackr.allocation.search import figures, solve
from stackr.conditions.predicate import Context
from stackr.model.learning import Decision, GrantInfo, RecognisedUnit, State
from stackr.requirements.base import Branches
from stackr.requirements.compiled import Award, Lowered, Reading
from stackr.requirements.lower import Joined, lower
from stackr.requirements.relations import NOTHING_RESERVED, Reserved
from stackr.requirements.sheet import Answers
from stackr.requirements.ways import Ways, ways


@dataclass(frozen=True, slots=True)
class Member:
    """An award of a claim, with its context and what earlier awards keep from it."""

    award: Award
    context: Context
    reserved: Reserved = NOTHING_RESERVED


@dataclass(frozen=True, slots=True)
class Answer:
    """One reading of a claim, one way through its `when`s: the problem and its canonical optimum."""

    lowered: Lowered
    solution: Solution

    def position(self, award: str) -> int:
        """Where the award stands in the problem."""
        return next(i for i, item in enumerate(self.lowered.problem.awards) if item.id == award)

    def standing(self, award: str) -> Standing:
        """How the award stands."""
        return self.solution.standings[self.position(award)]

    def reach(self, award: str) -> Fraction:
        """Its progress, or where that is not proven what bounds it."""
        return reach(self.solution, self.position(award))


@dataclass(frozen=True, slots=True)
class Stand:
    """How an award stands: satisfied, progress and p. `most`: what progress may be at most, where that is not proven.

    `weight`: W of the award, in credits (or items' worth of them).
    """

    standing: Standing
    weight: Fraction
    most: Fraction
    proven: bool = True


def reach(found: Figures | Solution, position: int) -> Fraction:
    """Progress of the award at a position, or where that is not proven what bounds it: only the first award of a claim has a bound."""
    standing = found.standings[position]
    if found.proven or standing.satisfied:
        return standing.progress
    return Fraction(1) if found.bound is None or position else found.bound


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
    known: Answers = field(default_factory=Answers)
    _ways: Ways | None = None
    _lowered: dict[tuple[Reading, State], tuple[Lowered, ...]] = field(default_factory=dict)
    _answers: dict[tuple[Reading, State], tuple[Answer, ...]] = field(default_factory=dict)
    _figures: dict[tuple[Reading, State], Figures] = field(default_factory=dict)
    _stands: dict[tuple[str, Reading, State], Stand] = field(default_factory=dict)

    def stand(self, award: str, reading: Reading = Reading.SURE, state: State = State.EARNED) -> Stand:
        """How an award stands in its `answer`; without singling out an allocation where only figures are asked for."""
        found = self._stands.get((award, reading, state))
        if found is None:
            found = self._stands[award, reading, state] = self._quickly(award, reading, state) or self._stand(
                award, reading, state
            )
        return found

    def _quickly(self, award: str, reading: Reading, state: State) -> Stand | None:
        """By the figures alone, where nobody asks which allocation has them."""
        counts = (reading, state) == (Reading.SURE, State.EARNED) and not self.figures_only
        if counts or (reading, state) in self._answers or len(self.ways.each) > 1:
            return None
        problem = self.lowered(reading, state)[0].problem
        found = self._figures.get((reading, state))
        if found is None:
            found = self._figures[reading, state] = figures(problem, self.work)
        here = next(i for i, item in enumerate(problem.awards) if item.id == award)
        return Stand(found.standings[here], weight(problem, award), reach(found, here), found.proven)

    def _stand(self, award: str, reading: Reading, state: State) -> Stand:
        answer, answers, sure = (
            self.answer(award, reading, state),
            self.answers(reading, state),
            reading is Reading.SURE,
        )
        most = (min if sure else max)(each.reach(award) for each in answers)
        proven = self.ways.whole and all(each.solution.proven for each in answers)
        standing = answer.standing(award)
        if not self.ways.whole and sure:  # of the ways left out nothing is known
            standing = replace(standing, satisfied=False, progress=Fraction(0))
        elif not self.ways.whole:
            most = Fraction(1)
        return Stand(standing, weight(answer.lowered.problem, award), most, proven)

    def answer(self, award: str, reading: Reading = Reading.SURE, state: State = State.EARNED) -> Answer:
        """The canonical optimum in one reading of the unknown, with one set of learning.

        Where conditions are open: the way the `when`s may go that leaves the award worst, in the possible reading best.
        """
        pick = min if reading is Reading.SURE else max
        return pick(self.answers(reading, state), key=lambda answer: _height(answer.standing(award)))

    def answers(self, reading: Reading = Reading.SURE, state: State = State.EARNED) -> tuple[Answer, ...]:
        """One for each way the `when`s may go; kept."""
        found = self._answers.get((reading, state))
        if found is None:
            found = self._answers[reading, state] = tuple(
                Answer(lowered, solve(lowered.problem, self.work)) for lowered in self.lowered(reading, state)
            )
        return found

    def proven(self, award: str) -> bool:
        """Whether all that was worked out of the award is the best there is, with all ways among it."""
        return all(stand.proven for (of, _, _), stand in self._stands.items() if of == award)

    def lowered(self, reading: Reading = Reading.SURE, state: State = State.EARNED) -> tuple[Lowered, ...]:
        """The problems of one reading, one for each way; kept."""
        found = self._lowered.get((reading, state))
        if found is None:
            found = self._lowered[reading, state] = tuple(self.lower(reading, state, way=way) for way in self.ways.each)
        return found

    @property
    def ways(self) -> Ways:
        """How the `when`s may go, as far as the record says."""
        if self._ways is None:
            self._ways = ways([(item.award, item.context) for item in (*self.earlier, *self.members)])
        return self._ways

    def lower(
        self,
        reading: Reading = Reading.SURE,
        state: State = State.EARNED,
        *,
        waived: frozenset[str] = frozenset(),
        more_units: Sequence[RecognisedUnit] = (),
        more_grants: Sequence[GrantInfo] = (),
        more_decisions: Sequence[Decision] = (),
        way: Branches | None = None,
    ) -> Lowered:
        """The integer problem, as it is or with something added. `way`: one of `ways`; the first, if none is named."""
        first, *others = (*self.earlier, *self.members)
        lowered = lower(
            first.award,
            (*self.units, *more_units) if more_units else self.units,
            (*self.grants, *more_grants) if more_grants else self.grants,
            first.context,
            reading,
            (*self.decisions, *more_decisions),
            state=state,
            reserved=first.reserved,
            joint_with=[Joined(item.award, item.context, item.reserved) for item in others],
            waived=waived,
            answers=self.known,
            way=way if way is not None else self.ways.each[0],
        )
        return _earlier_first(lowered, {item.award.id for item in self.earlier}) if self.earlier else lowered


def _height(standing: Standing) -> tuple[Fraction, Fraction, int]:
    """How high the award stands, as objective (1) and (2) compare."""
    return standing.progress, standing.p, -len(standing.unmet)


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
