"""Scenarios of rule files as tests of pytest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

RULES = """qualification Q "Q" { requires all of { A; B } }
scenario "both" {
  learner holds A 10 credits, B 10 credits
  expect Q satisfied
}
scenario "one" {
  learner holds A 10 credits
  expect Q satisfied
}
"""


def called(folder: Path, *more: str) -> tuple[int, str]:
    """Exit code and output of pytest in a folder."""
    call = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "stackr.testing.pytest_plugin",
        "-p",
        "no:cacheprovider",
        "-c",
        "none.ini",
        *more,
    ]
    (folder / "none.ini").write_text("[pytest]\n")
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_each_scenario_is_a_test_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "rules.stackr").write_text(RULES)
    (tmp_path / "more.stackr").write_text(
        'import "rules.stackr"\nscenario "more" {\n  learner holds B 10 credits\n  expect Q not satisfied\n}\n'
    )
    code, told = called(tmp_path, "-v")
    assert code == 1
    assert "rules.stackr::both PASSED" in told
    assert "rules.stackr::one FAILED" in told
    assert "more.stackr::more PASSED" in told
    assert "1 failed, 2 passed" in told
    assert "expected: Q satisfied" in told
    assert "found:    in-progress (1/2)" in told
    assert "Traceback" not in told


def test_one_is_chosen_by_its_title(tmp_path: Path) -> None:
    (tmp_path / "rules.stackr").write_text(RULES)
    code, told = called(tmp_path, "rules.stackr::both")
    assert (code, "1 passed" in told) == (0, True)


def test_faults_are_told_as_check_tells_them(tmp_path: Path) -> None:
    (tmp_path / "rules.stackr").write_text(RULES.replace("all of { A; B }", "all of { A; B } witth x"))
    code, told = called(tmp_path)
    assert code == 2
    assert "error[S0" in told
    assert "rules.stackr:1:" in told
    assert "Traceback" not in told
