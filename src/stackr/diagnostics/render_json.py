"""Diagnostics for programs: one object each, and back again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from stackr._json_schema import TEXT, WHOLE, document, listed, marked, members
from stackr.diagnostics.model import Diagnostic, Related, Severity, Span

SCHEMA = "stackr.diagnostics/1"


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """`{"schema": "stackr.diagnostics/1", "diagnostics": […]}`, one line break at the end."""
    told = {"schema": SCHEMA, "diagnostics": [to_json(diagnostic) for diagnostic in diagnostics]}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def diagnostics_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `render_json` writes."""
    place: dict[str, Any] = {
        "file": {"type": "string", "description": "relative to the folder of the rules; empty if there is no place"},
        **dict.fromkeys(("line", "column", "end_line", "end_column"), WHOLE),
    }
    related = {"message": TEXT, **place}
    fault = {
        "code": {"type": "string", "pattern": "^[A-Z][0-9]{3}$"},
        "severity": {"enum": [severity.value for severity in Severity]},
        "message": TEXT,
        **place,
        "help": TEXT,
        "related": listed(members(related)),
        "example": {"type": "string", "description": "a made-up learner that shows the fault"},
    }
    return document("diagnostics", marked("diagnostics", {"diagnostics": listed(members(fault))}))


def to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """All members, always: `code severity message file line column end_line end_column help related example`."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **_place(diagnostic.span),
        "help": diagnostic.help,
        "related": [{"message": related.message, **_place(related.span)} for related in diagnostic.related],
        "example": diagnostic.example,
    }


def from_json(value: dict[str, Any]) -> Diagnostic:
    """What `to_json` took. Raises `KeyError`, `TypeError` or `ValueError` on anything else."""
    return Diagnostic(
        code=_text(value["code"]),
        message=_text(value["message"]),
        span=_span(value),
        severity=Severity(value["severity"]),
        help=_text(value["help"]),
        related=tuple(Related(_span(related), _text(related["message"])) for related in value["related"]),
        example=_text(value["example"]),
    )


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _span(value: dict[str, Any]) -> Span:
    numbers = [value[name] for name in ("line", "column", "end_line", "end_column")]
    if not all(type(number) is int for number in numbers):
        raise ValueError("a place is four whole numbers")
    return Span(_text(value["file"]), *numbers)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {type(value).__name__}")
    return value
