"""A folder and a caller for the tests of runs."""

from __future__ import annotations

from cli.conftest import call, folder

__all__ = ["call", "folder"]
