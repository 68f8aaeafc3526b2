"""The proofs tier of a run: whole audits, in every form that can hold them."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import RULES, batch, csv_text, every_byte, made_rules, rows, table
from stackr.batch.output import forms

ROWS = rows(12, seed=5)
PROOFS = ("--tier", "proofs", "--keep-rows")


@pytest.fixture
def holdings(folder: Path) -> Path:
    path = folder / "h.csv"
    path.write_text(csv_text(ROWS), "utf-8")
    return path


def test_the_audit_of_everybody_can_be_done_again(call: Caller, folder: Path, holdings: Path) -> None:
    """What stands in the table is an audit as `stackr audit` keeps it."""
    assert batch(call, folder / "out", holdings, *PROOFS).code == 0
    audits = table(folder / "out", "audits")
    assert audits["learner"].to_list() == sorted({row[0] for row in ROWS})
    rules = made_rules(folder)
    for learner, text in audits.head(3).rows():
        (folder / "mine.csv").write_text(csv_text(row for row in ROWS if row[0] == learner), "utf-8")
        answer = call("audit", folder / "mine.csv", "--rules", rules, "--as-of", "2026-02-01", "--format", "json")
        assert answer.out == text


def test_tables_of_proofs_as_csv_and_in_a_workbook(call: Caller, folder: Path, holdings: Path) -> None:
    assert batch(call, folder / "out", holdings, *PROOFS, "--also", "csv", "--also", "xlsx").code == 0
    csv.field_size_limit(sys.maxsize)
    read = list(csv.reader(io.StringIO((folder / "out" / "audits.csv").read_text("utf-8-sig"))))
    assert [tuple(row) for row in read[1:]] == table(folder / "out", "audits").rows()
    sheets = pl.read_excel(folder / "out" / "tables.xlsx", sheet_id=0)
    assert {"results", "counted", "blocking", "holds_back"} <= sheets.keys()
    assert "audits" not in sheets


@pytest.mark.parametrize("limit", ["MOST_ROWS", "MOST_LETTERS"])
def test_what_does_not_fit_into_a_workbook_is_told(
    call: Caller, folder: Path, holdings: Path, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batch(call, folder / "out", holdings).code == 0
    fits = {"MOST_ROWS": table(folder / "out", "results").height, "MOST_LETTERS": 32_000}
    for number, lacking in enumerate((0, 1 if limit == "MOST_ROWS" else 31_998)):
        monkeypatch.setattr(forms, limit, fits[limit] - lacking)
        told = batch(call, folder / f"out{number}", holdings, "--also", "xlsx").out
        assert ("tables.xlsx holds only the beginning of `results`" in told) is bool(lacking)


def test_another_line_in_the_rules_touches_everybody(call: Caller, folder: Path, holdings: Path) -> None:
    """A whole audit names the digest and the lines of the rules."""
    assert batch(call, folder / "before", holdings, *PROOFS).code == 0
    other = folder / "other.stackr"
    other.write_text("# the same, one line further down\n" + RULES, "utf-8")
    assert batch(call, folder / "since", holdings, *PROOFS, "--since", folder / "before", rules=other).code == 0
    assert batch(call, folder / "full", holdings, *PROOFS, rules=other).code == 0
    since, full = every_byte(folder / "since"), every_byte(folder / "full")
    names = [name for name in full if name.startswith(("audits/", "results/", "counted/", "blocking/", "holds_back/"))]
    assert len(names) == 5
    assert [since[name] for name in names] == [full[name] for name in names]


def test_changed_rows_touch_their_learner(call: Caller, folder: Path, holdings: Path) -> None:
    assert batch(call, folder / "before", holdings, *PROOFS).code == 0
    changes = csv_text([(*row[:6], "failed", row[7]) for row in ROWS[:1]])
    (folder / "c.csv").write_text(changes, "utf-8")
    assert batch(call, folder / "since", *PROOFS, "--since", folder / "before", "--changed", folder / "c.csv").code == 0
    after = [(*row[:6], "failed", row[7]) if row == ROWS[0] else row for row in ROWS]
    holdings.write_text(csv_text(after), "utf-8")
    assert batch(call, folder / "full", holdings, *PROOFS).code == 0
    for name in ("audits", "results", "counted", "blocking", "holds_back"):
        assert table(folder / "since", name).equals(table(folder / "full", name)), name
