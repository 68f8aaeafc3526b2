"""ruff and mypy --strict find nothing. They run here so that the one test command says all there is to say."""

from __future__ import annotations

import subprocess
import sys

import pytest

from project.sources import ROOT


@pytest.mark.parametrize("tool", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]], ids=" ".join)
def test_the_tool_finds_nothing(tool: list[str]) -> None:
    found = subprocess.run([sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
