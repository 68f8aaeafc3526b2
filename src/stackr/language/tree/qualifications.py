"""Qualifications, their counting policy, and named groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Interval, Quantity
from stackr.language.tree.clauses import NO_LABEL, NO_META, Bound, Label, Meta
from stackr.language.tree.expressions import Expr, Level
from stackr.language.tree.limits import AmountLimit, Limit
from stackr.language.tree.names import Name, Text
from stackr.language.tree.requirements import AverageReq, Requirement


@dataclass(frozen=True, slots=True)
class SharedLine:
    """`shared between A and B up to 6 credits`; without `up to`, all may be shared."""

    left: Name
    right: Name
    cap: Quantity | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class NotBothLine:
    """`SELECTOR counts toward A or B, not both`: even where A and B share."""

    selector: Expr
    left: Name
    right: Name
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CountsAsLine:
    """`CS 400 counts as 2`: for counts of credentials only."""

    selector: Expr
    n: int
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class LayerReq:
    """`also requires writing "Writing": R` (may use any recognised unit again; `from counted` narrows it), and
    `entry requires R` (`entry`: gates status `closed to entry`)."""

    requirement: Requirement
    from_counted: bool = False
    entry: bool = False
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class RelationLine:
    """A tie to another award: `includes PGCERT-DS with embed`, `after BSC consume level <= 5 when cognate`,
    `after PGCERT share up to 20 credits`. `includes` also makes Q conferrable on the way; it adds no requirement."""

    award: Name
    policy: Literal["embed", "consume", "surrender", "surplus", "share"]
    includes: bool = False
    cap: Quantity | None = None
    selector: Expr | None = None
    condition: Expr | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Prefer:
    """`prefer least by rpl, best grades`: ordered."""

    items: tuple[Expr | None, ...]
    """A selector: `least SELECTOR`; None: `best grades`."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ClassifyLine:
    """`classify "Distinction" as "Honours" when grade average at least 70 over counted` (first that holds; unclassified when nothing
    is graded)."""

    name: Text
    condition: AverageReq | AmountLimit | Expr
    otherwise: bool = False
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def called(self) -> str:
        """The class: what `as` names, else the text in front."""
        return self.label.title.text if self.label.title is not None else self.name.text


@dataclass(frozen=True, slots=True)
class Transition:
    """`transition from 2024-01-01: when entry before 2026-01-01 may choose` / `must move by 2028-06-30`: clauses between versions:
    learners of version `of` who meet the condition may (or must) use this version."""

    of: date
    kind: Literal["may", "must"]
    by: date | None = None
    condition: Expr | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Qualification:
    """See language.md. Lines: `awarded by UNZA at ZQF 8`, `total 120 credits` (`exactly`/`at least`), `in force from … until …,
    enrol until …, achieve until …`, `version by FACT`, `recognised by LADDER`, `credit unit UKC`, `item weight 10 credits`,
    `replaces OLD`, `exit award of BSC`, `priority 1`, `repeat best|last|first`, `repeatable CODE up to n`, `kind "micro"`."""

    name: Name
    title: Text
    issuer: Name | None = None
    level: Level | None = None
    total: Bound | None = None
    force: Interval | None = None
    enrol_until: date | None = None
    achieve_until: date | None = None
    version_by: str | None = None
    recognised_by: Name | None = None
    credit_unit: Name | None = None
    item_weight: Quantity | None = None
    replaces: tuple[Name, ...] = ()
    exit_of: Name | None = None
    priority: int | None = None
    repeat: Literal["best", "last", "first"] = "best"
    repeatable: tuple[tuple[Name, int], ...] = ()
    field_: Text | None = None
    requirement: Requirement | None = None
    limits: tuple[Limit, ...] = ()
    layers: tuple[LayerReq, ...] = ()
    shared: tuple[SharedLine, ...] = ()
    not_both: tuple[NotBothLine, ...] = ()
    counts_as: tuple[CountsAsLine, ...] = ()
    relations: tuple[RelationLine, ...] = ()
    prefer: Prefer | None = None
    classify: tuple[ClassifyLine, ...] = ()
    transitions: tuple[Transition, ...] = ()
    splittable: bool = False
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """`group MATHS "Mathematics": all of { … }`: reusable with `use MATHS`."""

    name: Name
    requirement: Requirement
    title: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)
