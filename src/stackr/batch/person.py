"""One learner of many: the record, admitted and evaluated when first asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.batch.alike import likeness
from stackr.model.learning import Learner
from stackr.records.admit import admit
from stackr.rulebook.book import RuleBook


class Person:
    """One learner before one rule book on one day. `record`: makes the record. `figures_only`: nothing but figures is asked."""

    def __init__(
        self,
        book: RuleBook,
        record: Callable[[], dict[str, Any]],
        as_of: date,
        options: AuditOptions,
        *,
        figures_only: bool = False,
    ) -> None:
        self._record = record
        self._book, self._as_of, self._options = book, as_of, options
        self._figures_only = figures_only

    @cached_property
    def record(self) -> dict[str, Any]:
        """What a single audit would read. Raises `RecordError` where none can be made."""
        return self._record()

    @cached_property
    def like(self) -> str | None:
        """What the record says but for names; None where names matter."""
        return likeness(self.record)

    @cached_property
    def learner(self) -> Learner:
        """The record, admitted. Raises `RecordError`."""
        return admit(self.record, self._book.tables, self._as_of)

    @cached_property
    def evaluation(self) -> Evaluation:
        """Everything the single audit works out."""
        return Evaluation(self._book, self.learner, self._as_of, self._options, figures_only=self._figures_only)
