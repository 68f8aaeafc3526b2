"""C228 and C229: `accredited` beside registers that say what for: asked without a scope, or for one that nobody has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stackr.conditions.lookups import asked_registers, in_scope
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.language import tree
from stackr.language.below import below
from stackr.rulebook.book import RuleBook


def scopes(book: RuleBook) -> Iterator[Diagnostic]:
    """A note where any scope will do, a warning where none can."""
    for file in book.files:
        for declaration in file.declarations:
            for asked in below(declaration, tree.Accredited):
                found = _of(asked, asked_registers(book.tables.registers, asked))
                if found is not None:
                    yield found


def _of(asked: tree.Accredited, registers: Sequence[tree.Register]) -> Diagnostic | None:
    entries = [entry for register in registers for entry in register.entries]
    scoped = next((entry for entry in entries if entry.scope), None)
    if scoped is None:
        return None
    if asked.scope is None:
        first, body = scoped.scope[0].text, scoped.body.text
        message = f"accreditation for anything will do here, and the register says what {body} is accredited for"
        by = f"by {asked.register.text} " if asked.register is not None else ""
        help = f'write `accredited {by}for "{first}" on {asked.clock}` if it must be for that; else leave it as it is'
        return Diagnostic("C228", message, asked.span, Severity.NOTE, help=help)
    wanted = asked.scope.text
    if any(in_scope(entry, wanted) for entry in entries):
        return None
    has = ", ".join(sorted({f'"{text.text}"' for entry in entries for text in entry.scope})[:6])
    message = f'nobody in the register is accredited for "{wanted}"'
    return Diagnostic("C229", message, asked.scope.span, Severity.WARNING, help=f"scopes that it has: {has}")
