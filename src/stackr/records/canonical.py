"""The canonical form of a record's raw content: what its digest and the ids of nameless holdings are made of."""

from __future__ import annotations

from typing import Any

from stackr._composed import composed_text
from stackr._digest import canonical_json, digest
from stackr.records.json_text import Twice

_SETS = frozenset(
    {"holdings", "decisions", "fields", "outcomes", "tags", "used_in", "identifiers", "evidence", "enrolled_in"}
)
"""Members whose order says nothing."""


def canonical(value: Any, member: str = "") -> Any:
    """The value with numbers and odd types as text, and lists whose order says nothing in a fixed order."""
    if isinstance(value, dict):
        names = {name: composed_text(str(name)) for name in value if value[name] is not None}
        return {text: canonical(value[name], text) for name, text in names.items()}
    if isinstance(value, list | tuple):
        items = [canonical(item) for item in value]
        return sorted(items, key=canonical_json) if member in _SETS or isinstance(value, Twice) else items
    if value is None or isinstance(value, bool):
        return value
    return composed_text(str(value))


def content_digest(value: Any) -> str:
    """`sha256:…` of the canonical form: the same for any order of holdings, decisions and members."""
    return digest(canonical(value))


def short_digest(value: Any) -> str:
    """The id of something that has none of its own: the first 16 hex digits of its content's digest."""
    return content_digest(value)[: len("sha256:") + 16]
