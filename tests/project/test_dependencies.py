"""What is imported is declared: by the project itself, or by the extra that the message of its absence names."""

from __future__ import annotations

import re
import sys
import tomllib

from project.sources import ROOT, imports, modules
from stackr.cli.faults import EXTRAS

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


BROUGHT = {"pytest"}
"""Who calls a plugin of it has it."""


def libraries(requirements: list[str]) -> set[str]:
    """The names of the libraries, without extras and versions."""
    return {re.split(r"[\[<>=!~ ]", each)[0].lower() for each in requirements}


def imported() -> set[str]:
    """Top names of everything that a module imports, wherever in it."""
    found = {name.partition(".")[0] for path in modules() for _, name in imports(path)}
    return found - set(sys.stdlib_module_names) - {"stackr"} - BROUGHT


def test_every_library_is_declared() -> None:
    always = libraries(PROJECT["dependencies"])
    extras = {name: libraries(needed) for name, needed in PROJECT["optional-dependencies"].items()}
    undeclared = {
        name for name in imported() if name not in always and name not in extras.get(EXTRAS.get(name, ""), set())
    }
    assert not undeclared
    assert {"numpy", "ortools", "lark"} <= imported()
