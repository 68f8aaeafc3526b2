"""Diagnostics for a person: the sentence, the place with the source line and carets under it, related places, help.

error[N101]: no unit, group or selector is called `DS50`
  --> award.stackr:12:14
   |
12 |   core: all of { DS50; DS502 }
   |                  ^^^^
   = help: did you mean `DS501`?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stackr.diagnostics.model import NOWHERE, Diagnostic, Related, Severity, Span
from stackr.diagnostics.screen import line_cells, printable

Sources = Callable[[str], str | None]
"""The text of a file by the name that spans carry; None if it can't be had."""

WIDEST = 160
"""Columns of a source line that are shown; of a longer one, those around the place."""

_STYLES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
_BOLD, _FRAME = "1", "34"


def no_sources(_file: str) -> str | None:
    """For when no source text is at hand: places are named, not shown."""
    return None


def render_text(diagnostics: Iterable[Diagnostic], sources: Sources = no_sources, *, colour: bool = False) -> str:
    """All of them, a blank line between; "" for none. Ends with a line break otherwise."""
    page = _Page(sources, colour)
    return "\n".join(page.diagnostic(diagnostic) for diagnostic in diagnostics)


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of which weight.

    >>> summary([])
    'no faults'
    """
    weights = [diagnostic.severity for diagnostic in diagnostics]
    counts = ((severity, weights.count(severity)) for severity in Severity)
    parts = [f"{count} {severity.value}{'s' if count > 1 else ''}" for severity, count in counts if count]
    return ", ".join(parts) if parts else "no faults"


class _Page:
    """Remembers the lines of each file, so that many faults in one file split it once."""

    def __init__(self, sources: Sources, colour: bool) -> None:
        self._sources = sources
        self._colour = colour
        self._lines: dict[str, list[str] | None] = {}

    def diagnostic(self, diagnostic: Diagnostic) -> str:
        style = _STYLES[diagnostic.severity]
        head = self._ink(style, f"{diagnostic.severity.value}[{diagnostic.code}]")
        places = [diagnostic.span, *(related.span for related in diagnostic.related)]
        margin = max(len(str(place.end_line)) for place in places)
        out = [f"{head}: {self._ink(_BOLD, printable(diagnostic.message))}"]
        if diagnostic.span != NOWHERE:
            out += self._place(diagnostic.span, "-->", "^", style, margin)
        for related in diagnostic.related:
            out += self._related(related, margin)
        out += self._notes("help", diagnostic.help, margin)
        out += self._notes("example", diagnostic.example, margin)
        return "\n".join(out) + "\n"

    def _related(self, related: Related, margin: int) -> list[str]:
        if related.span == NOWHERE:
            return self._notes("note", related.message, margin)
        return self._place(related.span, ":::", "-", _FRAME, margin, printable(related.message))

    def _place(self, span: Span, arrow: str, mark: str, style: str, margin: int, message: str = "") -> list[str]:
        at = f"{printable(span.file)}:{span.line}:{span.column}"
        out = [f"{' ' * margin}{self._ink(_FRAME, arrow)} {at}"]
        lines = self._file(span.file)
        if lines is None or not 1 <= span.line <= len(lines):
            return [*out, f"{' ' * margin} {self._ink(_FRAME, '=')} {message}"] if message else out
        rule = self._ink(_FRAME, "|")
        out.append(f"{' ' * margin} {rule}")
        for number, first, last, said in _underlines(span, lines, message):
            if number - span.line > 1:
                out.append(self._ink(_FRAME, "." * max(margin, 3)))
            shown, marks = _window(lines[number - 1], first, last, mark)
            out.append(f"{self._ink(_FRAME, str(number).rjust(margin))} {rule} {shown}".rstrip())
            out.append(f"{' ' * margin} {rule} {self._marks(marks, said, style)}")
        return out

    def _marks(self, marks: str, said: str, style: str) -> str:
        blank = len(marks) - len(marks.lstrip(" "))
        return " " * blank + self._ink(style, marks[blank:] + (f" {said}" if said else ""))

    def _notes(self, label: str, text: str, margin: int) -> list[str]:
        if not text:
            return []
        first, *others = [printable(line) for line in text.rstrip("\n").split("\n")]
        indent = " " * (margin + len(label) + 5)
        return [
            f"{' ' * margin} {self._ink(_FRAME, '=')} {self._ink(_BOLD, label)}: {first}",
            *(f"{indent}{line}" for line in others),
        ]

    def _file(self, file: str) -> list[str] | None:
        if file not in self._lines:
            text = self._sources(file)
            self._lines[file] = None if text is None else [line.removesuffix("\r") for line in text.split("\n")]
        return self._lines[file]

    def _ink(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._colour and text else text


def _underlines(span: Span, lines: list[str], message: str) -> list[tuple[int, int, int, str]]:
    """(line, first column, column after the last, what is said there): one, or first and last of a longer span."""
    if span.end_line <= span.line or span.end_line > len(lines):
        end = span.end_column if span.end_line == span.line else len(lines[span.line - 1]) + 1
        return [(span.line, span.column, end, message)]
    first = (span.line, span.column, len(lines[span.line - 1]) + 1, "from here")
    last_line = lines[span.end_line - 1]
    indent = len(last_line) - len(last_line.lstrip())
    if span.end_column <= indent + 1:
        return [(*first[:3], message)]
    return [first, (span.end_line, indent + 1, span.end_column, f"to here: {message}" if message else "to here")]


def _window(line: str, first: int, last: int, mark: str) -> tuple[str, str]:
    """The part of a line to show, and the marks under characters `first` up to (not including) `last`, from 1."""
    start = min(max(first - 1, 0), len(line))
    end = min(max(last - 1, start), len(line))
    left = max(0, min(start - WIDEST // 2, len(line) - WIDEST)) if len(line) > WIDEST else 0
    right = left + WIDEST
    cells = line_cells(line[left:right])
    ahead = "…" if left else ""
    behind = "…" if right < len(line) else ""
    indent = len(ahead) + sum(wide for _, wide in cells[: start - left])
    under = sum(wide for _, wide in cells[start - left : end - left])
    return ahead + "".join(shown for shown, _ in cells) + behind, " " * indent + mark * max(under, 1)
