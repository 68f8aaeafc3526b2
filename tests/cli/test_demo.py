"""`stackr demo`: what a newcomer sees first."""

from __future__ import annotations

import json

import jsonschema

from cli.calls import Caller, child
from stackr.model.audit import audit_schema


def test_the_demo_shows_several_systems_a_fallback_a_trap_and_a_proof(call: Caller) -> None:
    answer = call("demo")
    assert (answer.code, answer.err) == (0, "")
    for told in ("recognised by uol.discretion", "recognised by melbourne.series", "What stands in the way", "100.0 %"):
        assert told in answer.out
    for award in ("HKU-CERT", "MELB-GCERT", "UOL-BSC-CS", "BSB50420", "GIES-IMBA", "KEELE-PGCERT"):
        assert f"\n{award}  " in answer.out


def test_a_definition_is_named_once_where_it_decides_and_counted_where_it_lacks_data(call: Caller) -> None:
    shown = call("demo").out
    assert "a micro-credential by etf-exclusions, european-2022 and unesco-2022" in shown
    assert "undetermined by 3 definitions: the record says too little" in shown


def test_the_demo_says_the_same_twice_whatever_the_hash_seed() -> None:
    first, second = (child("demo", PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout


def test_the_demo_as_data_is_a_list_of_audits(call: Caller) -> None:
    found = json.loads(call("demo", "--format", "json").out)
    jsonschema.validate(found, audit_schema())
    assert len(found) == 3
