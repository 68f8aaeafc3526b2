"""`stackr test`: its three forms, coverage, changes, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.calls import Caller

RULES = """
credit TC { is 10 hours; step 1 }
recognition r for U { route own is own when issuer = U grants full }
qualification Q { awarded by U; credit unit TC; requires all of { a "A": 10 credits from any } }
scenario "enough" { learner holds A 10 credits from U; expect Q %s }
"""


@pytest.fixture
def passing(folder: Path) -> Path:
    (folder / "good.stackr").write_text(RULES % "satisfied")
    return folder / "good.stackr"


@pytest.fixture
def failing(folder: Path) -> Path:
    (folder / "bad.stackr").write_text(RULES % "in-progress")
    return folder / "bad.stackr"


def test_all_scenarios_pass(call: Caller, passing: Path) -> None:
    answer = call("test", passing)
    assert (answer.code, answer.out) == (0, "1 passed, 0 failed\n")


def test_a_failure_is_the_answer_no_and_shows_what_was_found(call: Caller, failing: Path) -> None:
    answer = call("test", failing)
    assert answer.code == 1
    assert "expected: Q in-progress" in answer.out
    assert "found:    satisfied (1)" in answer.out


def test_json_is_all_that_is_printed_and_has_the_changes_if_they_were_tried(call: Caller, passing: Path) -> None:
    assert "mutants" not in json.loads(call("test", passing, "--format", "json").out)
    data = json.loads(call("test", passing, "--format", "json", "--mutate").out)
    assert {"change": "a with one more", "at": "good.stackr:4", "noticed": True} in data["mutants"]


def test_coverage_and_changes_as_text(call: Caller, passing: Path) -> None:
    out = call("test", passing, "--coverage", "--mutate").out
    assert "clauses exercised: 2 of 2" in out
    assert "no scenario notices: a with one less (good.stackr:4)" in out


def test_junit_counts_the_failure(call: Caller, failing: Path) -> None:
    assert 'tests="1" failures="1"' in call("test", failing, "--format", "junit").out


def test_a_path_that_is_not_there_is_a_wrong_call(call: Caller, folder: Path) -> None:
    assert call("test", folder / "none.stackr").code == 2
