"""Command lines run inside the test, and in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from stackr.cli.main import run


@dataclass(frozen=True)
class Answer:
    """What a command line gave."""

    code: int
    out: str
    err: str


class Caller:
    """Runs command lines in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str | Path) -> Answer:
        self._capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return Answer(code, said.out, said.err)


def child(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs one command line in a process of its own."""
    command = [sys.executable, "-m", "stackr", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment})
