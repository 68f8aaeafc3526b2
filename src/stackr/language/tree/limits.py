"""Lines of `limits { … }`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from stackr._time import Duration
from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Base, Quantity
from stackr.language.tree.clauses import NO_LABEL, NO_META, Bound, Label, Meta
from stackr.language.tree.expressions import Expr
from stackr.language.tree.names import Name
from stackr.language.tree.requirements import AverageReq


@dataclass(frozen=True, slots=True)
class AmountLimit:
    """`rpl_cap: at most 50% of award by rpl`, `lower: at most 30 credits at level < ZQF 7 in electives`, `at least 1/3 of award
    from issuer UNZA`, `at most 20 credits per issuer`, `at most 280 credits attempted`, `at least 60 credits each year`,
    `at least 3 issuers`, `at least 15 of the last 30 credits from issuer UNZA` (`within_last`)."""

    bound: Bound
    selector: Expr | None = None
    per: str | None = None
    scope: Name | None = None
    """`in ID`: over what that requirement (or layer) counted; None: the main layer."""
    over: Base | None = None
    """`attempted` or `taken` read the record instead."""
    each: str | None = None
    within_last: Quantity | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class BarredLimit:
    """`barred: at most one of { DS503; DS504 }` (`n` of them may count)."""

    n: int
    members: tuple[Expr, ...]
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CurrencyLimit:
    """`currency: awarded within 8 years of conferred for SELECTOR, except in core`: removes (unit, place) pairs."""

    window: Expr
    selector: Expr | None = None
    except_in: tuple[Name, ...] = ()
    only_in: tuple[Name, ...] = ()
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class NeverLimit:
    """`never by rpl for capstone`, `never SELECTOR for core, electives` (no `for`: nowhere): removes (unit, place) pairs."""

    selector: Expr
    places: tuple[Name, ...] = ()
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class SpanLimit:
    """`time: completed within 6 years from first of SELECTOR`, `in any 12 months`."""

    duration: Duration
    anchors: Expr | None
    selector: Expr | None = None
    member: str = "completed"
    scope: Name | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


Limit: TypeAlias = AmountLimit | BarredLimit | CurrencyLimit | NeverLimit | SpanLimit | AverageReq
