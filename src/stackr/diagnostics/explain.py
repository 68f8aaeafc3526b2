"""The page for a code: what is meant, an example that gives it with the message it gives, and one that doesn't."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from stackr.diagnostics.codes.entry import CodeEntry
from stackr.diagnostics.model import Diagnostic
from stackr.diagnostics.render_text import render_text

Check = Callable[[str], tuple[Diagnostic, ...]]
"""The faults of one rule file given as text."""

WIDTH = 88


def page(entry: CodeEntry, check: Check | None = None, *, colour: bool = False) -> str:
    """The page as text. With `check`, the message that the bad example gives stands under it."""
    paragraphs = [textwrap.fill(paragraph, WIDTH) for paragraph in entry.explanation.split("\n\n")]
    head = f"{entry.code}: {entry.title} ({entry.severity.value})"
    parts = [head, *paragraphs, "This gives it:", _indented(entry.bad)]
    if message := _message(entry, check, colour):
        parts += ["and is answered with:", _indented(message)]
    parts += ["This doesn't:", _indented(entry.good)]
    return "\n\n".join(parts) + "\n"


def _message(entry: CodeEntry, check: Check | None, colour: bool) -> str:
    if check is None or entry.shown_as != "rules":
        return ""
    faults = [fault for fault in check(entry.bad) if fault.code == entry.code]
    return render_text(faults, lambda _file: entry.bad, colour=colour)


def _indented(text: str) -> str:
    return textwrap.indent(text.strip("\n"), "    ")
