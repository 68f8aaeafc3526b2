"""C218: a bare level (`level >= 7`) where no framework is meant: at an award without a level, in a ladder, in a definition.

A bare level is one of the award's own framework. Where there is none, learning at a level of a framework can't be told, and all
who hold such learning stay undetermined.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from stackr._quantity import format_amount
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.language import tree
from stackr.rulebook.book import RuleBook


def frameless(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning, where frameworks are declared: a book without any compares levels as numbers."""
    if not book.tables.frameworks:
        return
    for versions in book.qualifications.values():
        for version in versions:
            if version.award.framework is None:
                yield from _of(book, version.tree, f"{version.name} is awarded at no level of a framework")
    for ladder in book.ladders.values():
        yield from _of(book, ladder.tree, "a ladder is at no level itself")
    for file in book.files:
        for declaration in file.declarations:
            if isinstance(declaration, tree.Definition):
                yield from _of(book, declaration, "a definition is at no level itself")


def _of(book: RuleBook, top: Any, why: str) -> Iterator[Diagnostic]:
    for compared in _levels(top, book, set()):
        value = compared.value
        number = value.value if isinstance(value, tree.Level) else value
        if not isinstance(number, Fraction):
            continue
        example = min(book.tables.frameworks)
        shown = f"level {compared.op} {format_amount(number)}"
        help = f"name it: `level {compared.op} {example} {format_amount(number)}`, or another framework"
        told = f"learning at {example} {format_amount(number)}: whether it is `{shown}` is unknown"
        message = f"`{shown}` names no framework, and {why}"
        yield Diagnostic("C218", message, compared.span, Severity.WARNING, help=help, example=told)


def _levels(node: Any, book: RuleBook, seen: set[str]) -> Iterator[tree.Compare]:
    """Comparisons with a bare level, also in what is named by `let` or `group`, each of those once."""
    match node:
        case tree.Compare(value=tree.Level(framework=None, text=None)) | tree.Compare(member="level", value=Fraction()):
            yield node
        case tree.In(member="level", values=values, span=span):
            for value in values:
                yield from _levels(tree.Compare("level", "=", value, span=span), book, seen)
        case tree.Code(name=name) if not name.quoted and name.text in book.tables.lets:
            yield from _named(f"let {name.text}", book.tables.lets[name.text].selector, book, seen)
        case tree.UseReq(group=group) if group.text in book.tables.groups:
            yield from _named(f"group {group.text}", book.tables.groups[group.text].requirement, book, seen)
        case tuple():
            for item in node:
                yield from _levels(item, book, seen)
        case _ if is_dataclass(node) and not isinstance(node, type):
            for part in fields(node):
                if part.name not in ("span", "meta"):
                    yield from _levels(getattr(node, part.name), book, seen)


def _named(name: str, node: Any, book: RuleBook, seen: set[str]) -> Iterator[tree.Compare]:
    if name not in seen:
        seen.add(name)
        yield from _levels(node, book, seen)
