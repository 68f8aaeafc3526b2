"""Rows of holdings on disk, ready to be taken part by part: each part whole learners, whatever order the rows came in.

Files are large and in order of bucket, so that taking a part is a stretch of each; what columns hold is written as numbers
(`words`).

A learner belongs to a bucket by a checksum of the id, a part is a range of buckets, and how many parts there are follows from
the number of rows alone: so neither threads nor memory nor the cutting of the input change what a part holds.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
import polars as pl

from stackr.batch.ingest.shapes import LINE, Bad
from stackr.batch.run.words import Words

SOURCE: Final = "@source"
BUCKET: Final = "@bucket"
INNER: Final = (SOURCE, LINE, BUCKET)
BUCKETS: Final = 2**32
HELD: Final = 1_000_000
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
        self._held: dict[str, list[pl.DataFrame]] = {kind: [] for kind in _ROWS}
        self._begins: dict[tuple[Path, int], list[int]] = {}

    def add(self, kind: str, source: int, frame: pl.DataFrame) -> None:
        """Keep rows of a kind, by bucket. Raises `OSError`."""
        if not frame.height:
            return
        keyed = frame.with_columns(pl.lit(source, dtype=pl.Int32).alias(SOURCE), _bucket(frame["learner"]))
        if kind == "holdings":
            keyed = self._words.coded(keyed)
        held = self._held[kind]
        if any(piece.schema.get(name, of) != of for piece in held for name, of in keyed.schema.items()):
            self._let_go(kind)
        held.append(keyed)
        if sum(piece.height for piece in held) >= HELD:
            self._let_go(kind)

    def finish(self) -> None:
        """All rows are there. Raises `OSError`."""
        for kind in _ROWS:
            self._let_go(kind)
        self._words.keep()

    def _let_go(self, kind: str) -> None:
        held, number = self._held[kind], len(self.files(kind))
        if held:
            whole = self._words.narrow(pl.concat(held, how="diagonal").rechunk())
            sink = io.BytesIO()
            whole[np.argsort(whole[BUCKET].to_numpy(), kind="stable")].write_ipc(sink, compression="uncompressed")
            (self.folder / kind / f"{number:06d}.arrow").write_bytes(sink.getbuffer())
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
        """The files of a kind, in order of input."""
        return sorted(path for path in (self.folder / kind).iterdir() if path.suffix in (".parquet", ".arrow"))

    def part(self, kind: str, number: int, parts: int) -> pl.DataFrame | None:
        """The rows of one part, in order of learner, then of input. None if there are none of the kind at all."""
        files = self.files(kind)
        if not files:
            return None
        slices = []
        for path in files:
            begins = self._parts_of(path, parts)
            many = begins[number + 1] - begins[number]
            slices.append(pl.scan_ipc(path).slice(begins[number], many).collect())
        found = self._words.told(slices)
        members = sorted(name for name in found.columns if name not in ("learner", *INNER))
        return found.select("learner", SOURCE, LINE, *members)[_by_learner(found["learner"])]

    def _parts_of(self, path: Path, parts: int) -> list[int]:
        """Where the rows of each part begin in a file."""
        if (path, parts) not in self._begins:
            buckets = pl.scan_ipc(path).select(BUCKET).collect()[BUCKET]
            edges = [number * BUCKETS // parts for number in range(parts + 1)]
            self._begins[path, parts] = np.searchsorted(buckets.to_numpy(), np.array(edges, np.uint64), "left").tolist()
        return self._begins[path, parts]


def _by_learner(learners: pl.Series) -> pl.Series:
    """The places of rows in order of learner, then as they are: whole stretches of one learner are put in order at once."""
    runs = learners.rle().struct.unnest().select("value", end=pl.col("len").cast(pl.Int64).cum_sum())
    begin = pl.col("end").shift(1, fill_value=0)
    runs = runs.with_columns(begin=begin).sort("value", maintain_order=True)
    return runs.select(pl.int_ranges("begin", "end")).to_series().explode()


def _bucket(learners: pl.Series) -> pl.Series:
    """The bucket of each row; of rows of one learner that stand together it is looked up once."""
    runs = learners.rle().struct.unnest()
    unique = runs["value"].unique()
    sums = [crc32(str(learner).encode()) for learner in unique]
    keys = pl.DataFrame([unique.alias("value"), pl.Series(BUCKET, sums, dtype=pl.UInt32)])
    of_runs = runs.join(keys, on="value", how="left", maintain_order="left")[BUCKET]
    return pl.Series(BUCKET, np.repeat(of_runs.to_numpy(), runs["len"].to_numpy()))


def parts_for(rows: int, part_rows: int) -> int:
    """How many parts so many rows make."""
    return max(1, -(-rows // part_rows))
