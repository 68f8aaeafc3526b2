"""C217: requirements that ask for nothing, so that everybody meets them: `all of { }`, `0 of { A; B }`."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.choices import requirements
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def nothing(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning. `0 credits from any` is none: it is a place for what is left over."""
    for need in requirements(book):
        if _asks_nothing(need):
            message, help = (
                "this asks for nothing, so everybody meets it",
                "say what is asked for, or take the line out",
            )
            yield Diagnostic("C217", message, need.span, Severity.WARNING, help=help)


def _asks_nothing(need: tree.Requirement) -> bool:
    if not isinstance(need, tree.GroupReq) or need.details:
        return False
    return not need.children if need.op == "all" else need.n == 0 and need.op != "at most"
