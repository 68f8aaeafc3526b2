"""Comparisons: levels across frameworks, grades on scales, exact amounts, dates, words with wildcards, facts of the learner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from stackr._quantity import format_amount
from stackr.conditions import grades, levels
from stackr.conditions.convert import convert
from stackr.conditions.facts import evidence_kind
from stackr.conditions.kleene import Negated
from stackr.conditions.levels import holds
from stackr.conditions.lookups import by
from stackr.conditions.members import ALSO_KEPT, DATES, MEMBERS, SPELLED, clock, holding, reader, spelled
from stackr.conditions.parameters import in_force, values_of
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.predicate import Context, OfFact, Read, Subject, Test
from stackr.conditions.said import fact_test, said, says
from stackr.conditions.scope import Scope
from stackr.conditions.times import dated
from stackr.diagnostics.suggest import did_you_mean
from stackr.language import tree
from stackr.model.learning import WORDS, RecognisedUnit

Answer = tuple[Test, frozenset[str]]
NOBODY: Final = object()
"""Stands for the issuer of what is known to have none."""


def compare(expr: tree.Compare, scope: Scope) -> Answer:
    """`MEMBER OP VALUE`, by what is compared."""
    member = spelled(expr.member)
    if isinstance(expr.value, tree.Quantity) and expr.value.parameter is not None:
        return _by_parameter(expr, expr.value, scope)
    if member == "fact" and expr.argument is not None:
        return fact_test(expr.argument.text, expr.op, expr.value, of_learning=False), frozenset({expr.argument.text})
    if member == "level" or isinstance(expr.value, tree.Level):
        return _level(expr, scope), frozenset({"level"})
    if member == "grade":
        return _grade(expr, scope), frozenset({"grade"})
    if member in ("credits", "hours"):
        return _amount(member, expr, scope), frozenset({member})
    if isinstance(expr.value, date):
        dated(member, expr.span, scope)
        return _date(member, expr.op, expr.value), frozenset({member})
    if member == "route" and isinstance(expr.value, tree.Name | tree.Text) and not has_wildcard(expr.value.text):
        return _route(expr, expr.value, scope)
    if compares_clocks(expr):
        return _clocks(expr, member, scope), frozenset({member})
    return _word(member, expr, scope), frozenset({member})


def compares_clocks(expr: tree.Compare) -> bool:
    """Whether it sets one day against another; of two clocks also by `=`."""
    two = (
        isinstance(expr.value, tree.Name) and not expr.value.quoted and {spelled(expr.member), expr.value.text} <= DATES
    )
    return two or expr.op not in ("=", "!=")


def _by_parameter(expr: tree.Compare, asked: tree.Quantity, scope: Scope) -> Answer:
    """Compared with the value of the day; on a day without one it is unknown."""
    read: frozenset[str] = frozenset()
    dated: list[tuple[tree.Interval, Test]] = []
    for value, days in values_of(asked, scope):
        test, members = compare(replace(expr, value=value), scope)
        read |= members
        dated.append((days, test))

    def on_the_day(subject: Subject, context: Context) -> bool | None:
        found = next((test for days, test in dated if in_force(days, context.as_of)), None)
        return None if found is None else found(subject, context)

    return (dated[0][1] if len(dated) == 1 and dated[0][0] == tree.Interval() else on_the_day), read


def _level(expr: tree.Compare, scope: Scope) -> Test:
    wanted = expr.value
    if isinstance(wanted, Fraction):
        wanted = tree.Level(wanted)
    if not isinstance(wanted, tree.Level):
        scope.fault("T121", "a level is compared with a level", expr.span, "write `level >= 7` or `level >= ZQF 7`")
        return lambda subject, context: None
    scope.level(wanted)
    goal = levels.Goal(wanted, expr.op, expr.quantifier)

    def met(said: Any, context: Context) -> bool | None:
        if said is None:
            return None
        level, framework, day = said
        return goal.met(context.tables, level, framework, context.framework, day, context.as_of)

    return OfFact(_level_seen_from(goal.named), met)


@lru_cache(maxsize=1024)
def _level_seen_from(named: str | None) -> Read:
    """(level, its framework and version, the day it was awarded), seen from a framework (None: the award's). Where that is its own and
    has one version, the day says nothing."""

    def read(subject: Subject, context: Context) -> Any:
        if subject is None or subject.level is None:
            return None
        seen_from = named or context.framework
        own = subject.framework or seen_from
        same = own == seen_from and len(context.tables.frameworks.get(own or "", ())) < 2
        day = None if same else clock("awarded", subject, context) or context.as_of
        return subject.level, (subject.framework, subject.framework_version), day

    return read


def _grade(expr: tree.Compare, scope: Scope) -> Test:
    """Learning without a grade by nature has none to compare: unknown, never a refusal (E43)."""
    value, op = expr.value, expr.op
    scale = expr.argument.text if expr.argument else None
    wanted = value.text if isinstance(value, tree.Text | tree.Name) else value
    if isinstance(value, tree.Name) and value.text == "pass":
        if not any(each.tree.pass_mark is not None for each in scope.tables.grades.values()):
            told = "write the mark, or declare a scale: `grades percent { from 0 to 100; pass 50 }`"
            scope.fault("N101", "no scale of grades that is declared has a pass mark", expr.span, told)
        return _passes(op, scale)
    if not isinstance(wanted, str | Fraction):
        scope.fault("T122", "a grade is compared with a grade", expr.span, 'write `grade >= 60` or `grade >= "B-"`')
        return lambda subject, context: None
    if isinstance(wanted, str) and not grades.scales_with(scope.tables, wanted, scale):
        message = f"no scale of grades that is declared has a grade `{wanted}`"
        scope.fault("N101", message, expr.span, "declare it with `grades`, or import the file that does")
    if isinstance(wanted, Fraction) and (ends := grades.off_every_scale(scope.tables, wanted, scale)):
        scope.fault("T134", f"{format_amount(wanted)} is a grade of no scale that is declared", expr.span, ends)

    def test(subject: Subject, context: Context) -> bool | None:
        if subject is None or subject.ungraded or subject.grade is None:
            return None
        own, tables, day = subject.grade_scale, context.tables, context.as_of
        if isinstance(wanted, Fraction):
            have = grades.against_mark(tables, subject.grade, own, scale, wanted, day)
            return None if have is None else holds(have, op, wanted)
        target = scale or _scale_of(wanted, own, context)
        have = grades.value_on(tables, subject.grade, own, target, day)
        bar = _bar(wanted, target or own, context)
        return None if have is None or bar is None else holds(have, op, bar)

    return test


def _passes(op: str, scale: str | None) -> Test:
    def test(subject: Subject, context: Context) -> bool | None:
        if subject is None or subject.ungraded or subject.grade is None:
            return None
        target = scale or subject.grade_scale
        have = grades.value_on(context.tables, subject.grade, subject.grade_scale, target, context.as_of)
        bar = grades.pass_mark(context.tables, target)
        return None if have is None or bar is None else holds(have, op, bar)

    return test


def _scale_of(wanted: str, own: str | None, context: Context) -> str | None:
    """The scale a grade in a rule is on: the subject's own if it has such a grade, else the one scale that has it."""
    having = [name for name in context.tables.grades if _bar(wanted, name, context) is not None]
    return own if own in having or len(having) != 1 else having[0]


def _bar(wanted: str, scale: str | None, context: Context) -> Fraction | None:
    return grades.value_on(context.tables, wanted, scale, scale, context.as_of)


def _amount(member: str, expr: tree.Compare, scope: Scope) -> Test:
    value, op = expr.value, expr.op
    quantity = value if isinstance(value, tree.Quantity) else None
    amount = quantity.amount if quantity else value
    unit = quantity.credit_unit.text if quantity and quantity.credit_unit else None
    counted = quantity.unit if quantity else None
    if not isinstance(amount, Fraction) or counted not in (None, member):
        scope.fault("T123", f"{member} are compared with an amount", expr.span, f"write `{member} >= 5`")
        return lambda subject, context: None
    if quantity is not None and quantity.credit_unit is not None:
        scope.known("credit unit", quantity.credit_unit, frozenset(scope.units))
    read = reader(member)
    bar = amount

    def test(subject: Subject, context: Context) -> bool | None:
        have = read(subject, context)
        own = getattr(subject, "credit_unit", None) if member == "credits" else "hours"
        if have is None and member == "credits" and unit is not None:
            of = holding(subject)
            have, own = (of.hours, "hours") if of is not None else (None, own)
        if have is None:
            return None
        if member == "hours" or unit is None or own == unit:
            return holds(have, op, bar)
        return _interval(have, own, unit, op, bar, context)

    return test


def _interval(have: Fraction, own: str | None, unit: str, op: str, bar: Fraction, context: Context) -> bool | None:
    """Hours that make a range of credits: true or false only if both ends agree (E60)."""
    found = convert(have, own, unit, context.tables)
    if found is None:
        return None
    low, high = holds(found.low, op, bar), holds(found.high, op, bar)
    if op in ("=", "!=") and found.low != found.high:
        return None if found.low <= bar <= found.high else op == "!="
    return low if low == high else None


def _date(member: str, op: str, wanted: date) -> Test:
    def test(subject: Subject, context: Context) -> bool | None:
        day = clock(member, subject, context)
        return None if day is None else holds(day, op, wanted)

    return test


def _route(expr: tree.Compare, value: tree.Name | tree.Text, scope: Scope) -> Answer:
    """As `by NAME`: a kind of route, or a route by its name or id."""
    test, read = by(tree.By(tree.Name(value.text, value.span), value.span), scope)
    return (Negated(test) if expr.op == "!=" else test), read


def _clocks(expr: tree.Compare, member: str, scope: Scope) -> Test:
    """`completed before applied`: two clocks compared."""
    if not isinstance(expr.value, tree.Name):
        message = f"`{expr.member} {expr.op}` compares dates, levels, grades or amounts"
        help = "put a date, or the name of a clock, on the right"
        if isinstance(expr.value, Fraction):
            help = f'a mark is compared as `grade {expr.op} {format_amount(expr.value)}`, a fact as `fact "{expr.member}" = …`'
        scope.fault("T124", message, expr.span, help)
        return lambda subject, context: None
    other, op = expr.value.text, expr.op

    def test(subject: Subject, context: Context) -> bool | None:
        left, right = clock(member, subject, context), clock(other, subject, context)
        return None if left is None or right is None else holds(left, op, right)

    return test


def _word(member: str, expr: tree.Compare, scope: Scope) -> Test:
    wanted = expr.value.text if isinstance(expr.value, tree.Text | tree.Name) else str(expr.value)
    if member not in MEMBERS:
        near = did_you_mean(expr.member, MEMBERS | frozenset(SPELLED))
        if near:
            scope.fault("N106", f"`{expr.member}` is not a member of a record", expr.span, near)
        return fact_test(expr.member, expr.op, expr.value, of_learning=True)
    if isinstance(expr.value, tree.Quantity):
        help = "credits and hours are compared with amounts"
        scope.fault("T124", f"`{expr.member}` is not an amount", expr.span, help)
    if member in WORDS and not any(map(matcher(wanted), WORDS[member])):
        near = did_you_mean(wanted, WORDS[member]) or f"it is one of {', '.join(WORDS[member])}"
        scope.fault("T136", f"no record has the {member} `{wanted}`", expr.span, near)
    if member in ALSO_KEPT and member != "language":  # `no` is a language
        return OfFact(reader(member), lambda value, context: said(value, expr.op, expr.value))
    if member == "evidence":
        test = evidence_kind(matcher(wanted))
        return Negated(test) if expr.op == "!=" else test
    positive = expr.op == "="
    folded = None if has_wildcard(wanted) else wanted.casefold()

    def says_so(value: Any, context: Context) -> bool | None:
        if value is None:
            return None
        if value is NOBODY:
            return not positive
        if folded is not None and type(value) is str:
            return (value == wanted or value.casefold() == folded) is positive
        return says(value, wanted) is positive

    return OfFact(issuer_of if member == "issuer" else reader(member), says_so)


def issuer_of(subject: Subject, context: Context) -> Any:
    """A unit granted by RPL is known to have no issuer."""
    if isinstance(subject, RecognisedUnit) and subject.issuer is None and subject.no_issuer:
        return NOBODY
    return None if subject is None else subject.issuer
