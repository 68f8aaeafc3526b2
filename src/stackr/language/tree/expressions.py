"""Selectors over recognised units, conditions over holdings and learners."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from stackr._time import Duration
from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Interval, Quantity
from stackr.language.tree.names import Name, Text


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
    """A level, in a framework if named: `7`, `ZQF 7`, `EQF 6 referenced or compared` (`statuses`: only these count),
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
    quantifier: Literal["all", "any", ""] = ""
    """Of a level that stands for several: all of them, any of them; "": known only where they agree."""
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

    clock: str | date
    register: Name | None = None
    scope: Text | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ArticulationInForce:
    """`articulation in force on awarded`, `articulation UNZA-TEVETA in force on completed`."""

    clock: str | date
    name: Name | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Precedent:
    """`precedent within 5 years of applied`: a recorded decision on the same credential, issuer and target."""

    duration: Duration | None
    clock: str | date | None
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
