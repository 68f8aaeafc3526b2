"""Attributes of a unit that rules count, spread or cap by: issuers, fields, terms, tags, outcomes …"""

from __future__ import annotations

from collections.abc import Callable

from stackr.conditions.patterns import matcher
from stackr.model.learning import RecognisedUnit

Values = tuple[str, ...] | None
"""The values a unit shows; None: unknown; empty: known to have none."""


def _one(value: str | None) -> Values:
    return None if value is None else (value,)


def _issuer(unit: RecognisedUnit) -> Values:
    return () if unit.no_issuer else _one(unit.issuer)


def _code(unit: RecognisedUnit) -> Values:
    return () if unit.is_block else _one(unit.code)


def _year(unit: RecognisedUnit) -> Values:
    day = unit.holding.day("completed", "awarded")
    return None if day is None else (str(day.year),)


_READ: dict[str, Callable[[RecognisedUnit], Values]] = {
    "issuer": _issuer,
    "subject": lambda unit: unit.fields,
    "field": lambda unit: unit.fields,
    "term": lambda unit: _one(unit.holding.term),
    "tag": lambda unit: unit.tags,
    "outcome": lambda unit: unit.outcomes,
    "level": lambda unit: _one(unit.level),
    "country": lambda unit: _one(unit.holding.country),
    "mode": lambda unit: _one(unit.holding.mode),
    "kind": lambda unit: _one(unit.holding.kind),
    "origin": lambda unit: _one(unit.holding.origin),
    "assessment": lambda unit: _one(unit.holding.assessment),
    "route": lambda unit: (unit.route,),
    "code": _code,
    "award": lambda unit: _one(unit.holding.part_of),
    "year": _year,
}
ATTRIBUTES = tuple(sorted(_READ))
"""Their names, for authors."""
_PLURALS = {"countries": "country", "provider": "issuer", "providers": "issuer", "body": "issuer", "bodies": "issuer"}

SEVERAL = frozenset({"subject", "field", "tag", "outcome"})
"""Attributes of which a unit may show several values."""

MEMBER_OF = {
    "code": "credential",
    "subject": "fields",
    "field": "fields",
    "tag": "tags",
    "outcome": "outcomes",
    "year": "completed",
}
"""The member of the record behind an attribute, where the name differs."""


def attribute(word: str) -> str | None:
    """The attribute a word of the language names (`issuers` → `issuer`), or None."""
    word = _PLURALS.get(word, word)
    if word in _READ:
        return word
    return word[:-1] if word.endswith("s") and word[:-1] in _READ else None


def attribute_values(unit: RecognisedUnit, name: str, pattern: str | None = None) -> Values:
    """The values of one attribute; with `pattern`, only those that match it (`tradition-*`)."""
    values = _READ[name](unit)
    if values is None or pattern is None:
        return values
    return tuple(filter(matcher(pattern), values))
