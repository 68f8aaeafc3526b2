"""What belongs: `issuer in { A; B }`, `issuer in register HEA`, `country in parties("Addis")`, `field under "061"`."""

from __future__ import annotations

from datetime import date
from typing import Any

from stackr.conditions.compare import Answer, compare, issuer_of
from stackr.conditions.facts import evidence_kind, unknown
from stackr.conditions.kleene import Some
from stackr.conditions.members import clock, reader, spelled
from stackr.conditions.parameters import in_force
from stackr.conditions.predicate import Context, OfFact, Subject, Test
from stackr.conditions.scope import Scope
from stackr.language import tree


def inside(expr: tree.In, scope: Scope) -> Answer:
    """`issuer in { A; B }`, `issuer in register HEA`, `country in parties("Addis")`."""
    member = spelled(expr.member)
    if expr.register is not None or expr.argument is not None:
        return _in_register(expr, member, scope), frozenset({member, "awarded"})
    tests = [compare(tree.Compare(expr.member, "=", value, span=expr.span), scope)[0] for value in expr.values]
    return Some(tuple(tests)), frozenset({member})


def _in_register(expr: tree.In, member: str, scope: Scope) -> Test:
    name = tree.Name(expr.argument.text, expr.argument.span) if expr.argument else expr.register or tree.Name("")
    scope.known("register", name, scope.tables.registers)
    if member == "evidence":
        scope.fault(
            "T124", "a register lists bodies and countries, and no evidence", expr.span, "name the kinds of evidence"
        )
        return unknown
    read = issuer_of if member == "issuer" else reader(member)

    def test(subject: Subject, context: Context) -> bool | None:
        value = read(subject, context)
        register = context.tables.registers.get(name.text)
        if value is None or register is None:
            return None
        day = clock("awarded", subject, context)
        listed = value if isinstance(value, tuple) else (value,)
        answers = {_lists(register, each, day) for each in listed}
        return True if True in answers else None if None in answers else False

    return test


def _lists(register: tree.Register, value: Any, day: date | None) -> bool | None:
    """Whether it has a value on the day: on one that is not known, only if it has it always."""
    days = [e.interval for e in register.entries if value in (e.body.text, e.country.text if e.country else None)]
    if day is None:
        return True if tree.Interval() in days else None if days else False
    return any(in_force(interval, day) for interval in days)


def under(expr: tree.Under, scope: Scope) -> Answer:
    """`field under "061"`: codes that begin with the node's (ISCED-F is a tree by digits), or paths below it."""
    member, node = spelled(expr.member), expr.node.text
    if member == "evidence":
        return evidence_kind(lambda kind: kind.startswith(node)), frozenset({member})

    def lies_below(values: Any, context: Context) -> bool | None:
        if values is None:
            return None
        if not isinstance(values, tuple):
            return str(values).startswith(node)
        if len(values) == 1:
            return bool(values[0].startswith(node))
        return any(value.startswith(node) for value in values)

    return OfFact(reader(member), lies_below), frozenset({member})
