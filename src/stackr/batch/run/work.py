"""The one pure function that every engine runs: whole learners in, tables out; nothing else goes in or out.

Between processes both travel as Arrow files.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import polars as pl

from stackr._digest import digest_bytes
from stackr.batch import few
from stackr.batch.alike import Alike
from stackr.batch.evaluate import Evaluator
from stackr.batch.impact.groups import groups_of
from stackr.batch.impact.tables import Comparison
from stackr.batch.ingest.members import BY
from stackr.batch.ingest.sums import sums_of
from stackr.batch.near.tables import Way, near_tables
from stackr.batch.result import BatchResult, plain
from stackr.batch.run.holding_back import held_back_by
from stackr.batch.run.lookalikes import Lookalikes
from stackr.batch.run.options import RunOptions
from stackr.batch.run.people import People
from stackr.batch.run.pin import Pinned

Frames = dict[str, pl.DataFrame]
"""Name of a table → its rows."""
Packed = dict[str, bytes]
"""The same, each as an Arrow file."""
LONG: Final = frozenset({"recognition"})
"""Tables with rows for each holding: their words stay categories until they are written."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Shipped once to every worker: the pinned rules and what is asked. `before`: rules to compare them with."""

    pinned: Pinned
    options: RunOptions
    before: Pinned | None = None
    learners: int = few.MOST + 1
    """How many learners the run is about; no matter how many, from there on."""

    def packed(self) -> bytes:
        """As bytes."""
        return pickle.dumps(self, protocol=5)


class Worker:
    """A plan at work: books compiled, what was worked out for one learner known for all who are alike."""

    def __init__(self, plan: Plan) -> None:
        self.options = plan.options
        self._learners = plan.learners
        self.evaluator = self._evaluator(plan.pinned)
        self.before = None if plan.before is None else Comparison(self._evaluator(plan.before), self.evaluator)
        self._lookalikes = Lookalikes(self.evaluator.book)
        self._held: Alike[tuple[str, ...]] = Alike()
        self._ways: Alike[Way] = Alike()

    def _evaluator(self, pinned: Pinned) -> Evaluator:
        book, options = pinned.load(), self.options
        names = options.for_
        if names is not None:
            names = tuple(name for name in names if name in book.qualifications)
        evaluator = Evaluator(book, for_=names, as_of=options.as_of, options=options.audit, nothing=names == ())
        evaluator.expect(self._learners)
        return evaluator

    def tables(self, holdings: pl.DataFrame, about: pl.DataFrame | None) -> dict[str, pl.DataFrame]:
        """The tables of one part; empty ones are left out, but for `results`."""
        whole, holdings = holdings, holdings.drop(BY, strict=False)
        answer = self.evaluator.evaluate(holdings, about)
        tables = {item.name: getattr(answer, item.name) for item in fields(BatchResult)}
        tables = {name: frame if name in LONG else plain(frame) for name, frame in tables.items()}
        tables["lookalikes"] = self._lookalikes.of(holdings)
        tables["sums"] = sums_of(holdings)
        people = People(self.evaluator, holdings, about)
        if self.options.holds_back and self.options.tier != "proofs":
            tables["holds_back"] = held_back_by(people, tables["results"], self._held)
        if self.options.near is not None:
            tables |= near_tables(people, tables["results"], self.options.near, self._ways)
        if self.before is not None:
            groups = groups_of(whole, people, tables["results"]["learner"].unique(), self.options.by)
            tables |= self.before.tables(holdings, about, people, tables["results"], groups)
        return {name: frame for name, frame in tables.items() if frame.height or name == "results"}


_READY: dict[str, Worker] = {}


def evaluate_part(plan: bytes, part: Frames) -> Frames:
    """The tables of one part. `part`: `holdings` and, where there is any, `about`."""
    return _worker(plan).tables(part["holdings"], part.get("about"))


def evaluate_packed(plan: bytes, part: Mapping[str, bytes]) -> Packed:
    """The same for a part that came from another process."""
    return packed(evaluate_part(plan, unpacked(part)))


def _worker(packed: bytes) -> Worker:
    """The worker of the plan, made once in a process."""
    key = digest_bytes(packed)
    if key not in _READY:
        _READY.clear()
        _READY[key] = Worker(pickle.loads(packed))
    return _READY[key]


def packed(frames: Frames) -> Packed:
    """Frames as Arrow files."""
    return {name: _pack(frame) for name, frame in frames.items()}


def unpacked(files: Mapping[str, bytes]) -> Frames:
    """The frames of Arrow files."""
    return {name: pl.read_ipc(io.BytesIO(data)) for name, data in files.items()}


def _pack(frame: pl.DataFrame) -> bytes:
    sink = io.BytesIO()
    frame.write_ipc(sink, compression="lz4")
    return sink.getvalue()
