"""Values that can't be read, in rows that are used: told with file, line, column and reason, and unknown as in a single audit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import stackr
from cli.calls import Caller
from runs.made import DAY, batch, made_rules, manifest, table

BAD_VALUES = "learner,credential,credits,awarded,status,standalone\n"
BAD_VALUES += "L1,U1,ten,2025-02-30,passed,perhaps\n,U1,ten,,,\nL2,U2,10,2025-02-03,active,yes\nL3,U3,-1,,ten,\n"


@pytest.mark.parametrize("chunk", [1, 1_000_000])
def test_values_that_cant_be_read_are_told_with_their_place(
    call: Caller, folder: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    """Their rows are used: as in a single audit, the value is unknown. What is put aside is told of as that alone."""
    monkeypatch.setattr("stackr.cli.running._chunk", lambda memory: chunk)
    (folder / "h.csv").write_text(BAD_VALUES, "utf-8")
    answer = batch(call, folder / "out", folder / "h.csv", "--also", "csv")
    found = table(folder / "out", "unread")
    assert found.select("line", "column", "value").rows() == [
        (2, "awarded", "2025-02-30"),
        (2, "credits", "ten"),
        (2, "standalone", "perhaps"),
        (2, "status", "passed"),
        (5, "credits", "-1"),
        (5, "status", "ten"),
    ]
    assert manifest(folder / "out")["counts"] == {"read": 4, "used": 3, "quarantined": 1}
    assert "1 no-learner: the row does not say whose it is" in answer.out
    assert "6 values can't be read and count as unknown: 1 of awarded, 2 of credits" in answer.out
    book = stackr.load(made_rules(folder))
    held = {"credential": "U1", "credits": "ten", "awarded": "2025-02-30", "status": "passed", "standalone": "perhaps"}
    audit = book.audit({"learner": "L1", "holdings": [held]}, None, date.fromisoformat(DAY))
    told = list(found.filter(pl.col("line") == 2)["message"])
    assert sorted(remark.message for remark in audit.remarks if remark.holding)[: len(told)] == sorted(told)


def test_what_a_profile_makes_of_a_value_is_what_is_read(call: Caller, folder: Path) -> None:
    (folder / "p.toml").write_text(
        '[file]\ndecimal = ","\ndates = ["%d/%m/%Y"]\n[columns]\nlearner = "No"\ncredential = "Unit"\n'
        'credits = "Points"\nawarded = "Day"\nstatus = "Result"\n[values.status]\nOK = "active"\n',
        "utf-8",
    )
    (folder / "h.csv").write_text(
        'No,Unit,Points,Day,Result\n1,U1,"12,5",01/02/2025,OK\n2,U1,"1,2,5",31/02/2025,Ok?\n', "utf-8"
    )
    assert batch(call, folder / "out", folder / "h.csv", "--profile", "p.toml").code == 0
    found = table(folder / "out", "unread").select("line", "column", "member").rows()
    assert found == [(3, "Day", "awarded"), (3, "Points", "credits"), (3, "Result", "status")]


def test_binary_numbers_are_exact_or_refused(call: Caller, folder: Path) -> None:
    """12.5 was written so; 0.1 + 0.2 and a third were worked out: no amount is taken from them, and they are told."""
    credits = [12.5, 0.1, 10.0, 0.1 + 0.2, 10 / 3, float("nan")]
    learners = [f"L{place}" for place in range(len(credits))]
    frame = pl.DataFrame({"learner": learners, "credential": ["U1"] * len(credits), "credits": credits})
    frame.write_parquet(folder / "h.parquet")
    assert batch(call, folder / "out", folder / "h.parquet").code == 0
    found = table(folder / "out", "unread").select("column", "value").rows()
    assert found == [
        ("credits", "0.30000000000000004 (not exact)"),
        ("credits", "3.3333333333333335 (not exact)"),
        ("credits", "NaN"),
    ]
    assert manifest(folder / "out")["counts"] == {"read": 6, "used": 6, "quarantined": 0}
