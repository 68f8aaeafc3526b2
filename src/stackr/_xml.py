"""Text for XML, which has no way to write some characters (XML 1.0, 2.2): most control characters, and two that are none."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with the replacement character for each of those.

    >>> xml_text("a" + chr(1) + chr(0xFFFF)) == "a" + 2 * chr(0xFFFD)
    True
    """
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
