"""Registers and catalogues from data files: CSV, JSON, Parquet. Everything is read as text; amounts are exact."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from stackr._digest import digest_bytes
from stackr._files import text_of
from stackr.diagnostics.model import Span
from stackr.language import tree
from stackr.rulebook.bundle import Bundle, resolve

MAX_BYTES = 200_000_000

Row = tuple[dict[str, str], Span]


def read_rows(path: tree.Text, file: str, bundle: Bundle) -> list[Row]:
    """Rows of a data file as (column → text, place). Reports what can't be read and leaves it out."""
    target = resolve(path, bundle.folders.get(file), bundle.collector.add)
    if target is None:
        return []
    if target.stat().st_size > MAX_BYTES:
        bundle.collector.add("B407", f'"{path.text}" is larger than {MAX_BYTES // 10**6} MB', path.span)
        return []
    data = target.read_bytes()
    bundle.data[path.text] = digest_bytes(data)
    bundle.disk.add(target)
    try:
        return list(_READERS.get(target.suffix.lower(), _csv)(data, path.text, bundle))
    except ValueError as error:
        bundle.collector.add("B408", f'"{path.text}" can\'t be read: {error}', path.span)
        return []


def _csv(data: bytes, name: str, bundle: Bundle) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text_of(data), newline=""), strict=True)
    try:
        header = [column.strip() for column in next(reader, [])]
        for row in reader:
            span = Span(name, reader.line_num, 1, reader.line_num, 1)
            if not row:
                continue
            if len(row) != len(header):
                message = f"{len(row)} values in this row, and {len(header)} columns"
                bundle.collector.add("B409", message, span, help="quote values that hold a comma")
                continue
            yield {k: v.strip() for k, v in zip(header, row, strict=True) if v.strip()}, span
    except csv.Error as error:
        raise ValueError(str(error)) from None


def _json(data: bytes, name: str, bundle: Bundle) -> Iterator[Row]:
    try:
        rows = json.loads(
            text_of(data), parse_float=str, parse_int=str, parse_constant=_refused, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        told = f"{error.msg[:1].lower()}{error.msg[1:]}, line {error.lineno} column {error.colno}"
        raise ValueError(f"it is not JSON: {told}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    if not isinstance(rows, list):
        raise ValueError("a list of records is expected")
    for number, row in enumerate(rows, 1):
        span = Span(name, number, 1, number, 1)
        if not isinstance(row, dict):
            bundle.collector.add("B409", f"record {number} is not a record", span)
            continue
        yield {str(k): _text(v) for k, v in row.items() if v is not None}, span


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A member that is given twice would be two answers to one question."""
    record = dict(pairs)
    if len(record) < len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise ValueError(f"a record names `{twice}` twice")
    return record


def _refused(word: str) -> str:
    raise ValueError(f"{word} is not an amount")


def _parquet(data: bytes, name: str, bundle: Bundle) -> Iterator[Row]:
    import polars

    try:
        frame = polars.read_parquet(io.BytesIO(data))
    except (polars.exceptions.PolarsError, polars.exceptions.PanicException, OSError) as error:
        raise ValueError(f"it is no Parquet file: {str(error).splitlines()[0]}") from None
    for number, row in enumerate(frame.iter_rows(named=True), 1):
        yield {k: _text(v) for k, v in row.items() if v is not None}, Span(name, number, 1, number, 1)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ";".join(_text(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return str(value)


_READERS = {".csv": _csv, ".json": _json, ".parquet": _parquet, ".txt": _csv}
