"""Registers and catalogues from data files: CSV, JSON, Parquet. Everything is read as text; amounts are exact."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from stackr._composed import composed_text
from stackr._digest import digest_bytes
from stackr._files import text_of
from stackr.diagnostics.model import Collector, Span
from stackr.language import tree
from stackr.rulebook.bundle import Bundle, resolve
from stackr.rulebook.headings import Columns

MAX_BYTES = 200_000_000

Row = tuple[dict[str, str], Span]
Table = tuple[list[str], list[tuple[dict[str, Any], Span]]]
"""Headings, and rows of what is not empty by heading."""


def read_rows(path: tree.Text, file: str, columns: Columns, bundle: Bundle) -> list[Row]:
    """Rows of a data file as (member → text, place). Reports what can't be read and leaves it out."""
    target = resolve(path, bundle.folders.get(file), bundle.collector.add)
    if target is None:
        return []
    if target.stat().st_size > MAX_BYTES:
        bundle.collector.add("B407", f'"{path.text}" is larger than {MAX_BYTES // 10**6} MB', path.span)
        return []
    read = _READERS.get(target.suffix.lower())
    if read is None:
        help = "save it as CSV, JSON or Parquet"
        bundle.collector.add("B408", f'"{path.text}" is no data file that is read here', path.span, help=help)
        return []
    data = target.read_bytes()
    bundle.data[path.text] = digest_bytes(data)
    bundle.disk.add(target)
    try:
        headings, rows = read(data, path.text, bundle.collector)
    except ValueError as error:
        bundle.collector.add("B408", f'"{path.text}" can\'t be read: {error}', path.span)
        return []
    held = columns.read(headings, Span(path.text, 1, 1, 1, 1), bundle.collector) if headings or rows else {}
    if held is None:
        return []
    read_so_far = ((_texts(values, held, columns, span, bundle.collector), span) for values, span in rows)
    return [(said, span) for said, span in read_so_far if said is not None]


def _texts(
    row: dict[str, Any], held: Mapping[str, str], columns: Columns, span: Span, faults: Collector
) -> dict[str, str] | None:
    """What a row says, member by member, of what is not empty. What no cell of a table could say is a fault.

    None where that is the member by which the row is known: nothing more can be said of it.
    """
    said: dict[str, str] = {}
    known = True
    for heading in (name for name in row if name in held):
        member = held[heading]
        several = member in columns.lists
        try:
            text = composed_text((_listed if several else _text)(row[heading])).strip()
        except ValueError as error:
            help = f"it holds a text, a number or a day{', or a list of them' if several else ', and one only'}"
            faults.add("B409", f"`{heading}` {error}", span, help=help)
            known = known and member != columns.required
            continue
        if text:
            said[member] = text
    return said if known else None


def _csv(data: bytes, name: str, faults: Collector) -> Table:
    text = text_of(data)
    if "\0" in text:
        raise ValueError("it holds characters that are not text")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = []
    try:
        header = [column.strip() for column in next(reader, [])]
        if doubled := next((column for column in header if column and header.count(column) > 1), None):
            raise ValueError(f"two columns are called `{doubled}`")
        begins = reader.line_num + 1
        for row in reader:
            span, begins = Span(name, begins, 1, begins, 1), reader.line_num + 1
            if not any(value.strip() for value in row):
                continue
            if len(row) != len(header):
                message = f"{len(row)} values in this row, and {len(header)} columns"
                faults.add("B409", message, span, help="quote values that hold a comma")
                continue
            rows.append(({k: v.strip() for k, v in zip(header, row, strict=True) if k and v.strip()}, span))
    except csv.Error as error:
        raise ValueError(str(error)) from None
    return header, rows


def _json(data: bytes, name: str, faults: Collector) -> Table:
    rows = []
    for number, (record, line, column) in enumerate(_records(text_of(data)), 1):
        span = Span(name, line, column, line, column)
        if not isinstance(record, dict):
            faults.add("B409", f"record {number} is not a record", span)
            continue
        rows.append(({heading: value for heading, value in record.items() if value is not None}, span))
    return list(dict.fromkeys(heading for values, _ in rows for heading in values)), rows


def _records(text: str) -> list[tuple[Any, int, int]]:
    """The members of a list, each with the line and the column (from 1) at which it begins. Raises `ValueError`."""
    try:
        whole = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        told = f"{error.msg[:1].lower()}{error.msg[1:]}, line {error.lineno} column {error.colno}"
        raise ValueError(f"it is not JSON: {told}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(whole, list):
        raise ValueError("a list of records is expected")
    found = []
    at, line, begins = text.index("[") + 1, 1, 0
    for record in whole:
        here = _SPACE.match(text, at)
        assert here is not None
        start = here.end()
        line += text.count("\n", begins, start)
        begins = max(begins, text.rfind("\n", begins, start) + 1)
        found.append((record, line, start - begins + 1))
        _, at = _DECODER.raw_decode(text, start)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member that is given twice would be two answers to one question."""
    record = dict(pairs)
    if len(record) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise ValueError(f"a record names `{twice}` twice")
    return record


def _refused(word: str) -> str:
    raise ValueError(f"{word} is not an amount")


def _parquet(data: bytes, name: str, faults: Collector) -> Table:
    import polars

    try:
        frame = polars.read_parquet(io.BytesIO(data))
    except (polars.exceptions.PolarsError, polars.exceptions.PanicException, OSError) as error:
        raise ValueError(f"it is no Parquet file: {str(error).splitlines()[0]}") from None
    rows = [
        ({k: v for k, v in row.items() if v is not None}, Span(name, number, 1, number, 1))
        for number, row in enumerate(frame.iter_rows(named=True), 1)
    ]
    return list(frame.columns), rows


def _listed(value: Any) -> str:
    """A list as a cell holds it. What is no list is one text, in which `;` may stand between two."""
    if not isinstance(value, list):
        return _text(value)
    items = [_text(item) for item in value if item is not None]
    if doubtful := next((item for item in items if ";" in item), None):
        raise ValueError(f"lists `{doubtful}`: where lists are written as text, `;` stands between two")
    return ";".join(items)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()  # tables often keep days as midnights
    if told := next((told for kind, told in _NO_TEXT.items() if isinstance(value, kind)), None):
        raise ValueError(told)
    return str(value)


_NO_TEXT = {list: "holds a list", dict: "holds a record", bytes: "holds bytes that are no text"}


_SPACE = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=_refused, object_pairs_hook=_object)
_READERS = {".csv": _csv, ".json": _json, ".parquet": _parquet, ".txt": _csv}
