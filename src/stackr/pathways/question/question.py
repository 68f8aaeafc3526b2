"""One question of a plan made ready: who, what for, from which day, with which candidates; lowered for each day of conferral."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from stackr.audit.again import first_counts, spent
from stackr.audit.evaluation import Evaluation
from stackr.audit.learned import Learned, learned
from stackr.audit.on_record import Record
from stackr.audit.options import AuditOptions
from stackr.audit.values import Values
from stackr.audit.versions import ENTRY
from stackr.conditions.tables import CatalogueItem
from stackr.graph.asking import OnRecord
from stackr.model.learning import Holding, Learner
from stackr.pathways.errors import PlanError
from stackr.pathways.exact import check_amounts
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.busy import busy
from stackr.pathways.question.candidates import Aside, Candidate, candidates
from stackr.pathways.question.classes import check_class, with_class
from stackr.pathways.question.entry import Entry, claims_of, entry_of
from stackr.pathways.question.frame import Frame, without
from stackr.pathways.question.frames import Frames
from stackr.pathways.question.had import Had, had, with_facts
from stackr.pathways.question.horizon import Term, calendar_for, horizon
from stackr.pathways.question.lowering import recognised
from stackr.pathways.question.offer import check_wishes, on_offer
from stackr.pathways.question.openness import openness
from stackr.pathways.question.prices import Pricing, currencies
from stackr.pathways.question.prior import prior_learning
from stackr.pathways.question.repeats import Repeats, repeats
from stackr.pathways.solving.reduce import relevant
from stackr.rulebook.book import RuleBook

Evaluations: TypeAlias = dict[tuple[date, frozenset[str]], Evaluation]
"""By day, and ids of the holdings left out."""


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
        evaluations: Evaluations | None = None,
    ) -> None:
        self.granted: frozenset[str] = frozenset()
        """Clauses that take nothing away (currency, `never`, `not both`), to suppose that they weren't there; and conferred awards
        that keep nothing."""
        check_amounts(options)
        self.waive = waive
        """Whether what no learning meets (a form, a milestone) is taken as done."""
        self.rules, self.name, self.as_of, self.options = book, name, as_of, options
        """`rules`: as they were loaded; `book`: with what the class asks, if one was asked for."""
        self.book = book if options.classified is None else with_class(book, name, options.classified)
        versions = self.book.qualifications[name]
        self.learner = with_facts(learner, as_of, versions)
        supposed = self.learner.facts.keys() - learner.facts.keys()
        self.version_supposed = len(versions) > 1 and (versions[-1].tree.version_by or ENTRY) in supposed
        """Whether the record does not say which version is the learner's, so that it goes by the day of the plan."""
        self.audit = AuditOptions(tier="values")
        self.aside = Aside()
        self._evaluations: Evaluations = evaluations if evaluations is not None else {}
        """By day and what is left out: given, where the same learner is asked about for several awards."""

    def evaluation(self, day: date, pending: frozenset[str] = frozenset()) -> Evaluation:
        """The learner before the rules on a day, without the holdings that are pending then."""
        if (day, pending) not in self._evaluations:
            learner = without(self.learner, pending)
            self._evaluations[day, pending] = Evaluation(self.book, learner, day, self.audit)
        return self._evaluations[day, pending]

    @cached_property
    def now(self) -> Values:
        """How the award stands today."""
        values = self.evaluation(self.as_of).alone(self.name)
        if self.options.classified is not None:
            check_class(values.qualification.award, values.claim.members[0].context, self.options.classified)
        return values

    @cached_property
    def entry(self) -> Entry:
        """What it asks for entry, as far as that is not met."""
        return entry_of(self.evaluation(self.as_of), self.now.qualification)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms to come."""
        award = self.now.qualification.award
        return horizon(self.book.tables.calendars, award.body, self.as_of, self.options)

    @cached_property
    def had(self) -> Had:
        """What the learner has passed or is taking."""
        known = self._learned
        first, retake = self.first_counts, self.options.retake
        for code in sorted(first & set(retake)):
            raise PlanError(
                f"{code} taken again would not count: {self.name} counts the first of several attempts (`repeat first`)",
                "leave it out of what may be retaken",
            )
        retake = tuple(known.passed - first) if "all" in retake else retake
        found = had(self.learner, known, self._spent, self.terms, self._later, retake)
        return replace(found, again=found.again | {code for code, left in self.repeats.left.items() if left > 0})

    @cached_property
    def _learned(self) -> Learned:
        return learned(self.evaluation(self.as_of), self.now.qualification)

    @cached_property
    def record(self) -> OnRecord:
        """What the record tells of what items ask first by more than a code."""
        context = self.now.claim.members[0].context
        return Record(self.evaluation(self.as_of), context, self._learned, self.offer)

    @cached_property
    def first_counts(self) -> frozenset[str]:
        """Codes passed of which a further attempt never counts, since the rules take the first."""
        return first_counts(self.now.claim.units, self.now.qualification.award, self._listed)

    @property
    def _later(self) -> frozenset[str]:
        """Names of the calendar's terms that come after those of the plan."""
        if not self.terms or self.terms[0].start is None:
            return frozenset()
        found = calendar_for(self.book.tables.calendars, self.now.qualification.award.body, self.options)
        terms = found.terms if found is not None else ()
        to_come = {t.name.text for t in terms if t.interval.start is not None and t.interval.start >= self.as_of}
        return frozenset(to_come) - {term.name for term in self.terms}

    @cached_property
    def _spent(self) -> frozenset[str]:
        """See `spent`: as things stand when the last term ends, for the award and for what it asks for entry."""
        borne = {each.credential for each in self.learner.holdings if each.credential is not None}
        ends = [term.end for term in self.terms if term.end is not None]
        evaluation = self.evaluation(ends[-1] if ends else self.as_of)
        claims = [evaluation.alone(self.name).claim, *(claim for _, claim in claims_of(evaluation, self.entry))]
        nowhere = [spent(claim, self._learned.passed | borne, self.granted) for claim in claims]
        return frozenset.intersection(*nowhere) - self.first_counts

    @cached_property
    def _listed(self) -> Mapping[str, CatalogueItem]:
        return on_offer(self.evaluation(self.as_of), self.now.claim.members[0].context, self.options.catalogues)

    @cached_property
    def repeats(self) -> Repeats:
        """What may count several times, as often as it still may."""
        return repeats(self._listed, self.now.qualification.award.repeatable, self.now.claim.units, self._spent)

    @cached_property
    def offer(self) -> Mapping[str, CatalogueItem]:
        """The catalogue, by label."""
        return self.repeats.offer

    @cached_property
    def priced(self) -> tuple[CatalogueItem, ...]:
        """What is on offer and has a fee that may matter: where fees are in several currencies, of what may serve only, so that
        other bodies' catalogues are no reason not to add up fees."""
        charged = tuple(item for item in self.offer.values() if item.currency is not None and item.cost)
        if len({item.currency for item in charged}) < 2:
            return charged
        freely = replace(self.options, minimise=(), currency=None)
        asked = Question(self.book, self.learner, self.name, self.as_of, freely, evaluations=self._evaluations)
        asked.__dict__["priced"] = ()
        serving = {each.label for frame in asked.frames for each in relevant(frame.servings, asked.candidates, freely)}
        return tuple(self.offer[label] for label in sorted(serving & self.offer.keys()) if self.offer[label] in charged)

    @cached_property
    def pricing(self) -> Pricing:
        """How items are priced."""
        award, context = self.now.qualification.award, self.now.claim.members[0].context
        currency, unlike = currencies(self.priced, self.options)
        asked = any("open" in dict(wish) for wish in self.options.minimise)
        open_to = openness(self.book, self.name, self.offer, self.as_of) if asked else {}
        return Pricing(award, context, self.options, currency, open_to, unlike)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be added."""
        check_wishes(self.options, self.offer, self.had)
        day, prior, granted = self.as_of, self.prior, self.recognised
        known, after = self.had, self.repeats.after
        return candidates(
            self.offer, known, self.pricing, self.terms, day, self.aside, prior, granted, self.record, after
        )

    @cached_property
    def prior(self) -> list[Candidate]:
        """Prior learning that may be recognised, as was asked."""
        return prior_learning(self.offer, self.had, self.pricing)

    @cached_property
    def recognised(self) -> Mapping[str, str]:
        """Code → the label of prior learning that the rules would grant this unit for."""
        return recognised(self.evaluation(self.as_of), self.name, self.prior)

    def check(self) -> None:
        """Raises `PlanError` for what can't be asked of anybody: an item, mode or currency that there is not."""
        _ = self.candidates

    @cached_property
    def _under_way(self) -> tuple[tuple[tuple[Fraction, int], ...], tuple[Holding, ...]]:
        award, context = self.now.qualification.award, self.now.claim.members[0].context
        return busy(self.learner, self.terms, award, context)

    @property
    def busy(self) -> tuple[tuple[Fraction, int], ...]:
        """Per term the credits and the number of what is in progress in it already."""
        return self._under_way[0]

    @property
    def unmeasured(self) -> tuple[Holding, ...]:
        """What is in progress in a term, and nobody knows how much it is."""
        return self._under_way[1]

    # the days of conferral

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """The question for each stretch of terms at whose ends the rules see the same, the earliest first."""
        asked = Frames(
            self.evaluation,
            self.name,
            self.as_of,
            self.terms,
            self.candidates,
            self.had.pending,
            self.entry,
            self.granted,
            reduce=self.options.reduce,
            waive=self.waive,
        )
        return tuple(asked.each())
