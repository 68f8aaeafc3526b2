"""Files as they arrive after an accident: bytes changed, cut, doubled, put in. The same damage in every run of the tests."""

from __future__ import annotations

import random

STRANGE = (b'"', b"\n", b",", b"\0", b"\xff", b"{", b"[", b"9" * 20, b"\r", b"=1+1")


def damaged(data: bytes, seed: str) -> bytes:
    """The data with one accident or a few."""
    chance = random.Random(seed)
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        if found:
            _accident(found, chance)
    return bytes(found)


def _accident(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data))
    match chance.choice(("other", "other", "lost", "cut off", "put in", "doubled")):
        case "other":
            data[at] = chance.randrange(256)
        case "lost":
            del data[at : at + chance.choice((1, 4, 50))]
        case "cut off":
            del data[at:]
        case "put in":
            data[at:at] = chance.choice(STRANGE)
        case "doubled":
            start = chance.randrange(len(data))
            data[at:at] = data[start : start + chance.choice((3, 30))]
