"""A record's texts in composed form: what a system writes as two characters is what rules write as one.

Rules are read so (`language/tokens.py`), and codes and names are compared as they are written: a record from a system that writes the
other form would be of other bodies and courses that nobody can tell from the right ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stackr._composed import composed_text
from stackr.records.json_text import Twice


def composed(value: Any) -> Any:
    """A record's content with all its texts and names of members so. It must not be nested deep."""
    if isinstance(value, str):
        return composed_text(value)
    if isinstance(value, Mapping):
        return _members(value)
    if isinstance(value, Twice):
        return Twice(map(composed, value))
    return [composed(item) for item in value] if isinstance(value, list | tuple) else value


def _members(value: Mapping[Any, Any]) -> dict[Any, Any]:
    """Two members whose names come to one are one that is given twice."""
    made: dict[Any, Any] = {}
    for name, inner in value.items():
        key = composed_text(name) if isinstance(name, str) else name
        made[key] = Twice((made[key], composed(inner))) if key in made else composed(inner)
    return made
