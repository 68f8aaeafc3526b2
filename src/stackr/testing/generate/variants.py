"""The same book and learner said otherwise: in another order, under other names, with more. What follows must follow again.

`reordered_book` and `reordered` change nothing but order; `renamed` gives every code, clause and holding another name that
sorts the same; `IRRELEVANT` is a holding that no rule looks at; `grown` adds learning.
"""

from __future__ import annotations

import json
import random
import re
from typing import Any, Final

from stackr.testing.generate.learners import Record, made_up_holding
from stackr.testing.generate.words import Draw

NAMES: Final = re.compile(
    r"\b(U|h|pool|group|unit|either|when|evidence|observer|held|use|line|over|limit|layer|entry|ART)(\d+)\b",
    re.IGNORECASE,
)
RENAMED: Final = re.compile(
    r"\b(U|h|pool|group|unit|either|when|evidence|observer|held|use|line|over|limit|layer|entry|ART)x(\d+)\b",
    re.IGNORECASE,
)
DIGESTS: Final = re.compile(r"~[0-9a-f]{12}\b")
"""Unnamed clauses carry a digest of what they say, names included."""

IRRELEVANT: Final[Record] = {
    "id": "zz",
    "credential": "ZZZ",
    "issuer": "NOBODY",
    "status": "revoked",
    "signature": "verified",
}

UNSTEADY: Final = ("attempted", "taken", "repeat last", "repeat first", "holds SUB", "each year", "\n  first\n")
"""Words of a book in which more learning may lower progress."""


def reordered_book(text: str, seed: int) -> str:
    """Declarations, requirements and limits in another order; what has an order by design (ladders, `prefer`) keeps it."""
    rng = random.Random(f"order {seed}")
    parts = re.split(r"\n(?=(?:catalogue|articulation|recognition|qualification|credit|convert|let|group) )", text)
    head, rest = parts[0], parts[1:]
    rng.shuffle(rest)
    return head + "\n" + "\n".join(_lists(part, rng) for part in rest)


def _lists(declaration: str, rng: random.Random) -> str:
    """Shuffle what stands between `;` in the braces of one-line lists of requirements, limits and lines of blocks."""
    lines = declaration.split("\n")
    if declaration.startswith("qualification"):
        lines = [_shuffled(line, rng) if re.match(r"\s+(requires|limits) ", line) else line for line in lines]
    return "\n".join(lines)


def _shuffled(text: str, rng: random.Random) -> str:
    """The text with the members of each pair of braces in another order, inside out. Values of a selector are quoted in
    reasons as the author lists them: they stay."""
    start = text.find("{")
    if start < 0:
        return text
    end = _closing(text, start)
    members = [_shuffled(member, rng) for member in _members(text[start + 1 : end])]
    if not text[:start].endswith(" in "):
        rng.shuffle(members)
    return f"{text[:start]}{{ {'; '.join(members)} }}{_shuffled(text[end + 1 :], rng)}"


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise ValueError("a brace is not closed")


def _members(inside: str) -> list[str]:
    found, depth, begin = [], 0, 0
    for at, character in enumerate(inside):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == ";" and depth == 0:
            found.append(inside[begin:at].strip())
            begin = at + 1
    return [*found, inside[begin:].strip()]


def reordered(record: Record, seed: int) -> Record:
    """Holdings, decisions, facts and members in another order."""
    rng = random.Random(f"order {seed}")

    def turned(value: Any, ordered: bool = False) -> Any:
        if isinstance(value, dict):
            names = list(value)
            rng.shuffle(names)
            return {name: turned(value[name]) for name in names}
        if isinstance(value, list) and not ordered:
            items = [turned(item) for item in value]
            rng.shuffle(items)
            return items
        return value

    found: Record = turned(record)
    return found


def renamed(text: str) -> str:
    """Every name another one; the order of names stays."""
    return NAMES.sub(r"\1x\2", text)


def named_back(text: str) -> str:
    """The reverse of `renamed` for an audit as JSON, and unnamed clauses without their digests, which are in no order then."""
    found = json.loads(DIGESTS.sub("~", RENAMED.sub(r"\1\2", text)))
    return json.dumps(_unnamed_in_order(found), sort_keys=True)


def _unnamed_in_order(value: Any) -> Any:
    """Runs of unnamed clauses of one parent stand by what they say."""
    if isinstance(value, dict):
        return {name: _unnamed_in_order(each) for name, each in value.items()}
    if not isinstance(value, list):
        return value
    each_in_order = [_unnamed_in_order(each) for each in value]
    if not all(isinstance(each, dict) and "id" in each for each in each_in_order):
        return each_in_order
    place = {each["id"]: index for index, each in reversed(list(enumerate(each_in_order)))}
    return sorted(each_in_order, key=lambda each: (place[each["id"]], json.dumps(each, sort_keys=True)))


def grown(record: Record, seed: int) -> Record:
    """The learner with one more module, of the home body or another: no copy of a record there is, which could contradict it."""
    draw = Draw(random.Random(f"grown {seed}"))
    there = [_which(holding) for holding in record["holdings"]]
    while _which(more := made_up_holding(draw, "h9")) in there:
        continue
    more |= {"status": "active", "kind": "module", "signature": "verified"}
    return record | {"holdings": [*record["holdings"], more]}


def _which(holding: Record) -> tuple[Any, ...]:
    """What makes two holdings copies of one record."""
    return tuple(holding.get(name) for name in ("issuer", "credential", "awarded"))


def steady(text: str) -> bool:
    """Whether more learning never lowers progress under the book."""
    return not any(word in text for word in UNSTEADY)
