"""What clauses of many kinds share: names, bounds, sources and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stackr.language.tree.amounts import Interval, Quantity
from stackr.language.tree.names import Name, Text


@dataclass(frozen=True, slots=True)
class Meta:
    """What any clause or declaration may carry: `source "s. 14(3)"`, `note "…"`, `confidence "inferred"`, `formerly a.b, c.d`,
    `message "…"` and an `in force from … until …` interval."""

    source: Text | None = None
    note: Text | None = None
    confidence: Text | None = None
    message: Text | None = None
    formerly: tuple[Name, ...] = ()
    force: Interval | None = None


NO_META = Meta()


@dataclass(frozen=True, slots=True)
class Label:
    """The name and title in front of a requirement or limit: `core "Core":`, `rpl_cap:`."""

    name: Name | None = None
    title: Text | None = None


NO_LABEL = Label()


@dataclass(frozen=True, slots=True)
class Bound:
    """`at least Q`, `at most Q`, `exactly Q`, `from Q until R` (two bounds)."""

    op: Literal["at least", "at most", "exactly"]
    quantity: Quantity
