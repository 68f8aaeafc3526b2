"""C220: groups, parameters and `let`s that nothing asks for.

A file of nothing else is a library, and what is left over there is for others: only files that also hold what could have
asked are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from stackr.diagnostics.model import Diagnostic, Severity, Span
from stackr.language import tree
from stackr.rulebook.book import RuleBook

KINDS: Final[dict[type, tuple[str, str, tuple[type, ...]]]] = {
    tree.Group: ("group", "use {}", (tree.Qualification,)),
    tree.Parameter: ("parameter", "{}", (tree.Qualification, tree.Recognition, tree.Definition)),
    tree.Let: ("let", "{}", (tree.Qualification, tree.Recognition, tree.Definition)),
}
"""Of what may be left over: its name, how it is asked for, and what could have asked."""


def unused(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: what was meant to ask for it perhaps says something else."""
    asked = {name for file in book.files for node in file.declarations for name in _names(node, top=True)}
    for file in book.files:
        kinds = {type(node) for node in file.declarations}
        for node in file.declarations:
            if not isinstance(node, tree.Group | tree.Parameter | tree.Let):
                continue
            kind, form, askers = KINDS[type(node)]
            name = node.name
            if name.text not in asked and kinds & set(askers):
                yield Diagnostic(
                    "C220",
                    f"nothing asks for the {kind} `{name.text}`",
                    name.span,
                    Severity.WARNING,
                    help=f"write `{form.format(name.text)}` where it is meant, or take it out",
                )


def _names(node: Any, *, top: bool = False) -> Iterator[str]:
    """Every name below a node, but for the one that a declaration has itself."""
    if isinstance(node, tree.Name):
        yield node.text
    elif isinstance(node, tuple):
        for item in node:
            yield from _names(item)
    elif is_dataclass(node) and not isinstance(node, type | Span):
        for part in fields(node):
            if not (top and part.name == "name"):
                yield from _names(getattr(node, part.name))
