"""The tables of a finished run in the further forms asked for: one CSV file each, or one workbook."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from stackr.batch.output.write import HALF, csv_bytes, put

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet can hold below its header."""
MOST_LETTERS: Final = 32_000
"""Letters that a cell can hold, and some to spare."""
NOT_IN_CELLS: Final = frozenset({"audits"})
"""Tables whose texts are too long for any cell: a workbook is made without them."""


def tables_of(folder: Path) -> dict[str, list[Path]]:
    """The tables of a run by name: their parts in order."""
    found = {path.name: sorted(path.glob("part-*.parquet")) for path in sorted(folder.iterdir()) if path.is_dir()}
    return {name: parts for name, parts in found.items() if parts}


def frames(parts: list[Path]) -> Iterator[pl.DataFrame]:
    """The parts of a table, one at a time."""
    return (pl.read_parquet(path) for path in parts)


def write_csv(path: Path, parts: list[Path]) -> None:
    """One CSV file of all parts, written part by part beside its place and then put there. Raises `OSError`."""
    beside = path.with_name(f".{path.name}{HALF}")
    try:
        with beside.open("wb") as sink:
            for number, frame in enumerate(frames(parts)):
                sink.write(csv_bytes(frame, header=number == 0))
            sink.flush()
            os.fsync(sink.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_workbook(path: Path, tables: dict[str, list[Path]]) -> list[str]:
    """A workbook with a sheet per table; every cell is text, so that nothing in it is computed. Raises `OSError`.

    Gives the names of tables that are too long for a sheet, or have texts too long for a cell: the workbook holds their beginning.
    """
    import xlsxwriter

    cut: list[str] = []
    sink = io.BytesIO()
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(sink, settings)
    book.set_properties({"created": _NO_TIME})
    for name, parts in tables.items():
        if name in NOT_IN_CELLS:
            continue
        sheet = book.add_worksheet(name[:31])
        row, whole = 0, True
        for frame in frames(parts):
            if row == 0:
                sheet.write_row(0, 0, frame.columns)
            room = MOST_ROWS - row
            whole = whole and frame.height <= room
            for values in frame.head(room).iter_rows():
                row += 1
                for column, value in enumerate(values):
                    whole = _cell(sheet, row, column, value) and whole
        if not whole:
            cut.append(name)
    book.close()
    put(path, sink.getvalue())
    return cut


def _cell(sheet: Any, row: int, column: int, value: Any) -> bool:
    """Write it; false if that is only its beginning."""
    text = ""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value is not None:
        text = str(value)
        sheet.write_string(row, column, text[:MOST_LETTERS])
    return len(text) <= MOST_LETTERS


def _no_time() -> Any:
    from datetime import datetime

    return datetime(2000, 1, 1)


_NO_TIME: Final = _no_time()
"""The workbook's own day of making is fixed: the same rows are the same bytes."""


def file_digest(path: Path) -> str:
    """The digest of a file of any size. Raises `OSError`."""
    with path.open("rb") as stream:
        return f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
