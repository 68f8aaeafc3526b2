"""Scenarios: made-up learners, decisions, and what must follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from stackr.diagnostics.model import NOWHERE, Span
from stackr.language.tree.amounts import Quantity
from stackr.language.tree.clauses import NO_META, Meta
from stackr.language.tree.expressions import Value
from stackr.language.tree.names import Name, Text


@dataclass(frozen=True, slots=True)
class HoldingLine:
    """A holding of a scenario's learner: `holds DS501 10 credits at ZQF 8 from UNZA grade 72 awarded 2025-06-30 kind module status active
    by own …`. Members are (name as in interfaces.md, value); list members collect."""

    code: Name
    members: tuple[tuple[str, tuple[Value, ...]], ...]
    span: Span = field(default=NOWHERE, compare=False)


def holding_ids(lines: Iterable[HoldingLine]) -> tuple[str, ...]:
    """The id of each: the one given with `as`, else its code, with `-2`, `-3` … for further ones of the same code."""
    found: list[str] = []
    for line in lines:
        given = next((value for name, (value, *_) in line.members if name == "id"), None)
        names = (line.code.text, *(f"{line.code.text}-{number}" for number in range(2, len(found) + 3)))
        free = next(name for name in names if name not in found)
        found.append(given.text if isinstance(given, Name | Text) else free)
    return tuple(found)


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
