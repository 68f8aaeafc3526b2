"""What verbs print as JSON is as the schema says that `stackr schema` publishes, and every verb has one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from cli.calls import Caller
from cli.test_promised import TALKS_TO_EDITORS, VERBS
from stackr._shipped import shipped_rules
from stackr.cli.schema import SCHEMAS

OLD = """
catalogue web {
  issuer COLLEGE
  credential A "Pages" { 10 credits }
  credential B "Scripts" { 10 credits; prerequisite A }
  credential X "Old" { 10 credits; prerequisite A }
}
articulation old { from X of ELSEWHERE; to A }
recognition college for COLLEGE {
  route own is own when issuer COLLEGE grants full
  route bridge is agreement when articulation in force on awarded grants as articulated
}
qualification CERT "Certificate" {
  awarded by COLLEGE
  total 20 credits
  in force from 2020-01-01
  requires core "Core": all of { A; B }
  limits { cap: at most 50% of award by rpl }
}
qualification DIP "Diploma" {
  awarded by COLLEGE
  replaces CERT
  requires all of { award CERT; more: 10 credits from any }
}
scenario "done" { learner holds A from COLLEGE 10 credits, B from COLLEGE 10 credits; expect CERT satisfied }
scenario "not done" { learner holds A from COLLEGE 10 credits; expect CERT satisfied }
"""
NEW = OLD.replace("requires core", "requires half").replace("all of { A; B }", "A or B").replace("total 20", "total 10")
ROWS = """learner,id,credential,issuer,credits,awarded,status
M,1,A,COLLEGE,10,2025-06-30,active
M,2,B,COLLEGE,10,2025-07-30,in-progress
N,1,A,COLLEGE,ten,2025-06-30,active
N,2,B,COLLEGE,10,2025-06-30,active
,9,B,COLLEGE,10,2025-06-30,active
O,1,X,ELSEWHERE,10,2025-06-30,active
P,1,A,COLLEGE,10,2025-06-30,active
P,2,B,COLLEGE,10,2025-06-30,active
"""
DAY = ("--as-of", "2026-02-01")
AS_JSON = ("--format", "json")


@pytest.fixture(autouse=True)
def files(folder: Path, call: Caller) -> None:
    """Two versions of rules, records of two learners, a table, and what was kept of an audit and a what-if."""
    (folder / "old.stackr").write_text(OLD, "utf-8")
    (folder / "new.stackr").write_text(NEW, "utf-8")
    (folder / "ugly.stackr").write_text("let   x=graded\n", "utf-8")
    (folder / "rows.csv").write_text(ROWS, "utf-8")
    held = [
        {"id": "h1", "credential": "A", "issuer": "COLLEGE", "credits": 10},
        {"id": "h2", "credential": "X", "issuer": "ELSEWHERE", "status": "planned"},
    ]
    waived = {"id": "d1", "kind": "waive", "clause": "CERT.core", "by": "Board", "date": "2026-01-01"}
    (folder / "m.json").write_text(json.dumps({"learner": "M", "holdings": held}), "utf-8")
    both = [{"learner": "M", "holdings": held, "decisions": [waived]}, {"learner": "N", "holdings": held[:1]}]
    (folder / "both.jsonl").write_text("\n".join(map(json.dumps, both)), "utf-8")
    (folder / "decisions.csv").write_text(
        "learner,id,kind,clause,by,date\nM,d1,waive,CERT.core,Board,2026-01-01\n", "utf-8"
    )
    for name, record, rules in (
        ("kept", "m.json", "old.stackr"),
        ("later", "m.json", "new.stackr"),
        ("all", "both.jsonl", "old.stackr"),
        ("one", "both.jsonl", "new.stackr"),
    ):
        words = ("audit", record, "--rules", rules, *DAY, *AS_JSON)
        (folder / f"{name}.json").write_text(call(*words).out, "utf-8")
    call("whatif", "m.json", "--rules", "old.stackr", *DAY, "--add", "B", "--save", "kept-whatif.json")


OF_OLD = ("--rules", "old.stackr")
BOTH = ("--rules-before", "old.stackr", "--rules-after", "new.stackr")
PRINTS = [
    ("audit", "audit", ("m.json", *OF_OLD, *DAY)),
    ("explanation", "audit", ("m.json", *OF_OLD, *DAY, "--explain", "core")),
    ("explanation", "audit", ("both.jsonl", *OF_OLD, *DAY, "--explain", "h1")),
    ("plan", "plan", ("m.json", "--for", "CERT", *OF_OLD, *DAY)),
    ("demand", "plan", ("--batch", "both.jsonl", "--for", "CERT", *OF_OLD, *DAY)),
    ("whatif", "whatif", ("m.json", *OF_OLD, *DAY, "--add", "B")),
    ("comparison", "whatif", ("m.json", *OF_OLD, *DAY, "--add", "B", "--compare", "kept-whatif.json")),
    ("ranking", "rank", ("m.json", *OF_OLD, *DAY, "--unlocks", "3")),
    ("summary", "batch", ("rows.csv", *OF_OLD, *DAY, "--out", "run", "--tier", "proofs", "--holds-back")),
    ("near", "near", ("rows.csv", *OF_OLD, *DAY)),
    (
        "impact",
        "impact",
        ("old.stackr", "new.stackr", "rows.csv", *DAY, "--decisions", "decisions.csv", "--by", "issuer"),
    ),
    ("profile", "import", ("--sniff", "rows.csv")),
    ("replay", "replay", ("kept.json", "--record", "m.json", *OF_OLD)),
    ("replay", "replay", ("kept.json", "--record", "m.json", "--rules", "new.stackr")),
    ("replay", "replay", ("all.json", "--record", "both.jsonl", "--rules", "new.stackr")),
    ("diff", "diff", ("kept.json", "later.json")),
    ("diff", "diff", ("kept.json", "later.json", *BOTH)),
    ("diff", "diff", ("kept.json", "one.json")),
    ("diff", "diff", ("all.json", "one.json", *BOTH)),
    ("graph", "graph", OF_OLD),
    ("graph", "graph", (*OF_OLD, "--learner", "m.json", *DAY)),
    ("graph", "graph", ("--around", "CERT", *OF_OLD)),
    ("graph", "graph", ("--rules", str(shipped_rules()))),
    ("stack-analysis", "graph", ("--analyse", "--rules", str(shipped_rules()))),
    ("stack-analysis", "graph", ("--analyse", "--around", "A", *OF_OLD)),
    ("diagnostics", "check", ("old.stackr", "ugly.stackr")),
    ("layout", "fmt", ("--check", "ugly.stackr")),
    ("layout", "fmt", ("--diff", "ugly.stackr")),
    ("test", "test", ("old.stackr",)),
    ("test", "test", ("old.stackr", "--mutate", "--coverage")),
    ("codes", "explain", ()),
    ("codes", "explain", ("S034",)),
    ("schemas", "schema", ()),
    ("audit", "demo", ()),
]
"""(schema, verb, words): together every verb, and every form of what one prints."""


def published(call: Caller, name: str) -> Draft202012Validator:
    schema: dict[str, Any] = json.loads(call("schema", name).out)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.mark.parametrize(("name", "verb", "words"), PRINTS)
def test_what_is_printed_is_as_its_schema_says(call: Caller, name: str, verb: str, words: tuple[str, ...]) -> None:
    answer = call(verb, *words, *AS_JSON)
    assert answer.code in (0, 1), answer.err
    found = json.loads(answer.out)
    published(call, name).validate(found)
    assert (
        published(call, name).is_valid({**found, "schema": "stackr.other/1"} if isinstance(found, dict) else {})
        is False
    )


def test_every_verb_and_every_schema_is_tried() -> None:
    assert {verb for _, verb, _ in PRINTS} == set(VERBS) - TALKS_TO_EDITORS
    assert {name for name, _, _ in PRINTS} == SCHEMAS.keys() - {"record"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_names_itself_and_refuses_what_is_none(call: Caller, name: str) -> None:
    schema = published(call, name).schema
    assert isinstance(schema, dict)
    assert "$id" in schema
    assert not any(published(call, name).is_valid(odd) for odd in (7, "text", None, {"odd": 1}, [{"odd": 1}]))
