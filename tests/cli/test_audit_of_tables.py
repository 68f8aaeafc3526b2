"""`stackr audit` of a spreadsheet: the same answers as of JSON records, and rows that can't be used are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calls import Caller

RULES = 'qualification Q "Q" {\n  awarded by U\n  total 20 credits\n  requires all of { A1; B1 }\n}\n'
TABLE = "learner,credential,issuer,credits\nAnn,A1,U,10\nAnn,B1,U,10\nBen,A1,U,10\n,A1,U,10\nBen,B1\n"


def test_a_table_gives_what_records_give(folder: Path, call: Caller) -> None:
    (folder / "q.stackr").write_text(RULES)
    (folder / "t.csv").write_text(TABLE)
    holdings = [{"credential": code, "issuer": "U", "credits": "10"} for code in ("A1", "B1")]
    (folder / "ann.json").write_text(json.dumps({"learner": "Ann", "holdings": holdings}))
    (folder / "ben.json").write_text(json.dumps({"learner": "Ben", "holdings": holdings[:1]}))
    rest = ("--rules", "q.stackr", "--as-of", "2026-02-01", "--format", "json")
    table, records = call("audit", "t.csv", *rest), call("audit", "ann.json", "ben.json", *rest)
    assert (table.code, table.out) == (0, records.out)
    assert table.err.splitlines() == [
        "t.csv:5: not used: the row does not say whose it is",
        "t.csv:6: not used: 2 values in this line, and 4 columns",
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [("t.csv", "credential\nA1\n", "learner"), ("t.stackr", RULES, "neither a learner record"), ("t.csv", "", "t.csv")],
)
def test_what_is_no_table_is_refused(folder: Path, call: Caller, name: str, text: str, told: str) -> None:
    (folder / "q.stackr").write_text(RULES)
    (folder / name).write_text(text)
    answer = call("audit", name, "--rules", "q.stackr", "--as-of", "2026-02-01")
    assert (answer.code, answer.out) == (2, "")
    assert told in answer.err
