"""Wildcards in codes, titles and tags: `*` any characters, `?` one. Compared without regard to case; never a regex of the author's."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

LONGEST = 200
"""Characters of a pattern; the rest of a longer one is a fault of the rules."""


def has_wildcard(text: str) -> bool:
    """Whether the text is a pattern."""
    return "*" in text or "?" in text


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> Callable[[str], bool]:
    """A test of one text against the pattern. Time is linear in the text for each star: runs of stars count as one."""
    if not has_wildcard(pattern):
        wanted = pattern.casefold()
        return lambda text: text.casefold() == wanted
    parts = [part.casefold() for part in re.split(r"\*+", pattern)]
    return lambda text: _match(parts, text.casefold())


def _match(parts: list[str], text: str) -> bool:
    """Greedy leftmost matching of the parts between stars, the first and the last anchored."""
    first, *rest = parts
    if not rest:
        return len(text) == len(first) and _here(first, text, 0)
    *middle, last = rest
    if len(text) < len(first) + len(last) or not _here(first, text, 0) or not _here(last, text, len(text) - len(last)):
        return False
    position, end = len(first), len(text) - len(last)
    for part in middle:
        found = next((at for at in range(position, end - len(part) + 1) if _here(part, text, at)), None)
        if found is None:
            return False
        position = found + len(part)
    return True


def _here(part: str, text: str, at: int) -> bool:
    return all(c == "?" or text[at + offset] == c for offset, c in enumerate(part))
