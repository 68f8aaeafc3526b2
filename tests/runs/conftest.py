"""A folder and a caller for the tests of runs; the cache is the session's, so that kernels are compiled once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import call, folder

__all__ = ["call", "folder"]


@pytest.fixture(autouse=True)
def compiled_once(folder: Path, session_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that a test starts find what other tests compiled."""
    monkeypatch.setenv("STACKR_CACHE", str(session_cache))
