"""Single learners of a part, for what is worked out one by one: their records, admitted and evaluated when first asked."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import polars as pl

from stackr.audit.evaluation import Evaluation
from stackr.batch.evaluate import Evaluator
from stackr.batch.rows import Records
from stackr.batch.run.alike import likeness
from stackr.model.learning import Learner
from stackr.records.admit import admit


class People:
    """The learners of one part before one rule book."""

    def __init__(self, evaluator: Evaluator, holdings: pl.DataFrame, about: pl.DataFrame | None) -> None:
        self.evaluator = evaluator
        self._frames = holdings, about

    @cached_property
    def _records(self) -> Records:
        return Records(*self._frames)

    def __getitem__(self, learner: str) -> Person:
        """One of them. Raises `RecordError` for whom no record can be made."""
        return Person(self.evaluator, self._records.record(learner))


class Person:
    """One learner."""

    def __init__(self, evaluator: Evaluator, record: dict[str, Any]) -> None:
        self.evaluator = evaluator
        self.record = record

    @cached_property
    def like(self) -> str | None:
        """What the record says but for names; None where names matter."""
        return likeness(self.record)

    @cached_property
    def learner(self) -> Learner:
        """The record, admitted."""
        return admit(self.record, self.evaluator.book.tables, self.evaluator.as_of)

    @cached_property
    def evaluation(self) -> Evaluation:
        """Everything the single audit works out."""
        return Evaluation(self.evaluator.book, self.learner, self.evaluator.as_of, self.evaluator.options)
