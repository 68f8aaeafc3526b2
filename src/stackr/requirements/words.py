"""Rules in plain words: selectors, amounts and lists as they stand in reasons."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from stackr._quantity import format_amount
from stackr.conditions.predicate import Predicate
from stackr.language import tree

_SIGNS = {"!=": "is not", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
_RELATIONS = {
    "part_of": "part of",
    "used_in": "used in",
    "from_award": "from award",
    "holds": "holds",
    "enrolled": "enrolled in",
    "in_progress": "in progress",
    "applied_for": "applied for",
    "completed": "completed",
}


def amount_words(value: Fraction, unit: str) -> str:
    """`40 credits`, `1 credential`."""
    one = value == 1 and unit.endswith("s")
    return f"{format_amount(value)} {unit[:-1] if one else unit}"


def listing(names: Iterable[str], joint: str = "and") -> str:
    """`A, B and C`."""
    items = list(names)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def expr_words(expr: tree.Expr | None, *, nested: bool = False) -> str:
    """A selector or condition in words; `anything` for none."""
    if expr is None or isinstance(expr, tree.Always):
        return "anything"
    if isinstance(expr, tree.Or | tree.And):
        joint = "or" if isinstance(expr, tree.Or) else "and"
        text = listing([expr_words(item, nested=True) for item in expr.items], joint)
        return f"({text})" if nested and len(expr.items) > 1 else text
    if isinstance(expr, tree.Not):
        return f"not {expr_words(expr.item, nested=True)}"
    return _atom(expr)


@lru_cache(maxsize=4096)
def source_words(selector: Predicate | None) -> str:
    """A selector after an amount: ` from issuer UNZA`, ` by rpl`, ` tagged writing`, ` at level ≥ 8`; nothing for none."""
    if selector is None:
        return ""
    expr = selector.tree
    words = expr_words(expr)
    parts = expr.items if isinstance(expr, tree.Or | tree.And) else (expr,)
    if all(isinstance(part, tree.By | tree.Tagged) for part in parts):
        return f" {words}"
    if isinstance(expr, tree.Compare) and expr.member == "level":
        return f" at {words}"
    return f" from {words}"


def _atom(expr: Any) -> str:
    match expr:
        case tree.Compare(member=member, op=op, value=value, quantifier=quantifier, argument=argument):
            subject = f"{member} {argument.text}" if argument else member
            every = "any " if quantifier == "any" else ""
            sign = "" if op == "=" else f" {_SIGNS.get(op, op)}"
            return f"{every}{subject}{sign} {_value(value)}"
        case tree.In(member=member, values=values, register=register, argument=argument):
            if register is not None:
                return f"{member} in {register.text}{f' for {argument.text}' if argument else ''}"
            return f"{member} in {listing([_value(v) for v in values], 'or')}"
        case tree.Under(member=member, node=node):
            return f"{member} under {node.text}"
        case tree.Code(name=name):
            return name.text
        case tree.Tagged(tag=tag):
            return f"tagged {tag.text}"
        case tree.By(route=route):
            return f"by {route.text}"
        case tree.Within(member=member, duration=duration, clock=clock, negated=negated):
            how = "more than" if negated else "within"
            joint = "before" if negated else "of"
            return f"{member} {how} {duration} {joint} {_value(clock)}"
        case tree.Between(member=member, interval=interval):
            return f"{member} {_interval(interval)}"
        case tree.Includes(member=member, value=value):
            return f"{member} include {value.text}"
        case tree.Known(member=member, known=known):
            return f"{member} is {'known' if known else 'unknown'}"
        case tree.Flag(word=word):
            return word
    return _relation(expr)


def _relation(expr: Any) -> str:
    match expr:
        case tree.Accredited(clock=clock, register=register):
            return f"accredited{f' by {register.text}' if register else ''} on {clock}"
        case tree.ArticulationInForce(clock=clock, name=name):
            return f"articulation{f' {name.text}' if name else ''} in force on {clock}"
        case tree.Precedent(duration=duration, clock=clock):
            return f"precedent within {duration} of {clock}" if duration else "precedent"
        case tree.Relation(kind=kind, target=target):
            return f"{_RELATIONS[kind]} {target.text}"
        case tree.Classified(definition=definition, outcome=outcome):
            return f"{outcome} by {definition.text}"
    return type(expr).__name__


def _interval(interval: tree.Interval) -> str:
    start = f"from {interval.start.isoformat()}" if interval.start else ""
    end = f"until {interval.end.isoformat()}" if interval.end else ""
    return " ".join(part for part in (start, end) if part)


def _value(value: object) -> str:
    if isinstance(value, Fraction):
        return format_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tree.Text | tree.Name):
        return value.text
    if isinstance(value, tree.Level):
        prefix = f"{value.framework.text} " if value.framework else ""
        return prefix + (value.text.text if value.text else format_amount(value.value))
    if isinstance(value, tree.Quantity):
        amount = format_amount(value.amount) if value.amount is not None else ""
        return f"{amount} {value.unit or ''}".strip()
    return str(value)
