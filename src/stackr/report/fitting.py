"""Text that has to fit into a drawing: how wide it is, about, and its lines, the last one cut where it must be."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import east_asian_width

NARROW, BROAD = frozenset("ijlIfrt.,:;'|!()[]/ "), frozenset("mwMW@%&")


def width(text: str) -> int:
    """In hundredths of the size of the letters, of a sans serif as broad as they come."""
    return sum(_of(letter) for letter in text)


def _of(letter: str) -> int:
    if east_asian_width(letter) in "WF":
        return 100
    if letter in NARROW:
        return 42
    if letter in BROAD:
        return 100
    return 75 if letter.isupper() else 64


def fitted(text: str, most: int, lines: int) -> tuple[str, ...]:
    """The text in so many lines at most, each as wide as `most` (as `width` counts): broken between words where that can be, and cut with
    an ellipsis where it is too long."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines:
        taken = _line(words, most)
        if not taken:  # one word that is too long
            found.append(_cut(words[0] if len(found) < lines - 1 else " ".join(words), most))
            words = words[1:]
            continue
        if len(found) == lines - 1 and taken < len(words):
            found.append(_cut(" ".join(words), most))
            break
        found.append(" ".join(words[:taken]))
        words = words[taken:]
    return tuple(found)


def _line(words: Sequence[str], most: int) -> int:
    """How many of the words fit."""
    return next((n for n in range(len(words), 0, -1) if width(" ".join(words[:n])) <= most), 0)


def _cut(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    kept = text
    while kept and width(f"{kept}…") > most:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"
