"""XLSX sheets as rows of text. A cell with a formula gives the formula, not what another program once made of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse

import polars as pl

from stackr.batch.ingest.shapes import LINE, Chunk, InputError, distinct

MOST_UNPACKED: Final = 4 * 1024**3
MOST_TIMES: Final = 200
"""A workbook that unpacks to more, or to so many times its size, is a bomb and no table."""
_SHEETS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")


def read_workbook(path: Path, sheet: str | None, rows: int) -> Iterator[Chunk]:
    """The rows of one sheet (the first, if none is named). Raises `InputError`."""
    _no_bomb(path)
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
        if sheet is not None and sheet not in names:
            raise InputError(f"there is no sheet `{sheet}`", f"there are: {', '.join(names)}")
        chosen = sheet or names[0]
        loaded = book.load_sheet(chosen, header_row=None, dtypes="string", skip_rows=0)
        cells = loaded.to_polars()
    except (fastexcel.FastExcelError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"it is no workbook that can be read: {str(error).splitlines()[0][:200]}") from None
    frame = _with_formulas(cells, _formulas(path, names.index(chosen)))
    yield from _chunks(frame, rows)


def _chunks(cells: pl.DataFrame, rows: int) -> Iterator[Chunk]:
    if not cells.height:
        raise InputError("the sheet is empty", "the first row names the columns")
    names = distinct([value or "" for value in cells.row(0)])
    body = cells.slice(1).with_columns(pl.int_range(2, cells.height + 1, dtype=pl.Int64).alias(LINE))
    body.columns = [*names, LINE]
    filled = body.filter(pl.any_horizontal(pl.col(names).is_not_null()))
    for start in range(0, max(filled.height, 1), rows):
        piece = filled.slice(start, rows)
        yield Chunk(piece, records=piece.height)


def _with_formulas(cells: pl.DataFrame, formulas: dict[int, dict[int, str]]) -> pl.DataFrame:
    """The cells, with the formula in place of its value."""
    for column, found in formulas.items():
        if column < cells.width:
            series = cells.to_series(column).to_list()
            for row, text in found.items():
                if row < len(series):
                    series[row] = text
            cells = cells.with_columns(pl.Series(cells.columns[column], series, dtype=pl.String))
    return cells


def _formulas(path: Path, place: int) -> dict[int, dict[int, str]]:
    """Column → row → formula, both counted from 0."""
    found: dict[int, dict[int, str]] = {}
    with zipfile.ZipFile(path) as archive:
        name = f"xl/worksheets/sheet{place + 1}.xml"
        if name not in archive.namelist():
            return {}
        with archive.open(name) as stream:
            try:
                for _, cell in iterparse(stream, events=("end",)):
                    if cell.tag == f"{_SHEETS}c":
                        _note(cell, found)
                    if cell.tag == f"{_SHEETS}row":
                        cell.clear()
            except ParseError as error:
                raise InputError(f"a sheet of the workbook is broken: {error}") from None
    return found


def _note(cell: Element, found: dict[int, dict[int, str]]) -> None:
    formula = cell.find(f"{_SHEETS}f")
    where = _CELL.match(cell.get("r", ""))
    if formula is None or where is None:
        return
    column = 0
    for letter in where[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    found.setdefault(column - 1, {})[int(where[2]) - 1] = f"={formula.text or ''}"


def _no_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise InputError("it is no workbook: an .xlsx file is a zip archive", "save an .xls file as .xlsx") from None
    if unpacked > MOST_UNPACKED or unpacked > MOST_TIMES * max(path.stat().st_size, 1_000_000):
        raise InputError(f"the workbook unpacks to {unpacked // 1_000_000} MB: that is no table")
