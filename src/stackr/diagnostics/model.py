"""What a fault is: a code, a place, one plain sentence, and help. Readers, checkers and importers speak in these."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How much a diagnostic weighs: an error stops the rules from being used; a warning and a note do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file, from `line:column` up to (not including) `end_line:end_column`; all count from 1.

    `file` is relative to the bundle, with forward slashes. Columns count characters, not bytes.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def at(self) -> str:
        """`file:line`, the form that reasons carry."""
        return f"{self.file}:{self.line}"

    def holds(self, other: Span) -> bool:
        """Whether the other begins within this one."""
        begin, end = (self.line, self.column), (self.end_line, self.end_column)
        return self.file == other.file and begin <= (other.line, other.column) < end


NOWHERE = Span("", 0, 0, 0, 0)
"""For what has no place in a file."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to the fault: the first definition, the other end of a conflict."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault. `code` is a key of `diagnostics.codes.CODES`; `message` is one sentence, lower case, no full stop."""

    code: str
    message: str
    span: Span
    severity: Severity = Severity.ERROR
    help: str = ""
    related: tuple[Related, ...] = ()
    example: str = ""
    """A made-up learner that shows the fault, as text, where there is one."""


class RuleError(Exception):
    """Rules that cannot be used; carries every diagnostic of the run."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        self.diagnostics = diagnostics
        super().__init__("\n".join(f"{_place(d.span)}{d.code} {d.message}" for d in diagnostics))


def _place(span: Span) -> str:
    return f"{span.at}:{span.column}: " if span != NOWHERE else ""


@dataclass(slots=True)
class Collector:
    """Gathers diagnostics so that one run shows all faults at once."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        span: Span,
        *,
        help: str = "",
        severity: Severity = Severity.ERROR,
        related: tuple[Related, ...] = (),
        example: str = "",
    ) -> None:
        """Record one fault."""
        self.items.append(Diagnostic(code, message, span, severity, help, related, example))

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All of them, each once, in order of place, then code."""
        return tuple(sorted(dict.fromkeys(self.items), key=lambda d: (d.span, d.code, d.message)))

    @property
    def has_errors(self) -> bool:
        """Whether anything here stops the rules from being used."""
        return any(d.severity is Severity.ERROR for d in self.items)
