"""What a catalogue says of a credential, for learning whose record says nothing: which item is meant, and what is taken from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from stackr.conditions.tables import CatalogueItem
from stackr.model.learning import Holding

_SAID = ("kind", "assessment", "mode", "level", "fields", "outcomes", "tags")
"""Members that an item says as a record does."""
_SIZE = ("credits", "hours")
_LISTS = ("fields", "outcomes", "tags", "languages")
_FACTS = ("kind", "assessment", "mode", "level", "framework", "credits", "credit_unit", "hours", *_LISTS)
"""What an item says of the learning."""


def item_meant(
    listed: Iterable[CatalogueItem], on: date | None, issuer: str | None, bodies: Collection[str]
) -> CatalogueItem | None:
    """The item of the bodies (else of `issuer`) that is meant of several with one code: as the catalogue has it on the day.

    Where there are several for the day, the one that names an issuer, then the latest, is meant. Where nobody knows the day,
    or it is on none of them, it is one of all, and what they say differently is not known. `bodies` empty: anybody's.
    """
    listed = tuple(listed)
    own = [item for item in listed if not bodies or item.issuer in (None, *bodies)]
    own = own or [item for item in listed if issuer is not None and item.issuer == issuer]
    if len(own) < 2:
        return own[0] if own else None
    dated = [item for item in own if on is not None and _offered(item, on)]
    if not dated:
        return _one_of([item for item in own if item.issuer is not None] or own)
    return max(dated, key=_standing_of)


def _one_of(items: list[CatalogueItem]) -> CatalogueItem:
    """The latest, without what others say differently."""
    latest = max(items, key=_standing_of)
    differing = [member for member in _FACTS if any(getattr(item, member) != getattr(latest, member) for item in items)]
    nothing: dict[str, Any] = {member: () if member in _LISTS else None for member in differing}
    return replace(latest, **nothing, open=frozenset(differing))


def as_listed(holding: Holding, item: CatalogueItem) -> Holding:
    """Learning that is the item itself, with what the item says where its record says nothing. What is said unreadably stays unknown."""
    said: dict[str, Any] = {member: getattr(item, member) for member in _SAID if _silent(holding, member)}
    said = {member: value for member, value in said.items() if value not in (None, ())}
    if "level" in said and holding.framework is None:
        said["framework"] = item.framework
    if all(_silent(holding, member) for member in _SIZE):
        said |= {"credits": item.credits, "credit_unit": item.credit_unit, "hours": item.hours}
    if len(item.languages) == 1 and "language" not in holding.extra and not holding.unread("language"):
        said["extra"] = {**holding.extra, "language": item.languages[0]}
    return replace(holding, **said) if said else holding


def _silent(holding: Holding, member: str) -> bool:
    return getattr(holding, member) is None and not holding.unread(member)


def _standing_of(item: CatalogueItem) -> tuple[object, ...]:
    """Orders entries of one code by what they say, never by where they stand."""
    texts = (item.title, item.level, item.framework, item.credit_unit, item.kind, item.mode, item.assessment)
    numbers = (item.credits, item.hours)
    lists = (item.outcomes, item.fields, item.tags, item.languages)
    return (
        item.issuer is not None,
        item.start or date.min,
        *(number or Fraction(0) for number in numbers),
        *(text or "" for text in texts),
        *lists,
    )


def _offered(item: CatalogueItem, on: date) -> bool:
    return (item.start or date.min) <= on <= (item.end or date.max)
