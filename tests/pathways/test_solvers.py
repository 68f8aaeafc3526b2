"""Planning needs no solver beside the one that auditing needs for its largest cases, and none where nothing is planned."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pathways.college import RULES, path
from project.sources import ROOT

SOLVERS = {
    "ortools", "highspy", "scipy", "pulp", "cvxpy", "pyomo", "mip", "pyscipopt", "gurobipy", "cplex", "docplex", "z3",
    "pysat", "pysmt", "clingo", "minizinc", "cpmpy", "constraint", "glpk", "swiglpk", "cylp",
}  # fmt: skip

PROBE = """
import json, sys
from stackr.cli.main import run
code = run(sys.argv[1:])
sys.stderr.write(json.dumps({"code": code, "modules": sorted({m.partition(".")[0] for m in sys.modules})}))
"""


def solvers_after(*words: str) -> set[str]:
    """The solvers that a command has loaded when it is done, in a process of its own."""
    child = subprocess.run([sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=True)
    state = json.loads(child.stderr)
    assert state["code"] == 0, child.stdout
    return SOLVERS & set(state["modules"])


def auditing_may_load() -> set[str]:
    """The solvers that the exact allocation imports for what its own search can't settle."""
    sources = [file.read_text("utf-8") for file in (ROOT / "src" / "stackr" / "allocation").rglob("*.py")]
    return {name for name in SOLVERS if any(f"from {name}" in text or f"import {name}" in text for text in sources)}


def test_a_plan_loads_the_solver_of_audits_and_no_other() -> None:
    words = ("plan", path("new"), "--rules", str(RULES), "--for", "MC-DIP", "--as-of", "2026-06-15")
    found = solvers_after(*words)
    assert found <= auditing_may_load()
    assert found == {"ortools"}


@pytest.mark.parametrize("verb", ["audit", "whatif"])
def test_where_nothing_is_planned_no_solver_is_loaded(verb: str) -> None:
    more = ("--add", "NET200") if verb == "whatif" else ()
    words = (verb, path("half-way"), "--rules", str(RULES), "--for", "MC-DIP", "--as-of", "2026-06-15", *more)
    assert solvers_after(*words) == set()
