"""Every kind of input gives the same answers, and what can't be read at all is said in one plain sentence."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import COLUMNS, batch, csv_text, manifest, rows, table

ROWS = rows(40)


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(ROWS, schema=dict.fromkeys(COLUMNS, pl.String), orient="row").with_columns(
        pl.when(pl.col(name) != "").then(pl.col(name)) for name in COLUMNS
    )


@pytest.fixture
def expected(call: Caller, folder: Path) -> pl.DataFrame:
    (folder / "h.csv").write_text(csv_text(ROWS), "utf-8")
    assert batch(call, folder / "expected", folder / "h.csv").code == 0
    return table(folder / "expected", "results")


def write_csv(path: Path, frame: pl.DataFrame) -> None:
    frame.write_csv(path, quote_style="always")


def write_typed_parquet(path: Path, frame: pl.DataFrame) -> None:
    credits = pl.Series(
        "credits", [None if v is None else Decimal(v) for v in frame["credits"]], dtype=pl.Decimal(10, 2)
    )
    frame.with_columns(credits, pl.col("awarded").str.to_date(), pl.col("status").cast(pl.Categorical)).write_parquet(
        path
    )


def write_stream(path: Path, frame: pl.DataFrame) -> None:
    frame.write_ipc_stream(path)


def write_records(path: Path, frame: pl.DataFrame) -> None:
    held: dict[str, list[Any]] = defaultdict(list)
    for row in frame.to_dicts():
        held[row.pop("learner")].append({name: value for name, value in row.items() if value is not None})
    path.write_text("".join(json.dumps({"learner": who, "holdings": of}) + "\n" for who, of in held.items()), "utf-8")


WRITERS = {
    "quoted.csv": write_csv,
    "tabs.tsv": lambda path, frame: frame.write_csv(path, separator="\t"),
    "text.parquet": lambda path, frame: frame.write_parquet(path),
    "typed.parquet": write_typed_parquet,
    "file.arrow": lambda path, frame: frame.write_ipc(path),
    "stream.arrow": write_stream,
    "book.xlsx": lambda path, frame: frame.write_excel(path),
    "rows.jsonl": lambda path, frame: frame.write_ndjson(path),
    "records.jsonl": write_records,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_results(
    call: Caller, folder: Path, frame: pl.DataFrame, expected: pl.DataFrame, name: str
) -> None:
    WRITERS[name](folder / name, frame)
    answer = batch(call, folder / "out", folder / name)
    assert answer.code == 0, answer.err
    assert table(folder / "out", "results").equals(expected)
    assert manifest(folder / "out")["counts"] == {"read": len(ROWS), "used": len(ROWS), "quarantined": 0}


def test_many_files_a_folder_and_a_pattern(call: Caller, folder: Path, expected: pl.DataFrame) -> None:
    (folder / "in").mkdir()
    for place in range(4):
        (folder / "in" / f"{place}.csv").write_text(csv_text(ROWS[place::4]), "utf-8")
    assert batch(call, folder / "a", folder / "in").code == 0
    assert batch(call, folder / "b", str(folder / "in" / "*.csv")).code == 0
    assert table(folder / "a", "results").equals(expected)
    assert table(folder / "b", "results").equals(expected)


# ── databases ──


def test_a_query_of_sqlite(call: Caller, folder: Path, expected: pl.DataFrame) -> None:
    with sqlite3.connect(folder / "base.db") as base:
        base.execute(
            "create table held (learner text, id text, credential, issuer, credits numeric, credit_unit, status, awarded)"
        )
        base.executemany(f"insert into held values ({', '.join('?' * 8)})", [[v or None for v in row] for row in ROWS])
    base.close()
    for place, address in enumerate((f"sqlite:///{folder / 'base.db'}", f"sqlite+pysqlite:///{folder / 'base.db'}")):
        out = folder / f"out{place}"
        answer = batch(call, out, "--database", address, "--query", "select * from held")
        assert answer.code == 0, answer.err
        assert table(out, "results").equals(expected)


@pytest.mark.parametrize(
    ("address", "query", "told"),
    [
        ("sqlite:///nowhere.db", "select 1", "no database file"),
        ("sqlite:///base.db", "select * from no_table", "no such table"),
        ("sqlite:///base.db", "delete from held", "does not begin with SELECT"),
        ("base.db", "select 1", "no connection string"),
    ],
)
def test_a_query_that_gives_nothing(call: Caller, folder: Path, address: str, query: str, told: str) -> None:
    sqlite3.connect(folder / "base.db").close()
    answer = batch(call, folder / "out", "--database", address, "--query", query)
    assert answer.code == 2
    assert "[X920]" in answer.err
    assert told in answer.err
    assert not (folder / "out").exists()


def test_a_query_of_postgresql(call: Caller, folder: Path, expected: pl.DataFrame) -> None:
    address = os.environ.get("STACKR_TEST_POSTGRES")
    if not address:
        pytest.skip("no PostgreSQL: STACKR_TEST_POSTGRES names none (.ci/postgres starts one)")
    import psycopg

    with psycopg.connect(address) as base:
        base.execute("drop table if exists held")
        base.execute(
            "create table held (learner text, id text, credential text, issuer text, credits numeric(8,2), "
            "credit_unit text, status text, awarded date)"
        )
        with base.cursor() as cursor:
            cursor.executemany(
                f"insert into held values ({', '.join(['%s'] * 8)})", [[v or None for v in row] for row in ROWS]
            )
    answer = batch(call, folder / "out", "--database", address, "--query", "select * from held")
    assert answer.code == 0, answer.err
    assert table(folder / "out", "results").equals(expected)
    bad = batch(call, folder / "bad", "--database", address, "--query", "select * from no_table")
    assert "[X920]" in bad.err


def test_a_password_is_nowhere_in_what_a_run_leaves(call: Caller, folder: Path) -> None:
    from stackr.batch.ingest.database import shown_address

    assert shown_address("postgresql://me:secret@host:5432/base?password=x") == "postgresql://host:5432/base"


# ── rows that can't be used, and files that can't be read ──


def test_what_the_single_audit_keeps_as_unknown_is_not_put_aside(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(
        csv_text(
            [
                ("L1", "a", "U1", "HOME", "many", "CR", "active", "31st of June"),
                ("L1", "b", "", "", "", "", "perhaps", ""),
                ("L2", "", "=U1", "HOME", "1e400", "CR", "ACTIVE", ""),
            ]
        ),
        "utf-8",
    )
    assert batch(call, folder / "out", folder / "h.csv").code == 0
    assert manifest(folder / "out")["counts"]["quarantined"] == 0


def test_rows_of_nobody_are_put_aside_with_line_column_value_and_reason(call: Caller, folder: Path) -> None:
    lines = [
        ",a,U1,HOME,20,CR,active,",
        "=cmd(),a,U1,HOME,20,CR,active,",
        "L1,a,U1,HOME,20,CR,active,",
        "L\x02,a,U1,HOME,20,CR,,",
    ]
    (folder / "h.csv").write_text(csv_text([]) + "\n".join(lines) + "\n", "utf-8")
    assert batch(call, folder / "out", folder / "h.csv").code == 0
    aside = table(folder / "out", "quarantine")
    found = aside.select("line", "column", "value", "reason").rows()
    assert found == [
        (2, "learner", None, "no-learner"),
        (3, "learner", "=cmd()", "bad-learner"),
        (5, "learner", "L�", "bad-learner"),
    ]
    assert set(aside["file"]) == {(folder / "h.csv").as_posix()}
    assert manifest(folder / "out")["counts"] == {"read": 4, "used": 1, "quarantined": 3}


def test_a_learner_of_whose_name_nobody_sees_all_is_put_aside(call: Caller, folder: Path) -> None:
    """Else one learner would be two, and nobody could see why. Letters are joined where there are letters to join."""
    names = {"L\u200b1": "U+200B", "L\u00ad1": "U+00AD", "\ufeffL1\u2060": "U+2060, U+FEFF", "L\u200d1": "U+200D"}
    kept = ["L1", "\u0645\u06cc\u200c\u0634\u0648\u062f", "Jos\u00e9 \u0301", "\u5b66\u751f"]
    lines = [f"{name},a,U1,HOME,20,CR,active," for name in (*names, *kept)]
    (folder / "h.csv").write_text(csv_text([]) + "\n".join(lines) + "\n", "utf-8")
    assert batch(call, folder / "out", folder / "h.csv").code == 0
    aside = table(folder / "out", "quarantine").select("value", "reason", "message").rows()
    told = "it has a character that can't be seen"
    assert aside == [(name, "bad-learner", f"{told}: {which}") for name, which in names.items()]
    assert set(table(folder / "out", "results")["learner"]) == set(kept)


@pytest.mark.parametrize("more", [{"credential": "U1"}, {"holdings": []}, {"holdings": [{"credential": "U1"}]}])
def test_so_is_one_of_json(call: Caller, folder: Path, more: dict[str, Any]) -> None:
    """A row, a record that holds nothing, and one that holds something. A formula is text there, and whose it is."""
    names = ("L1", "L\u200b1", "L1\u00ad", "=A1")
    (folder / "h.jsonl").write_text("".join(json.dumps({"learner": name, **more}) + "\n" for name in names), "utf-8")
    assert batch(call, folder / "out", folder / "h.jsonl").code == 0
    aside = table(folder / "out", "quarantine").select("line", "value", "reason", "message").rows()
    told = "it has a character that can't be seen"
    assert aside == [
        (2, "L\u200b1", "bad-learner", f"{told}: U+200B"),
        (3, "L1\u00ad", "bad-learner", f"{told}: U+00AD"),
    ]
    assert manifest(folder / "out")["counts"] == {"read": 4, "used": 2, "quarantined": 2}
    assert set(table(folder / "out", "results")["learner"]) == {"L1", "=A1"}


def test_a_column_given_twice(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text("learner,credential,learner\nL1,U1,L1\nL1,U2,\nL1,U3,L2\n", "utf-8")
    assert batch(call, folder / "out", folder / "h.csv").code == 0
    aside = table(folder / "out", "quarantine").select("line", "column", "value", "reason").rows()
    assert aside == [(4, "learner", "L1 / L2", "two-values")]


def test_json_lines_that_are_none(call: Caller, folder: Path) -> None:
    deep = "[" * 400 + "]" * 400
    of_another = f'{{"learner": "L2", "x": {deep}}}'
    lines = [
        '{"learner": "L1", "holdings": []}',
        "{",
        "[1]",
        '{"holdings": []}',
        of_another,
        '{"learner": 7, "credential": "U1"}',
    ]
    (folder / "h.jsonl").write_bytes("\n".join([*lines, ""]).encode() + b'{"learner": "\xff"}\n')
    assert batch(call, folder / "out", folder / "h.jsonl").code == 0
    found = table(folder / "out", "quarantine").select("line", "reason").rows()
    assert found == [(2, "not-json"), (3, "not-json"), (4, "no-learner"), (5, "not-json"), (7, "not-text")]
    assert manifest(folder / "out")["counts"] == {"read": 7, "used": 2, "quarantined": 5}
    assert set(table(folder / "out", "results")["learner"]) == {"L1", "7"}


def test_two_whole_records_of_one_learner_are_not_put_together(call: Caller, folder: Path) -> None:
    record = '{"learner": "L1", "holdings": [{"id": "a", "credential": "U1"}, {"id": "b"}]}\n'
    (folder / "h.jsonl").write_text(record * 2 + record.replace("L1", "L2"), "utf-8")
    assert batch(call, folder / "out", folder / "h.jsonl").code == 0
    assert manifest(folder / "out")["counts"] == {"read": 6, "used": 2, "quarantined": 4}
    assert table(folder / "out", "quarantine")["reason"].to_list() == ["twice"] * 4


def test_a_learner_with_more_rows_than_one_has(call: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stackr.batch.run.parts.MOST_HOLDINGS", 3)
    (folder / "h.csv").write_text("learner,credential\n" + "L1,U1\n" * 4 + "L2,U1\n" * 3, "utf-8")
    assert batch(call, folder / "out", folder / "h.csv").code == 0
    assert manifest(folder / "out")["counts"] == {"read": 7, "used": 3, "quarantined": 4}


def test_cells_of_a_workbook(call: Caller, folder: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(folder / "h.xlsx")
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["learner", "id", "credential", "credits", "issuer", "credit_unit", "status"])
    sheet.write_row(1, 0, ["007", "a", "U1", 20, "HOME", "CR", "active"])
    sheet.write_formula(2, 0, "=A2", None, "007")
    sheet.write_row(2, 1, ["b", "U2"])
    sheet.write_row(3, 0, ["008", "a", "U1"])
    sheet.write_formula(3, 3, "=10+10", None, 20)
    book.close()
    assert batch(call, folder / "out", folder / "h.xlsx").code == 0
    aside = table(folder / "out", "quarantine").select("line", "value", "reason").rows()
    assert aside == [(3, "=A2", "bad-learner")]
    assert set(table(folder / "out", "results")["learner"]) == {"007", "008"}


def _bomb(path: Path, size: int) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)


FILES = {
    "no column says whose": ("h.csv", b"who,what\n1,2\n"),
    "the file is empty": ("h.csv", b""),
    "nobody here reads": ("h.docx", b""),
    "no Parquet file": ("h.parquet", b"PAR1 it is not"),
    "no Arrow file": ("h.arrow", b"nor this"),
    "no workbook": ("h.xlsx", b"nor this"),
}


@pytest.mark.parametrize("told", FILES)
def test_a_file_that_cannot_be_read_at_all(call: Caller, folder: Path, told: str) -> None:
    name, data = FILES[told]
    (folder / name).write_bytes(data)
    answer = batch(call, folder / "out", folder / name)
    assert answer.code == 2
    assert "[X920]" in answer.err
    assert told in answer.err
    assert name in answer.err


@pytest.mark.parametrize("size", [25_000_000, 300_000_000])
def test_a_workbook_that_is_a_bomb(call: Caller, folder: Path, size: int) -> None:
    """One of 25 MB takes 400 in memory: what it unpacks to counts beside its size, however small that is."""
    _bomb(folder / "h.xlsx", size)
    assert "that is no table" in batch(call, folder / "out", folder / "h.xlsx").err


def test_nothing_to_read(call: Caller, folder: Path) -> None:
    assert "[X901]" in batch(call, folder / "out").err
    assert "no such file" in batch(call, folder / "out", "nothing-*.csv").err


# ── facts and decisions ──


def test_facts_and_decisions_from_tables_of_their_own(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text([("L1", "a", "U2", "HOME", "60", "CR", "active", "")]), "utf-8")
    (folder / "l.csv").write_text("learner,enrolled_in,entry\nL1,CERT,2025-01-01\nL2,DIP;CERT,\n", "utf-8")
    (folder / "d.csv").write_text(
        "learner,id,kind,clause,by,date\nL1,d1,waive,CERT.core,Registrar,2025-06-01\n", "utf-8"
    )
    answer = batch(
        call, folder / "out", folder / "h.csv", "--learners", folder / "l.csv", "--decisions", folder / "d.csv"
    )
    assert answer.code == 0, answer.err
    found = table(folder / "out", "results").select("learner", "qualification", "status").rows()
    assert found == [("L1", "CERT", "satisfied"), ("L2", "CERT", "not-started"), ("L2", "DIP", "not-started")]


def test_facts_and_decisions_from_json_lines(call: Caller, folder: Path) -> None:
    """Row by row with members as columns, or as the members `facts` and `decisions` of a record."""
    (folder / "h.csv").write_text(csv_text([("L1", "a", "U2", "HOME", "60", "CR", "active", "")]), "utf-8")
    decision = {"id": "d1", "kind": "waive", "clause": "CERT.core", "by": "Registrar", "date": "2025-06-01"}
    facts = ({"enrolled_in": ["CERT"], "entry": "2025-01-01"}, {"enrolled_in": ["DIP", "CERT"]})
    forms = {
        "flat": ([{"learner": f"L{n}", **told} for n, told in enumerate(facts, 1)], [{"learner": "L1", **decision}]),
        "whole": (
            [{"learner": f"L{n}", "facts": told} for n, told in enumerate(facts, 1)],
            [{"learner": "L1", "decisions": [decision]}],
        ),
    }
    for name, (learners, decisions) in forms.items():
        for file, lines in (("l.jsonl", learners), ("d.jsonl", decisions)):
            (folder / file).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        answer = batch(call, folder / name, "h.csv", "--learners", "l.jsonl", "--decisions", "d.jsonl")
        assert answer.code == 0, answer.err
        found = table(folder / name, "results").select("learner", "qualification", "status").rows()
        assert found == [("L1", "CERT", "satisfied"), ("L2", "CERT", "not-started"), ("L2", "DIP", "not-started")]
    (folder / "l.jsonl").write_text('{"learner": "L1", "facts": {}, "holdings": [{"id": "x"}]}\n', "utf-8")
    refused = batch(call, folder / "refused", "h.csv", "--learners", "l.jsonl")
    assert refused.code == 2
    assert "l.jsonl: line 1 has holdings" in refused.err


def test_a_proposed_profile_reads_the_spreadsheet_it_was_proposed_for(
    call: Caller, folder: Path, frame: pl.DataFrame, expected: pl.DataFrame
) -> None:
    theirs = {"learner": "Student No.", "credential": "Unit code", "credits": "CATS", "awarded": "Date awarded"}
    days = pl.col("awarded").str.to_date().dt.strftime("%d/%m/%Y")
    words = pl.col("status").replace({"active": "Pass", "failed": "Fail", "in-progress": "Enrolled"})
    table_of_theirs = frame.with_columns(days, words, pl.lit("somebody").alias("Student")).rename(theirs)
    table_of_theirs.write_excel(folder / "results.xlsx")
    proposed = call("import", "--sniff", folder / "results.xlsx")
    assert proposed.code == 0, proposed.err
    assert "look like" not in proposed.out
    (folder / "ours.toml").write_text(proposed.out, "utf-8")
    answer = batch(call, folder / "run", folder / "results.xlsx", "--profile", folder / "ours.toml")
    assert answer.code == 0, answer.err
    assert table(folder / "run", "results").equals(expected)


@pytest.mark.parametrize("name", ["ours.yaml", "ours.YML"])
def test_a_profile_in_yaml_is_told_what_it_should_be(call: Caller, folder: Path, name: str) -> None:
    (folder / "h.csv").write_text(csv_text(ROWS), "utf-8")
    (folder / name).write_text("columns:\n  learner: learner\n", "utf-8")
    answer = batch(call, folder / "out", folder / "h.csv", "--profile", folder / name)
    assert answer.code == 2
    assert f"{name}: a profile is written in TOML, not in YAML" in answer.err
    assert "stackr import --sniff" in answer.err


def test_a_column_given_twice_in_a_profile_is_told(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text(ROWS), "utf-8")
    (folder / "ours.toml").write_text('[columns]\nlearner = "learner"\nlearner = "id"\n', "utf-8")
    answer = batch(call, folder / "out", folder / "h.csv", "--profile", folder / "ours.toml")
    assert answer.code == 2
    assert "ours.toml is not a profile" in answer.err
    assert "line 3" in answer.err
