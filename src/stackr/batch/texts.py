"""Values of tables as text, the one way for files, queries and frames: exactly, or so that nobody takes them for exact."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl

from stackr._quantity import number_text
from stackr._time import day_text
from stackr.records.errors import RecordError
from stackr.records.holding import KNOWN
from stackr.records.json_text import parse_line

EXACT: Final = "\x01"
"""Begins a cell that is JSON text: a value that no plain text can say (a list where a text belongs, true where a date does)."""
NONE_AT_ALL: Final = ";"
"""A list that is there and empty, as text: nothing is unknown about it, unlike about an empty cell."""


def value_of(text: str) -> Any:
    """What a cell says: the value behind `EXACT`, else the text. A cell of somebody's table may begin with that sign, too."""
    if not text.startswith(EXACT):
        return text
    try:
        return parse_line(text[len(EXACT) :])
    except RecordError:
        return text


def is_exact(text: str) -> bool:
    """Whether a cell says a value behind `EXACT`."""
    return value_of(text) is not text


def plain(text: str) -> str:
    """What a cell says, if that is a text; else nothing."""
    told = value_of(text)
    return told if isinstance(told, str) else ""


def is_whole(text: str) -> bool:
    """Whether a text can stand in a column: JSON and databases may give half of a character (`\\ud800`), which nothing can show."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def json_of(value: Any) -> str:
    """JSON text of a value, as text that can stand in a column; what JSON does not know as text of its own."""
    text = json.dumps(value, ensure_ascii=False, default=text_of)
    return text if is_whole(text) else json.dumps(value, default=text_of)


def as_texts(series: pl.Series) -> pl.Series:
    """A column as text, or as categories of texts if it is that already."""
    kind = series.dtype
    if kind == pl.String or isinstance(kind, pl.Categorical | pl.Enum):
        return series
    if kind.is_integer() or kind.is_decimal() or kind == pl.Date:
        return series.cast(pl.String)
    if kind == pl.Boolean:
        return series.replace_strict({True: "true", False: "false"}, return_dtype=pl.String)
    if isinstance(kind, pl.List) and series.name not in KNOWN:
        return pl.Series(series.name, [_as_list(value) for value in series.to_list()], dtype=pl.String)
    if kind == pl.List(pl.String):
        items = pl.col(series.name).list.drop_nulls()
        said = items.list.join(";")
        none = pl.col(series.name).list.len() == 0
        told = pl.when(none).then(pl.lit(NONE_AT_ALL)).otherwise(pl.when(said != "").then(said))
        if not series.explode().str.contains(";", literal=True).any():
            return series.to_frame().select(told.alias(series.name)).to_series()
    return pl.Series(series.name, [text_of(value) for value in series.to_list()], dtype=pl.String)


def _as_list(value: list[Any] | None) -> str | None:
    """A list under a name that no holding has a list of, so that nobody takes it for one text."""
    text = text_of(value)
    if value is None or text is None or text.startswith(EXACT):
        return text
    return EXACT + json_of([told for item in value if (told := text_of(item)) is not None])


def text_of(value: Any) -> str | None:
    """Any value of a table as text: a list cut by `;`, midnight as its day, a floating-point number as the decimal that was
    written, if that is sure.

    >>> text_of(0.1), text_of([1, 2]), text_of([]), text_of(True), text_of(None)
    ('0.1', '1;2', ';', 'true', None)
    >>> text_of([None]), text_of([""])
    (None, None)
    >>> text_of(["a;b", "c"]) == EXACT + '["a;b", "c"]'
    True
    >>> text_of(0.1 + 0.2)
    '0.30000000000000004 (not exact)'
    """
    match value:
        case str() if not is_whole(value):
            return EXACT + json_of(value)
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case float() | Decimal():
            return number_text(value)
        case date():
            return day_text(value)
        case bytes():
            return value.decode("utf-8", "replace")
        case list() | tuple() if not any(isinstance(item, dict | list | tuple) for item in value):
            items = [text for item in value if (text := text_of(item)) is not None]
            if any(";" in item for item in items):
                return EXACT + json_of(items)
            return ";".join(items) or (None if value else NONE_AT_ALL)
        case list() | tuple() | dict():
            return EXACT + json_of(value)
        case pl.Series():
            return text_of(value.to_list())
        case _:
            return str(value)


def as_written(binary: str) -> str:
    """The decimal that was written, of a binary number given in more digits than it was written with, as workbooks do."""
    return number_text(float(binary))
