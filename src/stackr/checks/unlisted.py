"""C216: a code that the awarding body's catalogue doesn't have: retired under that name, misspelt, or no code at all."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.listed import listed_at
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.rulebook.book import Qualification, RuleBook
from stackr.rulebook.named import is_a_code, names_below

KINDS = ("own", "treaty", "agreement", "precedent", "advice", "assessment", "rpl")
"""Kinds of routes: `at most 10 credits from rpl` would mean a unit of that code."""

MOST_TOLD = 30


def unlisted(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning, and but for names of issuers only where the body has a catalogue that has other units of the award."""
    granted = {side.code.text for made in book.articulations.values() for side in made.tree.targets if side.code}
    issuers = {item.issuer for items in book.tables.catalogue.values() for item in items if item.issuer}
    routes = {*KINDS, *(route.tree.name.text for ladder in book.ladders.values() for route in ladder.routes)}
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(book, version, granted, issuers | {version.award.body or ""}, routes)
    yield from _of_catalogues(book, granted)


def _of_catalogues(book: RuleBook, granted: set[str]) -> Iterator[Diagnostic]:
    """What units of catalogues ask for or consist of, each once; of very many, the first by name."""
    items = book.tables.catalogue
    found: dict[str, tuple[str, str]] = {}
    for code in sorted(items):
        for item in items[code]:
            asked = [name for node in (item.prerequisite, item.corequisite) if node for name in names_below(node)]
            named = [(name.text, "asks for") for name in asked if is_a_code(name, book.tables.lets)]
            for name, how in (*named, *((part, "has a part called") for part in item.parts)):
                if name not in items and name not in granted:
                    found.setdefault(name, (code, how))
    for name, (code, how) in sorted(found.items())[:MOST_TOLD]:
        advice = did_you_mean(name, items) or "add it to a catalogue, or correct the code"
        left = len(found) - MOST_TOLD
        more = f" (and {left} more are asked for)" if left > 0 and name == sorted(found)[MOST_TOLD - 1] else ""
        message = f"{code} {how} {name}, which no catalogue lists{more}"
        yield Diagnostic("C216", message, listed_at(book, code), Severity.WARNING, help=advice)


def _of(
    book: RuleBook, version: Qualification, granted: set[str], issuers: set[str], routes: set[str]
) -> Iterator[Diagnostic]:
    body, items = version.award.body, book.tables.catalogue
    named = [name for name in names_below(version.tree) if is_a_code(name, book.tables.lets)]
    own = sorted(code for code, found in items.items() if any(item.issuer in (None, body) for item in found))
    has_catalogue = body is not None and any(name.text in own for name in named)
    for name in named:
        if name.text in items or name.text in granted:
            continue
        if name.text in book.qualifications:
            advice = f"write `award {name.text}`, which whoever has it conferred meets"
            yield _found(f"{name.text} is an award of these rules, and taken for a unit's code here", name, advice)
        elif name.text in issuers:
            written = f'"{name.text}"' if name.quoted else name.text
            yield _found(f"{name.text} is taken for a code here", name, f"an issuer is named so: `issuer {written}`")
        elif not name.quoted and name.text in routes:
            yield _found(f"{name.text} is taken for a code here", name, f"a route is named so: `by {name.text}`")
        elif has_catalogue:
            advice = did_you_mean(name.text, own) or "add it to the catalogue, or correct the code"
            yield _found(f"{name.text} is not in the catalogue of {body}", name, advice)


def _found(message: str, name: tree.Name, advice: str) -> Diagnostic:
    return Diagnostic("C216", message, name.span, Severity.WARNING, help=advice)
