"""`format_text`: a rule file in the one agreed layout.

Words, their order and comments stay; only spaces, new lines, `;` between clauses and commas that are mere punctuation
change. `pieces` joins each word with the comments about it, `breaks` asks the grammar where a long clause may go on in the
next line, `page` lays out. Nothing here knows a single construct by heart: a new form of the grammar is laid out like the rest.
"""

from __future__ import annotations

from stackr.diagnostics.model import Collector, RuleError
from stackr.language.format.page import Page
from stackr.language.format.pieces import pages_of
from stackr.language.layout import lay_out
from stackr.language.parse import parse_text
from stackr.language.tokens import scan

__all__ = ["MeaningChanged", "format_text"]


class MeaningChanged(Exception):
    """The text laid out would not say what the text said: a fault of ours, caught before anything is written."""


def format_text(text: str, path: str) -> str:
    """Lay out a rule file; `path` names it in faults.

    Doing it twice changes nothing, and the result parses to the same tree but for places. Lines end in a line feed; a byte
    order mark and spaces at line ends go. Raises `RuleError` with all faults of a text that can't be parsed.

    >>> print(format_text('let a=level>=7 # kept\\nparameter   pass = 50', "x.stackr"), end="")
    let a = level >= 7  # kept
    parameter pass = 50
    """
    text = text.removeprefix("\ufeff")
    parsed = parse_text(text, path)
    if not parsed.ok:
        raise RuleError(parsed.diagnostics)
    page = Page()
    declarations, at_the_end = pages_of(text, path)
    for declaration in declarations:
        page.declaration(declaration)
    page.comments(at_the_end)
    result = page.text()
    if _said(result, path) != _said(text, path):
        raise MeaningChanged(f"{path} would change its meaning when laid out; it was left as it is")
    return result


def _said(text: str, path: str) -> tuple[list[list[tuple[str, str]]], list[str]]:
    """What a text says, without how it stands on the page: words by clause, and the comments."""
    scanned = scan(text, path, Collector())
    declarations = lay_out(scanned.tokens, path, Collector())
    return [[(t.kind, t.text) for t in tokens] for tokens in declarations], [c.text for c in scanned.comments]
