"""C206: a named unit that had left the catalogue before the award began."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.places import place_of
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification, RuleBook


def retired(book: RuleBook) -> Iterator[Diagnostic]:
    """Only versions with a first day say when they began."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(book, version)


def _of(book: RuleBook, version: Qualification) -> Iterator[Diagnostic]:
    start, award = version.start, version.award
    if start is None:
        return
    for need in (need for each in (award, *award.entry) for need in each.needs.values()):
        items = book.tables.catalogue.get(need.code, ()) if isinstance(need, UnitNeed) else ()
        ends = [item.end for item in items if item.end is not None]
        if items and len(ends) == len(items) and max(ends) < start:
            message = (
                f"{need.id} names a credential that was on offer until {max(ends)}; {version.name} begins on {start}"
            )
            yield Diagnostic(
                "C206", message, place_of(version, need.id), Severity.WARNING, help="name what came after it"
            )
