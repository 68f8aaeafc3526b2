"""Rows of many learners in files that are read by stretches: learner by learner, in order of bucket.

Whose the rows are is written once for each learner, numbers row by row as records of as few bytes as they need, and texts by
column, each in a file of its own, so that a part is one stretch of each and no more of a file is read.

A learner belongs to a bucket by a checksum of the id, so that neither threads nor memory nor the cutting of the input change
where a learner is found.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Numbers = NDArray[np.integer[Any]]
    Kind = type[np.integer[Any]]

HEIGHT: Final = "@height"
LEARNER: Final = "learner"
BUCKET: Final = "bucket"
ROWS: Final = "rows"
BUCKETS: Final = 2**32


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows on their way into files. `runs`: whose they are (`learner`, `len`), as they follow one another.

    `numbers`: column → whole numbers; `texts`: the columns of text, None if there are none.
    """

    runs: pl.DataFrame
    numbers: Mapping[str, Numbers]
    texts: pl.DataFrame | None
    height: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of some learners, learner by learner. `learners`: `learner` and how many `rows` each has."""

    learners: pl.DataFrame
    records: NDArray[Any]
    texts: pl.DataFrame | None


def stretches(begins: Ints, lengths: Ints) -> Ints:
    """The places of all rows of some stretches, one stretch after the other."""
    ends = np.cumsum(lengths)
    found: Ints = np.repeat(begins - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0)
    return found


def write(place: Path, pieces: Sequence[Piece], rooms: Mapping[str, Kind]) -> None:
    """The rows as files that begin with `place`. `rooms`: the kind of number of each column of numbers. Raises `OSError`."""
    learners, order = _by_bucket(pl.concat(piece.runs for piece in pieces))
    texts = [piece.texts if piece.texts is not None else _nothing(piece.height) for piece in pieces]
    if any(piece.texts is not None for piece in pieces):
        whole = pl.concat(texts, how="diagonal").rechunk()[order]
        _write_frame(place.with_suffix(".texts.arrow"), whole.drop(HEIGHT, strict=False))
    _write_records(place.with_suffix(".npy"), _records(pieces, rooms).take(order))
    _write_frame(place.with_suffix(".learners.arrow"), learners)


def _nothing(height: int) -> pl.DataFrame:
    """So many rows without a text."""
    return pl.DataFrame({HEIGHT: pl.repeat(None, height, dtype=pl.String, eager=True)})


def _by_bucket(runs: pl.DataFrame) -> tuple[pl.DataFrame, Ints]:
    """The learners in order of bucket, and the places of their rows in that order."""
    names = runs[LEARNER].cast(pl.Categorical(pl.Categories.random()))
    there = names.unique()
    known = there.cast(pl.String)
    buckets = np.array([crc32(str(name).encode()) for name in known.to_list()], np.uint32)
    by_bucket = np.argsort(buckets, kind="stable")
    places = there.to_physical().to_numpy()
    rank = np.zeros(int(places.max(initial=0)) + 1, np.int64)
    rank[places[by_bucket]] = np.arange(len(there))
    of_run = rank[names.to_physical().to_numpy()]
    lengths = runs["len"].cast(pl.Int64).to_numpy()
    rows = np.zeros(len(there), np.int64)
    np.add.at(rows, of_run, lengths)
    order = np.argsort(of_run, kind="stable")
    learners = {LEARNER: known.gather(by_bucket), BUCKET: buckets[by_bucket], ROWS: rows}
    return pl.DataFrame(learners), stretches((np.cumsum(lengths) - lengths)[order], lengths[order])


def _records(pieces: Sequence[Piece], rooms: Mapping[str, Kind]) -> NDArray[Any]:
    """The numbers of all rows; 0 in columns that a piece has not."""
    found = np.zeros(sum(piece.height for piece in pieces), np.dtype([*rooms.items()]))
    begin = 0
    for piece in pieces:
        for name, numbers in piece.numbers.items():
            found[name][begin : begin + piece.height] = numbers
        begin += piece.height
    return found


def _write_records(path: Path, records: NDArray[Any]) -> None:
    with path.open("wb") as stream:
        np.lib.format.write_array_header_2_0(stream, np.lib.format.header_data_from_array_1_0(records))
        stream.write(records.view(np.uint8).data)


def _write_frame(path: Path, frame: pl.DataFrame) -> None:
    """Through memory, so that a full disk is a plain `OSError` and not the library's own."""
    sink = io.BytesIO()
    frame.write_ipc(sink, compression="uncompressed")
    path.write_bytes(sink.getbuffer())


class Sheaf:
    """What `write` wrote, to be read part by part."""

    def __init__(self, records: Path) -> None:
        self._path = records
        self._begins: dict[int, tuple[list[int], list[int]]] = {}
        with records.open("rb") as stream:
            np.lib.format.read_magic(stream)
            _, _, self._kind = np.lib.format.read_array_header_2_0(stream)
            self._from = stream.tell()
        texts = records.with_suffix(".texts.arrow")
        self._texts = pl.scan_ipc(texts) if texts.exists() else None
        self._learners = pl.scan_ipc(records.with_suffix(".learners.arrow"))

    def part(self, number: int, parts: int) -> Stretch:
        """The rows of one of so many parts: the buckets are dealt out evenly."""
        learners, rows = self._parts(parts)
        whose = self._learners.slice(learners[number], learners[number + 1] - learners[number])
        begin, many = rows[number], rows[number + 1] - rows[number]
        offset = self._from + begin * self._kind.itemsize
        return Stretch(
            whose.select(LEARNER, ROWS).collect(),
            np.fromfile(self._path, self._kind, many, offset=offset),
            None if self._texts is None else self._texts.slice(begin, many).collect(),
        )

    def _parts(self, parts: int) -> tuple[list[int], list[int]]:
        """Where the learners and the rows of each part begin."""
        if parts not in self._begins:
            told = self._learners.select(BUCKET, ROWS).collect()
            edges = np.array([number * BUCKETS // parts for number in range(parts + 1)], np.uint64)
            learners = np.searchsorted(told[BUCKET].to_numpy(), edges, "left")
            ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(told[ROWS].to_numpy())])
            self._begins[parts] = learners.tolist(), ends[learners].tolist()
        return self._begins[parts]
