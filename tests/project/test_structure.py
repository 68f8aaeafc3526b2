"""The house keeps its shape: rooms import only from those above them, modules stay short, no float decides."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from project.sources import PACKAGE, dotted, imports, modules, parsed

ROOMS = (
    (
        "_version",
        "_quantity",
        "_time",
        "_digest",
        "_json_schema",
        "_shipped",
        "_files",
        "_cache",
        "_collection",
        "_composed",
        "_frozen",
        "_xml",
    ),
    ("diagnostics",),
    ("language",),
    ("model",),
    ("conditions",),
    ("records",),
    ("allocation",),
    ("requirements",),
    ("rulebook",),
    ("records",),
    ("graph",),
    ("recognition",),
    ("audit",),
    ("pathways",),
    ("batch",),
    ("checks",),
    ("testing",),
    ("report",),
    ("book",),
    ("lsp",),
    ("cli",),
)
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}

LONGEST = 400

FLOATS_SHOWN = ("report", "cli")
"""Rooms that only show what was decided."""

FLOATS_ALLOWED = {
    "stackr.allocation.cpsat.solving": "the solver counts its work in deterministic seconds; no amount is ever one",
    "stackr.allocation.cpsat.cover": "the same",
    "stackr.lsp.server": "a pause before a text is read anew, in seconds; no answer depends on it",
    "stackr.batch.texts": "a number in a table is binary: as one, it gives back the decimal that was written, or is refused",
}
"""Module → why a float in it decides nothing."""


def room_of(name: str) -> str | None:
    """The room that a dotted name lies in; None for the shell (`stackr`, `stackr.__main__`) and for other packages."""
    parts = name.split(".")
    return parts[1] if parts[0] == "stackr" and len(parts) > 1 and parts[1] in RANK else None


def upward(path: Path) -> list[str]:
    """The imports of a module that go against the direction."""
    own = room_of(dotted(path))
    if own is None:
        return []
    arrows = []
    for line, name in imports(path):
        target = room_of(name)
        if target is not None and target != own and RANK[target] >= RANK[own] > 0:
            arrows.append(f"{dotted(path)}:{line} imports {name}")
    return arrows


def test_rooms_import_only_from_those_above_them() -> None:
    assert [arrow for path in modules() for arrow in upward(path)] == []


def test_every_room_has_its_place_in_the_order() -> None:
    found = {path.name for path in PACKAGE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    found |= {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    assert found <= set(RANK), "give a new room its place in ROOMS"


def test_an_upward_import_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "stackr" / "language" / "parse.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "def f():\n    from ..rulebook import book\n    import stackr.cli.main\n    from stackr import _time\n"
    )
    monkeypatch.setattr("project.sources.PACKAGE", tmp_path / "stackr")
    assert upward(module) == [
        "stackr.language.parse:2 imports stackr.rulebook.book",
        "stackr.language.parse:3 imports stackr.cli.main",
    ]


def test_modules_stay_short() -> None:
    lengths = {dotted(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def floats(tree: ast.Module) -> list[int]:
    """Lines that make a float: a literal, `float(…)`, or a float column type."""
    lines = []
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        column = isinstance(node, ast.Attribute) and node.attr in ("Float32", "Float64", "float32", "float64")
        if literal or called or column:
            lines.append(node.lineno)
    return lines


def test_no_float_where_something_is_decided() -> None:
    deciding = [path for path in modules() if room_of(dotted(path)) not in FLOATS_SHOWN]
    found = {dotted(path): floats(parsed(path)) for path in deciding}
    assert {name: lines for name, lines in found.items() if lines and name not in FLOATS_ALLOWED} == {}


def test_a_float_would_be_seen() -> None:
    source = "import polars as pl\na = 0.5\nb = float('1')\nc = pl.Float64\nd = 1 / 2\ndef f(x: float) -> None: ...\n"
    assert floats(ast.parse(source)) == [2, 3, 4]


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    tree = parsed(path)
    assert not tree.body or ast.get_docstring(tree), "a short docstring says what a room is for"
