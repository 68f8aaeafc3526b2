"""Lines of sums below a table: read, told, and never dropped, for somebody may be called so."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import batch, csv_text, every_byte, manifest, table
from stackr.batch.ingest.sums import sums_of

HELD = [
    ("L1", "a", "U1", "HOME", "20", "CR", "active", "2024-01-02"),
    ("L1", "b", "U2", "HOME", "20", "CR", "active", "2024-01-02"),
    ("Total:", "", "", "", "40", "", "", ""),
]


def test_they_are_told_and_counted(call: Caller, folder: Path) -> None:
    (folder / "h.csv").write_text(csv_text(HELD), "utf-8")
    answer = batch(call, folder / "out", folder / "h.csv")
    assert answer.code == 0
    assert "a learner is called 'Total:': if that is a line of sums, take it out of the table" in answer.out
    assert table(folder / "out", "sums").rows() == [("Total:", 1)]
    assert "Learners called like a line of sums" in (folder / "out" / "report.html").read_text("utf-8")
    counted = manifest(folder / "out")["counts"]
    assert (counted["read"], counted["used"]) == (3, 3)
    (folder / "h.csv").write_text(csv_text(HELD[:2]), "utf-8")
    mended = batch(call, folder / "mended", folder / "h.csv")
    assert "line of sums" not in mended.out
    assert not (folder / "mended" / "sums").exists()


def test_a_run_after_another_has_the_same(call: Caller, folder: Path) -> None:
    """Of whom nothing touched, and of whom something did."""
    held = [*HELD, ("Summe", "a", "U1", "HOME", "20", "CR", "active", "2024-01-02")]
    changed = ("Summe", "a", "U2", "HOME", "20", "CR", "active", "2024-01-02")
    (folder / "h.csv").write_text(csv_text(held), "utf-8")
    (folder / "c.csv").write_text(csv_text([changed]), "utf-8")
    (folder / "all.csv").write_text(csv_text([*HELD, changed]), "utf-8")
    assert batch(call, folder / "before", folder / "h.csv", "--keep-rows").code == 0
    assert batch(call, folder / "after", "--since", folder / "before", "--changed", folder / "c.csv").code == 0
    assert batch(call, folder / "full", folder / "all.csv", "--keep-rows").code == 0
    [name] = [name for name in every_byte(folder / "full") if name.startswith("sums/")]
    assert every_byte(folder / "after")[name] == every_byte(folder / "full")[name]


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical])
def test_who_is_told(kind: type[pl.DataType]) -> None:
    names = ["GRAND TOTAL", "Totalini", " mean ", "L1", "L1", "Insgesamt", "Insgesamt"]
    holdings = pl.DataFrame({"learner": pl.Series(names, dtype=pl.String).cast(kind)})
    assert sums_of(holdings).rows() == [(" mean ", 1), ("GRAND TOTAL", 1), ("Insgesamt", 2)]
