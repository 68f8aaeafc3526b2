"""Where the units of catalogues are declared."""

from __future__ import annotations

from stackr.diagnostics.model import Span
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def listed_at(book: RuleBook, code: str) -> Span:
    """Where the code is declared, alone or in a catalogue; of a row of a data file, its file and line."""
    declared = [node for file in book.files for node in file.declarations]
    lines = [line for node in declared if isinstance(node, tree.Catalogue) for line in node.credentials]
    alone = [node for node in declared if isinstance(node, tree.Credential)]
    spans = sorted(node.name.span for node in (*alone, *lines) if node.name.text == code)
    if spans:
        return spans[0]
    file, _, line = book.tables.catalogue[code][0].at.rpartition(":")
    return Span(file, int(line), 1, int(line), 1) if line.isdigit() else Span(file or line, 1, 1, 1, 1)
