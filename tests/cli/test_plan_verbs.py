"""The verbs of advisers: plan, rank, whatif; each answers in text and JSON, and each fault is one coded line."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cli.calls import Caller
from pathways.books import CALENDAR, HEAD
from pathways.college import LEARNERS, RULES, path

FIXED = ("--rules", RULES, "--as-of", "2026-06-15")
HALF = path("half-way")


def valid(call: Caller, schema: str, text: str) -> Any:
    """The JSON, held against the schema that `stackr schema` prints."""
    printed = json.loads(call("schema", schema).out)
    data = json.loads(text)
    Draft202012Validator(printed).validate(data)
    return data


@pytest.mark.parametrize("name", LEARNERS)
def test_every_kind_of_learner_gets_a_proven_plan(call: Caller, name: str) -> None:
    answer = call("plan", path(name), "--for", "MC-DIP", *FIXED)
    assert answer.code == 0
    assert "Proven: fewest credits" in answer.out
    assert "an audit of the learner with it says satisfied" in answer.out


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ("plan", ("plan", HALF, "--for", "MC-DIP", "--alternatives", "1")),
        ("plan", ("plan", HALF, "--for", "MC-DIP", "--pareto", "terms,cost")),
        ("demand", ("plan", "--batch", HALF, path("new"), "--for", "MC-DIP")),
        ("ranking", ("rank", HALF, "--unlocks", "3")),
        ("whatif", ("whatif", HALF, "--add", "NET200", "--replan")),
    ],
)
def test_json_is_as_its_schema_says_and_twice_the_same(call: Caller, schema: str, words: tuple[str, ...]) -> None:
    one, other = (call(*words, *FIXED, "--format", "json") for _ in range(2))
    assert one.code == 0
    assert one.out == other.out
    assert valid(call, schema, one.out)["schema"] == f"stackr.{schema}/1"


@pytest.mark.parametrize(
    ("form", "begins"),
    [("html", "<!doctype html>"), ("mermaid", "flowchart LR"), ("svg", "<svg "), ("ical", "BEGIN:VCALENDAR")],
)
def test_a_plan_is_written_in_every_form(call: Caller, folder: Path, form: str, begins: str) -> None:
    answer = call("plan", HALF, "--for", "MC-DIP", *FIXED, "--format", form, "--out", "plan.out")
    assert (answer.code, answer.out) == (0, "")
    assert (folder / "plan.out").read_text("utf-8").startswith(begins)


def test_a_calendar_file_keeps_its_line_ends(call: Caller, folder: Path) -> None:
    call("plan", HALF, "--for", "MC-DIP", *FIXED, "--format", "ical", "--out", "plan.ics")
    data = (folder / "plan.ics").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 10


def test_what_ifs_are_saved_and_compared(call: Caller, folder: Path) -> None:
    before = Path(HALF).read_bytes()
    call("whatif", HALF, *FIXED, "--for", "MC-DIP", "--add", "NET200", "--name", "networks", "--save", "one.json")
    words = (
        "whatif",
        HALF,
        *FIXED,
        "--for",
        "MC-DIP",
        "--add",
        "SEC300",
        "--name",
        "security",
        "--compare",
        "one.json",
    )
    told = call(*words)
    assert told.code == 0
    assert "Compared:" in told.out
    assert "networks" in told.out
    compared = valid(call, "comparison", call(*words, "--format", "json").out)
    assert [each["name"] for each in compared["answers"]] == ["networks", "security"]
    assert Path(HALF).read_bytes() == before


def test_every_change_has_an_option(call: Caller) -> None:
    words = ("--drop", "com100", "--expire", "web110", "--enrol", "MC-NET", "--entry", "2026-09-01")
    more = ("--grant-rpl", "NET200", "--articulate", "DAMASCUS-NET", "--fail", "dig100", "--pass", "web210")
    answer = call("whatif", HALF, *FIXED, *words, *more)
    assert answer.code == 0
    for said in (
        "COM100",
        "MC-NET",
        "2026-09-01",
        "prior learning is recognised for NET200",
        "articulation DAMASCUS-NET",
    ):
        assert said.lower() in answer.out.lower()


def test_a_cohort_counts_and_names_what_cannot_be_read(call: Caller, folder: Path) -> None:
    (folder / "many.jsonl").write_text('{"learner": "ok"}\n{"lerner": 1}\nnot json\n{"learner": "ok2"}\n', "utf-8")
    (folder / "bad.json").write_text("[", "utf-8")
    (folder / "class.csv").write_text(
        "learner,id,credential,issuer,status\nx,h1,DIG100,MCOLLEGE,active\n,h2,WEB110,MCOLLEGE,active\n"
    )
    answer = call(
        "plan", "--batch", "many.jsonl", "bad.json", "class.csv", "--for", "MC-DIP", *FIXED, "--format", "json"
    )
    data = json.loads(answer.out)
    assert (data["learners"], data["planned"]) == (3, 3)
    assert [each["place"] for each in data["unread"]] == ["bad.json", "class.csv:3", "many.jsonl:2", "many.jsonl:3"]
    assert answer.err == (
        "4 records could not be read, and the demand is that of the others; the first is bad.json: "
        f"{data['unread'][0]['why']}\n"
    )


@pytest.mark.parametrize(
    ("files", "strict", "code"),
    [
        (("good.json", "bad.json"), False, 0),
        (("good.json", "bad.json"), True, 2),
        (("bad.json", "worse.json"), False, 2),
        (("good.json",), True, 0),
    ],
)
def test_a_record_that_cannot_be_read_shows_outside_the_answer(
    call: Caller, folder: Path, files: tuple[str, ...], strict: bool, code: int
) -> None:
    (folder / "good.json").write_text('{"learner": "ok"}', "utf-8")
    (folder / "bad.json").write_text("[", "utf-8")
    (folder / "worse.json").write_text('{"lerner": 1}', "utf-8")
    words = ("plan", "--batch", *files, "--for", "MC-DIP", *FIXED, "--out", "demand.txt")
    answer = call(*words, *(("--strict",) if strict else ()))
    assert answer.code == code
    assert ("could not be read" in answer.err) is ("bad.json" in files)
    assert (folder / "demand.txt").exists() is (code == 0)


def test_only_many_records_are_read_strictly(call: Caller) -> None:
    answer = call("plan", HALF, "--for", "MC-DIP", *FIXED, "--strict")
    assert answer.code == 2
    assert "--strict is about the records of many learners" in answer.err


MIXED = (
    HEAD + CALENDAR + 'catalogue K { credit unit C; credential A { 10 credits; issuer U; cost 5 "ZMW" }; '
    'credential B { 10 credits; issuer U; cost 5 "USD" }; credential D { 10 credits; issuer U } }\n'
    'qualification Q "Q" { awarded by U; credit unit C; total 10 credits; requires all of { a "A": 10 credits from any } }\n'
    'qualification P "P" { awarded by U; credit unit C; total 10 credits; requires all of { a: D } }\n'
)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("plan", HALF, "--for", "MC-DI", *FIXED), "X912", "no qualification is called `MC-DI`"),
        (("plan", HALF, "--for", "MC-DIP", *FIXED, "--avoid", "NOPE"), "X912", "nothing on offer is called `NOPE`"),
        (("plan", HALF, "--for", "MC-DIP", *FIXED, "--include", "NOPE"), "X912", "nothing on offer is called `NOPE`"),
        (("plan", HALF, "--for", "MC-DIP", *FIXED, "--target", "2020-01-01"), "X912", "is before 2026-06-15"),
        (
            ("plan", HALF, "--for", "MC-DIP", *FIXED, "--minimise", "fame"),
            "X912",
            "nothing to minimise is called `fame`",
        ),
        (("plan", HALF, "--for", "MC-DIP", *FIXED, "--pareto", "cost"), "X912", "between two measures"),
        (("plan", HALF, path("new"), "--for", "MC-DIP", *FIXED), "R390", "2 records"),
        (("plan", HALF, "--for", "MC-DIP", *FIXED, "--no-terms", "--format", "ical"), "X912", "calendar file"),
        (("plan", "--batch", HALF, "--for", "MC-DIP", *FIXED, "--format", "svg"), "X912", "text, json or html"),
        (("plan", "--batch", HALF, "--for", "MC-DIP", *FIXED, "--alternatives", "2"), "X912", "leave them out"),
        (("plan", "--batch", HALF, "--for", "NOPE", *FIXED), "X912", "no qualification is called `NOPE`"),
        (("plan", "nobody.json", "--for", "MC-DIP", *FIXED), "X902", "no such file"),
        (("rank", HALF, *FIXED, "--for", "NOPE"), "X912", "no qualification is called `NOPE`"),
        (("whatif", HALF, *FIXED), "X912", "nothing is supposed"),
        (("whatif", HALF, *FIXED, "--drop", "zzz"), "X912", "the record has no holding `zzz`"),
        (("whatif", HALF, *FIXED, "--add", "NET200", "--max-load", "20"), "X912", "nothing is planned"),
        (("whatif", HALF, *FIXED, "--add", "zzz"), "X912", "nothing on offer is called `zzz`"),
        (("whatif", HALF, *FIXED, "--add", "NET200", "--compare", HALF), "X912", "no saved what-if"),
        (
            ("plan", HALF, "--for", "Q", "--rules", "mixed.stackr", "--as-of", "2026-01-01", "--minimise", "cost"),
            "X912",
            "fees are in",
        ),
    ],
)
def test_a_fault_is_one_coded_line_and_exit_code_2(
    call: Caller, folder: Path, words: tuple[str, ...], code: str, said: str
) -> None:
    (folder / "mixed.stackr").write_text(MIXED, "utf-8")
    answer = call(*words)
    assert (answer.code, answer.out) == (2, "")
    assert f"error[{code}]" in answer.err
    assert said in answer.err


def test_an_item_of_unknown_cost_is_left_aside_with_its_reason(call: Caller, folder: Path) -> None:
    (folder / "mixed.stackr").write_text(MIXED, "utf-8")
    words = ("plan", HALF, "--rules", "mixed.stackr", "--as-of", "2026-01-01", "--minimise", "cost", "--rate", "USD=20")
    answer = call(*words, "--for", "P", "--currency", "ZMW")
    assert answer.code == 0
    assert "There is no plan" in answer.out
    assert "of unknown cost: 1 (D)" in answer.out


def test_the_day_is_said_where_it_was_not_given(call: Caller) -> None:
    for words in (("rank", HALF), ("whatif", HALF, "--add", "NET200"), ("plan", HALF, "--for", "MC-DIP")):
        answer = call(*words, "--rules", RULES)
        assert answer.code == 0
        assert "--as-of fixes the day" in answer.err


def test_no_file_is_written_by_a_fault(call: Caller, folder: Path) -> None:
    call("whatif", HALF, *FIXED, "--drop", "zzz", "--save", "x.json")
    call("plan", HALF, "--for", "NOPE", *FIXED, "--out", "x.html")
    assert os.listdir(folder) == []


MORE = """
catalogue EVENING "Evening classes (made up)" {
  issuer MCOLLEGE
  credit unit MC
  credential PRJ391 "Project in the evening" { 15 credits; level ZQF 6; field "0613"; cost 100 "ZMW" }
  credential DB220 "Databases at night" { 10 credits; level ZQF 6; field "0612"; cost 100 "ZMW" }
}
"""


def test_a_file_of_catalogues_is_on_offer_too(call: Caller, folder: Path) -> None:
    (folder / "evening.stackr").write_text(MORE, "utf-8")
    words = ("plan", HALF, "--for", "MC-DIP", *FIXED, "--minimise", "cost", "--catalogue", "evening.stackr")
    answer = call(*words)
    assert answer.code == 0
    assert "DB220  Databases at night" in answer.out
    assert call("whatif", HALF, *FIXED, "--add", "DB220", "--catalogue", "evening.stackr").code == 0
    only = call(*words, "--catalogue", "MCOLLEGE-2026", "--format", "json")
    assert only.code == 0
    assert "DB220" not in only.out
    assert json.loads(only.out)["asked"]["catalogues"] == ["MCOLLEGE-2026"]
    none = call(*words, "--catalogue", "EVENING")
    assert "There is no plan" in none.out


def test_a_catalogue_that_is_not_there(call: Caller) -> None:
    for name, code in (("MCOLLEGE-2027", "X912"), ("nowhere.stackr", "X902")):
        answer = call("plan", HALF, "--for", "MC-DIP", *FIXED, "--catalogue", name)
        assert answer.code == 2
        assert f"error[{code}]" in answer.err
