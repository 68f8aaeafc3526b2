"""C201: credentials that ask for one another first, so that none of them can be begun."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.circles import circles
from stackr.checks.listed import listed_at
from stackr.diagnostics.model import Diagnostic
from stackr.graph.names import alternatives
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def prerequisites(book: RuleBook) -> Iterator[Diagnostic]:
    """Only what every item of a code asks for, whatever is chosen: an alternative is a way out. What is asked beside it may wait for
    each other; with something asked first among it, nothing can be begun."""
    items = book.tables.catalogue.items()
    first = {code: _always([item.prerequisite for item in of]) for code, of in items}
    beside = {code: _always([item.corequisite for item in of]) for code, of in items}
    for circle in circles({code: first[code] | beside[code] for code in first}):
        if all(first[code].isdisjoint(circle) for code in circle):
            continue
        told, help = "each needs itself or the others first", "take one prerequisite away, or make it a corequisite"
        if any(not beside[code].isdisjoint(circle) for code in circle):
            told, help = (
                "each needs another first or beside it",
                "take one of these away, or make them all corequisites",
            )
        yield Diagnostic(
            "C201", f"{', '.join(circle)}: {told}, so none can be begun", listed_at(book, circle[0]), help=help
        )


def _always(asked: list[tree.Requirement | None]) -> set[str]:
    """The codes that every one of these asks for, whatever is chosen."""
    needed = [{code for code, always in alternatives(node) if always} for node in asked]
    return set.intersection(*needed) if needed else set()
