"""Codes that catalogues and rules have in another way of writing: `css 102` where they say `CSS102`.

Codes are compared as they are written, so that such learning counts at no requirement that names the code. Nobody is put right
unasked: it is told.
"""

from __future__ import annotations

import unicodedata

from stackr._composed import composed_text
from stackr.rulebook.book import RuleBook
from stackr.rulebook.named import named_codes


class Spellings:
    """The codes of one rule book, by their letters and digits."""

    def __init__(self, book: RuleBook) -> None:
        agreed = {side.code.text for made in book.articulations.values() for side in made.tree.sources if side.code}
        listed = named_codes(book) | book.tables.catalogue.keys()
        self._known = listed | agreed
        bare: dict[str, list[str]] = {}
        for code in sorted(listed):
            bare.setdefault(_bare(code), []).append(code)
        self._one = {text: codes[0] for text, codes in bare.items() if text and len(codes) == 1}

    def meant(self, code: str) -> str | None:
        """The one code that differs in nothing but case, spaces and signs; None where there is none, or the code is known as it is."""
        return None if composed_text(code).strip() in self._known else self._one.get(_bare(code))


def _bare(code: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", code).casefold() if letter.isalnum())
