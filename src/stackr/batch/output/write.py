"""Tables into files, byte for byte the same for the same rows, and whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from stackr._digest import digest_bytes

_GROUP: Final = 100_000
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""
_SOUGHT: Final = ("learner",)
"""Columns of which a file says in which of its groups of rows to look for a value: rows stand in their order."""

HALF: Final = ".half"
"""The end of the name of a file that is being written; one that a killed process left is nobody's."""


def put(path: Path, data: bytes) -> None:
    """The file, on the disk for certain before it has its name. Raises `OSError`; nothing half-written stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=HALF)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Take away what a killed process left half-written. Raises `OSError`."""
    for path in folder.rglob(f".*{HALF}"):
        path.unlink()


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """A table as Parquet, in which categories are texts like any other. Its bytes depend on the rows alone."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    words = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Categorical)]
    plain = frame.drop(words).rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
    columns = [_words(frame[name]) if name in words else plain[name] for name in frame.columns]
    sink = io.BytesIO()
    pq.write_table(
        pa.table(columns, names=frame.columns),
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=_GROUP,
        store_schema=False,
        write_statistics=[name for name in frame.columns if name in _SOUGHT],
    )
    return sink.getvalue()


def _words(column: pl.Series) -> Any:
    """Categories as numbers and, in order, the texts that are numbered: what a file of them holds anyway."""
    import pyarrow as pa

    absent = column.is_null().to_numpy() if column.null_count() else None
    places = column.to_physical().fill_null(0).to_numpy()
    at = np.arange(len(places)) if absent is None else np.flatnonzero(~absent)
    last = np.full(int(places.max(initial=0)) + 1, -1, np.int64)
    last[places.take(at)] = at
    there = column.gather(last[last >= 0])
    texts = there.cast(pl.String).sort()
    number = np.zeros(len(last), np.int32)
    number[there.to_physical().to_numpy()] = texts.search_sorted(there.cast(pl.String))
    return pa.DictionaryArray.from_arrays(pa.array(number.take(places), mask=absent), texts.to_arrow())


def csv_bytes(frame: pl.DataFrame, *, header: bool = True) -> bytes:
    """A table as CSV in which no cell begins like a formula: such a cell has an apostrophe in front."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    if header:
        writer.writerow(frame.columns)
    writer.writerows([safe(value) for value in row] for row in frame.iter_rows())
    return sink.getvalue().encode()


def safe(value: object) -> str:
    """A cell that no spreadsheet computes.

    >>> safe("=1+1"), safe("PGDIP"), safe(None), safe(True)
    ("'=1+1", 'PGDIP', '', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def digest_of(path: Path) -> str:
    """The digest of a file's bytes. Raises `OSError`."""
    return digest_bytes(path.read_bytes())
