"""Text to tree: `parse_text`, `parse_bytes`, `parse_file`. All faults of a file at once.

The way of a text: `tokens` (characters to words), `layout` (lines to clauses, one list per declaration), `driver` (the
grammar, one declaration at a time), `actions` (values of the tree). A declaration with a fault is read again without the
clause at fault, until it reads: so several faults of one declaration show in one run, and what could be read is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stackr._files import NotText, text_of
from stackr.diagnostics.model import Collector, Diagnostic, Severity, Span
from stackr.language import tree
from stackr.language.actions import ACTIONS
from stackr.language.actions.registry import Bag
from stackr.language.driver import Place, Unexpected, run
from stackr.language.layout import lay_out
from stackr.language.syntax_errors import explain
from stackr.language.tables import tables
from stackr.language.tokens import Token, scan
from stackr.language.version import LANGUAGE_VERSION
from stackr.language.words import ROUTE_LINES, ROUTE_PARTS

MAX_BYTES = 5_000_000
"""A larger file is refused unread."""

MAX_FAULTS = 25
"""Faults shown of one declaration."""


@dataclass(frozen=True, slots=True)
class ParseResult:
    """A tree and what was wrong. With faults, `file` holds what could be read all the same."""

    file: tree.File
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the file may be used."""
        return not any(d.severity is Severity.ERROR for d in self.diagnostics)


def parse_file(path: Path, root: Path) -> ParseResult:
    """Read one file; places name it relative to `root`, with forward slashes. Raises `OSError` if it can't be read."""
    try:
        name = path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        name = path.name
    if path.stat().st_size > MAX_BYTES:
        return _refused(name, "S013", *_TOO_LARGE)
    return parse_bytes(path.read_bytes(), name)


_TOO_LARGE = (
    f"the file is larger than {MAX_BYTES // 1_000_000} MB",
    "a rule book is split into files by `import`; lists of thousands belong in data files",
)


def parse_bytes(data: bytes, path: str) -> ParseResult:
    """Read the bytes of a file: UTF-8, with or without a byte order mark."""
    if len(data) > MAX_BYTES:
        return _refused(path, "S013", *_TOO_LARGE)
    try:
        text = text_of(data)
    except NotText as fault:
        return _refused(path, "S014", "the file is not UTF-8 text", "save it as UTF-8", fault.line, fault.column)
    return parse_text(text, path)


def parse_text(text: str, path: str = "") -> ParseResult:
    """Read a text. Never raises for what stands in it."""
    if len(text) > MAX_BYTES:
        return _refused(path, "S013", *_TOO_LARGE)
    faults = Collector()
    scanned = scan(text.removeprefix("\ufeff"), path, faults)
    declarations: list[Any] = []
    header: list[tuple[str, Any]] = []
    for tokens in lay_out(scanned.tokens, path, faults):
        value = _declaration(tokens, path, faults)
        if isinstance(value, tuple):
            header.append(value)
        elif value is not None:
            declarations.append(value)
    pack, meta = _header(header, path, faults)
    file = tree.File(path, tuple(declarations), pack, meta, Span(path, 1, 1, scanned.lines + 1, 1))
    return ParseResult(file, faults.sorted())


def parse_clause(text: str, start: str = "line", path: str = "") -> Any:
    """Read one clause on its own: a requirement (`line`), an expression (`expr`), a limit (`limit_line`) or a declaration.

    Raises `ValueError` with the first fault's message.
    """
    faults = Collector()
    parts = lay_out(scan(text, path, faults).tokens, path, faults)
    tokens = [token for part in parts for token in part]
    try:
        value = run(tokens, start, tables(), ACTIONS, path, faults)
    except Unexpected as unexpected:
        explain(unexpected, tokens, tables(), path, faults)
    if faults.items:
        raise ValueError(faults.sorted()[0].message)
    return value


def _refused(path: str, code: str, message: str, help: str, line: int = 1, column: int = 1) -> ParseResult:
    span = Span(path, line, column, line, column + 1)
    return ParseResult(tree.File(path, (), span=span), (Diagnostic(code, message, span, help=help),))


def _header(header: Sequence[tuple[str, Any]], path: str, faults: Collector) -> tuple[tree.Text | None, tree.Meta]:
    pack: tree.Text | None = None
    meta = tree.NO_META
    for key, value in header:
        if key == "language":
            if value.text != str(LANGUAGE_VERSION):
                faults.add(
                    "S015",
                    f"this file is written in version {value.text} of the language; this program reads version {LANGUAGE_VERSION}",
                    value.span,
                    help="use a newer version of stackr, or write the file in this version",
                )
        elif pack is None:
            pack, parts = value
            here = Token("end", "", value[0].span.line, value[0].span.column, 0)
            meta = Bag(parts, Place(path, here, here, faults)).meta()
        else:
            faults.add("S020", "the pack is named more than once", value[0].span, help="keep one of them")
    return pack, meta


def _declaration(tokens: list[Token], path: str, faults: Collector) -> Any:
    """One declaration's value, or None if nothing of it could be read."""
    automaton = tables()
    for _ in range(MAX_FAULTS):
        attempt = Collector()
        try:
            value = run(tokens, "declaration", automaton, ACTIONS, path, attempt)
        except Unexpected as unexpected:
            if not _follows_from_another(unexpected.token, tokens, faults):
                explain(unexpected, tokens, automaton, path, faults)
            shorter = _without_clause(tokens, unexpected.index)
            if shorter is None:
                return None
            tokens = shorter
            continue
        faults.items.extend(attempt.items)
        return value
    return None


def _follows_from_another(token: Token, tokens: list[Token], faults: Collector) -> bool:
    """Whether a fault that was told already is behind this one: the piece itself was unreadable, or a brace before it is open."""
    for told in faults.items:
        line, column = told.span.line, told.span.column
        without_quotes = told.code == "S040" and token.column <= told.span.end_column  # `source Regulations, s. 14`
        unreadable = line == token.line and (without_quotes or token.column in (column, told.span.end_column))
        part = (
            tokens[0].text == "recognition" and token.new_line and token.text in ROUTE_PARTS
        )  # its route was left out
        if unreadable or ((told.code == "S010" or part) and tokens[0].line <= line < token.line):
            return True
    return False


def _without_clause(tokens: list[Token], index: int) -> list[Token] | None:
    """The tokens without the innermost clause around `index`; None where that would leave nothing."""
    start, depth = min(index, len(tokens) - 1), 0
    if start > 0 and _is(tokens[start], "}"):
        start -= 1
        if _is(tokens[start], "{"):
            return None
    while start > 0:
        token = tokens[start - 1]
        if _is(token, "}"):
            depth += 1
        elif _is(token, "{"):
            if depth == 0:
                break
            depth -= 1
        elif token.kind == "sep" and depth == 0:
            break
        start -= 1
    if start == 0:
        return None
    end, depth = start, 0
    while end < len(tokens):
        token = tokens[end]
        if _is(token, "{"):
            depth += 1
        elif _is(token, "}"):
            if depth == 0:
                break
            depth -= 1
        elif token.kind == "sep" and depth == 0:
            break
        end += 1
    if _is_part_of_route(tokens, start):
        end = _end_of_parts(tokens, end, tokens[start].column)
    if end < len(tokens) and tokens[end].kind == "sep":
        end += 1
    elif tokens[start - 1].kind == "sep":
        start -= 1
    if end <= start:
        return None
    return tokens[:start] + tokens[end:]


def _is_part_of_route(tokens: Sequence[Token], start: int) -> bool:
    """Whether the clause is indented below a route: what follows as deep belongs to the same route, and is left out too."""
    route = next((token for token in reversed(tokens[:start]) if token.text in ROUTE_LINES), None)
    return route is not None and tokens[start].column > route.column and tokens[start].line > route.line


def _end_of_parts(tokens: Sequence[Token], end: int, column: int) -> int:
    """Where the lines end that are indented so deep."""
    at = end
    while (
        at + 1 < len(tokens)
        and tokens[at].kind == "sep"
        and tokens[at + 1].column >= column
        and not _is(tokens[at + 1], "}")
    ):
        at += 1
        while at < len(tokens) and tokens[at].kind != "sep" and not _is(tokens[at], "}"):
            at += 1
    return at


def _is(token: Token, sign: str) -> bool:
    return token.kind == "sign" and token.text == sign
