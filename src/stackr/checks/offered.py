"""C225: a term in which something is offered, and which no calendar of the rules has: a slip, or the calendar ends before it."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.diagnostics.model import Diagnostic, Severity, Span
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.pathways.question.horizon import means
from stackr.rulebook.book import RuleBook

FEW = 3
"""So many items of a file are named."""


def offered(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning, where there is a calendar at all: such an item is in no plan by term. Each term of a file is told once."""
    terms = sorted({term.name.text for calendar in book.tables.calendars.values() for term in calendar.terms})
    if not terms:
        return
    for file in book.files:
        for node in file.declarations:
            if isinstance(node, tree.Credential):
                yield from _of(node, terms)
            elif isinstance(node, tree.Catalogue):
                for each in node.credentials:
                    yield from _of(each, terms)
                if node.file is not None:
                    yield from _of_file(book, node, node.file.span, terms)


def _of(each: tree.Credential, terms: list[str]) -> Iterator[Diagnostic]:
    for said in each.terms:
        if not any(means(said.text, term) for term in terms):
            yield _found(said.text, each.name.text, said.span, terms)


def _of_file(book: RuleBook, node: tree.Catalogue, span: Span, terms: list[str]) -> Iterator[Diagnostic]:
    items: dict[str, list[str]] = {}
    for code, found in book.tables.catalogue.items():
        for said in {said for item in found if item.catalogue == node.name.text for said in item.terms}:
            items.setdefault(said, []).append(code)
    for said, codes in sorted(items.items()):
        if not any(means(said, term) for term in terms):
            named = ", ".join(sorted(codes)[:FEW]) + (f" and {len(codes) - FEW} more" if len(codes) > FEW else "")
            yield _found(said, named, span, terms)


def _found(said: str, named: str, span: Span, terms: list[str]) -> Diagnostic:
    words = {word for term in terms for word in term.replace("-", " ").split()}
    near = did_you_mean(said, words) if said.isalpha() else None
    help = near or f"the calendars have {', '.join(terms[:FEW])}{' …' if len(terms) > FEW else ''}"
    message = f"{named}: offered in `{said}`, a term that no calendar has"
    return Diagnostic("C225", message, span, Severity.WARNING, help=help)
