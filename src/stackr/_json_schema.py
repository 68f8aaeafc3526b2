"""JSON Schemas (2020-12) in few words. An object has the members named and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

Schema = dict[str, Any]

TEXT: Final[Schema] = {"type": "string"}
WHOLE: Final[Schema] = {"type": "integer", "minimum": 0}
TRUTH: Final[Schema] = {"type": "boolean"}
ANYTHING: Final[Schema] = {}


def words(*of: str) -> Schema:
    """One of these."""
    return {"enum": list(of)}


def maybe(value: Schema) -> Schema:
    """That, or null."""
    return {"anyOf": [value, {"type": "null"}]}


def listed(item: Schema) -> Schema:
    """A list of such."""
    return {"type": "array", "items": item}


def named(value: Schema) -> Schema:
    """An object of any names, each with such a value."""
    return {"type": "object", "additionalProperties": value}


def members(properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """An object with these members; those of `optional` may be absent."""
    left = set(optional)
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in left],
        "additionalProperties": False,
    }


def document(name: str, body: Schema) -> Schema:
    """The schema published as `stackr schema NAME`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:stackr:{name}:1",
        **body,
    }


def marked(name: str, properties: Mapping[str, Schema], optional: Iterable[str] = ()) -> Schema:
    """An object that says of itself what it is: `{"schema": "stackr.NAME/1", …}`."""
    return members({"schema": {"const": f"stackr.{name}/1"}, **properties}, optional)
