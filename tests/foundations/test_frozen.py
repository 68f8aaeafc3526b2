"""Frozen classes of the rooms an audit passes through: quick to make, and no write to one gets past the type checker."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from project.sources import PACKAGE, parsed
from stackr._frozen import dataclass

ROOMS = ("model", "conditions", "requirements", "recognition", "audit")

CHECKED = """
from dataclasses import replace
from stackr._frozen import dataclass

@dataclass(frozen=True, slots=True)
class Module:
    code: str

module = Module("DS501")
replace(module, code="DS502")
module.code = "DS502"
"""


@dataclass(frozen=True, slots=True)
class Module:
    code: str
    credits: int = 10


@dataclass(frozen=True, eq=False)
class Clause:
    id: str


def test_equal_members_are_one_value() -> None:
    one, other = Module("DS501"), Module("DS501")
    assert one == other
    assert {one: "kept"}[other] == "kept"
    assert replace(one, credits=20) not in {one, other}


def test_without_equality_each_is_its_own() -> None:
    assert len({Clause("Q.a"), Clause("Q.a")}) == 2


def test_what_is_not_frozen_has_no_hash() -> None:
    @dataclass(slots=True)
    class Draft:
        lines: int = 0

    with pytest.raises(TypeError, match="unhashable"):
        hash(Draft())


def test_the_type_checker_refuses_a_write(tmp_path: Path) -> None:
    source = tmp_path / "written.py"
    source.write_text(CHECKED, "utf-8")
    asked = [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path}", str(source)]
    found = subprocess.run(asked, capture_output=True, text=True, cwd=PACKAGE.parents[1])
    last = len(CHECKED.splitlines())
    told = f'{source}:{last}: error: Property "code" defined in "Module" is read-only  [misc]'
    assert found.stdout.splitlines()[:-1] == [told]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_makes_its_classes_so(room: str) -> None:
    named = [
        (path.name, alias.name)
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
        for alias in node.names
        if alias.name == "dataclass" and "frozen=True" in path.read_text("utf-8")
    ]
    assert named == []
