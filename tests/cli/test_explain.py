"""`stackr explain` and `stackr schema`: pages and documents that stand by themselves."""

from __future__ import annotations

import json

import jsonschema
import pytest

from cli.calls import Caller
from stackr.cli.schema import SCHEMAS
from stackr.diagnostics.codes import CODES


def test_without_a_code_all_are_listed(call: Caller) -> None:
    lines = call("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == list(CODES)


def test_case_does_not_matter(call: Caller) -> None:
    answer = call("explain", "x903")
    assert answer.code == 0
    assert answer.out.startswith("X903: no such code to explain (error)\n")


def test_as_json(call: Caller) -> None:
    one = json.loads(call("explain", "X903", "--format", "json").out)
    every = json.loads(call("explain", "--format", "json").out)
    assert [entry["code"] for entry in one["codes"]] == ["X903"]
    assert [entry["code"] for entry in every["codes"]] == list(CODES)


def test_schemas_are_listed(call: Caller) -> None:
    assert call("schema").out.splitlines() == list(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str, call: Caller) -> None:
    answer = call("schema", name)
    assert answer.code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(answer.out))
