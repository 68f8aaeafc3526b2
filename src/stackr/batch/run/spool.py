"""Rows of holdings on disk, ready to be taken part by part: each part whole learners, whatever order the rows came in.

A learner belongs to a bucket by a checksum of the id, a part is a range of buckets, and how many parts there are follows from
the number of rows alone: so neither threads nor memory nor the cutting of the input change what a part holds.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zlib import crc32

import polars as pl

from stackr.batch.ingest.shapes import LINE, Bad

SOURCE: Final = "@source"
BUCKET: Final = "@bucket"
INNER: Final = (SOURCE, LINE, BUCKET)
BUCKETS: Final = 2**32
_GROUP: Final = 16_384

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
    """The folder of rows of one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for kind in ("holdings", "about", "bad", "unread"):
            (folder / kind).mkdir(parents=True, exist_ok=True)

    def add(self, kind: str, source: int, chunk: int, frame: pl.DataFrame) -> None:
        """Keep a chunk's rows of a kind, by bucket. Raises `OSError`."""
        if not frame.height:
            return
        keyed = frame.with_columns(pl.lit(source, dtype=pl.Int32).alias(SOURCE), _bucket(frame["learner"]))
        self._write(kind, source, chunk, keyed.sort(BUCKET, "learner", LINE))

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
        frame.write_parquet(sink, compression="lz4", row_group_size=_GROUP)
        (self.folder / kind / f"{source:05d}-{chunk:06d}.parquet").write_bytes(sink.getbuffer())

    def files(self, kind: str) -> list[Path]:
        """The files of a kind, in order of input."""
        return sorted((self.folder / kind).glob("*.parquet"))

    def part(self, kind: str, number: int, parts: int) -> pl.DataFrame | None:
        """The rows of one part, in order of learner, then of input. None if there are none of the kind at all."""
        files = self.files(kind)
        if not files:
            return None
        low, high = number * BUCKETS // parts, (number + 1) * BUCKETS // parts
        scans = [pl.scan_parquet(path).filter(pl.col(BUCKET).is_between(low, high, closed="left")) for path in files]
        found = pl.concat(scans, how="diagonal").collect()
        members = sorted(name for name in found.columns if name not in ("learner", *INNER))
        return found.select("learner", SOURCE, LINE, *members).sort("learner", SOURCE, LINE, maintain_order=True)


def _bucket(learners: pl.Series) -> pl.Series:
    unique = learners.unique()
    sums = [crc32(str(learner).encode()) for learner in unique]
    keys = pl.DataFrame([unique.alias("learner"), pl.Series(BUCKET, sums, dtype=pl.Int64)])
    return learners.to_frame("learner").join(keys, on="learner", how="left", maintain_order="left")[BUCKET]


def parts_for(rows: int, part_rows: int) -> int:
    """How many parts so many rows make."""
    return max(1, -(-rows // part_rows))
