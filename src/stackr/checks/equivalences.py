"""C208: transitive articulations that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.circles import circles
from stackr.diagnostics.model import Diagnostic, Severity, Span
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def equivalences(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: each step may be meant, and the chain as a whole gives learning back to the body it came from."""
    made = [book.articulations[name].tree for name in sorted(book.articulations)]
    transitive = [node for node in made if node.transitive]
    sources = [side for node in transitive for side in node.sources if side.code is not None]
    edges: dict[str, set[str]] = {}
    spans: dict[str, Span] = {}
    for node in transitive:
        for source in (side for side in node.sources if side.code is not None):
            spans.setdefault(_called(source), node.name.span)
            for target in (side for side in node.targets if side.code is not None):
                edges.setdefault(_called(source), set()).update(
                    _called(side) for side in sources if _same(target, side)
                )
    for circle in circles({name: sorted(edges[name]) for name in sorted(edges)}):
        yield Diagnostic(
            "C208",
            f"transitive articulations lead from {', '.join(circle)} back to where they began",
            spans[circle[0]],
            Severity.WARNING,
            help="leave `transitive` out of one of them",
        )


def _called(side: tree.ArticulationSide) -> str:
    code = side.code.text if side.code is not None else ""
    return f"{code} of {side.issuer.text}" if side.issuer is not None else code


def _same(target: tree.ArticulationSide, source: tree.ArticulationSide) -> bool:
    """Whether what one gives may be what another takes: a side that names no body may be anybody's."""
    if target.code is None or source.code is None or target.code.text != source.code.text:
        return False
    return target.issuer is None or source.issuer is None or target.issuer.text == source.issuer.text
