"""A folder and a caller for the tests of runs; the cache is the session's, so that kernels are compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import call, folder
from stackr.batch import few

__all__ = ["call", "folder"]


@pytest.fixture(autouse=True)
def compiled_once(folder: Path, session_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that a test starts find what other tests compiled."""
    monkeypatch.setenv("STACKR_CACHE", str(session_cache))


@pytest.fixture(autouse=True)
def never_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The runs of tests are small, but worked out like large ones (`test_small_runs` has them as they are)."""
    monkeypatch.setattr("stackr.batch.run.run.learners_of", lambda *_: few.MOST + 1)
