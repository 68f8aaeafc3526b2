"""C221: what a route is `never for`, and nobody has: it shuts nothing out."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.diagnostics.model import Diagnostic, Severity
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def shut(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning, and only for ladders that decide for an award: of a ladder by itself the awards are elsewhere."""
    known = _clauses(book) | _codes(book)
    deciding = {version.ladder for versions in book.qualifications.values() for version in versions}
    for ladder in book.ladders.values():
        for route in ladder.routes if ladder.tree.name.text in deciding else ():
            for name in route.tree.never_for:
                if name.text not in known:
                    yield _found(route.clause.id, name, known)


def _clauses(book: RuleBook) -> frozenset[str]:
    versions = [version for versions in book.qualifications.values() for version in versions]
    return frozenset(book.qualifications).union(*(version.award.clauses for version in versions))


def _codes(book: RuleBook) -> frozenset[str]:
    given = {side.code.text for made in book.articulations.values() for side in made.tree.targets if side.code}
    return book.named_codes | given | frozenset(book.tables.catalogue)


def _found(route: str, name: tree.Name, known: frozenset[str]) -> Diagnostic:
    near = did_you_mean(name.text, known) or "name a unit by its code, or a clause by its whole id: `Q.core`"
    whole = sorted(id for id in known if id.endswith(f".{name.text}"))
    return Diagnostic(
        "C221",
        f"{route} is never for `{name.text}`, and no unit, clause or award has that name",
        name.span,
        Severity.WARNING,
        help=f"did you mean `{whole[0]}`?" if len(whole) == 1 else near,
    )
