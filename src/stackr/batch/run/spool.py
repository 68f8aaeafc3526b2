"""Rows of holdings on disk, ready to be taken part by part: each part whole learners, whatever order the rows came in.

Files are large (`sheaf`), and most of what columns hold is written as numbers (`words`). A part is a range of buckets, and
how many parts there are follows from the number of rows alone: so the cutting of the input does not change what a part holds.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from stackr.batch.ingest.shapes import LINE, Bad
from stackr.batch.run.sheaf import LEARNER, ROWS, Piece, Sheaf, Stretch, stretches, write
from stackr.batch.run.words import Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOURCE: Final = "@source"
HELD: Final = 2_000_000
"""Rows of one file, about: a part is read from each of them."""
_ROWS: Final = ("holdings", "about")

QUARANTINE: Final = {
    "file": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "reason": pl.String,
    "message": pl.String,
}


UNREAD: Final = {
    "file": pl.String,
    "line": pl.Int64,
    "column": pl.String,
    "value": pl.String,
    "member": pl.String,
    "message": pl.String,
}


class Spool:
    """The folder of rows of one run. Rows are held back until there are enough of them for a file: see `finish`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for kind in (*_ROWS, "bad", "unread"):
            (folder / kind).mkdir(parents=True, exist_ok=True)
        self._words = Words(folder / "words.parquet")
        self._held: dict[str, list[Piece]] = {kind: [] for kind in _ROWS}
        self._sheaves: dict[Path, Sheaf] = {}

    def add(self, kind: str, source: int, frame: pl.DataFrame) -> None:
        """Keep rows of a kind. Raises `OSError`."""
        if not frame.height:
            return
        piece = self._piece(frame, source, coded=kind == "holdings")
        held = self._held[kind]
        if any(_other_kind(piece, one) for one in held):
            self._let_go(kind)
        held.append(piece)
        if sum(piece.height for piece in held) >= HELD:
            self._let_go(kind)

    def _piece(self, frame: pl.DataFrame, source: int, *, coded: bool) -> Piece:
        numbers = {SOURCE: np.full(frame.height, source, np.int32), LINE: frame[LINE].to_numpy()}
        texts = []
        for column in frame.drop(LEARNER, LINE).iter_columns():
            found = self._words.numbers(column) if coded else None
            if found is None:
                texts.append(column.cast(pl.String))
            else:
                numbers[column.name] = found
        runs = frame[LEARNER].rle().struct.unnest().select(pl.col("value").alias(LEARNER), "len")
        return Piece(runs, numbers, pl.DataFrame(texts) if texts else None, frame.height)

    def finish(self) -> None:
        """All rows are there. Raises `OSError`."""
        for kind in _ROWS:
            self._let_go(kind)
        self._words.keep()

    def _let_go(self, kind: str) -> None:
        held, number = self._held[kind], len(self.files(kind))
        if held:
            coded = sorted({name for piece in held for name in piece.numbers} - _OWN)
            rooms: dict[str, type[np.integer[Any]]] = {SOURCE: np.int32, LINE: np.int64}
            rooms |= {name: self._words.room(name) for name in coded}
            write(self.folder / kind / f"{number:06d}.npy", held, rooms)
        held.clear()

    def put_aside(self, name: str, source: int, chunk: int, found: Iterable[Bad]) -> None:
        """Keep what a chunk puts aside. Raises `OSError`."""
        rows = [(name, item.line, item.column, item.value, item.reason, item.message) for item in found]
        if rows:
            self._write("bad", source, chunk, pl.DataFrame(rows, schema=QUARANTINE, orient="row"))

    def note_unread(self, name: str, source: int, chunk: int, found: pl.DataFrame | None) -> None:
        """Keep the values that can't be read of rows that are used. Raises `OSError`."""
        if found is not None and found.height:
            self._write(
                "unread",
                source,
                chunk,
                found.select(pl.lit(name).alias("file"), pl.col(LINE).alias("line"), pl.exclude(LINE)),
            )

    def _write(self, kind: str, source: int, chunk: int, frame: pl.DataFrame) -> None:
        """Through memory, so that a full disk is a plain `OSError` and not the library's own."""
        sink = io.BytesIO()
        frame.write_parquet(sink, compression="lz4")
        (self.folder / kind / f"{source:05d}-{chunk:06d}.parquet").write_bytes(sink.getbuffer())

    def files(self, kind: str) -> list[Path]:
        """The files of a kind, in order of input; of rows, the one of each that holds numbers."""
        return sorted(path for path in (self.folder / kind).iterdir() if path.suffix in (".parquet", ".npy"))

    def part(self, kind: str, number: int, parts: int) -> pl.DataFrame | None:
        """The rows of one part, in order of learner, then of input. None if there are none of the kind at all."""
        found = [self._sheaf(path).part(number, parts) for path in self.files(kind)]
        return self._joined(found) if found else None

    def _sheaf(self, path: Path) -> Sheaf:
        if path not in self._sheaves:
            self._sheaves[path] = Sheaf(path)
        return self._sheaves[path]

    def _joined(self, found: Sequence[Stretch]) -> pl.DataFrame:
        """The rows of several files as one table, with categories of texts for numbers; text where some file has text."""
        whose = pl.concat(stretch.learners for stretch in found)
        lengths = whose[ROWS].to_numpy()
        whose = whose.with_columns(begin=np.cumsum(lengths) - lengths).sort(LEARNER, maintain_order=True)
        lengths = whose[ROWS].to_numpy()
        order = stretches(whose["begin"].to_numpy(), lengths)
        made = [whose[LEARNER].gather(np.repeat(np.arange(whose.height, dtype=np.uint32), lengths))]
        made += [pl.Series(name, _numbers(found, name)[order]) for name in (SOURCE, LINE)]
        for name in sorted({name for stretch in found for name in _columns(stretch)}):
            if any(stretch.texts is not None and name in stretch.texts.columns for stretch in found):
                made.append(pl.concat(self._as_text(stretch, name) for stretch in found).gather(order).alias(name))
            else:
                made.append(self._words.categories(name, _numbers(found, name)[order]))
        return pl.DataFrame(made)

    def _as_text(self, stretch: Stretch, name: str) -> pl.Series:
        if stretch.texts is not None and name in stretch.texts.columns:
            return stretch.texts[name]
        if name in (stretch.records.dtype.names or ()):
            return self._words.categories(name, stretch.records[name]).cast(pl.String)
        return pl.repeat(None, len(stretch.records), dtype=pl.String, eager=True).alias(name)


_OWN: Final = frozenset({SOURCE, LINE})


def _other_kind(piece: Piece, other: Piece) -> bool:
    """Whether one has as text what the other has as numbers."""
    return any(
        one.texts is not None and not two.numbers.keys().isdisjoint(one.texts.columns)
        for one, two in ((piece, other), (other, piece))
    )


def _columns(stretch: Stretch) -> set[str]:
    """The members that some rows of a stretch may have."""
    texts = [] if stretch.texts is None else stretch.texts.columns
    return {*(stretch.records.dtype.names or ()), *texts} - _OWN


def _numbers(found: Sequence[Stretch], name: str) -> NDArray[Any]:
    """The numbers of a column; 0 where a file does not have it."""
    return np.concatenate(
        [
            stretch.records[name]
            if name in (stretch.records.dtype.names or ())
            else np.zeros(len(stretch.records), np.uint8)
            for stretch in found
        ]
    )


def parts_for(rows: int, part_rows: int) -> int:
    """How many parts so many rows make."""
    return max(1, -(-rows // part_rows))
