"""What a system writes as two characters (`e` and an accent) is what rules write as one: in records, tables, data files, names of facts."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from batch.given import agree
from stackr.book import load, load_text
from stackr.records.admit import admit, read_records

DAY = date(2026, 2, 1)
RULES = """
catalogue K { issuer "Université"; credential "MÉD 1" { 10 credits }; credential "ÉCO" { 10 credits } }
qualification Q {
  awarded by "Université"
  requires all of { "MÉD 1"; p: 10 credits from tagged "été"; exam "entrée" }
}
"""
RECORD: dict[str, Any] = {
    "learner": "Zoé",
    "facts": {"entrée": True},
    "holdings": [
        {"id": "é1", "credential": "MÉD 1", "issuer": "Université", "credits": 10},
        {"id": "é2", "credential": "ÉCO", "issuer": "Université", "credits": 10, "tags": "été"},
    ],
}


def written(form: str, value: Any) -> Any:
    return json.loads(unicodedata.normalize(form, json.dumps(value, ensure_ascii=False)))


@pytest.mark.parametrize("rules", ["NFC", "NFD"])
@pytest.mark.parametrize("record", ["NFC", "NFD"])
def test_both_forms_are_one_text(rules: str, record: str) -> None:
    book = load_text(unicodedata.normalize(rules, RULES))
    assert book.audit(written(record, RECORD), ["Q"], DAY)["Q"].status == "satisfied"


def test_the_record_is_the_same() -> None:
    one, other = admit(RECORD), admit(written("NFD", RECORD))
    assert one == other
    assert one.digest == other.digest


def test_what_has_no_id_has_the_same() -> None:
    nameless = {"learner": "L", "holdings": [{"credential": "ÉCO", "issuer": "Université"}]}
    assert admit(nameless).holdings == admit(written("NFD", nameless)).holdings


def test_a_file_in_the_other_form(tmp_path: Path) -> None:
    path = tmp_path / "zoe.json"
    path.write_text(unicodedata.normalize("NFD", json.dumps(RECORD, ensure_ascii=False)), "utf-8")
    assert read_records(path) == [admit(RECORD)]


def test_a_data_file_in_the_other_form(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text(
        unicodedata.normalize("NFD", "code,credits,tags\nMÉD 1,10,\nÉCO,10,été\n"), "utf-8"
    )
    first = RULES.strip().partition("\n")
    rules = f'catalogue K from "units.csv" {{ issuer "Université" }}\n{first[2]}'
    (tmp_path / "rules.stackr").write_text(rules, "utf-8")
    held = [
        {name: text for name, text in each.items() if name not in ("tags", "credits")} for each in RECORD["holdings"]
    ]
    assert load([tmp_path]).audit({**RECORD, "holdings": held}, ["Q"], DAY)["Q"].status == "satisfied"


def test_members_of_one_name_are_one_that_is_given_twice() -> None:
    name, other = "entrée", unicodedata.normalize("NFD", "entrée")
    learner = admit({"learner": "L", "facts": {name: True, other: False}})
    assert learner.facts == {}
    assert [remark.code for remark in learner.remarks] == ["R313"]


def test_two_ids_of_one_text_are_one_id() -> None:
    ids = ["é", unicodedata.normalize("NFD", "é")]
    learner = admit({"learner": "L", "holdings": [{"id": id, "credential": f"C{at}"} for at, id in enumerate(ids)]})
    assert [remark.code for remark in learner.remarks] == ["R307"]


@pytest.mark.parametrize("ids", [("é", "b"), ("é", "é")])
def test_batches_say_the_same(ids: tuple[str, str]) -> None:
    pytest.importorskip("numba")
    book = load_text(RULES.replace('; exam "entrée"', ""))
    made = [
        {
            "learner": f"L{number}",
            "holdings": [
                written(form, {**each, "id": id, "awarded": "2025-06-30"})
                for each, id, form in zip(RECORD["holdings"], ids, forms, strict=True)
            ],
        }
        for number, forms in enumerate([("NFC", "NFC"), ("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
    ]
    agree(book, made, ["Q"], DAY)


def test_copies_of_one_credential_in_batches() -> None:
    pytest.importorskip("numba")
    book = load_text(RULES.replace('; exam "entrée"', ""))
    one = {"credential": "MÉD 1", "issuer": "Université", "credits": "10", "awarded": "2025-06-30"}
    held = [{"id": "a", **one}, written("NFD", {"id": "b", **one})]
    agree(book, [{"learner": "L", "holdings": held}, {"learner": "M", "holdings": held[:1]}], ["Q"], DAY)
