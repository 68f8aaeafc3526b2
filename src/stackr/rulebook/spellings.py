"""Codes that catalogues and rules have in another way of writing: `css 102` where they say `CSS102`.

Codes are compared as they are written, so that such learning counts at no requirement that names the code. Nobody is put right
unasked: it is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Set

from stackr._composed import composed_text


class Spellings:
    """Codes by their letters and digits. `listed`: those that may be meant; `others`: known as they are, too."""

    def __init__(self, listed: Set[str], others: Set[str]) -> None:
        self._known = listed | others
        bare: dict[str, list[str]] = {}
        for code in sorted(listed):
            bare.setdefault(_bare(code), []).append(code)
        self._one = {text: codes[0] for text, codes in bare.items() if text and len(codes) == 1}

    def meant(self, code: str) -> str | None:
        """The one code that differs in nothing but case, spaces and signs; None where there is none, or the code is known as it is."""
        return None if composed_text(code).strip() in self._known else self._one.get(_bare(code))


def _bare(code: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", code).casefold() if letter.isalnum())
