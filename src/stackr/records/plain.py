"""A record's content as the plain values of JSON: texts in composed form, and of Python's values the text that JSON would have.

What a system writes as two characters is what rules write as one. Rules are read so (`language/tokens.py`), and codes and names are
compared as they are written: a record from a system that writes the other form would be of other bodies and courses that nobody can
tell from the right ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any

from stackr._composed import composed_text
from stackr._digest import canonical_json
from stackr._quantity import format_amount, number_text
from stackr._time import day_text
from stackr.records.errors import RecordError
from stackr.records.json_text import NumberText, Twice


def plain(value: Any) -> Any:
    """The value, and all within it, so. It must not be nested deep. Raises `RecordError` for what no record holds."""
    if isinstance(value, str):
        return composed_text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Mapping):
        return _members(value)
    if isinstance(value, Twice):
        return Twice(map(plain, value))
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _text(value)


def _members(value: Mapping[Any, Any]) -> dict[str, Any]:
    """Two members whose names come to one are one that is given twice."""
    made: dict[str, Any] = {}
    for name, inner in value.items():
        if not isinstance(name, str):
            raise RecordError(f"members of a record have names that are text, not {name!r:.60}")
        key = composed_text(name)
        made[key] = Twice((made[key], plain(inner))) if key in made else plain(inner)
    return made


def _text(value: Any) -> Any:
    """A float as the decimal that was written, if that is sure, as in tables; a set as a list."""
    match value:
        case float() | Decimal():
            return NumberText(number_text(value))
        case Fraction():
            return format_amount(value)
        case Integral():
            return int(value)
        case date():
            return day_text(value)
        case set() | frozenset():
            return sorted(map(plain, value), key=canonical_json)
    kind = type(value).__name__
    raise RecordError(
        f"a record holds text, numbers, days, true and false, lists and objects, and no value of type {kind}"
    )
