"""Frameworks, grade scales, calendars, units of credit."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Interval, Quantity
from stackr.language.tree.clauses import NO_META, Meta
from stackr.language.tree.names import Name, Text


@dataclass(frozen=True, slots=True)
class LevelLine:
    """`level 8 "Postgraduate diploma"`, `level "Entry 3"` (ordered by `rank`, its place in the list, if not a number)."""

    name: Name
    title: Text | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """`8 is referenced to EQF 6 [until …] source "…"`, `8 is compared to nothing in EQF`: many-to-many, with a status."""

    levels: tuple[Name, ...]
    status: Literal["referenced", "aligned", "compared", "provisional", "rejected"]
    framework: Name
    targets: tuple[Name, ...]
    """Empty: explicitly no counterpart."""
    target_version: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Framework:
    """`framework SAQA-NQF "…" version "2009" { in force from …; levels 1 to 10; level 5 "…"; one credit is 10 hours;
    5 is referenced to EQF 4 …; country "ZA" }`. Several versions of one name are several declarations."""

    name: Name
    title: Text
    version: Text | None = None
    levels: tuple[LevelLine, ...] = ()
    credit_hours: Quantity | None = None
    references: tuple[Reference, ...] = ()
    country: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class GradeLine:
    """`"B-" = 2.7`, `Pass`, in descending order; a numeric scale says `from 0 to 100`."""

    name: Name
    value: Fraction | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class GradeConversion:
    """`convert to percent { "A" = 70; "B" = 60 }` or `convert to gpa { 70 to 100 = 4 }` (`low`..`high`)."""

    scale: Name
    rows: tuple[tuple[Name | Fraction, Fraction | None, Name | Fraction], ...]
    """(from, up to or None, value on the other scale)."""
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Grades:
    """`grades percent "…" { from 0 to 100; pass 50; convert to … }`, `grades letters { A = 4; "A-" = 3.7; …; pass "C" }`."""

    name: Name
    title: Text | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    lines: tuple[GradeLine, ...] = ()
    pass_mark: Name | Fraction | None = None
    conversions: tuple[GradeConversion, ...] = ()
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Term:
    """`term "2025-1" from 2025-01-13 until 2025-05-30`."""

    name: Name
    interval: Interval
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """`calendar UNZA "…" { term …; term … }`: order is by date."""

    name: Name
    terms: tuple[Term, ...]
    title: Text | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CreditUnit:
    """`credit ECTS "…" { is 25 to 30 hours; step 0.5; framework EQF }`, `credit UKC is 10 hours step 1`."""

    name: Name
    title: Text | None = None
    hours_low: Fraction | None = None
    hours_high: Fraction | None = None
    step: Fraction = Fraction(1)
    framework: Name | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Convert:
    """`convert 2 UKC = 1 ECTS round down per item source "…"`, `convert 25 hours = 1 ECTS round up per qualification`.

    The left unit converts to the right one (and back only if `both_ways`: `2 UKC <=> 1 ECTS`)."""

    left_amount: Fraction
    left: Name
    right_amount: Fraction
    right: Name
    both_ways: bool = False
    rounding: Literal["down", "up", "half-up", "none"] | None = None
    rounding_at: Literal["item", "qualification"] | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)
