"""The published way in: a rule book that answers for itself, and how to get one.

Nothing below knows of it: whoever works inside the house calls the functions named here. What a question needs is imported when
it is asked, so that an audit waits for no solver and no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stackr._time import day_asked
from stackr.rulebook import load as reading
from stackr.rulebook.book import RuleBook

if TYPE_CHECKING:
    import polars as pl

    from stackr.audit.options import AuditOptions
    from stackr.audit.run import Given
    from stackr.batch.result import BatchResult
    from stackr.model.audit import Audit
    from stackr.model.guidance import Cohort, Ranking, WhatIf
    from stackr.model.plan import Plan
    from stackr.pathways.options import PlanOptions


@dataclass(frozen=True, slots=True)
class Book(RuleBook):
    """The rule book, with every question that may be put to it.

    `learner`: admitted already, a record as an object, or the path of a file with one record. `as_of`: today where none is given
    (docs/decisions/0030-without-a-day.md).
    """

    def audit(
        self,
        learner: Given,
        for_: Iterable[str] | None = None,
        as_of: date | None = None,
        options: AuditOptions | None = None,
    ) -> Audit:
        """What these rules say of a learner on a day: see `stackr.audit.run.audit`, which this calls."""
        from stackr.audit.run import audit

        return audit(self, learner, for_, as_of, options)

    def batch(
        self,
        holdings: pl.DataFrame | pl.LazyFrame,
        learners: pl.DataFrame | pl.LazyFrame | None = None,
        *,
        for_: Iterable[str] | None = None,
        as_of: date | None = None,
        options: AuditOptions | None = None,
    ) -> BatchResult:
        """What these rules say of all learners of a frame: see `stackr.batch.evaluate.evaluate`, which this calls.

        A lazy frame is collected: for more rows than fit in memory there is `stackr batch`.
        """
        from stackr.batch.evaluate import VALUES, evaluate
        from stackr.batch.rows import whole

        rows = whole(holdings)
        about = None if learners is None else whole(learners)
        return evaluate(self, rows, about, for_=for_, as_of=day_asked(as_of), options=options or VALUES)

    def plan(
        self,
        learner: Given,
        for_: str | Iterable[str],
        as_of: date | None = None,
        options: PlanOptions | None = None,
    ) -> Plan:
        """The shortest proven way to an award: see `stackr.pathways.plan.plan`, which this calls."""
        from stackr.pathways.plan import plan

        return plan(self, learner, for_, as_of, options)

    def front(
        self,
        learner: Given,
        for_: str | Iterable[str],
        as_of: date | None = None,
        options: PlanOptions | None = None,
        *,
        between: str = "credits, cost",
    ) -> Plan:
        """All plans that are best in one of two measures for their value of the other: see `stackr.pathways.pareto.front`."""
        from stackr.pathways.pareto import front, measures

        return front(self, learner, for_, as_of, options, *measures(between))

    def whatif(
        self,
        learner: Given,
        changes: Sequence[tuple[str, str]],
        for_: str | Iterable[str] | None = None,
        as_of: date | None = None,
        *,
        name: str = "",
        plan: PlanOptions | None = None,
    ) -> WhatIf:
        """The awards before and after changes such as `("add", "DS501")`: see `stackr.pathways.whatif.whatif`."""
        from stackr.pathways.whatif import whatif

        return whatif(self, learner, changes, for_, as_of, name=name, plan=plan)

    def rank(
        self,
        learner: Given,
        for_: str | Iterable[str] | None = None,
        as_of: date | None = None,
        *,
        unlocks: int = 0,
    ) -> Ranking:
        """Where the learner could go: all awards, the nearest first: see `stackr.pathways.ranking.rank`."""
        from stackr.pathways.ranking import rank

        return rank(self, learner, for_, as_of, unlocks=unlocks)

    def demand(
        self,
        learners: Iterable[Given],
        for_: str,
        as_of: date | None = None,
        options: PlanOptions | None = None,
    ) -> Cohort:
        """What the plans of many learners come to, by item and term: see `stackr.pathways.cohort.cohort`."""
        from stackr.pathways.cohort import cohort

        return cohort(self, learners, for_, as_of, options)


def load(paths: Sequence[str | Path] | str | Path) -> Book:
    """The rule book in the files and folders given, imports included: see `stackr.rulebook.load.load`. Raises `RuleError`."""
    return _answering(reading.load(paths))


def load_text(text: str, path: str = "rules.stackr", folder: Path | None = None) -> Book:
    """The rule book in a text. Raises `RuleError` like `load`."""
    return _answering(reading.load_text(text, path, folder))


def _answering(book: RuleBook) -> Book:
    return Book(**{item.name: getattr(book, item.name) for item in fields(RuleBook)})
