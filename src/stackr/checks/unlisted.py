"""C216: a named unit that the awarding body's catalogue doesn't have: retired under that name, or misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.places import place_of
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.diagnostics.suggest import did_you_mean
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification, RuleBook


def unlisted(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning, and only where the body has a catalogue that has other units of the award."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(book, version)


def _of(book: RuleBook, version: Qualification) -> Iterator[Diagnostic]:
    body, items = version.award.body, book.tables.catalogue
    named = [n for n in version.award.needs.values() if isinstance(n, UnitNeed) and n.pattern is None]
    own = sorted(code for code, found in items.items() if any(item.issuer in (None, body) for item in found))
    if body is None or not any(need.code in own for need in named):
        return
    for need in named:
        if need.code not in items:
            message = f"{need.id} names {need.code}, which is not in the catalogue of {body}"
            advice = did_you_mean(need.code, own) or "add it to the catalogue, or correct the code"
            yield Diagnostic("C216", message, place_of(version, need.id), Severity.WARNING, help=advice)
