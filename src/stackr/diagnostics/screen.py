"""How text looks in a terminal: columns of tabs and wide letters, and nothing that could make a terminal do things."""

from __future__ import annotations

import unicodedata

TAB = 4
"""Columns to the next tab stop."""

UNSAFE = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\u200c\u200d\u00ad"


def printable(text: str) -> str:
    """The text with control and direction characters (terminal sequences, reordering) made visible as one mark each."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(UNSAFE if _unsafe(letter) else letter for letter in text)


def line_cells(line: str) -> list[tuple[str, int]]:
    """What to print for each character of a source line, and how many columns that takes.

    >>> line_cells("a\\tb")
    [('a', 1), ('   ', 3), ('b', 1)]
    """
    cells: list[tuple[str, int]] = []
    column = 0
    for letter in line:
        if letter == "\t":
            wide = TAB - column % TAB
            cells.append((" " * wide, wide))
        else:
            shown = UNSAFE if _unsafe(letter) else letter
            cells.append((shown, width(shown)))
        column += cells[-1][1]
    return cells


def width(letter: str) -> int:
    """Columns of one character: 2 for wide ones, 0 for marks that stand on the letter before."""
    if letter.isascii():
        return 1
    if unicodedata.category(letter) in ("Mn", "Me") or letter in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _unsafe(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and letter not in _JOINERS)
