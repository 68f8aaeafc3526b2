"""Values that can't be read, in rows that are used: told with file, line, column and reason, and unknown as in a single audit."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
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


def test_a_frame_says_what_its_file_says(call: Caller, folder: Path) -> None:
    """Floats, decimals, midnights with and without a zone, empty lists: one way to read them, in Python and from a file."""
    utc = datetime(2024, 1, 2, tzinfo=UTC)
    frame = pl.DataFrame(
        {
            "learner": ["L1", "L1", "L2", "L2"],
            "id": ["a", "b", "a", "b"],
            "credential": ["U1", "U2", "U1", "U2"],
            "issuer": ["HOME"] * 4,
            "status": ["active"] * 4,
            "credit_unit": ["CR"] * 4,
            "credits": [20.0, 12.5, 0.1 + 0.2, None],
            "hours": [Decimal("200.00"), None, Decimal("0.10"), None],
            "awarded": [utc, None, utc + timedelta(hours=3), utc],
            "tags": [[], ["a", "b"], None, ["c"]],
        },
        schema_overrides={"tags": pl.List(pl.String)},
    )
    frame.write_parquet(folder / "h.parquet")
    assert batch(call, folder / "out", folder / "h.parquet").code == 0
    told = stackr.load(made_rules(folder)).batch(frame, as_of=date.fromisoformat(DAY))
    assert told.results.drop("stage").rows() == table(folder / "out", "results").drop("stage").rows()
    assert table(folder / "out", "unread")["value"].to_list() == [
        "2024-01-02 03:00:00+00:00",
        "0.30000000000000004 (not exact)",
    ]


def test_an_empty_list_is_known_in_a_file_too(call: Caller, folder: Path) -> None:
    (folder / "q.stackr").write_text(
        "recognition u for U { route own is own when issuer = U grants full }\n"
        'qualification Q "Q" { awarded by U; requires all of { p: 20 credits from any }; '
        'limits { m: at most 10 credits tagged "m" } }\n',
        "utf-8",
    )
    held = {"issuer": "U", "credits": "10", "status": "active"}
    rows = [{"learner": who, "id": id, "credential": id, "tags": tags, **held}
            for who, tags in (("L-1", []), ("L-2", None)) for id in ("A", "B")]  # fmt: skip
    pl.DataFrame(rows, schema_overrides={"tags": pl.List(pl.String)}).write_parquet(folder / "h.parquet")
    lines = [{name: value for name, value in row.items() if value is not None} for row in rows]
    (folder / "h.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    for name in ("h.parquet", "h.jsonl"):
        assert batch(call, folder / f"of-{name}", folder / name, rules=folder / "q.stackr").code == 0
        assert table(folder / f"of-{name}", "results")["status"].to_list() == ["satisfied", "undetermined"]
