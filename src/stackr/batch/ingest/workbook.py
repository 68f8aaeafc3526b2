"""XLSX sheets as rows of text. A cell with a formula gives the formula, not what another program once made of it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError, iterparse, parse

import polars as pl

from stackr.batch.ingest.number_formats import Formats, as_shown, formats_of
from stackr.batch.ingest.shapes import LINE, Chunk, InputError, distinct
from stackr.batch.texts import as_written
from stackr.diagnostics.suggest import did_you_mean

MOST_UNPACKED: Final = 4 * 1024**3
MOST_TIMES: Final = 200
ALWAYS: Final = 20_000_000
"""A workbook that unpacks to more, or to so many times its size (and to more than is no harm), is a bomb and no table."""
_SHEETS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LINKS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?\Z")
_LONG: Final = re.compile(r"-?(\d{0,15}\.\d{10,30}|\d{1,15}(\.\d{1,30})?[eE][+-]?\d{1,3}|\d{16,400}(\.\d{1,30})?)\Z")
"""A number in the file that the reader of cells may round."""
_WHICH: Final = ("it can't be told which cells of the sheet are formulas", "save it as CSV, or without formulas")
_CELL: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, whether a reader sees it, and which part of the archive holds its cells."""

    name: str
    visible: bool
    part: str


def sheets_of(path: Path) -> list[Sheet]:
    """The sheets that hold cells, in the order of their tabs. Raises `InputError`."""
    _no_bomb(path)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {
                item.get("Id", ""): _part(item.get("Target", ""))
                for item in _read(archive, "xl/_rels/workbook.xml.rels").iter(f"{_LINKS}Relationship")
                if item.get("Type", "").endswith("/worksheet")
            }
            tabs = list(_read(archive, "xl/workbook.xml").iter(f"{_SHEETS}sheet"))
    except (KeyError, ParseError, zipfile.BadZipFile) as error:
        raise InputError(f"it is no workbook that can be read: {str(error).splitlines()[0][:200]}") from None
    return [
        Sheet(tab.get("name", ""), tab.get("state", "visible") == "visible", parts[link])
        for tab in tabs
        if (link := tab.get(f"{_OFFICE}id", "")) in parts
    ]


def _read(archive: zipfile.ZipFile, part: str) -> Element:
    with archive.open(part) as stream:
        return parse(stream).getroot()


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def read_workbook(path: Path, name: str | None, rows: int, header: int | None = None) -> Iterator[Chunk]:
    """The rows of one sheet (the first that is not hidden, if none is named). `header`: the row that names the columns; else the
    first that is not empty. Raises `InputError`.
    """
    sheet = _chosen(sheets_of(path), name)
    import fastexcel

    try:
        loaded = fastexcel.read_excel(path).load_sheet(sheet.name, header_row=None, dtypes="string", skip_rows=0)
        cells = loaded.to_polars()
    except (fastexcel.FastExcelError, ValueError) as error:
        raise InputError(f"it is no workbook that can be read: {str(error).splitlines()[0][:200]}") from None
    yield from _chunks(_as_written(cells, _looked_through(path, sheet.part)), rows, header)


def _chosen(sheets: list[Sheet], name: str | None) -> Sheet:
    names = ", ".join(sheet.name for sheet in sheets)
    if not sheets:
        raise InputError("the workbook has no sheet with cells")
    if name is None:
        return next((sheet for sheet in sheets if sheet.visible), sheets[0])
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise InputError(f"there is no sheet `{name}`", did_you_mean(name, names.split(", ")) or f"there are: {names}")


def _chunks(cells: pl.DataFrame, rows: int, header: int | None) -> Iterator[Chunk]:
    filled = cells.select(pl.any_horizontal(pl.all().str.strip_chars() != "")).to_series().fill_null(False)
    first = filled.arg_true().head(1).to_list() if header is None else [header - 1]
    if not first or first[0] >= cells.height:
        told = (
            "the sheet is empty"
            if header is None
            else f"the sheet has no row {header}, which is said to name the columns"
        )
        raise InputError(told, "the first row that is not empty names the columns")
    names = distinct([value or "" for value in cells.row(first[0])])
    lines = pl.int_range(1, cells.height + 1, dtype=pl.Int64, eager=True).alias(LINE)
    body = cells.with_columns(lines)
    body.columns = [*names, LINE]
    body = body.filter(filled & (lines > first[0] + 1))
    for start in range(0, max(body.height, 1), rows):
        piece = body.slice(start, rows)
        yield Chunk(piece, records=piece.height)


def _as_written(cells: pl.DataFrame, seen: _Seen) -> pl.DataFrame:
    """The cells, with formulas in place of their values, and numbers as they stand in the file, or show themselves."""
    if not seen.formulas and not seen.numbers:
        return cells
    first = seen.first_of(cells.width)
    for column in sorted(seen.formulas.keys() | seen.numbers.keys()):
        if not first <= column < first + cells.width:
            continue
        series = cells.to_series(column - first).to_list()
        for row, text in seen.numbers.get(column, {}).items():
            if row < len(series) and _NUMBER.match(series[row] or ""):
                series[row] = text
        for row, text in seen.formulas.get(column, {}).items():
            if row < len(series):
                series[row] = text
        cells = cells.with_columns(pl.Series(cells.columns[column - first], series, dtype=pl.String))
    return cells


class _Seen:
    """What the reader of cells does not say: formulas, numbers of many digits, and between which columns cells stand (those
    before the first are not in its frame). Column → row → text, both counted from 0.
    """

    def __init__(self, formats: Formats) -> None:
        self._formats = formats
        self.formulas: dict[int, dict[int, str]] = {}
        self.numbers: dict[int, dict[int, str]] = {}
        self._filled: set[int] = set()
        self._written: set[int] = set()

    def note(self, cell: Element) -> None:
        """A cell of the sheet."""
        where = _CELL.match(cell.get("r", ""))
        if where is None:
            if cell.find(f"{_SHEETS}f") is not None:
                raise InputError(*_WHICH)
            return
        column = 0
        for letter in where[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        value = cell.find(f"{_SHEETS}v")
        if value is not None or cell.find(f"{_SHEETS}is") is not None:
            self._written.add(column - 1)
            if value is None or value.text:
                self._filled.add(column - 1)
        formula = cell.find(f"{_SHEETS}f")
        if formula is not None:
            self.formulas.setdefault(column - 1, {})[int(where[2]) - 1] = f"={formula.text or ''}"
        elif value is not None and cell.get("t", "n") == "n" and (text := self._text(cell, value.text or "")):
            self.numbers.setdefault(column - 1, {})[int(where[2]) - 1] = text

    def _text(self, cell: Element, number: str) -> str | None:
        """A number that the reader may round or that shows itself otherwise, as it is to be read; None for any other."""
        shown = as_shown(cell, number, self._formats) if _NUMBER.match(number) else None
        return shown or (as_written(number) if _LONG.match(number) else None)

    def first_of(self, width: int) -> int:
        """The column with which a frame of so many begins. Raises `InputError` if that can't be told."""
        for columns in (self._filled, self._written):
            if columns and max(columns) - min(columns) + 1 == width:
                return min(columns)
        raise InputError(*_WHICH)


def _looked_through(path: Path, part: str) -> _Seen:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            found = _Seen(formats_of(archive))
            for _, cell in iterparse(stream, events=("end",)):
                if cell.tag == f"{_SHEETS}c":
                    found.note(cell)
                if cell.tag == f"{_SHEETS}row":
                    cell.clear()
    except (ParseError, KeyError) as error:
        raise InputError(f"a sheet of the workbook is broken: {error}") from None
    return found


def _no_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        raise InputError("it is no workbook: an .xlsx file is a zip archive", "save an .xls file as .xlsx") from None
    if unpacked > MOST_UNPACKED or unpacked > max(MOST_TIMES * path.stat().st_size, ALWAYS):
        raise InputError(f"the workbook unpacks to {unpacked // 1_000_000} MB: that is no table")
