"""A command is there at once: `stackr --help` imports nothing heavy, in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {
    "networkx", "polars", "pydantic", "pydantic_core", "ortools", "numpy", "numba", "pyarrow", "rich", "lark",
    "pygraphviz", "interegular",
}  # fmt: skip

PROBE = """
import json, sys
from stackr.cli.main import run
code = run(sys.argv[1:])
sys.stderr.write(json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


@pytest.mark.parametrize("call", [["--help"], ["--version"], ["check", "--help"]], ids=" ".join)
def test_help_imports_nothing_heavy(call: list[str]) -> None:
    child = subprocess.run([sys.executable, "-c", PROBE, *call], capture_output=True, text=True, check=True)
    state = json.loads(child.stderr)
    assert state["code"] == 0
    assert child.stdout
    assert HEAVY & {module.partition(".")[0] for module in state["modules"]} == set()


def test_the_package_itself_imports_nothing_heavy() -> None:
    code = "import sys, stackr; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(child.stdout.split()) == set()
