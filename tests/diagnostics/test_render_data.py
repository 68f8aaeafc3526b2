"""Diagnostics for programs: JSON that comes back the same, SARIF that its schema admits."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackr.diagnostics.model import NOWHERE, Diagnostic, Related, Severity, Span
from stackr.diagnostics.render_json import diagnostics_schema, from_json, render_json, to_json
from stackr.diagnostics.render_sarif import render_sarif

SPANS = st.builds(Span, st.text(max_size=5), *[st.integers(0, 99)] * 4)
DIAGNOSTICS = st.builds(
    Diagnostic,
    st.sampled_from(["X901", "Z999"]),
    st.text(max_size=9),
    SPANS | st.just(NOWHERE),
    st.sampled_from(Severity),
    st.text(max_size=9),
    st.lists(st.builds(Related, SPANS, st.text(max_size=5)), max_size=2).map(tuple),
    st.text(max_size=9),
)

REGION = {
    "type": "object",
    "properties": {
        name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")
    },
    "additionalProperties": False,
}
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "message": MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {
                        "uri": {"type": "string", "pattern": "^[\\w.~%/-]*$"},
                        "uriBaseId": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
                "region": REGION,
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "semanticVersion": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": MESSAGE,
                                                "fullDescription": MESSAGE,
                                                "help": MESSAGE,
                                                "defaultConfiguration": {"properties": {"level": LEVEL}},
                                            },
                                            "additionalProperties": False,
                                        },
                                    },
                                },
                                "additionalProperties": False,
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": LEVEL,
                                "message": MESSAGE,
                                "locations": {"type": "array", "items": LOCATION},
                                "relatedLocations": {"type": "array", "uniqueItems": True, "items": LOCATION},
                            },
                            "additionalProperties": False,
                        },
                    },
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
}


@given(DIAGNOSTICS)
def test_json_comes_back_the_same(diagnostic: Diagnostic) -> None:
    assert from_json(json.loads(json.dumps(to_json(diagnostic)))) == diagnostic


@given(st.lists(DIAGNOSTICS, max_size=3))
def test_the_json_document_is_as_its_schema_has_it(diagnostics: list[Diagnostic]) -> None:
    jsonschema.validate(json.loads(render_json(diagnostics)), diagnostics_schema())


@pytest.mark.parametrize(
    "change",
    [
        {"code": 1},
        {"severity": "bad"},
        {"line": "1"},
        {"line": True},
        {"related": [{}]},
        {"message": None},
        {"file": 3},
    ],
    ids=str,
)
def test_json_of_another_form_is_refused(change: dict[str, Any]) -> None:
    whole = to_json(Diagnostic("X901", "m", NOWHERE))
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json({**whole, **change})


def test_the_json_document_has_its_name() -> None:
    document = json.loads(render_json([Diagnostic("X901", "“m”", Span("a.stackr", 1, 2, 3, 4))]))
    assert document["schema"] == "stackr.diagnostics/1"
    assert document["diagnostics"][0] == {
        "code": "X901", "severity": "error", "message": "“m”", "file": "a.stackr",
        "line": 1, "column": 2, "end_line": 3, "end_column": 4, "help": "", "related": [], "example": "",
    }  # fmt: skip


@given(st.lists(DIAGNOSTICS, max_size=3))
def test_sarif_is_as_the_standard_has_it(diagnostics: list[Diagnostic]) -> None:
    document = json.loads(render_sarif(diagnostics, "0.1.0"))
    jsonschema.validate(document, SARIF)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [d.code for d in diagnostics]


def test_sarif_describes_a_known_code_and_escapes_names_of_files() -> None:
    document = json.loads(render_sarif([Diagnostic("X902", "m", Span("a b/ü.stackr", 1, 1, 1, 2), help="h")], "0.1.0"))
    (run,) = document["runs"]
    assert run["tool"]["driver"]["rules"][0]["shortDescription"] == {"text": "no such file or folder"}
    (result,) = run["results"]
    assert result["message"]["text"] == "m\nh"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/%C3%BC.stackr"
