"""What a qualification requires; requirements nest freely."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from stackr._time import Duration
from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Base, Quantity
from stackr.language.tree.clauses import NO_LABEL, NO_META, Bound, Label, Meta
from stackr.language.tree.expressions import Expr
from stackr.language.tree.names import Name, Text


@dataclass(frozen=True, slots=True)
class Detail:
    """A line of a `with { … }` block: one quantity over what this pool or group counted.

    `at least 2 credentials at level >= 8` · `at most 20 credits per issuer` · `at least 3 issuers` · `each at least 5 credits`
    · `average at least 60` · `at least 30 credits` · `within 6 years from first of SELECTOR` · `in any 12 months`
    · `by term "2025-2"` · `last 30 credits from issuer UNZA` · `in at least 2 terms`.
    """

    kind: Literal["amount", "each", "per", "average", "span", "window", "last", "deadline", "level_of_highest"]
    bound: Bound | None = None
    selector: Expr | None = None
    per: str | None = None
    duration: Duration | None = None
    anchors: Expr | None = None
    deadline: Text | date | None = None
    within_last: Quantity | None = None
    """For `last`: how many credits are looked at."""
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class UnitReq:
    """A named unit: `DS501`, `DS590 with grade >= 60`, `"CS 101"`."""

    code: Name
    condition: Expr | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class GroupReq:
    """`all of { … }`, `any of { … }`, `one of { … }`, `2 of { … }`, `at least 2 of { … }`, `at most 1 of { … }`, each optionally
    `with { … }` over the union; `A or B` is `any of`. `splittable` stands before: `splittable all of { … }`."""

    op: Literal["all", "any", "exactly", "at least", "at most"]
    n: int
    """How many (0 for all; 1 for any and one)."""
    children: tuple[Requirement, ...]
    details: tuple[Detail, ...] = ()
    splittable: bool = False
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PoolReq:
    """`40 credits from SELECTOR with { … }`, `exactly 2 credentials from …`, `at least 30 and at most 60 credits from …`,
    `17 credentials from … by term "2025-1"`; `from what A counted` (`from_counted`), `overflow to B`, `splittable`."""

    bounds: tuple[Bound, ...]
    selector: Expr
    details: tuple[Detail, ...] = ()
    from_counted: Name | None = None
    overflow_to: Name | None = None
    splittable: bool = False
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ObserveReq:
    """`observes 2 credentials tagged "x"`, `observes at least 3 issuers over taken`: looks and takes nothing."""

    bound: Bound
    selector: Expr | None
    over: Base | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class CoverageReq:
    """`at least 80% of outcomes of { "a"; "b" }`, `at least 3 outcomes of DS-OUTCOMES` (a credential's or a `let`'s set)."""

    bound: Bound
    outcomes: tuple[Text, ...] = ()
    of: Name | None = None
    over: Base | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AverageReq:
    """`grade average at least 55 over counted`, `grade average at least 3.0 over core by credits except { X }`; scale named with
    `on percent`."""

    threshold: Fraction
    over: Base
    selector: Expr | None = None
    except_: Expr | None = None
    scale: Name | None = None
    by_credits: bool = True
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AwardReq:
    """`award PGCERT-DS`: another qualification held (conferred, or satisfied here under embed)."""

    award: Name
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class EvidenceReq:
    """What is not a course: `milestone "Induction"`, `exam "placement" with grade >= "B"`, `signoff "Head"`, `contract "X"`,
    `attested "flag"`. Met by a learner fact or a holding of that kind and title; absent is unknown, `no` is not met."""

    kind: Literal["milestone", "exam", "signoff", "contract", "attested"]
    title: Text
    condition: Expr | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class WhenReq:
    """`when CONDITION requires R otherwise S` (`otherwise` may be missing)."""

    condition: Expr
    then: Requirement
    otherwise: Requirement | None = None
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class UseReq:
    """`use GROUP`: a named group declared elsewhere."""

    group: Name
    label: Label = NO_LABEL
    meta: Meta = NO_META
    span: Span = field(default=NOWHERE, compare=False)


Requirement: TypeAlias = (
    UnitReq | GroupReq | PoolReq | ObserveReq | CoverageReq | AverageReq | AwardReq | EvidenceReq | WhenReq | UseReq
)
