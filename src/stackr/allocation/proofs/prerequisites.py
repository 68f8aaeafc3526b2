"""Prerequisites among additions: what is open in a set, what is attainable, closed sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Needing(Protocol):
    """An item with alternatives of prerequisites, each a set of codes; none: it needs nothing."""

    @property
    def needs(self) -> tuple[frozenset[str], ...]: ...


def open_item(codes: frozenset[str], items: Mapping[str, Needing]) -> str | None:
    """The first item of the set whose prerequisites are not in it; None if the set is closed."""
    for code in sorted(codes):
        needs = items[code].needs
        if needs and not any(alternative <= codes for alternative in needs):
            return code
    return None


def attainable(items: Mapping[str, Needing]) -> frozenset[str]:
    """The items whose prerequisites can be had, however far back; items that need each other can be taken together."""
    left = frozenset(items)
    while True:
        kept = frozenset(c for c in left if not items[c].needs or any(a <= left for a in items[c].needs))
        if kept == left:
            return left
        left = kept


def closed_set(codes: frozenset[str], items: Mapping[str, Needing]) -> frozenset[str]:
    """Some closed set that contains the codes, first alternatives first. The items must be attainable."""
    while (code := open_item(codes, items)) is not None:
        codes |= next(alternative for alternative in items[code].needs if alternative <= items.keys())
    return codes
