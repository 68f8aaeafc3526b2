"""JSON text into plain values, exactly: a number keeps its digits, a member given twice is seen, size is bounded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from numbers import Number
from typing import Any, Final

from stackr._files import NotText, text_of
from stackr.records.errors import RecordError

MOST_BYTES: Final = 50 * 1024 * 1024
DEEPEST: Final = 16
_LONGEST_INTEGER: Final = 18


class NumberText(str):
    """A number as it stood in the file (`12.5`, `1e400`, `NaN`): no float is ever made of it."""

    __slots__ = ()


class Twice(tuple[Any, ...]):
    """The values of a member that one object gives more than once, and differently."""

    __slots__ = ()


def kind_of(value: Any) -> str:
    """What a value is, in the words of JSON and with its article: `a number`, `a list`.

    >>> kind_of(7), kind_of(True), kind_of(None), kind_of(["7"]), kind_of(NumberText("1e400"))
    ('a number', '`true`', '`null`', 'a list', 'a number')
    """
    match value:
        case None | bool():
            return f"`{json.dumps(value)}`"
        case Twice():
            return "more than one value, and they differ"
        case NumberText() | Number():
            return "a number"
        case str():
            return "a text"
        case Mapping():
            return "an object"
        case list() | tuple() | set() | frozenset():
            return "a list"
    return f"a value of type {type(value).__name__}"


def objects(data: bytes) -> list[tuple[dict[str, Any], int | None]]:
    """The records of a file, one JSON object or one per line; beside each the line, None where the file is one record.

    Raises `RecordError` if the bytes are too many, not UTF-8, not JSON, nested too deep, or no objects.
    """
    if len(data) > MOST_BYTES:
        raise RecordError(
            f"the file is larger than {MOST_BYTES // 1024 // 1024} MB; split it, or give a table to `stackr batch`"
        )
    try:
        text = text_of(data)
    except NotText as error:
        raise RecordError(str(error)) from None
    if not text.strip():
        raise RecordError("the file is empty")
    return [(_checked(value, line), line) for value, line in _values(text)]


def parse_line(text: str) -> Any:
    """The value of one line of JSON, as exactly as `objects` reads it. Raises `RecordError`."""
    try:
        return _parse(text)
    except json.JSONDecodeError as error:
        where = _fault(error) if "\n" in text else f"{_told(error)}, column {error.colno}"
        raise RecordError(f"not JSON: {where}") from None


def _values(text: str) -> Iterator[tuple[Any, int | None]]:
    """Each JSON value of the text with its line; the line is None where the text is one value."""
    try:
        yield _parse(text), None
        return
    except json.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        if len(lines) == 1 or not _is_json(lines[0][1]):
            raise RecordError(f"not JSON: {_fault(error)}") from None
    for number, line in lines:
        try:
            yield _parse(line), number
        except json.JSONDecodeError as error:
            raise RecordError(f"line {number} is not JSON: {_told(error)}, column {error.colno}") from None


def _fault(error: json.JSONDecodeError) -> str:
    return f"{_told(error)}, line {error.lineno} column {error.colno}"


_IN_WORDS: Final = (
    (
        "Expecting value",
        "a value is missing (text stands in double quotes; `true`, `false` and `null` in small letters)",
    ),
    (
        "Expecting property name",
        "the name of a member, in double quotes, is missing (no comma stands behind the last one)",
    ),
    ("Illegal trailing comma", "no comma stands behind the last one"),
    ("Expecting ':'", "a `:` is missing"),
    ("Expecting ','", "a `,` is missing, or the end of it"),
    ("Extra data", "something stands behind the end"),
    ("Invalid control character", "a line break, a tab or another control character stands inside a text"),
    ("Unterminated string", "a text begins and does not end"),
    ("Invalid \\u", "four hexadecimal digits are missing behind `\\u`"),
    ("Invalid \\", "a backslash stands in front of a letter with which it means nothing"),
)
"""How what Python says of JSON begins, in whatever version → what to say of it."""


def _told(error: json.JSONDecodeError) -> str:
    return next((told for begins, told in _IN_WORDS if error.msg.startswith(begins)), error.msg)


def why_no_json(text: str) -> str | None:
    """What keeps a text from being JSON, and where; None if it is, or is nested too deep to say."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return _fault(error)
    except (RecursionError, ValueError):  # too deep; an integer of thousands of digits
        return None
    return None


def _is_json(line: str) -> bool:
    try:
        _parse(line)
    except json.JSONDecodeError:
        return False
    return True


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text,
            parse_float=NumberText,
            parse_int=_integer,
            parse_constant=NumberText,
            object_pairs_hook=_object,
        )
    except RecursionError:
        raise RecordError(_TOO_DEEP) from None


def _integer(digits: str) -> int | NumberText:
    return int(digits) if len(digits) <= _LONGEST_INTEGER else NumberText(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    seen: dict[str, list[Any]] = {}
    for name, value in pairs:
        seen.setdefault(name, []).append(value)
    for name, values in seen.items():
        made[name] = values[0] if all(_same(value, values[0]) for value in values) else Twice(values)
    return made


def _same(one: Any, other: Any) -> bool:
    """Equal and of the same kind: `1`, `true` and `1.0` are three things."""
    try:
        return bool(one == other) and type(one) is type(other)
    except RecursionError:
        return False


def _checked(value: Any, line: int | None) -> dict[str, Any]:
    where = f"line {line} is" if line is not None else "this is"
    if isinstance(value, list):
        raise RecordError(f"{where} a list; a file holds one record, or one record per line")
    if not isinstance(value, dict):
        told = f"{where} {kind_of(value)}, and no learner record"
        raise RecordError(f"{told}; a record is a JSON object with a member `learner`")
    check_depth(value)
    return value


_TOO_DEEP = f"the record is nested deeper than {DEEPEST} levels; no learner record is"


def check_depth(value: Any) -> None:
    """Raise `RecordError` if lists and objects nest deeper than `DEEPEST`. Walks without recursion."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise RecordError(_TOO_DEEP)


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [inner for inner in value.values() if isinstance(inner, dict | list | tuple)]
    if isinstance(value, list | tuple):
        return [inner for inner in value if isinstance(inner, dict | list | tuple)]
    return []
