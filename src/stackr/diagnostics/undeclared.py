"""Help for a name that nobody declares: the pack that ships and declares it, what was probably meant, or how to declare it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from stackr._shipped import shipped_rules
from stackr.diagnostics.suggest import did_you_mean

_WORDS = {"credit unit": "credit", "grade scale": "grades", "award": "qualification"}
"""What it is called → the word that declares it, where they differ."""
_REFERENCE = ("frameworks", "credits", "grades", "definitions")
"""Folders of packs that other rules build on."""
_HEADING = re.compile(r'^(framework|credit|grades|definition) "?([^\s"{]+)', re.MULTILINE)


def undeclared(what: str, name: str, known: Iterable[str]) -> str:
    """One sentence for the author. `what`: `framework`, `credit unit` … `known`: the names of that kind that are declared.

    >>> undeclared("framework", "EQF", ())
    'write `import "stackr/frameworks/levels.stackr"`: it declares EQF'
    >>> undeclared("framework", "EQFF", ["EQF"])
    'did you mean `EQF`?'
    """
    if what == "framework" and name.lower() == "level":
        return "leave `level` out: `at 7`, or with its framework `at ZQF 7`"
    word = _WORDS.get(what, what)
    pack = _packs().get((word, name))
    if pack is not None:
        return f'write `import "stackr/{pack}"`: it declares {name}'
    how = f"declare the {what}" if " " in word else f"declare it with `{word}`"
    return did_you_mean(name, known) or f"{how}, or import the file that does"


@cache
def _packs() -> dict[tuple[str, str], str]:
    """(word, name) → the pack that declares it."""
    rules = shipped_rules()
    found: dict[tuple[str, str], str] = {}
    for path in sorted(path for folder in _REFERENCE for path in (rules / folder).glob("*.stackr")):
        for word, name in _HEADING.findall(path.read_text(encoding="utf-8")):
            found.setdefault((word, name), path.relative_to(rules).as_posix())
    return found
