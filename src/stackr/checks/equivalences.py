"""C208: transitive articulations that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.circles import circles
from stackr.diagnostics.model import Diagnostic, Severity, Span
from stackr.rulebook.book import RuleBook


def equivalences(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: each step may be meant, and the chain as a whole gives learning back to the body it came from."""
    edges: dict[str, set[str]] = {}
    spans: dict[str, Span] = {}
    for name in sorted(book.articulations):
        node = book.articulations[name].tree
        if node.transitive:
            for source in node.sources:
                for target in node.targets:
                    if source.code is not None and target.code is not None:
                        edges.setdefault(source.code.text, set()).add(target.code.text)
                        spans.setdefault(source.code.text, node.name.span)
    for circle in circles({code: sorted(edges[code]) for code in sorted(edges)}):
        yield Diagnostic(
            "C208",
            f"transitive articulations lead from {', '.join(circle)} back to where they began",
            spans[circle[0]],
            Severity.WARNING,
            help="leave `transitive` out of one of them",
        )
