"""Catalogue items that no rule can tell apart: one of them is recognised and lowered, and stands for all.

Two items are alike if all their members are equal but the code, the title, the price, and what they ask first. An item whose
code is named anywhere (in a rule, an articulation, a decision, the record), that has parts or is one, or whose code several
bodies use, is like no other. Where rules speak of codes by pattern, the patterns that fit are part of the likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from stackr.conditions.patterns import matcher
from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.model import Span
from stackr.model.learning import Learner
from stackr.rulebook.book import Qualification, RuleBook

CONFERRAL = frozenset({"conferred", "as_of", "today", "expired", "year"})
"""Words of rules that look at the day of conferral (`expired`: by then; `each year`: until then)."""

CLOCKS = CONFERRAL | {
    "awarded", "completed", "starts", "expires", "transferred", "applied", "entry", "term", "terms", "years", "deadline",
}  # fmt: skip
"""Words of rules that look at when learning was done."""

_SKIPPED = frozenset({"span", "meta", "source", "note"})


class Likeness:
    """What an item looks like to the rules of one award and to one learner's record."""

    def __init__(self, book: RuleBook, qualification: Qualification, learner: Learner) -> None:
        catalogue = book.tables.catalogue
        words = set(_words(looked_at(book, qualification)))
        self.dated = bool(words & CLOCKS)
        self.conferral = bool(words & CONFERRAL) or qualification.tree.achieve_until is not None
        self.titles = "title" in words
        self.patterns = tuple(sorted(word for word in words if set("*?") & set(word)))
        self.named = (words | set(_of_record(learner))) & catalogue.keys()
        for code, items in catalogue.items():
            parts = {part for item in items for part in item.parts}
            if len(items) > 1 or parts:
                self.named |= {code, *parts}

    def __call__(self, item: CatalogueItem) -> object:
        """Equal for items that are alike."""
        code: object = item.code
        if item.code not in self.named:
            code = tuple(matcher(pattern)(item.code) for pattern in self.patterns)
        return (
            code,
            item.title if self.titles else None,
            item.issuer,
            item.kind,
            item.level,
            item.framework,
            item.credits,
            item.credit_unit,
            item.hours,
            item.fields,
            item.outcomes,
            item.tags,
            item.assessment,
            item.mode,
            item.repeatable,
        )


def looked_at(book: RuleBook, qualification: Qualification) -> Iterator[object]:
    """Every part of the rules that may read a unit of this award."""
    yield qualification.tree
    for relation in qualification.tree.relations:
        yield from (version.tree for version in book.qualifications.get(relation.award.text, ()))
    if qualification.ladder is not None:
        yield book.ladders[qualification.ladder].tree
    yield from book.tables.lets.values()
    yield from book.tables.groups.values()
    yield from (articulation.tree for articulation in book.articulations.values())
    yield from (
        criterion.condition.tree for d in book.definitions.values() for criterion in d.criteria if criterion.condition
    )


def _words(nodes: Iterable[object]) -> Iterator[str]:
    """Every text in a tree that rules may compare with."""
    waiting: list[Any] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, tuple | list | frozenset):
            waiting += node
        elif isinstance(node, Mapping):
            waiting += [*node.keys(), *node.values()]
        elif is_dataclass(node) and not isinstance(node, Enum | Span):
            waiting += [getattr(node, each.name) for each in fields(node) if each.name not in _SKIPPED]


def _of_record(learner: Learner) -> Iterator[str]:
    for holding in learner.holdings:
        yield from (text for text in (holding.credential, holding.part_of) if text is not None)
    for decision in learner.decisions:
        yield from (text for text in (decision.unit,) if text is not None)
    for value in learner.facts.values():
        if isinstance(value, tuple):
            yield from value
        elif isinstance(value, str):
            yield value
