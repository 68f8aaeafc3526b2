"""What an item of the catalogue asks first or beside it, of items that are not held."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, TypeAlias

from stackr.allocation.asks import Ask, Part
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.language import tree

Answer: TypeAlias = "Ask | Literal[True] | str"
"""What is still asked: nothing (True), something, or (text) what can't be had."""


NOTHING: Mapping[str, str] = {}


def asked(
    node: tree.Requirement | None,
    held: Collection[str],
    offered: Collection[str],
    prior: Mapping[str, str] = NOTHING,
) -> Answer:
    """What taking an item asks of the other items. What is no unit (an exam, a form) is granted: a person sees to it, and what is
    told by more than codes as well (catalogues tell what they can in codes, `rulebook/asked_first.py`).

    `prior`: code → the label of prior learning that may be recognised for it, which does as well as the item.
    """
    match node:
        case tree.UnitReq():
            return asked_code(node.code.text, held, offered, prior)
        case tree.GroupReq():
            if node.op == "at most":
                return True
            least = len(node.children) if node.op == "all" else node.n
            return joined(least, [asked(child, held, offered, prior) for child in node.children])
    return True


def asked_code(code: str, held: Collection[str], offered: Collection[str], prior: Mapping[str, str]) -> Answer:
    """What is asked where one code is."""
    if code in held or (has_wildcard(code) and any(map(matcher(code), held))):
        return True
    ways = ((code,) if code in offered else ()) + ((prior[code],) if code in prior else ())
    return Ask(1, ways) if ways else code


def joined(least: int, answers: list[Answer]) -> Answer:
    """What so many of the answers come to together."""
    left = least - sum(answer is True for answer in answers)
    if left <= 0:
        return True
    open_ = [answer for answer in answers if isinstance(answer, Ask)]
    if len(open_) < left:
        lost = sorted(answer for answer in answers if isinstance(answer, str))
        return " or ".join(lost) if lost else "nothing that is on offer"
    flat: list[Part] = []
    for answer in open_:
        single = answer.least == 1 and len(answer.parts) == 1
        flat.append(answer.parts[0] if single else answer)
    if left == 1 and len(flat) == 1 and isinstance(flat[0], Ask):
        return flat[0]
    return Ask(left, tuple(flat))
