"""CP-SAT is loaded without the library for tables that it names, and programs around this one get both whole."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("ortools")

MODEL = """
model = cp_model.CpModel()
x = model.new_int_var(0, 5, "x")
model.add(x >= 2)
model.minimize(x)
solver = cp_model.CpSolver()
assert solver.solve(model) == cp_model.OPTIMAL
assert solver.value(x) == 2
"""
TABLES = 'assert list(model.new_bool_var_series("b", pandas.Index([3, 4])).index) == [3, 4]'


def run(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_solving_loads_no_tables() -> None:
    run(
        f"import sys\nfrom stackr.allocation.cpsat.library import cp_model\n{MODEL}\nassert 'pandas' not in sys.modules"
    )


@pytest.mark.parametrize("first", ["library", "pandas", "ortools", "thread"])
def test_tables_work_whatever_is_loaded_first(first: str) -> None:
    """Also beside another thread, which might ask for pandas in that instant: then it is loaded as ever."""
    before = {
        "library": "",
        "pandas": "import pandas",
        "ortools": "from ortools.sat.python import cp_model",
        "thread": "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
    }[first]
    run(f"{before}\nfrom stackr.allocation.cpsat.library import cp_model\nimport pandas\n{MODEL}\n{TABLES}")
