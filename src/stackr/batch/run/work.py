"""The one pure function that every engine runs: whole learners in, tables out, both as Arrow; nothing else goes in or out."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

import polars as pl

from stackr._digest import digest_bytes
from stackr.batch.evaluate import Evaluator
from stackr.batch.result import BatchResult
from stackr.batch.run.holding_back import held_back_by
from stackr.batch.run.options import RunOptions
from stackr.batch.run.pin import Pinned

Tables = dict[str, bytes]
"""Name of a table → its rows as an Arrow file."""

BESIDE: Final = ("learner",)


@dataclass(frozen=True, slots=True)
class Plan:
    """Shipped once to every worker: the pinned rules and what is asked."""

    pinned: Pinned
    options: RunOptions

    def packed(self) -> bytes:
        """As bytes."""
        return pickle.dumps(self, protocol=5)


_READY: dict[str, tuple[Plan, Evaluator]] = {}


def evaluate_part(packed: bytes, part: Mapping[str, bytes]) -> Tables:
    """The tables of one part. `part`: `holdings` and, where there is any, `about`, as Arrow files."""
    plan, evaluator = _ready(packed)
    holdings = unpack(part["holdings"])
    about = unpack(part["about"]) if "about" in part else None
    return {name: pack(frame) for name, frame in evaluate_frames(plan, evaluator, holdings, about).items()}


def evaluate_frames(
    plan: Plan, evaluator: Evaluator, holdings: pl.DataFrame, about: pl.DataFrame | None
) -> dict[str, pl.DataFrame]:
    """The same over frames; empty tables are left out, but for `results`."""
    answer = evaluator.evaluate(holdings, about)
    tables = {item.name: plain(getattr(answer, item.name)) for item in fields(BatchResult)}
    if plan.options.holds_back:
        tables["holds_back"] = held_back_by(evaluator, holdings, about, answer.results)
    return {name: frame for name, frame in tables.items() if frame.height or name == "results"}


def _ready(packed: bytes) -> tuple[Plan, Evaluator]:
    key = digest_bytes(packed)
    if key not in _READY:
        _READY.clear()
        plan: Plan = pickle.loads(packed)
        book = plan.pinned.load()
        options = plan.options
        evaluator = Evaluator(book, for_=options.for_, as_of=options.as_of, options=options.audit)
        _READY[key] = (plan, evaluator)
    return _READY[key]


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """Words as text, in one piece: what is written depends on the rows alone."""
    words = [pl.col(name).cast(pl.String) for name, kind in frame.schema.items() if kind in (pl.Categorical, pl.Enum)]
    return frame.with_columns(words).rechunk()


def pack(frame: pl.DataFrame) -> bytes:
    """A frame as an Arrow file."""
    sink = io.BytesIO()
    frame.write_ipc(sink, compression="lz4")
    return sink.getvalue()


def unpack(data: bytes) -> pl.DataFrame:
    """The frame of an Arrow file."""
    return pl.read_ipc(io.BytesIO(data))
