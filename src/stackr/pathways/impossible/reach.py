"""How far it is from what blocks to a plan: how much of a requirement can be had at most, how late a plan ends, how full its terms are."""

from __future__ import annotations

from collections.abc import Callable, Set
from copy import copy
from dataclasses import dataclass, replace
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.allocation.nodes import Measure
from stackr.model.learning import Holding, Learner
from stackr.pathways.errors import PlanError
from stackr.pathways.impossible.causes import Cause
from stackr.pathways.impossible.clauses import asking
from stackr.pathways.impossible.setting import Granted
from stackr.pathways.impossible.supposing import Supposing
from stackr.pathways.options import LAST, LOAD, PlanOptions, PriorLearning, Weights
from stackr.pathways.question.horizon import MOST_TERMS
from stackr.pathways.question.question import Question
from stackr.pathways.solving.ready import ready
from stackr.pathways.solving.search import Solved, best
from stackr.pathways.solving.solver import Effort
from stackr.requirements.needs.pool import PoolNeed

PARTS = 4
"""What is missing is supposed to come in so many items, if it comes to so many credits."""
WORK = 2
"""Deterministic seconds for a plan with something given up, at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a requirement that is counted asks for, in credits or credentials."""

    amount: Fraction
    unit: str

    def items(self, amount: Fraction) -> tuple[Fraction, ...]:
        """The credits of items that come to so much."""
        if self.unit != "credits":
            return (Fraction(0),) * -(-amount // 1)
        parts = int(min(PARTS, max(1, amount // 1)))
        each = Fraction(amount // parts)
        return (amount - each * (parts - 1), *(each for _ in range(parts - 1)))


@dataclass(frozen=True, slots=True)
class Missing:
    """So much more has to be on offer. `enough`: then there is a plan; else other things block besides."""

    asked: Asked
    amount: Fraction
    enough: bool


def asked_by(question: Question, cause: Cause) -> Asked | None:
    """What the award's total or one of its pools asks for."""
    award = question.now.qualification.award
    if award.total is not None and award.total.id == cause.name:
        return Asked(award.total.need.value, award.total.need.unit)
    need = asking(question, cause.name)
    if not isinstance(need, PoolNeed):
        return None
    return Asked(need.need, "credits" if need.measure is Measure.CREDITS else "credentials")


def least(most: Fraction, enough: Callable[[Fraction], bool]) -> Fraction:
    """The least whole amount that is enough, `most` being so."""
    low, high = Fraction(0), most
    while high - low > 1:
        middle = Fraction((low + high) // 2) if (low + high) // 2 > low else low + 1
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


class Reach:
    """Of the causes that block together."""

    def __init__(self, supposing: Supposing, causes: Set[Cause]) -> None:
        self.supposing, self.causes = supposing, causes
        self.question = supposing.question

    def missing(self, cause: Cause) -> Missing | None:
        """What is missing on offer for a requirement; None: it asks for nothing that is counted, or it was not settled."""
        asked = asked_by(self.question, cause)
        if asked is None:
            return None
        every = frozenset(self.supposing.causes)

        def enough(more: Fraction) -> bool | None:
            return self.supposing.possible(every, Granted(offered={cause.name: asked.items(more)}))

        answer = enough(asked.amount)
        if answer is None:
            return None
        if answer:
            return Missing(asked, least(asked.amount, lambda more: enough(more) is True), True)
        return Missing(asked, asked.amount - self._there(cause, asked), False)

    def _there(self, cause: Cause, asked: Asked) -> Fraction:
        """How much the requirement comes to at most where the other causes hold and all else is granted."""

        def beyond(short: Fraction) -> bool | None:
            return self.supposing.possible(self.causes, Granted({cause.name: asked.amount - short}))

        return asked.amount - least(asked.amount, lambda short: beyond(short) is True)

    def with_prior_learning(self, code: str) -> bool | None:
        """Whether there is a plan if prior learning may be recognised for a unit; None: not settled."""
        options = self.question.options
        asked = (*options.prior_learning, PriorLearning(code))
        return self.possible(replace(options, minimise=(), prior_learning=asked))

    def possible(self, options: PlanOptions, more: Holding | None = None) -> bool | None:
        """Whether there is a plan where this is asked instead; None: not settled."""
        solved = self.best(options, more)
        if solved is None:
            return False
        return True if solved.found.chosen is not None else None if not solved.found.settled else False

    def later(self) -> str | None:
        """The first day by which a plan can be done; None: none within the calendar, or not settled."""
        options = self.question.options
        if options.target is None and options.terms is None:
            return None
        dated = self.question.terms[0].start is not None  # periods without days: there are as many as are asked for
        solved = self._plan(replace(options, target=None, terms=None if dated else MOST_TERMS), LAST)
        if solved is None or solved.found.chosen is None:
            return None
        frame = solved.ready.frame
        last = max((frame.soonest, *(at + 1 for at in solved.found.chosen.values())))
        day = solved.ready.question.terms[last - 1].end
        if options.target is not None and day is not None:
            return f"set the target to {day.isoformat()} or later"
        return f"take {last} terms"

    def lighter(self, cause: Cause) -> str | None:
        """How much a term has to take at least; None: a minimum, or not settled."""
        options = self.question.options
        if cause.name != "most_credits" or not self.question.terms:
            return None
        question = copy(self.question)  # what is worked out already is so for any load
        question.options = _asked(replace(options, load=replace(options.load, most_credits=None), minimise=(LOAD,)))
        solved = _proven(best([ready(question, frame) for frame in question.frames], Effort(question.options)))
        if solved is None:
            return None
        return f"take up to {format_amount(solved.found.reached[0].value)} credits in a term"

    def _plan(self, options: PlanOptions, wish: Weights) -> Solved | None:
        """The best plan by one wish, if that is proven."""
        return _proven(self.best(replace(options, minimise=(wish,))))

    def best(self, options: PlanOptions, more: Holding | None = None) -> Solved | None:
        """The best plan where this is asked instead (with one holding more on the record); None: there is none, or that can't be asked."""
        asked = self.question
        options = _asked(options)
        learner = asked.learner if more is None else with_holding(asked.learner, more)
        question = Question(asked.book, learner, asked.name, asked.as_of, options, waive=asked.waive)
        try:
            frames = [ready(question, frame) for frame in question.frames]
        except PlanError:
            return None
        return best(frames, Effort(options))


def with_holding(learner: Learner, more: Holding) -> Learner:
    """The learner with one holding more."""
    return replace(learner, holdings=(*learner.holdings, more))


def _asked(options: PlanOptions) -> PlanOptions:
    """One plan, with little work."""
    return replace(options, alternatives=0, balanced=False, effort=min(options.effort, WORK))


def _proven(solved: Solved | None) -> Solved | None:
    """The plan, if its first wish is proven."""
    if solved is None or not (solved.found.settled and solved.found.reached):
        return None
    return solved if solved.found.reached[0].proven else None
