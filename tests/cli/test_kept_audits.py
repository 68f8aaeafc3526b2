"""Audits that were kept: of one learner and of several, they fit the schema, are done again and are compared."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from cli.calls import Caller
from stackr.model.audit import audit_schema

RULES = 'qualification Q "Award" { requires all of { a "A": 10 credits from any } }\n'
A = '{"learner": "A", "holdings": [{"id": "h", "credential": "X", "credits": "10", "completed": "2025-01-01"}]}\n'
B = '{"learner": "B", "holdings": [{"id": "h", "credential": "Y", "credits": "5", "completed": "2025-01-01"}]}\n'
DAY = ("--as-of", "2026-02-01")


@pytest.fixture
def kept(folder: Path, call: Caller) -> Path:
    """Two audits in one file."""
    Path("q.stackr").write_text(RULES)
    Path("both.jsonl").write_text(A + B)
    return keep(call, "kept.json", "both.jsonl")


def keep(call: Caller, name: str, *records: str, rules: str = "q.stackr") -> Path:
    answer = call("audit", *records, "--rules", rules, *DAY, "--format", "json")
    assert answer.code == 0, answer.err
    Path(name).write_text(answer.out)
    return Path(name)


@pytest.mark.parametrize("records", ["", A, A + B])
def test_what_is_printed_fits_the_published_schema(folder: Path, call: Caller, records: str) -> None:
    Path("q.stackr").write_text(RULES)
    Path("some.jsonl").write_text(records or '{"learner": "A"}\n{"learner": "B"}\n')
    printed = json.loads(keep(call, "kept.json", "some.jsonl").read_text())
    schema = json.loads(call("schema", "audit").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(printed, schema)


@pytest.mark.parametrize("wrong", [[{}], [3], {}, 3, None])
def test_the_schema_refuses_what_is_no_list_of_audits(wrong: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, audit_schema())


def test_a_list_is_done_again_to_the_byte(kept: Path, call: Caller) -> None:
    answer = call("replay", kept, "--record", "both.jsonl", "--rules", "q.stackr")
    assert (answer.code, answer.out) == (0, "the same, byte for byte\n")


def test_a_list_is_done_again_from_records_of_several_files_in_any_order(kept: Path, call: Caller) -> None:
    Path("a.json").write_text(A)
    Path("b.json").write_text(B)
    answer = call("replay", kept, "--record", "b.json", "--record", "a.json", "--rules", "q.stackr")
    assert (answer.code, answer.out) == (0, "the same, byte for byte\n")


def test_who_of_a_list_comes_out_otherwise_is_named(kept: Path, call: Caller) -> None:
    Path("both.jsonl").write_text(A + B.replace('"5"', '"10"'))
    answer = call("replay", kept, "--record", "both.jsonl", "--rules", "q.stackr")
    assert answer.code == 1
    assert answer.out.startswith("B: it comes out otherwise\n")
    assert "record: holding h differs" in answer.out
    told = json.loads(call("replay", kept, "--record", "both.jsonl", "--rules", "q.stackr", "--format", "json").out)
    assert [(one["learner"], one["same"]) for one in told["learners"]] == [("A", True), ("B", False)]
    assert not told["same"]


def test_a_list_written_otherwise_has_the_same_answers(kept: Path, call: Caller) -> None:
    kept.write_text(json.dumps(json.loads(kept.read_text())))
    answer = call("replay", kept, "--record", "both.jsonl", "--rules", "q.stackr")
    assert (answer.code, answer.out) == (1, "the answers are the same, not every byte\n")


@pytest.mark.parametrize("verb", ["diff", "replay"])
def test_the_file_that_holds_no_audit_is_named(verb: str, kept: Path, call: Caller) -> None:
    Path("bad.json").write_text("{,}")
    answer = call("diff", kept, "bad.json") if verb == "diff" else call("replay", "bad.json", "--record", "both.jsonl")
    assert answer.code == 2
    assert "bad.json: this is no audit that stackr wrote: not JSON: " in answer.err


def test_a_list_without_all_its_records_is_refused(kept: Path, call: Caller) -> None:
    Path("both.jsonl").write_text(A)
    answer = call("replay", kept, "--record", "both.jsonl", "--rules", "q.stackr")
    assert (answer.code, answer.out) == (2, "")
    assert "no record of B" in answer.err


def test_lists_are_compared_learner_by_learner(kept: Path, call: Caller) -> None:
    Path("other.jsonl").write_text(B.replace('"5"', '"10"') + A.replace('"A"', '"C"'))
    other = keep(call, "other.json", "other.jsonl")
    told = json.loads(call("diff", kept, other, "--format", "json").out)
    assert [(one["learner"], one.get("only")) for one in told] == [("A", "before"), ("B", None), ("C", "after")]
    assert [cause["what"] for cause in told[1]["causes"]] == ["h"]
    said = call("diff", kept, other).out
    assert said.startswith("A: there is an audit only before\nB:\nWhat went in otherwise:\n")
    assert said.endswith("C: there is an audit only after\n")
    assert call("diff", kept, kept).out == "A: no difference\nB: no difference\n"


def test_a_list_and_an_audit_of_its_own_compare(kept: Path, call: Caller) -> None:
    Path("b.json").write_text(B)
    one = keep(call, "one.json", "b.json")
    assert call("diff", kept, one).out == "A: there is an audit only before\nB: no difference\n"


@pytest.mark.parametrize("content", ["[]", "[[]]", "[{}]", "[1", ""])
def test_what_is_no_list_of_audits_is_refused(kept: Path, call: Caller, content: str) -> None:
    Path("bad.json").write_text(content)
    for arguments in (
        ("diff", kept, "bad.json"),
        ("replay", "bad.json", "--record", "both.jsonl", "--rules", "q.stackr"),
    ):
        answer = call(*arguments)
        assert (answer.code, answer.out) == (2, "")
        assert "no audit" in answer.err


CATALOGUE = 'catalogue K from "k.csv" {{ issuer U }}\nqualification Q {{ awarded by U; requires {asked} }}\n'
ROWS = "code,title,credits\n"


def with_catalogue(call: Caller, name: str, rows: str, asked: str = "10 credits from any", more: str = "") -> None:
    Path(name).mkdir()
    Path(name, "r.stackr").write_text(CATALOGUE.format(asked=asked) + more)
    Path(name, "k.csv").write_text(ROWS + rows)
    Path("a.jsonl").write_text(A)
    keep(call, f"{name}.json", "a.jsonl", rules=name)


def entries(call: Caller, before: str, after: str, *more: str) -> str:
    given = ("--rules-before", before, "--rules-after", after, *more)
    answer = call("diff", f"{before}.json", f"{after}.json", *given)
    assert answer.code == 0, answer.err
    return answer.out


def test_entries_of_catalogues_are_named_with_the_rules(folder: Path, call: Caller) -> None:
    with_catalogue(call, "old", "A,Alpha,10\nB,Beta,10\nC,Gamma,5\n")
    with_catalogue(call, "new", "C,Gamma II,5\nD,Delta,5\nA,Alpha,15\n")
    lines = entries(call, "old", "new").splitlines()
    assert lines[:5] == [
        "Entries of catalogues that differ: 4",
        "  A of U: credits 10 → 15",
        "  B of U is gone",
        "  C of U: title Gamma → Gamma II",
        "  D of U is new",
    ]
    data = json.loads(entries(call, "old", "new", "--format", "json"))["entries"]
    assert [(each["code"], each["how"]) for each in data] == [
        ("A", "changed"),
        ("B", "gone"),
        ("C", "changed"),
        ("D", "new"),
    ]


def test_the_order_of_a_catalogue_and_where_it_stands_change_no_entry(folder: Path, call: Caller) -> None:
    with_catalogue(call, "old", "A,Alpha,10\nB,Beta,10\n")
    with_catalogue(call, "new", "B,Beta,10\nA,Alpha,10\n", more="let spare = graded\n")
    assert entries(call, "old", "new").startswith("Entries of catalogues that differ: 0\n")


def test_what_is_asked_before_is_compared_by_what_it_says(folder: Path, call: Caller) -> None:
    line = "credential Z {{ issuer U; prerequisite {} }}\n"
    with_catalogue(call, "old", "A,Alpha,10\n", more=line.format("A or B"))
    with_catalogue(call, "new", "A,Alpha,10\n", more="\n" + line.format("all of { A; B }"))
    with_catalogue(call, "same", "A,Alpha,10\n", more="\n\n" + line.format("A or B"))
    assert "Z of U: prerequisite A, B → A, B, asked otherwise" in entries(call, "old", "new")
    assert entries(call, "old", "same").startswith("Entries of catalogues that differ: 0\n")


def test_of_many_entries_the_first_are_shown_and_all_counted(folder: Path, call: Caller) -> None:
    with_catalogue(call, "old", "")
    with_catalogue(call, "new", "".join(f"C{number:02},Title,10\n" for number in range(30)))
    out = entries(call, "old", "new")
    assert out.startswith("Entries of catalogues that differ: 30\n")
    assert "… and 10 more lines" in out
    assert len(json.loads(entries(call, "old", "new", "--format", "json"))["entries"]) == 30


@pytest.mark.parametrize("given", [("--rules-before", "old"), ("--rules-before", "new", "--rules-after", "new")])
def test_rules_that_are_not_those_of_the_audits_are_refused(folder: Path, call: Caller, given: tuple[str, ...]) -> None:
    with_catalogue(call, "old", "A,Alpha,10\n")
    with_catalogue(call, "new", "A,Alpha,15\n")
    answer = call("diff", "old.json", "new.json", *given)
    assert answer.code == 2
    assert "rules" in answer.err


def test_what_differs_is_told_in_words_and_moved_places_as_so_many(folder: Path, call: Caller) -> None:
    two = "requires all of { a: 10 credits from X; b: 10 credits from Y; c: 10 credits from Z }"
    Path("one.stackr").write_text(f"qualification Q {{ {two} }}\n")
    Path("two.stackr").write_text(f"\n\nqualification Q {{ {two.replace('from X', 'from X or Y')} }}\n")
    Path("b.json").write_text(B.replace('"5"', '"10"'))
    before, after = (keep(call, f"{name}.json", "b.json", rules=f"{name}.stackr") for name in ("one", "two"))
    answer = call("diff", before, after)
    assert "{" not in answer.out, "objects are told by their words"
    assert ".at" not in answer.out
    assert "at another place of the rule files" in answer.out
    assert "Q.a with Q.b" in answer.out, "clauses that can't be met together"
    assert "(10 credits) at Q.a" in answer.out
    changes = json.loads(call("diff", before, after, "--format", "json").out)["changes"]
    assert any(change["path"].endswith(".at") for change in changes), "JSON has all of it"


WITH_A_BRIDGE = """catalogue c { issuer U
  credential A "Alpha" { 10 credits }
  credential B "Beta" { 10 credits }
}
articulation ab { from X of V; to A; in force from 2020-01-01 }
recognition r for U {
  route own is own when issuer U grants full
  route art is agreement when articulation in force on awarded grants as articulated
}
qualification Q "Q" {
  awarded by U
  total 20 credits
  requires all of { core: A; el "Electives": 10 credits from B }
  limits { cap: at most 50% of award by rpl }
}
"""
FROM_V = json.dumps(
    {
        "learner": "L",
        "facts": {"entry": "2025-01-01"},
        "holdings": [
            {"id": "x", "credential": "X", "issuer": "V", "credits": 10, "awarded": "2025-01-01"},
            {"id": "b", "credential": "B", "issuer": "U", "credits": 10, "awarded": "2025-02-01"},
        ],
        "decisions": [{"id": "d1", "kind": "waive", "clause": "Q.cap", "by": "Dean", "date": "2025-12-01"}],
    }
)
OTHERWISE = {
    "rules": ("10 credits from B", "20 credits from B", ()),
    "articulation": ("in force from 2020-01-01", "in force from 2026-01-01", ()),
    "catalogue": ('"Alpha" { 10', '"Alpha" { 12', ()),
    "holding": ('"credits": 10, "awarded": "2025-02-01"', '"credits": 5, "awarded": "2025-02-01"', ()),
    "no holdings": (FROM_V[FROM_V.index('"holdings"') :], '"holdings": []}', ()),
    "decision": ("Q.cap", "Q.core", ()),
    "day": ("", "", ("--as-of", "2024-12-31")),
    "known": ("", "", ("--known", "2025-06-01")),
    "tier": ("", "", ("--tier", "values")),
}
"""What is otherwise the second time: a text of the rules or the record by another, or how it was asked."""


@pytest.mark.parametrize("what", OTHERWISE)
def test_differences_are_told_in_words(what: str, call: Caller) -> None:
    old, new, words = OTHERWISE[what]
    kept = []
    for rules, record, asked in (
        (WITH_A_BRIDGE, FROM_V, ()),
        (WITH_A_BRIDGE.replace(old, new) if old else WITH_A_BRIDGE, FROM_V.replace(old, new) if old else FROM_V, words),
    ):
        Path("rules.stackr").write_text(rules)
        Path("record.json").write_text(record)
        Path(f"{len(kept)}.json").write_text(
            call(
                "audit", "record.json", "--rules", "rules.stackr", "--as-of", "2026-02-01", *asked, "--format", "json"
            ).out
        )
        kept.append(f"{len(kept)}.json")
    told = call("diff", *kept).out
    assert told.startswith("What went in otherwise:\n  1. ")
    assert "nothing that the audits show" not in told
    assert not any(odd in told for odd in ("None", '{"', "[["))
    assert ("--rules-before" in told) == (what == "catalogue")
