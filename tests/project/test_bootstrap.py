"""The two commands: what the README promises, dev.py knows and .ci/run calls."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from project.sources import ROOT


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(ROOT / "dev.py"), *arguments], capture_output=True, text=True)


def test_the_readme_begins_with_the_two_commands() -> None:
    promised = re.findall(r"^python3 dev\.py (\w+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert promised[:2] == ["demo", "test"]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert "python3 dev.py test" in script.read_text("utf-8")
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)]).returncode == 0


@pytest.mark.parametrize("arguments", [(), ("tset",)])
def test_an_unknown_task_is_answered_with_the_tasks(arguments: tuple[str, ...]) -> None:
    answer = dev(*arguments)
    assert answer.returncode == 2
    assert answer.stderr.startswith("usage: python3 dev.py demo|test|")


def test_every_benchmark_is_listed() -> None:
    listed = re.findall(r"^\| `([\w.]+)` \|", (ROOT / "benchmarks" / "README.md").read_text("utf-8"), re.MULTILINE)
    assert listed == sorted(path.name for path in (ROOT / "benchmarks").glob("bench_*.py"))
