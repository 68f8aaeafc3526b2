"""C203: a choice that has fewer alternatives than it asks for: `one of {}`, `3 of { A; B }`."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.diagnostics.model import Diagnostic
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def choices(book: RuleBook) -> Iterator[Diagnostic]:
    """Read from the text: an alternative that could not be compiled is there all the same."""
    tops = [group.requirement for group in book.tables.groups.values()]
    for versions in book.qualifications.values():
        for version in versions:
            tops.extend([version.tree.requirement] if version.tree.requirement else [])
            tops.extend(layer.requirement for layer in version.tree.layers)
    for top in tops:
        for group in _groups(top):
            if group.op not in ("all", "at most") and len(group.children) < group.n:
                yield Diagnostic("C203", _sentence(group), group.span, help="add alternatives, or ask for fewer")


def _sentence(group: tree.GroupReq) -> str:
    there = len(group.children)
    return f"{group.n} of {there or 'nothing'} can't be chosen"


def _groups(node: tree.Requirement) -> Iterator[tree.GroupReq]:
    match node:
        case tree.GroupReq():
            yield node
            for child in node.children:
                yield from _groups(child)
        case tree.WhenReq():
            yield from _groups(node.then)
            if node.otherwise is not None:
                yield from _groups(node.otherwise)
