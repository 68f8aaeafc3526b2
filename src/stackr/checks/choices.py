"""C203: a choice that has fewer alternatives than it asks for: `one of {}`, `3 of { A; B }`, `at least 3 outcomes of { "a"; "b" }`."""

from __future__ import annotations

from collections.abc import Iterator

from stackr._quantity import format_amount
from stackr.diagnostics.model import Diagnostic
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def choices(book: RuleBook) -> Iterator[Diagnostic]:
    """Read from the text: an alternative that could not be compiled is there all the same."""
    for need in requirements(book):
        if isinstance(need, tree.GroupReq) and need.op not in ("all", "at most") and len(need.children) < need.n:
            yield Diagnostic("C203", _sentence(need), need.span, help="add alternatives, or ask for fewer")
        elif isinstance(need, tree.CoverageReq):
            asked, there = need.bound.quantity.amount, _outcomes(book, need)
            if need.bound.quantity.base is None and asked is not None and there is not None and asked > there:
                message = f"{format_amount(asked)} of {there} outcomes can't be shown"
                yield Diagnostic("C203", message, need.span, help="add outcomes, or ask for fewer")


def _outcomes(book: RuleBook, node: tree.CoverageReq) -> int | None:
    """How many different outcomes the set has; None: it is a unit's, or nobody's."""
    let = book.tables.lets.get(node.of.text) if node.of is not None else None
    texts = node.outcomes if node.of is None else let.outcomes if let is not None else ()
    return len({text.text for text in texts}) or None


def _sentence(group: tree.GroupReq) -> str:
    there = len(group.children)
    return f"{group.n} of {there or 'nothing'} can't be chosen"


def requirements(book: RuleBook) -> Iterator[tree.Requirement]:
    """Every requirement as it is written, those within others too, of groups, awards and their layers, and what units ask first."""
    tops = [group.requirement for group in book.tables.groups.values()]
    for versions in book.qualifications.values():
        for version in versions:
            tops.extend([version.tree.requirement] if version.tree.requirement else [])
            tops.extend(layer.requirement for layer in version.tree.layers)
    for unit in _units(book):
        tops.extend(asked for asked in (unit.prerequisite, unit.corequisite) if asked is not None)
    for top in tops:
        yield from _within(top)


def _units(book: RuleBook) -> Iterator[tree.Credential]:
    for file in book.files:
        for node in file.declarations:
            if isinstance(node, tree.Credential):
                yield node
            elif isinstance(node, tree.Catalogue):
                yield from node.credentials


def _within(node: tree.Requirement) -> Iterator[tree.Requirement]:
    yield node
    match node:
        case tree.GroupReq():
            for child in node.children:
                yield from _within(child)
        case tree.WhenReq():
            yield from _within(node.then)
            if node.otherwise is not None:
                yield from _within(node.otherwise)
