"""Text as one sequence of characters where Unicode knows several: `é` is one sign, whether a system writes it as one or as two."""

from __future__ import annotations

import unicodedata


def composed_text(text: str) -> str:
    """The text in composed form (NFC); as it is, if it is plain.

    >>> composed_text("Universite" + chr(0x301)) == "Universit" + chr(0xE9)
    True
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)
