"""The learners of a table, as single audits take them: for the adviser who has one class in a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from stackr.batch.ingest.profile import Profile
from stackr.batch.ingest.shapes import LINE, Bad
from stackr.batch.ingest.sources import KINDS, Source, chunks
from stackr.batch.result import plain
from stackr.batch.rows import Records
from stackr.conditions.tables import Tables
from stackr.model.learning import Learner
from stackr.records.admit import admit

PLAIN = Profile()


@dataclass(frozen=True, slots=True)
class People:
    """The learners in order of their ids, and the rows that can't be used."""

    learners: tuple[Learner, ...]
    bad: tuple[Bad, ...]


def is_table(path: Path) -> bool:
    """Whether the file is a table of holdings, by its name (JSON is read as records)."""
    return KINDS.get(path.suffix.lower(), "json") != "json"


def people_of(path: Path, tables: Tables, as_of: date) -> People:
    """Every learner of a table of holdings. Raises `InputError` if it can't be read, `RecordError` for a learner who can't."""
    source = Source(path.as_posix(), KINDS[path.suffix.lower()], path)
    frames: list[pl.DataFrame] = []
    bad: list[Bad] = []
    for piece in chunks(source, PLAIN, len):
        frames.append(plain(piece.rows.drop(LINE, strict=False)))
        bad += piece.bad
    if not frames:
        return People((), tuple(bad))
    records = Records(pl.concat(frames, how="diagonal"), None)
    return People(tuple(admit(records.record(name), tables, as_of) for name in records.ids), tuple(bad))
