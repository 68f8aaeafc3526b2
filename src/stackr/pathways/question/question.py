"""One question of a plan made ready: who, what for, from which day, with which candidates; lowered for each day of conferral."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from stackr.allocation.checks import Span
from stackr.allocation.positions import eligible_places
from stackr.allocation.problem import Problem
from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.audit.values import Values
from stackr.conditions.tables import CatalogueItem
from stackr.model.learning import Learner, State
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.alike import Likeness
from stackr.pathways.question.candidates import Aside, Candidate, candidates, on_offer, with_facts
from stackr.pathways.question.had import Had, had
from stackr.pathways.question.horizon import Term, horizon
from stackr.pathways.question.lowering import Lowering, lowering
from stackr.pathways.question.openness import openness
from stackr.pathways.question.prices import Pricing, currencies
from stackr.pathways.question.spread import Servings
from stackr.requirements.compiled import Reading
from stackr.requirements.credit import holding_credits
from stackr.rulebook.book import RuleBook


@dataclass(frozen=True, slots=True)
class Frame:
    """The question as it stands if the award is conferred at the end of one of these terms: `first` to `last` (positions + 1).

    `day`: the day of conferral that was lowered. Without terms both are 0.
    """

    first: int
    last: int
    day: date
    servings: Servings

    @property
    def lowering(self) -> Lowering:
        """The problem of representatives."""
        return self.servings.lowering


class Question:
    """See the module. Everything is worked out when it is first asked, and once."""

    def __init__(
        self,
        book: RuleBook,
        learner: Learner,
        name: str,
        as_of: date,
        options: PlanOptions,
        *,
        waive: bool = True,
        evaluations: dict[date, Evaluation] | None = None,
    ) -> None:
        self.granted: frozenset[str] = frozenset()
        """Clauses that take nothing away (currency, `never`, `not both`), to suppose that they weren't there; and conferred awards
        that keep nothing."""
        self.waive = waive
        """Whether what no learning meets (a form, a milestone) is taken as done."""
        self.book, self.name, self.as_of, self.options = book, name, as_of, options
        self.learner = with_facts(learner, as_of)
        self.audit = AuditOptions(tier="values")
        self.aside = Aside()
        self._evaluations = evaluations if evaluations is not None else {}
        """By day: given, where the same learner is asked about for several awards."""

    def evaluation(self, day: date) -> Evaluation:
        """The learner before the rules on a day."""
        if day not in self._evaluations:
            self._evaluations[day] = Evaluation(self.book, self.learner, day, self.audit)
        return self._evaluations[day]

    @cached_property
    def now(self) -> Values:
        """How the award stands today."""
        return self.evaluation(self.as_of).alone(self.name)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms to come."""
        award = self.now.qualification.award
        return horizon(self.book.tables.calendars, award.body, self.as_of, self.options)

    @cached_property
    def had(self) -> Had:
        """What the learner has passed or is taking."""
        units = self.now.claim.units
        codes = frozenset(u.code for u in units if u.code is not None and u.sure and u.state is State.EARNED)
        return had(self.evaluation(self.as_of), codes, self._spent(codes), self.terms)

    def _spent(self, codes: frozenset[str]) -> frozenset[str]:
        """Codes whose units can count nowhere when the last term ends, or may then be too far from the others in time. What an
        award that was conferred has used up is not among them: to take the same again would be the same learning twice."""
        ends = [term.end for term in self.terms if term.end is not None]
        values = self.evaluation(ends[-1] if ends else self.as_of).alone(self.name)
        useful = set()
        for way in values.claim.ways.each:
            lowered = values.claim.lower(Reading.SURE, State.IN_PROGRESS, waived=self.granted, way=way)
            eligible = eligible_places(lowered.problem)
            apart = sum(1 << index for index in range(len(lowered.units)) if _may_lapse(lowered.problem, index))
            used_up = {index for index, _, word, _ in lowered.removed if word == "reserved"}
            useful |= {
                unit.code
                for index, unit in enumerate(lowered.units)
                if index in used_up or (eligible[index] and not apart >> index & 1)
            }
        return codes - useful

    @cached_property
    def offer(self) -> Mapping[str, CatalogueItem]:
        """The catalogue, by label."""
        return on_offer(self.evaluation(self.as_of), self.now.claim.members[0].context, self.options.catalogues)

    @cached_property
    def pricing(self) -> Pricing:
        """How items are priced."""
        award, context = self.now.qualification.award, self.now.claim.members[0].context
        currency, unlike = currencies(list(self.offer.values()), self.options)
        asked = any("open" in dict(wish) for wish in self.options.minimise)
        open_to = openness(self.book, self.name, self.offer, self.as_of) if asked else {}
        return Pricing(award, context, self.options, currency, open_to, unlike)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be added."""
        return candidates(self.offer, self.had, self.pricing, self.terms, self.as_of, self.aside)

    def check(self) -> None:
        """Raises `PlanError` for what can't be asked of anybody: an item, mode or currency that there is not."""
        _ = self.candidates

    @cached_property
    def busy(self) -> tuple[tuple[Fraction, int], ...]:
        """Per term the credits and the number of what is in progress in it already."""
        award, context = self.now.qualification.award, self.now.claim.members[0].context
        credits, items = [Fraction(0)] * len(self.terms), [0] * len(self.terms)
        for holding in self.learner.holdings:
            for index, term in enumerate(self.terms):
                if holding.status == "in-progress" and holding.term == term.name:
                    credits[index] += holding_credits(holding, award, context) or 0
                    items[index] += 1
        return tuple(zip(credits, items, strict=True))

    # the days of conferral

    def frames(self) -> Iterator[Frame]:
        """The question for each stretch of terms at whose ends the rules see the same, the earliest first."""
        likeness = Likeness(self.book, self.now.qualification, self.learner) if self.options.reduce else None
        looks = likeness or Likeness(self.book, self.now.qualification, self.learner)
        dated = [term.end for term in self.terms if term.end is not None]
        if not dated:
            yield Frame(0, len(self.terms), self.as_of, self._servings(self.as_of, likeness, False))
        elif not looks.conferral:
            yield Frame(1, len(self.terms), dated[-1], self._servings(dated[-1], likeness, looks.dated))
        else:
            yield from self._stretches(dated, likeness)

    def _stretches(self, days: Sequence[date], likeness: Likeness | None) -> Iterator[Frame]:
        waiting: Frame | None = None
        for position, day in enumerate(days, start=1):
            if self.evaluation(day).alone(self.name).closed is not None:
                continue
            servings = self._servings(day, likeness, True)
            if waiting is not None and _same(waiting.lowering, servings.lowering):
                waiting = Frame(waiting.first, position, day, servings)
                continue
            if waiting is not None:
                yield waiting
            waiting = Frame(position, position, day, servings)
        if waiting is not None:
            yield waiting

    def _servings(self, day: date, likeness: Likeness | None, dated: bool) -> Servings:
        made = self._lowering(day, likeness, dated)
        servings = Servings(made, self.candidates)
        singly = servings.not_alike()
        return Servings(self._lowering(day, likeness, dated, singly), self.candidates) if singly else servings

    def _lowering(
        self, day: date, likeness: Likeness | None, dated: bool, singly: frozenset[str] = frozenset()
    ) -> Lowering:
        return lowering(
            self.evaluation(day),
            self.name,
            self.candidates,
            self.terms,
            dated=dated,
            likeness=likeness,
            singly=singly,
            waive=self.waive,
            granted=self.granted,
        )


def _may_lapse(problem: Problem, unit: int) -> bool:
    """Whether a clause wants the unit and others within so long of each other."""
    return any(isinstance(check, Span) and check.units >> unit & 1 for check in problem.checks)


def _same(one: Lowering, other: Lowering) -> bool:
    same = one.problem == other.problem and one.also == other.also and one.units == other.units
    return same and one.tallies == other.tallies
