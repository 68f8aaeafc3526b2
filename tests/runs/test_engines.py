"""The same run on every engine: the same bytes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.calls import Caller
from runs.made import batch, csv_text, every_byte, rows

FEW = ("--part-rows", "60")


@pytest.fixture
def holdings(folder: Path) -> Path:
    path = folder / "holdings.csv"
    path.write_text(csv_text(rows(80)) + "torn,line\n", "utf-8")
    return path


def test_a_dask_cluster_of_several_processes(call: Caller, folder: Path, holdings: Path) -> None:
    pytest.importorskip("distributed", reason="dask is not installed: stackr[dask]")
    assert batch(call, folder / "local", holdings, *FEW, "--workers", "1").code == 0
    answer = batch(call, folder / "dask", holdings, *FEW, "--engine", "dask", "--workers", "2")
    assert answer.code == 0, answer.err
    assert every_byte(folder / "dask") == every_byte(folder / "local")


def test_a_cluster_that_is_not_there(
    call: Caller, folder: Path, holdings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed", reason="dask is not installed: stackr[dask]")
    monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", "tcp://127.0.0.1:9")
    monkeypatch.setattr("stackr.batch.engines.dask.REACHED_WITHIN", "1s")
    answer = batch(call, folder / "dask", holdings, *FEW, "--engine", "dask")
    assert answer.code == 2
    assert "[X923]" in answer.err
    assert batch(call, folder / "dask", holdings, *FEW, "--resume").code == 0, "another engine goes on with it"


def test_spark(call: Caller, folder: Path, holdings: Path) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed: stackr[spark]")
    if shutil.which("java") is None:
        pytest.skip("Spark runs on Java, and there is none (.ci/java looks for one, or installs it)")
    assert batch(call, folder / "local", holdings, *FEW, "--workers", "1").code == 0
    answer = batch(call, folder / "spark", holdings, *FEW, "--engine", "spark", "--workers", "2")
    assert answer.code == 0, answer.err
    assert every_byte(folder / "spark") == every_byte(folder / "local")
