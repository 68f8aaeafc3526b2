"""Registers, catalogues, definitions, articulations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Interval, Quantity
from stackr.language.tree.clauses import NO_META, Meta
from stackr.language.tree.expressions import Expr, Level
from stackr.language.tree.names import Name, Text
from stackr.language.tree.requirements import Requirement


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """`UNZA from 2008-01-01 until 2030-12-31 for "bachelor", "master" country "ZM"`; `party "ZM" from 2020-…` (treaty parties are a
    register of countries); `until` missing: open."""

    body: Name
    interval: Interval = field(default_factory=Interval)
    scope: tuple[Text, ...] = ()
    country: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Register:
    """`register HEA "…" { entries }`, `register HEA from "hea.csv"`, `register "Addis" parties { … }`; kind: bodies, quality, parties,
    identities."""

    name: Name
    title: Text | None = None
    kind: str = "bodies"
    entries: tuple[RegisterEntry, ...] = ()
    file: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Credential:
    """`credential DS501 "Programming" { issuer UNZA; level ZQF 8; 10 credits; hours 100; field "0613"; kind module; outcomes "a", "b";
    assessment exam; mode online; terms "2025-1"; places "Lusaka"; languages "en";
    cost 100 "ZMW"; prerequisite DS500 or exam "x"; corequisite …; parts A, B;
    tags "…"; repeatable up to 2; retired 2024-01-01 }`.

    As a declaration, and as a line of a catalogue."""

    name: Name
    title: Text | None = None
    kind: str | None = None
    issuer: Name | None = None
    level: Level | None = None
    credits: Quantity | None = None
    hours: Fraction | None = None
    fields: tuple[Text, ...] = ()
    outcomes: tuple[Text, ...] = ()
    tags: tuple[Text, ...] = ()
    assessment: Text | Name | None = None
    mode: Text | Name | None = None
    terms: tuple[Text, ...] = ()
    places: tuple[Text, ...] = ()
    languages: tuple[Text, ...] = ()
    cost: Fraction | None = None
    currency: Text | None = None
    prerequisite: Requirement | None = None
    corequisite: Requirement | None = None
    parts: tuple[Name, ...] = ()
    repeatable: int = 1
    retired: date | None = None
    """The first day on which it is no longer on offer."""
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`catalogue UNZA-2026 "…" { credential …; … }`, `catalogue X from "modules.csv" { column code = "Module code" }`; `credit unit`,
    `issuer` defaults."""

    name: Name
    title: Text | None = None
    credentials: tuple[Credential, ...] = ()
    file: Text | None = None
    issuer: Name | None = None
    credit_unit: Name | None = None
    columns: tuple[tuple[str, Text], ...] = ()
    """(member, heading of the column of the file that holds it)."""
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Criterion:
    """`assessed "Learning was assessed": assessment is known and not assessment = attendance  message "…"`; `optional` criteria are
    reported and do not decide; `excludes`: a criterion whose truth means "not a micro-credential"."""

    name: Name
    title: Text | None
    condition: Expr
    optional: bool = False
    excludes: bool = False
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """`definition nz-2022 "New Zealand 2022" of micro-credential { bounds: … }`; `extends unesco-2022` takes its criteria too;
    `left open "max_credits" note "…"` (a national profile with blanks: the criterion is unknown)."""

    name: Name
    title: Text | None
    outcome: str
    criteria: tuple[Criterion, ...] = ()
    extends: tuple[Name, ...] = ()
    blanks: tuple[tuple[Name, Text | None], ...] = ()
    country: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ArticulationSide:
    """One side: `A and B` (all together), from an issuer: `"CERT-X" of COLLEGE`; a target may say `20 credits` (block credit,
    unspecified) or `DS501 for 10 credits`."""

    code: Name | None
    issuer: Name | None = None
    credits: Quantity | None = None
    level: Level | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Articulation:
    """`articulation SADC-1 "…" { from A of X and B of X; to DS501, DS502; match 80%; minimum grade 60; in force from … until …;
    transitive; partial }`; a bundle is all-or-nothing; `partial` allows part grants, `via up to 2` allows chains."""

    name: Name
    title: Text | None
    sources: tuple[ArticulationSide, ...]
    targets: tuple[ArticulationSide, ...]
    match: Fraction | None = None
    minimum_grade: Expr | None = None
    transitive: bool = False
    partial: bool = False
    via: int = 0
    """`via up to 2`: how many other articulations a chain may pass through."""
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)
