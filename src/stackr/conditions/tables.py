"""The declared facts that expressions look things up in: frameworks, grades, credit units, registers, calendars, catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from stackr.language import tree


@dataclass(frozen=True, slots=True, eq=False)
class FrameworkVersion:
    """One version of a framework, compared by identity. `ranks` orders its level names; references are many-to-many with a status."""

    name: str
    version: str | None
    tree: tree.Framework
    ranks: Mapping[str, int]
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class GradeScale:
    """One grade scale. `rank(grade)` and `value(grade)` are given by `conditions.grades`."""

    name: str
    tree: tree.Grades


@dataclass(frozen=True, slots=True)
class CreditUnit:
    """A credit unit: exact hours (or a range), and its step."""

    name: str
    hours_low: Fraction | None
    hours_high: Fraction | None
    step: Fraction
    framework: str | None
    tree: tree.CreditUnit


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A credential on offer. `issuer` None: any (a code of the award's own body)."""

    code: str
    title: str
    issuer: str | None
    kind: str | None
    level: str | None
    framework: str | None
    credits: Fraction | None
    credit_unit: str | None
    hours: Fraction | None
    fields: tuple[str, ...]
    outcomes: tuple[str, ...]
    tags: tuple[str, ...]
    assessment: str | None
    mode: str | None
    terms: tuple[str, ...]
    cost: Fraction | None
    currency: str | None
    parts: tuple[str, ...]
    repeatable: int
    start: date | None
    end: date | None
    prerequisite: tree.Requirement | None = None
    corequisite: tree.Requirement | None = None
    at: str = ""
    catalogue: str | None = None
    places: tuple[str, ...] = ()
    """Where it is taught; none said: anywhere."""
    languages: tuple[str, ...] = ()
    open: frozenset[str] = frozenset()
    """Members that are not known, since it is not known which of several entries of one code is meant."""


@dataclass(frozen=True, slots=True)
class Tables:
    """All look-ups of a book, keyed by name."""

    frameworks: Mapping[str, tuple[FrameworkVersion, ...]] = field(default_factory=dict)
    grades: Mapping[str, GradeScale] = field(default_factory=dict)
    credit_units: Mapping[str, CreditUnit] = field(default_factory=dict)
    conversions: tuple[tree.Convert, ...] = ()
    registers: Mapping[str, tree.Register] = field(default_factory=dict)
    """With entries read from files already merged in."""
    calendars: Mapping[str, tree.Calendar] = field(default_factory=dict)
    catalogue: Mapping[str, tuple[CatalogueItem, ...]] = field(default_factory=dict)
    """By code; several issuers may use one code."""
    parameters: Mapping[str, tree.Parameter] = field(default_factory=dict)
    lets: Mapping[str, tree.Let] = field(default_factory=dict)
    groups: Mapping[str, tree.Group] = field(default_factory=dict)
