"""A folder to work in and a cache of its own for every test of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calls import Caller


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty; the cache is elsewhere."""
    work = tmp_path / "here"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setenv("STACKR_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("STACKR_DEBUG", raising=False)
    return work


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Caller:
    """Runs a command line and keeps what it says."""
    return Caller(capsys)
