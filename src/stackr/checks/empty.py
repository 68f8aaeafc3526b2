"""C219: declarations with nothing in them: a ladder without routes, a calendar without terms, a definition without criteria,
a catalogue from a file without rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from stackr.diagnostics.model import Diagnostic, Severity
from stackr.language import tree
from stackr.rulebook.book import RuleBook

CONTENTS: Final[dict[type, tuple[tuple[str, ...], str, str, str]]] = {
    tree.Recognition: (("routes",), "ladder", "routes", "it recognises nothing: write `route own is own …`"),
    tree.Gate: (("conditions",), "gate", "conditions", "it keeps nothing out: write a condition on each line"),
    tree.Calendar: (("terms",), "calendar", "terms", 'write `term "2026-1" from 2026-01-12 until 2026-06-05`'),
    tree.Framework: (("levels",), "framework", "levels", "write `levels 1 to 10`"),
    tree.Grades: (("low", "lines", "pass_mark"), "scale", "grades", "write `from 0 to 100; pass 50`, or a grade on each line"),
    tree.Register: (("entries", "file"), "register", "entries", "nobody stands in it: write a body on each line, or `from` a file"),
    tree.Catalogue: (("credentials", "file"), "catalogue", "credentials", "write `credential CODE { … }`, or `from` a file"),
    tree.Definition: (
        ("criteria", "extends", "blanks"),
        "definition",
        "criteria",
        "every credential meets it: write `assessed: assessed`, or what else it asks",
    ),
    tree.Parameter: (("values",), "parameter", "values", "write `90 credits from 2024-09-01`"),
    tree.Let: (("selector", "outcomes"), "set", "outcomes", 'write the outcomes in braces: `{ "engineer data"; "model data" }`'),
}  # fmt: skip
"""Of what kind of declaration: the members that may hold something, what it is called, what it lacks, what to write."""


def empty(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: it may be left for later, and what asks for it meanwhile is told nothing."""
    for file in book.files:
        for node in file.declarations:
            yield from _of(node)
            yield from _of_file(node, book)
            for gate in node.gates if isinstance(node, tree.Recognition) else ():
                yield from _of(gate)


def _of(node: Any) -> Iterator[Diagnostic]:
    if type(node) not in CONTENTS:
        return
    members, kind, lacking, help = CONTENTS[type(node)]
    if not any(getattr(node, member) not in (None, ()) for member in members):
        message = f"the {kind} `{node.name.text}` has no {lacking}"
        yield Diagnostic("C219", message, node.name.span, Severity.WARNING, help=help)


def _of_file(node: Any, book: RuleBook) -> Iterator[Diagnostic]:
    """A register or catalogue whose rows are in a file that has none."""
    if not isinstance(node, tree.Register | tree.Catalogue) or node.file is None:
        return
    name, (_, kind, lacking, _) = node.name.text, CONTENTS[type(node)]
    if isinstance(node, tree.Catalogue):
        rows: object = [item for items in book.tables.catalogue.values() for item in items if item.catalogue == name]
    else:
        rows = book.tables.registers[name].entries if name in book.tables.registers else ()
    if not rows:
        message = f"the {kind} `{name}` has no {lacking}: {node.file.text} has no rows"
        yield Diagnostic(
            "C219", message, node.file.span, Severity.WARNING, help="write a row for each, or name another file"
        )
