"""What a word in a rule file means: a name by its declaration, a word of the language by the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from stackr.diagnostics.model import Collector
from stackr.language.reference.forms import SECTIONS
from stackr.language.tokens import Token, scan
from stackr.lsp.names import Named

_ESCAPED: Final = re.compile(r'\\(["\\])')
MOST: Final = 4
"""Forms of one word that are shown."""


def word_at(line: str, column: int) -> Token | None:
    """The word or quoted name of a line that a column (from 0, in characters) lies in or ends."""
    for token in scan(line, "", Collector()).tokens:
        if token.kind in ("word", "quoted") and token.column - 1 <= column <= token.column - 1 + token.width:
            return token
    return None


def name_of(token: Token) -> str:
    """The name that a token writes, quoted or not."""
    return _ESCAPED.sub(r"\1", token.text[1:-1]) if token.kind == "quoted" else token.text


def explained(token: Token, names: Mapping[str, Named]) -> str | None:
    """In Markdown; None where there is nothing to say."""
    named = names.get(name_of(token))
    if named is not None:
        place = f"\n\n{named.place.name}:{named.span.line}" if named.place is not None else ""
        return f"**{named.name}** {named.title}\n\n{named.told}{place}".replace("** \n", "**\n")
    if token.kind != "word":
        return None
    forms = list(_forms(token.text))[:MOST]
    return "\n\n".join(f"{says}\n```stackr\n{example}\n```" for says, example in forms) or None


def _forms(word: str) -> Iterator[tuple[str, str]]:
    """The forms whose example begins with the word, or with a name and a colon and then the word."""
    for section in SECTIONS:
        for form in section.forms:
            example = form.example.strip()
            clause = example.partition(": ")[2] if example.partition(": ")[0].isidentifier() else example
            if word in (example.split()[:1] + clause.split()[:1]):
                yield form.says, example
