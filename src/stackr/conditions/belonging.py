"""What belongs: `issuer in { A; B }`, `issuer in register HEA`, `country in parties("Addis")`, `field under "061"`."""

from __future__ import annotations

from typing import Any

from stackr.conditions.compare import Answer, compare
from stackr.conditions.kleene import Some
from stackr.conditions.members import clock, reader, spelled
from stackr.conditions.predicate import Context, OfFact, Subject, Test
from stackr.conditions.scope import Scope
from stackr.language import tree


def inside(expr: tree.In, scope: Scope) -> Answer:
    """`issuer in { A; B }`, `issuer in register HEA`, `country in parties("Addis")`."""
    member = spelled(expr.member)
    if expr.register is not None or expr.argument is not None:
        return _in_register(expr, member, scope), frozenset({member})
    tests = [compare(tree.Compare(expr.member, "=", value, span=expr.span), scope)[0] for value in expr.values]
    return Some(tuple(tests)), frozenset({member})


def _in_register(expr: tree.In, member: str, scope: Scope) -> Test:
    name = tree.Name(expr.argument.text, expr.argument.span) if expr.argument else expr.register or tree.Name("")
    scope.known("register", name, scope.tables.registers)
    read = reader(member)

    def test(subject: Subject, context: Context) -> bool | None:
        value = read(subject, context)
        register = context.tables.registers.get(name.text)
        if value is None or register is None:
            return None
        day = clock("awarded", subject, context)
        entries = [e for e in register.entries if value in (e.body.text, e.country.text if e.country else None)]
        if not entries:
            return False
        if day is None:
            undated = any(e.interval.start is None and e.interval.end is None for e in entries)
            return True if undated else None
        return any(
            (e.interval.start is None or e.interval.start <= day) and (e.interval.end is None or day <= e.interval.end)
            for e in entries
        )

    return test


def under(expr: tree.Under, scope: Scope) -> Answer:
    """`field under "061"`: codes that begin with the node's (ISCED-F is a tree by digits), or paths below it."""
    member, node = spelled(expr.member), expr.node.text

    def lies_below(values: Any, context: Context) -> bool | None:
        if values is None:
            return None
        if not isinstance(values, tuple):
            return str(values).startswith(node)
        if len(values) == 1:
            return bool(values[0].startswith(node))
        return any(value.startswith(node) for value in values)

    return OfFact(reader(member), lies_below), frozenset({member})
