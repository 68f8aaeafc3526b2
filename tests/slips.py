"""Rule files as they look after slips of the hand: words lost, doubled, exchanged or taken from elsewhere, other numbers."""

from __future__ import annotations

import random
import re

_PIECES = re.compile(r'"[^"\n]*"|\w+|[^\w\s]|\s+')
NUMBERS = ("0", "-1", "1/0", "0.0", "00", "1/3", "0.001", "999999999", "1000000000000", "2", "0%", "-0", "1e3")
STRANGE = ('"', "'", "−", "{", "}", ":", ";", "٣", "\u202e", "é", "0", "#", "\0")


def slipped(text: str, seed: str, *, numbers: bool = False) -> str:
    """The text with a slip or a few, the same for a seed; `numbers`: nothing but other numbers in place of some."""
    chance = random.Random(seed)
    pieces = _PIECES.findall(text)
    words = [at for at, piece in enumerate(pieces) if not piece.isspace()]
    digits = [at for at in words if pieces[at].isdigit()]
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        if numbers and digits:
            pieces[chance.choice(digits)] = chance.choice(NUMBERS)
        elif words:
            _slip(pieces, words, chance)
    return "".join(pieces)


def _slip(pieces: list[str], words: list[int], chance: random.Random) -> None:
    at, other = chance.choice(words), chance.choice(words)
    match chance.choice(("lost", "put in", "other", "exchanged", "doubled", "strange")):
        case "lost":
            pieces[at] = ""
        case "put in":
            pieces[at] += " " + pieces[other]
        case "other":
            pieces[at] = pieces[other]
        case "exchanged":
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case "doubled":
            pieces[at] += " " + pieces[at]
        case "strange":
            pieces[at] = "".join(chance.choices(STRANGE, k=3))
