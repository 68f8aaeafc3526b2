"""The ladder of recognition: gates, routes, refusal."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from stackr._time import Duration
from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Quantity
from stackr.language.tree.clauses import NO_META, Meta
from stackr.language.tree.expressions import Expr, Within
from stackr.language.tree.names import Name, Text


@dataclass(frozen=True, slots=True)
class GrantLine:
    """`grants full`, `grants level`, `grants credit`, `grants part`, `grants full or part`, `grants as articulated`, `grants as decided`,
    `grants whole units, ungraded`, `grants up to 12 credits`, `grants conditional on "…"` (`counts now`: conditional counts as earned)."""

    effects: tuple[str, ...]
    """Words: full, part, level, credit, articulated, decided, units, nothing."""
    graded: bool = True
    cap: Quantity | None = None
    condition: Text | None = None
    counts_now: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """`evidence valid, authentic, current within 5 years of applied, sufficient from 2 kinds excluding "cv", "reference"`."""

    rules: tuple[str, ...]
    current: Within | None = None
    kinds: int | None = None
    excluding: tuple[Text, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Route:
    """`route NAME is KIND "Title" when CONDITION grants …`; a case-by-case route adds `documents complete`, `unless substantial
    difference in level, workload, …` and `decide within 4 months of complete`; the fallback (`fallback rpl is rpl "…"`) adds evidence
    rules, `each outcome met to at least 50% of outcome`, `never for …`, `apply within 14 days of starts`, `by "RPL office"`."""

    name: Name
    kind: Literal["own", "treaty", "agreement", "precedent", "advice", "assessment", "rpl"]
    title: Text | None
    condition: Expr | None
    grants: GrantLine | None
    fallback: bool = False
    differences: tuple[str, ...] = ()
    """Members of level, workload, quality, profile, outcomes that block when substantial."""
    tolerances: tuple[tuple[str, Fraction], ...] = ()
    """`workload by more than 20%`: what counts as substantial, where a number can say."""
    evidence: EvidenceRule | None = None
    outcome_share: Quantity | None = None
    never_for: tuple[Name, ...] = ()
    bars: Expr | None = None
    """`bars CONDITION`: learning barred by rule, of what `when` lets in; it never falls through."""
    deadline: tuple[Duration, str] | None = None
    """(how long, from which clock): `decide within 4 months of complete`."""
    apply_within: Within | None = None
    by: Text | None = None
    counts_as_issued_by: Name | None = None
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Gate:
    """`gate integrity { CONDITION; CONDITION }`: fails here never fall through. Each line may carry a message and a source."""

    name: Name
    conditions: tuple[tuple[Expr, Meta], ...]
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`refuse with reasons, advice "…", appeal within 30 days to "…"`."""

    advice: Text | None = None
    appeal: Duration | None = None
    appeal_to: Text | None = None
    appealable: bool = False
    """Whether an appeal is named at all; it may be without a time or a body."""
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Recognition:
    """`recognition unza "…" for UNZA, ZIT { gate …; route …; fallback …; refuse … }`; `first` (only the earliest that grants) or `best`
    (default: all are kept, the allocation decides)."""

    name: Name
    title: Text | None
    bodies: tuple[Name, ...]
    gates: tuple[Gate, ...]
    routes: tuple[Route, ...]
    refusal: Refusal | None = None
    first_only: bool = False
    chain: int = 1
    """`chain up to n`: how often learning may have been recognised on from body to body (E26)."""
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)
