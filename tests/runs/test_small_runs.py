"""Small runs: told by the single audit without compiling anything, whatever the parts, and by the size of the whole alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from cli.calls import Caller
from runs.made import COLUMNS, DAY, batch, csv_text, made_rules, rows, table
from stackr.batch import few

ROWS = list({(row[0], row[1]): row for row in rows(12, seed=5)}.values())
LEARNERS = len({row[0] for row in ROWS})
AWARDS = 2


@pytest.fixture
def never_few() -> None:
    """Here small runs are small."""


@pytest.fixture
def holdings(folder: Path) -> Path:
    path = folder / "h.csv"
    path.write_text(csv_text(ROWS), "utf-8")
    return path


def small_up_to(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Another limit; no worker of the one before goes on."""
    monkeypatch.setattr(few, "MOST", most)
    monkeypatch.setattr("stackr.batch.run.work._READY", {})


def stages(out: Path) -> set[str]:
    return set(table(out, "results")["stage"])


def results(out: Path) -> pl.DataFrame:
    return table(out, "results").sort("learner", "qualification")


def test_nothing_is_compiled(folder: Path, holdings: Path) -> None:
    asked = ["batch", str(holdings), "--rules", str(made_rules(folder)), "--out", str(folder / "out"), "--as-of", DAY]
    program = f"""
import sys
from stackr.cli.main import main
sys.argv = ["stackr", *{asked!r}]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
assert not [name for name in sys.modules if name.split(".")[0] in ("numba", "llvmlite")]
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert stages(folder / "out") == {few.STAGE}


@pytest.mark.parametrize("part_rows", [1, 5, 1000])
def test_the_size_of_the_whole_decides(
    call: Caller, folder: Path, holdings: Path, monkeypatch: pytest.MonkeyPatch, part_rows: int
) -> None:
    cut = ("--part-rows", str(part_rows), "--workers", "1")
    small_up_to(monkeypatch, LEARNERS * AWARDS)
    assert batch(call, folder / "small", holdings, *cut).code == 0
    small_up_to(monkeypatch, LEARNERS * AWARDS - 1)
    assert batch(call, folder / "large", holdings, *cut).code == 0
    assert stages(folder / "small") == {few.STAGE}
    assert few.STAGE not in stages(folder / "large")
    assert results(folder / "small").drop("stage").equals(results(folder / "large").drop("stage"))


@pytest.mark.parametrize("most", [LEARNERS * AWARDS, LEARNERS * AWARDS + AWARDS])
def test_a_run_that_outgrows_a_small_one(
    call: Caller, folder: Path, holdings: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    small_up_to(monkeypatch, most)
    assert batch(call, folder / "before", holdings, "--keep-rows").code == 0
    extra = ("N1", "h0", "U1", "HOME", "20", "CR", "active", "2024-01-01")
    (folder / "c.csv").write_text(csv_text([(*extra, "put")], (*COLUMNS, "change")), "utf-8")
    (folder / "a.csv").write_text(csv_text([*ROWS, extra]), "utf-8")
    since = ("--since", folder / "before", "--changed", folder / "c.csv")
    assert batch(call, folder / "since", *since, "--keep-rows").code == 0
    assert batch(call, folder / "full", folder / "a.csv", "--keep-rows").code == 0
    assert results(folder / "since").equals(results(folder / "full"))
    assert (few.STAGE in stages(folder / "since")) == (most > LEARNERS * AWARDS)


@pytest.mark.parametrize("most", [LEARNERS * AWARDS - 1, LEARNERS * AWARDS - AWARDS])
def test_a_run_that_is_small_from_now_on(
    call: Caller, folder: Path, holdings: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """A learner goes: what is left may be few enough, or not yet by one."""
    small_up_to(monkeypatch, most)
    assert batch(call, folder / "before", holdings, "--keep-rows").code == 0
    assert few.STAGE not in stages(folder / "before")
    gone = ROWS[0][0]
    leaving = [(*row, "remove") for row in ROWS if row[0] == gone]
    (folder / "c.csv").write_text(csv_text(leaving, (*COLUMNS, "change")), "utf-8")
    (folder / "a.csv").write_text(csv_text([row for row in ROWS if row[0] != gone]), "utf-8")
    since = ("--since", folder / "before", "--changed", folder / "c.csv")
    assert batch(call, folder / "since", *since, "--keep-rows").code == 0
    assert batch(call, folder / "full", folder / "a.csv", "--keep-rows").code == 0
    assert results(folder / "since").equals(results(folder / "full"))
    assert few.STAGE in stages(folder / "since")
