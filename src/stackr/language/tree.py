"""The abstract tree: one class per construct of the language, each with its surface form in the docstring.

Values are as the author wrote them, resolved by nobody yet: names are `Name`s, amounts exact `Fraction`s. Every node
knows its span. Order of members is the order of the file; nothing downstream may let it decide anything, but for
`Recognition.routes` and `Prefer.items`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from stackr._time import Duration
from stackr.diagnostics.model import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Name:
    """A reference or a declared name: `DS501`, `PGDIP-DS`, `core.maths`, `"CS 101"` (quoted names may hold anything)."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted text that is data or prose: a title, a source, a pattern."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


# ── amounts and time ────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── expressions: selectors over recognised units, conditions over holdings and learners ─────────────────────────────


@dataclass(frozen=True, slots=True)
class Or:
    """`A or B`."""

    items: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """`A and B`."""

    items: tuple[Expr, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not A`."""

    item: Expr
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Level:
    """A level, in a framework if named: `7`, `ZQF 7`, `EQF 6 referenced or compared` (`statuses` beyond the default),
    `RQF "Entry 3"` (`text`: a level that is not a number; `value` is then 0 and says nothing)."""

    value: Fraction
    framework: Name | None = None
    statuses: tuple[str, ...] = ()
    text: Text | None = None
    span: Span = field(default=NOWHERE, compare=False)


Value: TypeAlias = "Fraction | date | Text | Name | Level | Quantity"


@dataclass(frozen=True, slots=True)
class Compare:
    """`MEMBER OP VALUE`: `level >= ZQF 7`, `grade >= "B-"`, `issuer = UNZA`, `issuer UNZA`, `status is not revoked`,
    `mode = online`, `awarded after 2024-01-01`, `credits >= 5`, `hours >= 150`, `title = "Intro*"`, `origin = X`,
    `fact "declared-minor" = "yes"`, `any level >= 7` (`quantifier`), `parameter NAME` on the right as Name with parameter=True.

    `op` is one of `= != < <= > >=`; `is`/`is not` are `=`/`!=`; `before`/`after` are `<`/`>`, `until`/`by` `<=`, `since` `>=`.
    """

    member: str
    op: str
    value: Value
    quantifier: Literal["all", "any"] = "all"
    argument: Text | None = None
    """The name of a learner fact (`fact "x"`), or of another member that takes one."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class In:
    """`MEMBER in { V; V }`, `issuer in register HEA`, `country in parties("Addis")` (`register`, `argument`)."""

    member: str
    values: tuple[Value, ...] = ()
    register: Name | None = None
    argument: Text | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Under:
    """`field under "061"`, `outcomes under "…"`: a subtree of a taxonomy, the node itself included."""

    member: str
    node: Text
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Code:
    """A code or a name of a `let` (bare), or a code pattern with wildcards (quoted): `DS501`, `"MATH*"`, `"18.03"`."""

    name: Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Tagged:
    """`tagged "writing-intensive"` (wildcards allowed)."""

    tag: Text
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class By:
    """`by rpl`, `by unza.sadc`: recognised by a route kind or a route."""

    route: Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Within:
    """`awarded within 5 years of applied`, `completed more than 5 years before conferred` (`negated`): both ends counted back
    from the clock; `within` includes the end. `clock` is any dated fact or member, or a date."""

    member: str
    duration: Duration
    clock: str | date
    negated: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Between:
    """`awarded from 2020-01-01 until 2024-12-31`: both ends included."""

    member: str
    interval: Interval
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Includes:
    """`outcomes include "…"`, `fields include "0612"`, `evidence includes portfolio`: a list member holds the value."""

    member: str
    value: Text | Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Known:
    """`level is known`, `grade is unknown`, `signature present`: about the record itself, never unknown."""

    member: str
    known: bool = True
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """A bare truth of a holding or learner: `graded`, `ungraded`, `assessed`, `standalone`, `splittable`, `expired`,
    `holder is the learner`, `external`, `conferred`."""

    word: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Accredited:
    """`accredited on awarded`, `accredited by HEA on awarded`, `accredited for "bachelor" on awarded`: the issuer stands in the
    register (any register of awarding bodies or QA decisions if none is named) with validity and scope on the date."""

    clock: str
    register: Name | None = None
    scope: Text | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ArticulationInForce:
    """`articulation in force on awarded`, `articulation UNZA-TEVETA in force on completed`."""

    clock: str
    name: Name | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Precedent:
    """`precedent within 5 years of applied`: a recorded decision on the same credential, issuer and target."""

    duration: Duration | None
    clock: str | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """Ties to awards and containers: `part of X`, `used in Q`, `from award Q`, `holds Q`, `enrolled in Q`, `in progress Q`,
    `applied for DS504`, `completed DS501`."""

    kind: Literal["part_of", "used_in", "from_award", "holds", "enrolled", "in_progress", "applied_for", "completed"]
    target: Name
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Classified:
    """`micro-credential by unesco-2022`: what a definition says of the holding."""

    definition: Name
    outcome: str = "micro-credential"
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Always:
    """`any`, `everything`: true of every unit."""

    span: Span = field(default=NOWHERE, compare=False)


Expr: TypeAlias = (
    Or
    | And
    | Not
    | Compare
    | In
    | Under
    | Code
    | Tagged
    | By
    | Within
    | Between
    | Includes
    | Known
    | Flag
    | Accredited
    | ArticulationInForce
    | Precedent
    | Relation
    | Classified
    | Always
)

# ── common clause parts ─────────────────────────────────────────────────────────────────────────────────────────────


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

# ── requirements ────────────────────────────────────────────────────────────────────────────────────────────────────


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

# ── limits and counting policy (lines of `limits { … }` and of a qualification) ─────────────────────────────────────


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


# ── frameworks, grades, calendar, credit ────────────────────────────────────────────────────────────────────────────


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


# ── registers, catalogues, definitions, articulations ───────────────────────────────────────────────────────────────


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


# ── recognition ─────────────────────────────────────────────────────────────────────────────────────────────────────


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
    """`bars CONDITION`: learning barred by rule, never falls through."""
    deadline: tuple[Duration, str] | None = None
    """(how long, from which clock): `decide within 4 months of complete`."""
    apply_within: Within | None = None
    by: Text | None = None
    counts_as_issued_by: Name | None = None
    cap: Quantity | None = None
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


# ── the rest ────────────────────────────────────────────────────────────────────────────────────────────────────────


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


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """A holding of a scenario's learner: `holds DS501 10 credits at ZQF 8 from UNZA grade 72 awarded 2025-06-30 kind module status active
    by own …`. Members are (name as in interfaces.md, value); list members collect."""

    code: Name
    members: tuple[tuple[str, tuple[Value, ...]], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """`decision waive PGDIP.core by "Dean" on 2025-01-01 reason "…" holding h1 unit DS504 share "outcome" 80% until …`."""

    kind: str
    members: tuple[tuple[str, tuple[Value, ...]], ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FactLine:
    """`learner entered 2024-01-15`, `fact "entry" = 2024-01-15`, `learner applied 2026-02-01`, `learner enrolled in PGDIP-DS`."""

    name: str
    value: Value | tuple[Value, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Expect:
    """One expectation. `subject` is what it is about, `kind` which question, the rest its answer:

    - `expect FOO satisfied` / `in-progress` / `undetermined` / `not-started` / `conferred` / `closed` (kind `status`, `word`)
    - `expect FOO satisfied counting C, D` adds `names`; `expect FOO progress 7/12` (`amount`); `expect FOO missing 10 credits`
    - `expect FOO.core counts A, B` / `counts 30 credits` (kinds `counts`, `counted`)
    - `expect FOO.core met` / `unmet` / `broken` / `binding` (kind `clause`)
    - `expect h1 recognised by unza.own`, `expect h1 pending`, `expect h1 refused because "…"` (kind `recognition`)
    - `expect h1 is micro-credential by unesco-2022` / `not` / `undetermined`; `expect h1 criterion assessed unknown`
    - `expect h1 unused because over-limit in FOO` (kind `unused`)
    - `expect FOO blocked by core, rpl_cap` (kind `blocked`), `expect FOO completes with DS504` (kind `completion`)
    - `expect reason "R101"`, `expect message "…"`, `expect warning "…"`, `expect case DS504` (an RPL case opens)
    - `expect FOO classified "Distinction"`, `expect FOO version 2024-01-01`, `expect conflict A, B`
    - `expect error E0301` (kind `error`: the rules inside `given rules { … }` or the learner are refused)
    """

    kind: str
    subject: Name | None = None
    word: str | None = None
    names: tuple[Name, ...] = ()
    amount: Quantity | Fraction | date | None = None
    text: Text | None = None
    scope: Name | None = None
    negated: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Scenario:
    """`scenario "listing order must not decide" { as of 2026-02-01; learner holds A 10 credits, C 10 credits; decision …; expect … }`;
    `claim A, B together`; `for Q, R`."""

    title: Text
    as_of: date | None = None
    holdings: tuple[HoldingLine, ...] = ()
    facts: tuple[FactLine, ...] = ()
    decisions: tuple[DecisionLine, ...] = ()
    claims: tuple[tuple[Name, ...], ...] = ()
    for_: tuple[Name, ...] = ()
    expects: tuple[Expect, ...] = ()
    meta: Meta = NO_META
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
