"""`evaluate`: a frame of holdings of many learners before one rule book on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import polars as pl

from stackr.audit.options import AuditOptions
from stackr.audit.run import asked_for, check_options
from stackr.batch import few
from stackr.batch.alike import Alike
from stackr.batch.exact import figures, tell
from stackr.batch.merging import merged
from stackr.batch.person import Person
from stackr.batch.result import BatchResult
from stackr.batch.rows import Records
from stackr.batch.told import Row, Told
from stackr.model.learning import Learner
from stackr.records.admit import admit
from stackr.records.errors import RecordError
from stackr.rulebook.book import RuleBook

if TYPE_CHECKING:
    from stackr.batch.by_columns.columnar import Columnar, Open, Part

VALUES = AuditOptions(tier="values")
SINGLE = "single audit"
"""The stage of learners who are all told by the single audit: placements or proofs are asked for, or numba is not installed."""


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
    `values`, or `placements` or `proofs` for the frames of those tiers too. `nothing`: the book has none
    of the awards asked for, and learners are only admitted. Raises `AuditError` for an award nobody declares.
    """

    def __init__(
        self,
        book: RuleBook,
        *,
        for_: Iterable[str] | None = None,
        as_of: date,
        options: AuditOptions = VALUES,
        nothing: bool = False,
    ) -> None:
        check_options(options)
        self.book = book
        self.as_of = as_of
        self.options = options
        self.for_ = () if nothing else None if for_ is None else asked_for(book, Learner(""), for_)
        self._columnar: Columnar | None = None
        self._few = False
        self._known: Alike[Row] = Alike()

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
        return self.for_ != () and self.options.tier == "values" and find_spec("numba") is not None

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
        """Awards of learners that the columns left open: once for all learners who are alike."""
        of: dict[int, list[Open]] = {}
        for item in part.unsettled:
            of.setdefault(item.at, []).append(item)
        for at in sorted(of):
            self._each_open(told, records, at, of[at])

    def _each_open(self, told: Told, records: Records, at: int, left: Iterable[Open]) -> None:
        name = records.names[at]
        person = self.person(lambda: records.record(name), figures_only=True)
        for item in left:

            def work(award: str = item.award) -> Row:
                return figures(person.evaluation, person.evaluation.values(award), "")[1:-1]

            row = self._known.get(item.like or person.like, item.award, work)
            told.add("results", at, [(name, *row, f"{SINGLE}: {item.why}")], item.place)

    def person(self, record: Callable[[], dict[str, Any]], *, figures_only: bool = False) -> Person:
        """One learner before the rules."""
        return Person(self.book, record, self.as_of, self.options, figures_only=figures_only)

    def _admitted(self, records: Records, at: int) -> Learner:
        return admit(records.record(records.names[at]), self.book.tables, self.as_of)
