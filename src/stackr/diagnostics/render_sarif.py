"""Diagnostics as SARIF 2.1.0, the form that code hosts and editors show beside the lines (OASIS standard, 2020)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from stackr.diagnostics.codes import CODES
from stackr.diagnostics.model import NOWHERE, Diagnostic, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"


def render_sarif(diagnostics: Iterable[Diagnostic], engine: str) -> str:
    """One run of one tool, `engine` its version; places are relative to the folder of the rules."""
    faults = list(diagnostics)
    codes = sorted({fault.code for fault in faults})
    run = {
        "tool": {"driver": {"name": "stackr", "semanticVersion": engine, "rules": [_rule(code) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(fault, codes.index(fault.code)) for fault in faults],
    }
    return json.dumps({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    entry = CODES.get(code)
    if entry is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.explanation},
        "help": {"text": f"stackr explain {code}"},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _result(fault: Diagnostic, rule: int) -> dict[str, Any]:
    text = "\n".join(part for part in (fault.message, fault.help, fault.example) if part)
    result: dict[str, Any] = {
        "ruleId": fault.code,
        "ruleIndex": rule,
        "level": fault.severity.value,
        "message": {"text": text},
        "locations": [] if fault.span == NOWHERE else [_location(fault.span)],
    }
    related: list[dict[str, Any]] = []
    for other in fault.related:
        place = {**_location(other.span), "message": {"text": other.message}}
        if other.span != NOWHERE and place not in related:  # the standard wants each once
            related.append(place)
    return {**result, "relatedLocations": related} if related else result


def _location(span: Span) -> dict[str, Any]:
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": quote(span.file, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
    }
    if span.line > 0:
        physical["region"] = {
            "startLine": span.line,
            "startColumn": max(span.column, 1),
            "endLine": max(span.end_line, span.line),
            "endColumn": max(span.end_column, 1),
        }
    return {"physicalLocation": physical}
