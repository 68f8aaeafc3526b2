"""`evaluate`: a frame of holdings of many learners before one rule book on one day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

import polars as pl

from stackr.audit.options import AuditOptions
from stackr.audit.run import asked_for
from stackr.batch import few
from stackr.batch.exact import Told, tell, tell_award
from stackr.batch.merging import merged
from stackr.batch.result import BatchResult
from stackr.batch.rows import Records
from stackr.model.learning import Learner
from stackr.records.admit import admit
from stackr.records.errors import RecordError
from stackr.rulebook.book import RuleBook

if TYPE_CHECKING:
    from stackr.batch.by_columns.columnar import Columnar, Part

VALUES = AuditOptions(tier="values")
SINGLE = "single audit"
"""The stage of learners who are all told by the single audit: placements are asked for, or numba is not installed."""


def evaluate(
    book: RuleBook,
    holdings: pl.DataFrame,
    learners: pl.DataFrame | None = None,
    *,
    for_: Iterable[str] | None = None,
    as_of: date,
    options: AuditOptions = VALUES,
) -> BatchResult:
    """What the rules say of every learner of the frames: see `Evaluator`, which this makes and asks once."""
    evaluator = Evaluator(book, for_=for_, as_of=as_of, options=options)
    evaluator.expect(len(Records(holdings, learners).names))
    return evaluator.evaluate(holdings, learners)


class Evaluator:
    """One question put to many frames: what it learns of one serves the next. Answers do not depend on what it learnt.

    `for_`: the awards asked for; where none are named, for each learner those enrolled in, else all. `options.tier`:
    `values`, or `placements` for the frames of that tier too. Raises `AuditError` for an award nobody declares.
    """

    def __init__(
        self, book: RuleBook, *, for_: Iterable[str] | None = None, as_of: date, options: AuditOptions = VALUES
    ) -> None:
        self.book = book
        self.as_of = as_of
        self.options = options
        self.for_ = None if for_ is None else asked_for(book, Learner(""), for_)
        self._columnar: Columnar | None = None
        self._few = False

    def expect(self, learners: int) -> None:
        """How many learners there are in all frames together: a few are told by the single audit (see `few`)."""
        self._few = few.is_few(learners, self.book, self.for_)

    def evaluate(self, holdings: pl.DataFrame, learners: pl.DataFrame | None = None) -> BatchResult:
        """The answers for a frame of whole learners: all rows of a learner must be in it.

        `holdings`: one holding per row, a column `learner` and members as columns (`rows` says how). `learners`: facts and
        decisions, one row per learner. Raises `BatchError` for a frame that is none.
        """
        records = Records(holdings, learners)
        part = self._by_columns(records)
        told = Told()
        for at in sorted(part.alone) if part is not None else range(len(records.names)):
            stage = self._single if part is None else part.alone[at]
            self._exactly(told, records, at, stage)
        if part is not None:
            self._unsettled(told, records, part)
        return merged(records.names, told, {} if part is None else part.frames)

    @property
    def _can(self) -> bool:
        """Whether the columns can tell what is asked."""
        return self.options.tier == "values" and find_spec("numba") is not None

    @property
    def _single(self) -> str:
        return few.STAGE if self._few and self._can else SINGLE

    def _by_columns(self, records: Records) -> Part | None:
        if self._few or not self._can:
            return None
        if self._columnar is None:
            from stackr.batch.by_columns.columnar import Columnar

            self._columnar = Columnar(self.book, self.for_, self.as_of, self.options)
        return self._columnar.tell(records)

    def _exactly(self, told: Told, records: Records, at: int, stage: str) -> None:
        try:
            learner = self._admitted(records, at)
        except RecordError as error:
            identity = records.names[at]
            told.add("held_back", at, [(identity, records.count(identity), str(error))])
            return
        tell(told, at, self.book, learner, self.for_, self.as_of, self.options, stage)

    def _unsettled(self, told: Told, records: Records, part: Part) -> None:
        """Awards of learners that the columns left open."""
        of: dict[int, list[tuple[int, str, str]]] = {}
        for at, place, name, why in part.unsettled:
            of.setdefault(at, []).append((place, name, f"{SINGLE}: {why}"))
        for at in sorted(of):
            tell_award(told, at, self.book, self._admitted(records, at), of[at], self.as_of, self.options)

    def _admitted(self, records: Records, at: int) -> Learner:
        return admit(records.record(records.names[at]), self.book.tables, self.as_of)
