"""Where a clause of an award stands in its file: the line of the text that says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from stackr.diagnostics.model import Span
from stackr.rulebook.book import Qualification


def place_of(version: Qualification, id: str) -> Span:
    """The place of a clause of this version; of one that came in by `use`, its line; else that of the award's name."""
    clause = version.award.clauses.get(id)
    if clause is None:
        return version.tree.name.span
    spans = [span for span in _spans(version.tree) if span.at == clause.at]
    if spans:
        return min(spans, key=lambda span: (span.column, -span.end_line, -span.end_column))
    file, _, line = clause.at.rpartition(":")
    return Span(file, int(line), 1, int(line), 1) if line.isdigit() else version.tree.name.span


def _spans(node: Any) -> Iterator[Span]:
    """The spans of requirements, limits and lines below a qualification, of what has a label."""
    if isinstance(node, tuple):
        for item in node:
            yield from _spans(item)
    elif is_dataclass(node) and not isinstance(node, type | Span):
        span = getattr(node, "span", None)
        if hasattr(node, "label") and isinstance(span, Span) and span.line:
            yield span
        for part in fields(node):
            yield from _spans(getattr(node, part.name))
