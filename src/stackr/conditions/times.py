"""Windows and intervals. A window is counted back from its clock; `within` includes its end, `more than` excludes it."""

from __future__ import annotations

from datetime import date

from stackr.conditions.members import DATES, MEMBERS, clock
from stackr.conditions.predicate import Context, Subject, Test
from stackr.conditions.scope import Scope
from stackr.diagnostics.model import Span
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree

CLOCKS = DATES | {"as_of", "today", "entry", "complete"}
"""Dates of the learning and of the case that are commonly asked for."""


def within(expr: tree.Within, scope: Scope) -> tuple[Test, frozenset[str]]:
    """`awarded within 5 years of applied`: no further apart than that, ends included.

    Either may come first: learning comes before the application, an application after the module starts.
    """
    member, duration, of = expr.member, expr.duration, expr.clock
    dated(member, expr.span, scope)
    if isinstance(of, str):
        dated(of, expr.span, scope)

    def test(subject: Subject, context: Context) -> bool | None:
        day = clock(member, subject, context)
        end = of if isinstance(of, date) else clock(of, subject, context)
        if day is None or end is None:
            return None
        if expr.negated:
            return day < duration.before(end)
        return duration.before(end) <= day <= duration.after(end)

    return test, frozenset({member} | ({of} if isinstance(of, str) else set()))


def between(expr: tree.Between, scope: Scope) -> tuple[Test, frozenset[str]]:
    """`awarded from 2020-01-01 until 2024-12-31`: both ends included."""
    member, start, end = expr.member, expr.interval.start, expr.interval.end
    dated(member, expr.span, scope)
    if start is not None and end is not None and end < start:
        scope.fault("T120", "this interval ends before it starts", expr.interval.span, "swap the two dates")

    def test(subject: Subject, context: Context) -> bool | None:
        day = clock(member, subject, context)
        if day is None:
            return None
        return (start is None or start <= day) and (end is None or day <= end)

    return test, frozenset({member})


def dated(member: str, span: Span, scope: Scope) -> None:
    """Any word may be a dated fact. A code, or a slip of a known one, no record has: all would stay undetermined."""
    if member in CLOCKS or member in MEMBERS:
        return
    if near := did_you_mean(member, CLOCKS):
        scope.fault("N106", f"`{member}` is not a date that records have", span, near)
    elif member == "currency":
        told = "`currency` is what such a limit is called, no date that records have"
        scope.fault("N106", told, span, "write `currency: awarded within …` or `currency: completed within …`")
    elif member in scope.tables.catalogue:
        told = f"`{member}` is a code of the catalogue; a window looks at a date of the learning"
        scope.fault("N106", told, span, "write `completed within …` or `awarded within …`")
