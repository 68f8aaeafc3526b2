"""The learners of a part, for what is worked out one by one."""

from __future__ import annotations

from functools import cached_property

import polars as pl

from stackr.batch.evaluate import Evaluator
from stackr.batch.person import Person
from stackr.batch.rows import Records


class People:
    """The learners of one part before one rule book."""

    def __init__(self, evaluator: Evaluator, holdings: pl.DataFrame, about: pl.DataFrame | None) -> None:
        self.evaluator = evaluator
        self._frames = holdings, about

    @cached_property
    def _records(self) -> Records:
        return Records(*self._frames)

    def __getitem__(self, learner: str) -> Person:
        """One of them."""
        return self.evaluator.person(lambda: self._records.record(learner))
