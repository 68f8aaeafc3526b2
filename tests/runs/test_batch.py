"""`stackr batch` from a table to its results: the same as single audits, every row accounted for, the same bytes again."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

import stackr
from cli.calls import Caller
from runs.made import COLUMNS, DAY, batch, csv_text, every_byte, made_rules, manifest, rows, table

ROWS = rows(60)


@pytest.fixture
def holdings(folder: Path) -> Path:
    path = folder / "holdings.csv"
    path.write_text(csv_text(ROWS), "utf-8")
    return path


def test_results_are_those_of_single_audits(call: Caller, folder: Path, holdings: Path) -> None:
    assert batch(call, folder / "out", holdings).code == 0
    book = stackr.load(made_rules(folder))
    records: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in ROWS:
        records[row[0]].append({name: value for name, value in zip(COLUMNS[1:], row[1:], strict=True) if value})
    told = {(row["learner"], row["qualification"]): row for row in table(folder / "out", "results").to_dicts()}
    assert len(told) == 2 * len(records)
    for learner, held in records.items():
        audit = book.audit({"learner": learner, "holdings": held}, None, date.fromisoformat(DAY))
        for entry in audit.qualifications:
            found = told[learner, entry.qualification]
            assert (found["status"], found["earned"]) == (entry.status, entry.progress.earned)
            assert (found["possible"], found["missing_credits"]) == (entry.progress.possible, entry.missing_credits)


def test_every_file_is_in_the_manifest_with_its_digest(call: Caller, folder: Path, holdings: Path) -> None:
    from stackr._digest import digest_bytes

    batch(call, folder / "out", holdings, "--also", "csv", "--also", "xlsx", "--tier", "placements")
    told = manifest(folder / "out")["outputs"]
    files = every_byte(folder / "out")
    expected = {name for name in files if name != "manifest.json" and not name.startswith("rules/")}
    assert set(told) == expected
    assert all(digest_bytes(files[name]) == told[name]["digest"] for name in expected)
    assert {"results.csv", "tables.xlsx", "report.html", "summary.json", "counted/part-00000.parquet"} <= expected


def test_the_same_bytes_whatever_order_threads_chunks_and_workers(
    call: Caller, folder: Path, holdings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ("--part-rows", "40")
    assert batch(call, folder / "one", holdings, *few).code == 0
    assert batch(call, folder / "two", holdings, *few, "--workers", "2", "--memory", "1MB").code == 0
    monkeypatch.setattr("stackr.cli.running._chunk", lambda memory: 500)
    assert batch(call, folder / "three", holdings, *few).code == 0
    assert every_byte(folder / "one") == every_byte(folder / "two") == every_byte(folder / "three")
    assert len(list((folder / "one" / "results").iterdir())) > 3
    shuffled = folder / "holdings.csv"
    shuffled.write_text(csv_text(sorted(ROWS)), "utf-8")
    assert batch(call, folder / "four", shuffled, *few).code == 0
    first, last = every_byte(folder / "one"), every_byte(folder / "four")
    same = {name for name in first if name.startswith(("results/", "recognition/", "worklist/", "stages/"))}
    assert same
    assert {name: first[name] for name in same} == {name: last[name] for name in same}


def test_json_says_the_summary_and_nothing_else(call: Caller, folder: Path, holdings: Path) -> None:
    answer = batch(call, folder / "out", holdings, "--format", "json")
    data = json.loads(answer.out)
    assert answer.err == ""
    assert data["rows"] == {"read": len(ROWS), "used": len(ROWS), "quarantined": 0}
    assert data == json.loads((folder / "out" / "summary.json").read_text("utf-8"))


def test_an_award_nobody_declares(call: Caller, folder: Path, holdings: Path) -> None:
    answer = batch(call, folder / "out", holdings, "--for", "CRET")
    assert answer.code == 2
    assert "no qualification is called `CRET`" in answer.err
    assert not (folder / "out").exists()


def test_a_second_run_on_the_same_folder(call: Caller, folder: Path, holdings: Path) -> None:
    assert batch(call, folder / "out", holdings).code == 0
    before = every_byte(folder / "out")
    again = batch(call, folder / "out", holdings)
    assert again.code == 2
    assert "[X921]" in again.err
    assert batch(call, folder / "out", holdings, "--resume").code == 0
    other = batch(call, folder / "out", holdings, "--resume", "--for", "CERT")
    assert "[X921]" in other.err
    assert every_byte(folder / "out") == before


def test_a_folder_with_something_else_in_it_is_left_alone(call: Caller, folder: Path, holdings: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "thesis.txt").write_text("mine")
    assert "[X921]" in batch(call, folder / "out", holdings).err
    assert [path.name for path in (folder / "out").iterdir()] == ["thesis.txt"]


def test_strict_stops_at_a_bad_row_and_leaves_nothing(call: Caller, folder: Path) -> None:
    path = folder / "holdings.csv"
    path.write_text(csv_text(ROWS) + "L9,too,few\n", "utf-8")
    answer = batch(call, folder / "out", path, "--strict")
    assert answer.code == 2
    assert "[X922]" in answer.err
    assert f"line {len(ROWS) + 2}" in answer.err
    assert not (folder / "out").exists()


def test_the_report_has_a_table_for_each_chart_and_asks_nothing_of_anybody(
    call: Caller, folder: Path, holdings: Path
) -> None:
    holdings.write_text(holdings.read_text("utf-8") + "<b>,1,2\n", "utf-8")
    batch(call, folder / "out", holdings, "--tier", "placements", "--holds-back")
    page = (folder / "out" / "report.html").read_text("utf-8")
    assert page.count("<svg") == page.count('role="img"') >= 6
    assert page.count("<figure>") == page.count("</table></figure>")
    assert "src=" not in page
    assert "://" not in page
    assert "more or fewer values" in page
    assert "CERT.core" in page
    assert "<title>in-progress: " in page, "outcomes are parts of one bar, each with its figure"
    assert "<b>" not in page
