"""A day of conferral and what counts there, ready to be put to a solver, in whole or in part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.frame import Frame
from stackr.pathways.question.prices import Amounts
from stackr.pathways.question.question import Question
from stackr.pathways.question.spread import spread
from stackr.pathways.solving.model import PlanModel
from stackr.pathways.solving.reduce import in_time, not_in_vain, relevant, undominated
from stackr.pathways.solving.solver import Effort, Run

MANY = 150
"""Above so many items a good plan is looked for among a few first."""

Before = Sequence[Sequence[str]]
"""Plans that were found before, as labels."""


@dataclass(slots=True)
class Ready:
    """A frame and the candidates that count in it. `kept`: how many were left for the last wish."""

    question: Question
    frame: Frame
    counting: tuple[Candidate, ...]
    amounts: Amounts
    kept: int = 0

    @property
    def many(self) -> bool:
        """Whether a guess is worth its while."""
        return len(self.counting) > MANY and self.question.options.reduce and not self.frame.lowering.tallies

    def of(self, measures: Iterable[str], most_items: int | None, spare: int) -> list[Candidate]:
        """What may be best by these measures (and by those that are limited)."""
        measures = {*measures, *(name for weights, _ in self.question.options.below for name, _ in weights)}
        if not self.question.options.reduce:
            return list(self.counting)
        return undominated(
            self.frame.servings, self.counting, self.question.options, self.amounts, measures, most_items, spare
        )

    def run(
        self, kept: Sequence[Candidate], effort: Effort, before: Before, *, timed: bool, forced: bool = False
    ) -> Run:
        """A fresh model of these items; `forced`: all of them in."""
        question = self.question
        model = PlanModel(
            spread(self.frame.servings, kept, pooled=True),
            kept,
            self.amounts,
            self.frame.last if timed else 0,
            question.options,
            question.had.under_way,
            question.busy,
            forced=forced,
            soonest=self.frame.soonest,
        )
        model.stay_below(question.options.below)
        if not timed:
            model.fit(self.frame.last)
        if not set(question.options.include) <= model.taken.keys():
            model.model.add_bool_or([])  # what must be in it can't be taken: there is no plan
        for labels in before:
            if all(label in model.taken for label in labels):
                model.differs_from(labels)
        return Run(model, effort)


def ready(question: Question, frame: Frame) -> Ready:
    """The frame with what counts in it."""
    offered = not_in_vain(frame.servings, question.candidates, question.had.passed, question.options.include)
    if question.options.reduce:
        offered = relevant(frame.servings, offered, question.options)
        offered = in_time(offered, frame.last, question.had.under_way) if question.terms else offered
    amounts = Amounts({each.label: each.price for each in offered}, (credits for credits, _ in question.busy))
    return Ready(question, frame, tuple(offered), amounts)
