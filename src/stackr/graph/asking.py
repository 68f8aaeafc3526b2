"""What an item of the catalogue asks first or beside it, of items that are not held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from stackr.allocation.asks import Ask, Part
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.tables import CatalogueItem
from stackr.graph.asked_words import need_words
from stackr.language import tree
from stackr.requirements.words import expr_words, listing

Answer: TypeAlias = "Ask | Literal[True] | str"
"""What is still asked: nothing (True), something, or (text) what can't be had."""

Found: TypeAlias = "tuple[Answer, tuple[str, ...]]"
"""The answer, and what it takes for granted, in words: what no record shows yet and no item gives."""


NOTHING: Mapping[str, str] = {}


class OnRecord(Protocol):
    """What the record tells of what is asked by more than a code; None: that is not known."""

    def passed_with(self, code: str, condition: tree.Expr) -> bool | None:
        """Whether it is passed, and so."""

    def may_be(self, label: str, condition: tree.Expr) -> bool:
        """Whether an item that is not passed yet may be so: it is passed at any grade asked."""

    def shown(self, node: tree.AwardReq | tree.EvidenceReq) -> bool | None:
        """Whether the award is held, the evidence there."""

    def so(self, condition: tree.Expr) -> bool | None:
        """Whether it is so of the learner."""


class _Nothing:
    """Nobody's record."""

    def passed_with(self, code: str, condition: tree.Expr) -> bool | None:
        return None

    def may_be(self, label: str, condition: tree.Expr) -> bool:
        return True

    def shown(self, node: tree.AwardReq | tree.EvidenceReq) -> bool | None:
        return None

    def so(self, condition: tree.Expr) -> bool | None:
        return None


NO_RECORD: OnRecord = _Nothing()


@dataclass(frozen=True, slots=True)
class There:
    """What a learner has and may have. `held`: codes passed; `ways`: code → the labels under which it can be taken, of several
    bodies several; `prior`: code → the label of prior learning that may be recognised for it, which does as well as the item."""

    held: Collection[str]
    ways: Mapping[str, tuple[str, ...]]
    record: OnRecord = NO_RECORD
    prior: Mapping[str, str] = field(default_factory=dict)


def ways_of(items: Mapping[str, CatalogueItem], others: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Code → the labels of the items of that code; `others` are known by their code alone."""
    found: dict[str, set[str]] = {}
    for label, item in items.items():
        found.setdefault(item.code, set()).add(label)
    for code in others:
        found.setdefault(code, set()).add(code)
    return {code: tuple(sorted(labels)) for code, labels in found.items()}


def asked(node: tree.Requirement | None, there: There) -> Answer:
    """What taking an item asks of the other items. What is no unit (an exam, an award) and not refused by the record is granted: a
    person sees to it (see `granted`), and what is told by more than codes as well (catalogues tell what they can in codes,
    `rulebook/asked_first.py`)."""
    return _found(node, there)[0]


def granted(node: tree.Requirement | None, there: There) -> tuple[str, ...]:
    """What the answer takes for granted, in words."""
    return _found(node, there)[1]


def _found(node: tree.Requirement | None, there: There) -> Found:
    match node:
        case None:
            return True, ()
        case tree.UnitReq(code=code, condition=condition):
            return _unit(code.text, condition, there)
        case tree.AwardReq() | tree.EvidenceReq():
            shown, words = there.record.shown(node), need_words(node)
            return (words if shown is False else True), (() if shown is not None else (words,))
        case tree.WhenReq(condition=condition, then=then, otherwise=otherwise):
            so = there.record.so(condition)
            if so is not None:
                return _found(then if so else otherwise, there)
        case tree.GroupReq(op=op, n=n, children=children):
            least = len(children) if op == "all" else n
            among = (True, ()) if op == "at most" else _together(least, [_found(child, there) for child in children])
            return (among[0], (*among[1], need_words(node))) if node.details else among
    return True, (need_words(node),)


def _unit(code: str, condition: tree.Expr | None, there: There) -> Found:
    if condition is None:
        return asked_code(code, there), ()
    words, so = f"{code} with {expr_words(condition)}", there.record.passed_with(code, condition)
    if so is not False and _is_held(code, there):
        return True, () if so else (words,)
    ways = tuple(label for label in there.ways.get(code, ()) if there.record.may_be(label, condition))
    return Ask(1, ways) if ways else words, ()


def _is_held(code: str, there: There) -> bool:
    return code in there.held or (has_wildcard(code) and any(map(matcher(code), there.held)))


def asked_code(code: str, there: There) -> Answer:
    """What is asked where one code is."""
    if _is_held(code, there):
        return True
    ways = there.ways.get(code, ()) + ((there.prior[code],) if code in there.prior else ())
    return Ask(1, ways) if ways else code


def _together(least: int, found: list[Found]) -> Found:
    """So many of them: first those that are there, then those taken for granted, then what can be taken."""
    sure = sum(answer is True and not words for answer, words in found)
    taken = [words for answer, words in found if answer is True and words]
    within = [text for answer, words in found if isinstance(answer, Ask) for text in words]
    answer, left = joined(least, [answer for answer, _ in found]), max(0, least - sure)
    if len(taken) > left:
        several = listing([listing(words) for words in taken], "or")
        return answer, () if not left else (several if left == 1 else f"{left} of {several}",)
    more = tuple(within) if isinstance(answer, Ask) else ()
    return answer, (*(text for words in taken for text in words), *more)


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


def conditions_in(node: tree.Requirement | None) -> tuple[str, ...]:
    """What it asks of units by more than their codes, in words."""
    match node:
        case tree.UnitReq(code=code, condition=condition) if condition is not None:
            return (f"{code.text} with {expr_words(condition)}",)
        case tree.GroupReq(children=children):
            return tuple(dict.fromkeys(text for child in children for text in conditions_in(child)))
        case tree.WhenReq(then=then, otherwise=otherwise):
            return (*conditions_in(then), *conditions_in(otherwise))
    return ()
