"""Amounts with their units and bases, and intervals of days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.names import Name, Text


@dataclass(frozen=True, slots=True)
class Base:
    """What a share is of: `of award`, `of counted`, `of group`, `of taken`, `of attempted`, `of outcome`, `of outcomes`,
    `of counted in ID`, `of ID` (what ID needs)."""

    kind: Literal["award", "counted", "group", "taken", "attempted", "outcome", "need"]
    scope: Name | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`40 credits`, `2 credentials`, `150 hours`, `3 issuers`, `50% of award`, `1/3 of counted in core`, `cap credits`.

    Exactly one of `amount`, `parameter` is set. `unit` is None for a share. A percent is stored as its fraction.
    `credit_unit` names a unit other than the award's: `12 credits ECTS`.
    """

    amount: Fraction | None
    unit: str | None
    """`credits`, `credentials`, `hours`, `issuers`, `subjects`, `terms`, `tags`, `years`, `providers` …, or None."""
    base: Base | None = None
    parameter: Name | None = None
    credit_unit: Name | None = None
    tag_prefix: Text | None = None
    """`2 tags "tradition-*"`: only tags that match."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Interval:
    """`from DATE`, `until DATE`, `from DATE until DATE`; both ends included."""

    start: date | None = None
    end: date | None = None
    span: Span = field(default=NOWHERE, compare=False)
