"""`evaluate`: a frame of holdings of many learners before one rule book on one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import polars as pl

from stackr.audit.options import AuditOptions
from stackr.audit.run import asked_for
from stackr.batch.exact import Told, tell
from stackr.batch.result import SCHEMAS, BatchResult, frame
from stackr.batch.rows import Records
from stackr.model.learning import Learner
from stackr.records.admit import admit
from stackr.records.errors import RecordError
from stackr.rulebook.book import RuleBook

VALUES = AuditOptions(tier="values")


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
    return Evaluator(book, for_=for_, as_of=as_of, options=options).evaluate(holdings, learners)


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

    def evaluate(self, holdings: pl.DataFrame, learners: pl.DataFrame | None = None) -> BatchResult:
        """The answers for a frame of whole learners: all rows of a learner must be in it.

        `holdings`: one holding per row, a column `learner` and members as columns (`rows` says how). `learners`: facts and
        decisions, one row per learner. Raises `BatchError` for a frame that is none.
        """
        records = Records(holdings, learners)
        told = Told()
        for identity in records.ids:
            self._exactly(told, records, identity)
        counts = Counter((row[1], row[-1]) for row in told.rows["results"])
        told.add("stages", ((*key, counts[key]) for key in sorted(counts)))
        return BatchResult(**{name: frame(name, told.rows[name]) for name in SCHEMAS})

    def _exactly(self, told: Told, records: Records, identity: str) -> None:
        try:
            learner = admit(records.record(identity), self.book.tables, self.as_of)
        except RecordError as error:
            told.add("held_back", [(identity, records.count(identity), str(error))])
            return
        tell(told, self.book, learner, self.for_, self.as_of, self.options, "single audit")
