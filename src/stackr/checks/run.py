"""All static checks of a rule book: what can be read and compiled, and still can't be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from stackr.checks.awards import awards
from stackr.checks.caps import caps
from stackr.checks.catalogue import catalogue
from stackr.checks.choices import choices
from stackr.checks.conditions import conditions
from stackr.checks.deadlines import deadlines
from stackr.checks.empty import empty
from stackr.checks.equivalences import equivalences
from stackr.checks.expected import expected
from stackr.checks.frameless import frameless
from stackr.checks.idle import idle
from stackr.checks.less import less
from stackr.checks.minima import minima
from stackr.checks.monotone import monotone
from stackr.checks.nothing import nothing
from stackr.checks.nowhere import nowhere
from stackr.checks.offered import offered
from stackr.checks.prerequisites import prerequisites
from stackr.checks.reach import reach
from stackr.checks.replaced import replaced
from stackr.checks.retired import retired
from stackr.checks.routes import routes
from stackr.checks.scopes import scopes
from stackr.checks.shadowed import shadowed
from stackr.checks.shut import shut
from stackr.checks.twice import twice
from stackr.checks.unissued import unissued
from stackr.checks.unlisted import unlisted
from stackr.checks.unused import unused
from stackr.checks.weights import weights
from stackr.diagnostics.model import Collector, Diagnostic, Severity
from stackr.rulebook.book import RuleBook
from stackr.rulebook.bundle import Bundle, read_paths, read_text
from stackr.rulebook.load import compile_bundle

CHECKS: tuple[Callable[[RuleBook], Iterable[Diagnostic]], ...] = (
    prerequisites,
    awards,
    choices,
    nothing,
    minima,
    caps,
    retired,
    twice,
    equivalences,
    catalogue,
    reach,
    idle,
    routes,
    conditions,
    monotone,
    weights,
    unlisted,
    unissued,
    frameless,
    empty,
    unused,
    shut,
    nowhere,
    replaced,
    deadlines,
    offered,
    expected,
    less,
    scopes,
    shadowed,
)
"""One pass each; all of them run, and what they find is put in order of place."""


OF_WHOLE_BOOKS = frozenset(
    {
        catalogue,
        empty,
        expected,
        less,
        nothing,
        nowhere,
        offered,
        reach,
        replaced,
        routes,
        scopes,
        shut,
        unlisted,
        unused,
    }
)
"""Passes that go by what is not there: where something could not be read, it may only seem so."""


OF_READING = "S"
"""How codes of faults of reading begin: of what stands around one, something was not read, and nothing is said of it."""


def run_checks(book: RuleBook, *, faulty: bool = False) -> tuple[Diagnostic, ...]:
    """What the passes find in a book. `faulty`: parts of it could not be read or compiled, and are missing."""
    passes = [check for check in CHECKS if not (faulty and check in OF_WHOLE_BOOKS)]
    return Collector([found for check in passes for found in check(book)]).sorted()


def check_text(text: str, path: str = "rules.stackr") -> tuple[Diagnostic, ...]:
    """What is wrong with a text: found by reading, compiling and checking it."""
    return check_bundle(read_text(text, path))[1]


def check_paths(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """What is wrong with the files: found by reading, compiling and checking them."""
    return check_bundle(read_paths(paths))[1]


def check_bundle(bundle: Bundle) -> tuple[RuleBook, tuple[Diagnostic, ...]]:
    """The book of rules that were read, as far as it could be compiled, and all that is wrong with it."""
    book, faults = compile_bundle(bundle)
    unread = [fault.span for fault in faults if fault.code.startswith(OF_READING)]
    found = run_checks(book, faulty=any(fault.severity is Severity.ERROR for fault in faults))
    sound = [item for item in found if not any(item.span.holds(span) for span in unread)]
    return book, Collector([*faults, *sound]).sorted()
