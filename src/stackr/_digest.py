"""Canonical JSON and content addresses. Only text, integers, booleans, null, lists and objects: floats are refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_MOSTLY = frozenset({str, int, bool, type(None)})


def canonical_json(value: Any) -> bytes:
    """The one byte form of a value: sorted keys, no blanks, UTF-8. Raises `TypeError` on a float or another type."""
    _refuse_floats(value)
    return _CANONICAL.encode(value).encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    """`sha256:…` of the canonical form."""
    return digest_bytes(canonical_json(value))


def digest_bytes(data: bytes) -> str:
    """`sha256:…` of the bytes."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no place in a digest")
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    for item in inside:
        if type(item) not in _MOSTLY:
            _refuse_floats(item)
