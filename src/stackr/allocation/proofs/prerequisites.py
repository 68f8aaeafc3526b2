"""Prerequisites among additions: what is open in a set, what is attainable, closed sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from stackr.allocation.asks import Ask


class Needing(Protocol):
    """An item with what it asks of others; None: nothing."""

    @property
    def needs(self) -> Ask | None: ...


def open_item(codes: frozenset[str], items: Mapping[str, Needing]) -> str | None:
    """The first item of the set whose prerequisites are not in it; None if the set is closed."""
    for code in sorted(codes):
        needs = items[code].needs
        if needs is not None and not needs.met(codes):
            return code
    return None


def attainable(items: Mapping[str, Needing]) -> frozenset[str]:
    """The items whose prerequisites can be had, however far back; items that need each other can be taken together."""
    left = frozenset(items)
    while True:
        kept = frozenset(c for c in left if (needs := items[c].needs) is None or needs.met(left))
        if kept == left:
            return left
        left = kept


def closed_set(codes: frozenset[str], items: Mapping[str, Needing]) -> frozenset[str]:
    """Some closed set that contains the codes, what is named first before the rest. The items must be attainable."""
    while (code := open_item(codes, items)) is not None:
        needs = items[code].needs
        there = None if needs is None else needs.within(items.keys())
        assert there is not None
        codes |= there.some()
    return codes


def asked_codes(needs: Ask | None) -> frozenset[str]:
    """Every code that is named in what an item asks."""
    return frozenset() if needs is None else frozenset(needs.codes())
