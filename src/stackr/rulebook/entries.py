"""What differs between the catalogues of two rule books, entry by entry and member by member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from stackr._quantity import format_amount
from stackr.conditions.tables import CatalogueItem
from stackr.rulebook.book import RuleBook
from stackr.rulebook.named import names_below

How: TypeAlias = Literal["new", "gone", "changed"]
Key: TypeAlias = "tuple[str, str, str, int]"
NOT_TOLD: Final = frozenset({"code", "at", "catalogue", "open"})


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that is new or gone, or one of its members that changed: then with both values, as text (None: not said)."""

    code: str
    issuer: str | None
    how: How
    member: str | None = None
    before: str | None = None
    after: str | None = None


def catalogue_changes(before: RuleBook, after: RuleBook) -> tuple[EntryChange, ...]:
    """In order of code, issuer and member. Where an entry stands, in which file and line, is no change."""
    old, new = _entries(before), _entries(after)
    return tuple(change for key in sorted({*old, *new}) for change in _of(old.get(key), new.get(key)))


def _entries(book: RuleBook) -> Mapping[Key, CatalogueItem]:
    """By code, issuer and first day; those that share all three by what they say."""
    found: dict[Key, CatalogueItem] = {}
    for code, items in book.tables.catalogue.items():
        for item in sorted(items, key=lambda item: tuple(str(text) for text in _members(item).values())):
            first = item.start.isoformat() if item.start else ""
            number = sum(key[:3] == (code, item.issuer or "", first) for key in found) if len(items) > 1 else 0
            found[code, item.issuer or "", first, number] = item
    return found


def _of(old: CatalogueItem | None, new: CatalogueItem | None) -> Iterator[EntryChange]:
    known = new or old
    assert known is not None
    if old is None or new is None:
        yield EntryChange(known.code, known.issuer, "new" if old is None else "gone")
        return
    one, other = _members(old), _members(new)
    for member in one:
        if getattr(old, member) != getattr(new, member):
            before, after = one[member], other[member]
            told = f"{after}, asked otherwise" if before == after else after
            yield EntryChange(known.code, known.issuer, "changed", member, before, told)


def _members(item: CatalogueItem) -> dict[str, str | None]:
    told = {part.name: _text(getattr(item, part.name)) for part in fields(item) if part.name not in NOT_TOLD}
    asked = {name: getattr(item, name) for name in ("prerequisite", "corequisite")}
    return told | {
        name: _text(tuple(dict.fromkeys(each.text for each in names_below(need)))) for name, need in asked.items()
    }


def _text(value: object) -> str | None:
    match value:
        case None | ():
            return None
        case Fraction():
            return format_amount(value)
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(str(each) for each in value)
        case _:
            return str(value)
