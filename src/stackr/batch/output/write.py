"""Tables into files, byte for byte the same for the same rows, and whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import Final

import polars as pl

from stackr._digest import digest_bytes

_GROUP: Final = 100_000
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell."""


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
    """A table as Parquet."""
    sink = io.BytesIO()
    frame.rechunk().write_parquet(sink, compression="zstd", compression_level=3, row_group_size=_GROUP)
    return sink.getvalue()


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
