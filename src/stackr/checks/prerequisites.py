"""C201: credentials that ask for one another first, so that none of them can be begun."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.circles import circles
from stackr.diagnostics.model import Diagnostic, Span
from stackr.graph.names import alternatives
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def prerequisites(book: RuleBook) -> Iterator[Diagnostic]:
    """Only what every item of a code asks for, whatever is chosen: an alternative is a way out."""
    asked = {}
    for code, items in book.tables.catalogue.items():
        needed = [{first for first, always in alternatives(item.prerequisite) if always} for item in items]
        asked[code] = sorted(set.intersection(*needed)) if needed else []
    for circle in circles(asked):
        yield Diagnostic(
            "C201",
            f"{', '.join(circle)}: each needs itself or the others first, so none can be begun",
            _span(book, circle[0]),
            help="take one prerequisite away, or make it a corequisite",
        )


def _span(book: RuleBook, code: str) -> Span:
    """Where the code is declared, alone or in a catalogue; of a row of a data file, its file and line."""
    declared = [node for file in book.files for node in file.declarations]
    lines = [line for node in declared if isinstance(node, tree.Catalogue) for line in node.credentials]
    alone = [node for node in declared if isinstance(node, tree.Credential)]
    spans = sorted(node.name.span for node in (*alone, *lines) if node.name.text == code)
    if spans:
        return spans[0]
    file, _, line = book.tables.catalogue[code][0].at.rpartition(":")
    return Span(file, int(line), 1, int(line), 1) if line.isdigit() else Span(file or line, 1, 1, 1, 1)
