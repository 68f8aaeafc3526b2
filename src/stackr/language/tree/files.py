"""A file and the small declarations: parameters, named selectors, imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Interval, Quantity
from stackr.language.tree.catalogues import Articulation, Catalogue, Credential, Definition, Register
from stackr.language.tree.clauses import NO_META, Meta
from stackr.language.tree.expressions import Expr
from stackr.language.tree.frameworks import Calendar, Convert, CreditUnit, Framework, Grades
from stackr.language.tree.names import Name, Text
from stackr.language.tree.qualifications import Group, Qualification
from stackr.language.tree.recognition import Recognition
from stackr.language.tree.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Parameter:
    """`parameter rpl_cap "…" { 120 credits from 2020-01-01; 90 credits from 2024-09-01 }`, `parameter pass = 50`."""

    name: Name
    values: tuple[tuple[Quantity, Interval], ...]
    title: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Let:
    """`let science = field under "05" and level >= 5`; `let DS-OUTCOMES = outcomes { "a"; "b" }` (`outcomes`)."""

    name: Name
    selector: Expr | None
    outcomes: tuple[Text, ...] = ()
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Import:
    """`import "frameworks/zqf.stackr"`; a path relative to this file, or `stackr/…` for a shipped pack."""

    path: Text
    span: Span = field(default=NOWHERE, compare=False)


Declaration: TypeAlias = (
    Framework
    | Grades
    | Calendar
    | CreditUnit
    | Convert
    | Register
    | Catalogue
    | Credential
    | Definition
    | Articulation
    | Recognition
    | Qualification
    | Group
    | Parameter
    | Let
    | Import
    | Scenario
)


@dataclass(frozen=True, slots=True)
class File:
    """One rule file: `language 1` (optional), then declarations. `pack "…"` metadata stands in `meta`."""

    path: str
    declarations: tuple[Declaration, ...]
    pack: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)
