"""Characters to words: the smallest pieces of a rule file, each with its place.

Nothing is decided here but where a piece begins and ends. Which words are keywords is the grammar's business
(`driver`), which new lines end a clause is the layout's (`layout`). Comments are kept aside, for `stackr fmt`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from stackr._composed import composed_text
from stackr.diagnostics.model import Collector, Span
from stackr.language.characters import has_hidden, report_hidden, unreadable

# What repeats never gives back (`*+`): else each character would be remembered, and a long quoted text fill the memory.
SCAN = re.compile(
    r"""
    (?P<space>[^\S\r\n]+)
  | (?P<newline>\r\n|\n|\r)
  | (?P<comment>\#[^\r\n]*)
  | (?P<word>[^\W\d]\w*+(?:[-.]\w++)*+)
  | (?P<quoted>"[^"\\\r\n]*+(?:\\["\\][^"\\\r\n]*+)*+")
  | (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w%/.-]))
  | (?P<percent>[0-9]+(?:\.[0-9]+)?[ \u00a0\u202f]?%)
  | (?P<fraction>[0-9]+/[0-9]+(?![\w%/.-]))
  | (?P<number>[0-9]+(?:\.[0-9]+)?(?![\w%/.-]))
  | (?P<sign><=>|<=(?!>)|>=|!=|<(?![=>])|>|=(?![=<>])|[{}(),;:])
    """,
    re.VERBOSE,
)

_REST = re.compile(r"\w*+(?:[-.]\w++)*+")


@dataclass(slots=True, eq=False)
class Token:
    """One piece. `kind` is a group of `SCAN`, or `sep`, `label`, `end` from the layout; `text` is as written (names in NFC)."""

    kind: str
    text: str
    line: int
    column: int
    width: int
    new_line: bool = False
    """First on its line."""

    def span(self, path: str) -> Span:
        """Its place."""
        return Span(path, self.line, self.column, self.line, self.column + self.width)


@dataclass(slots=True)
class Comment:
    """A comment and where it stands; `own_line` if nothing is in front of it."""

    text: str
    line: int
    column: int
    own_line: bool


@dataclass(slots=True)
class Scan:
    """What a text is made of."""

    tokens: list[Token] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    lines: int = 1


def scan(text: str, path: str, faults: Collector) -> Scan:
    """Cut a text into pieces; what can't be read is reported, mended where its meaning is plain, else left out."""
    result = Scan()
    tokens = result.tokens
    position, line, line_start, first = 0, 1, 0, True
    match = SCAN.match
    hidden = has_hidden(text)
    while position < len(text):
        found = match(text, position)
        if found is None:
            token, position = unreadable(text, position, line, position - line_start + 1, path, faults)
            if token is not None:
                tokens.append(Token(token[0], token[1], line, token[2], token[3], first))
                first = False
            continue
        kind = found.lastgroup
        end = found.end()
        if hidden and kind in ("comment", "quoted"):
            report_hidden(found.group(), line, position - line_start + 1, path, faults)
        if kind == "newline":
            line, line_start, first = line + 1, end, True
        elif kind == "comment":
            result.comments.append(Comment(found.group().rstrip(), line, position - line_start + 1, first))
        elif kind != "space":
            if kind == "word":
                end = _with_marks(text, end)
            piece = text[position:end]
            if kind == "word":
                piece = composed_text(piece)
            elif kind == "percent":
                piece = f"{piece[:-1].rstrip()}%"
            tokens.append(Token(kind or "", piece, line, position - line_start + 1, end - position, first))
            first = False
        position = end
    result.lines = line
    return result


def _with_marks(text: str, end: int) -> int:
    """The end of a word whose letters may carry marks of their own: a decomposed `é`, vowel signs of many scripts."""
    while end < len(text) and not text[end].isascii() and unicodedata.category(text[end]).startswith("M"):
        found = _REST.match(text, end + 1)
        end = found.end() if found else end + 1
    return end
