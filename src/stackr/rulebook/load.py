"""Files to rule book: read the bundle, gather declarations, build tables, compile. All faults of a run at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stackr.conditions.clauses import ClauseSink
from stackr.conditions.compile import compile_expr
from stackr.conditions.lookups import KINDS
from stackr.conditions.scope import Scope
from stackr.conditions.tables import Tables
from stackr.diagnostics.model import Diagnostic, RuleError, Severity
from stackr.language import tree
from stackr.rulebook.asked_first import conditions
from stackr.rulebook.book import RuleBook
from stackr.rulebook.bundle import Bundle, read_paths, read_text
from stackr.rulebook.dated import check_dates_heeded
from stackr.rulebook.expansion import leave_out_too_large
from stackr.rulebook.gather import Declared, check_ids_apart, gather
from stackr.rulebook.ladders import Definitions, articulations, ladders
from stackr.rulebook.meaning import meaning_of_book, meaning_of_tables, parts_of_book
from stackr.rulebook.qualifications import qualifications
from stackr.rulebook.tables import build_tables


def load(paths: Sequence[str | Path] | str | Path) -> RuleBook:
    """The rule book in the files and folders given, imports included.

    Raises `RuleError` with every diagnostic if one of them is an error. Warnings are in `compile_bundle(…)[1]`.
    """
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    return _usable(*compile_bundle(read_paths([Path(path) for path in given])))


def load_text(text: str, path: str = "rules.stackr", folder: Path | None = None) -> RuleBook:
    """The rule book in a text. Raises `RuleError` like `load`."""
    return _usable(*compile_bundle(read_text(text, path, folder)))


def check_text(text: str, path: str = "rules.stackr") -> tuple[Diagnostic, ...]:
    """What is wrong with a text, found by reading and compiling it."""
    return compile_bundle(read_text(text, path))[1]


def check_paths(paths: Sequence[Path]) -> tuple[Diagnostic, ...]:
    """What is wrong with the files, found by reading and compiling them."""
    return compile_bundle(read_paths(paths))[1]


def _usable(book: RuleBook, diagnostics: tuple[Diagnostic, ...]) -> RuleBook:
    if any(d.severity is Severity.ERROR for d in diagnostics):
        raise RuleError(diagnostics)
    return book


def compile_bundle(bundle: Bundle) -> tuple[RuleBook, tuple[Diagnostic, ...]]:
    """The book, as far as it could be compiled, and everything that was wrong. Faulty declarations are left out."""
    declared = gather(bundle.files)
    check_ids_apart(declared, bundle.collector)
    leave_out_too_large(declared, bundle.collector)
    check_dates_heeded(bundle.files.values(), bundle.collector)
    tables = build_tables(declared, bundle)
    scope = _scope(declared, tables, bundle)
    _check_lets(scope)
    sink = ClauseSink(bundle.collector)
    definitions = Definitions(declared.one_each(tree.Definition, "definition", bundle.collector), scope, sink).all()
    agreed = articulations(declared.one_each(tree.Articulation, "articulation", bundle.collector), scope, sink)
    rungs = ladders(declared.one_each(tree.Recognition, "recognition", bundle.collector), scope, sink)
    awards, formerly = qualifications(declared, scope, sink, rungs)
    said = meaning_of_tables(tables)
    book = RuleBook(
        tables=tables,
        clauses=dict(sorted(sink.items.items())),
        definitions=definitions,
        articulations=agreed,
        ladders=rungs,
        qualifications=awards,
        scenarios=tuple(declared.all(tree.Scenario)),
        rules=bundle.digest,
        meaning=meaning_of_book(sink, awards, said),
        parts=parts_of_book(said, definitions),
        registers=bundle.data_digest,
        files=tuple(bundle.files[name] for name in sorted(bundle.files)),
        folders=dict(bundle.folders),
        asked=conditions(tables.catalogue, scope),
        formerly=formerly,
    )
    return book, bundle.collector.sorted()


def _check_lets(scope: Scope) -> None:
    """Every `let`, used or not. A bare level in it is told where an award's framework is known."""
    for name, let in scope.tables.lets.items():
        if let.selector is not None:
            compile_expr(let.selector, scope.opening(name))


def _scope(declared: Declared, tables: Tables, bundle: Bundle) -> Scope:
    rungs = declared.all(tree.Recognition)
    return Scope(
        tables=tables,
        collector=bundle.collector,
        qualifications=frozenset(item.name.text for item in declared.all(tree.Qualification)),
        ladders=frozenset(item.name.text for item in rungs),
        routes=frozenset(f"{item.name.text}.{route.name.text}" for item in rungs for route in item.routes)
        | frozenset(route.name.text for item in rungs for route in item.routes)
        | KINDS,
        definitions=frozenset(item.name.text for item in declared.all(tree.Definition)),
        articulations=frozenset(item.name.text for item in declared.all(tree.Articulation)),
        titles=declared.by_title(),
    )
