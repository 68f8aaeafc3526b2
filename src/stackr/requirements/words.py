"""Rules in plain words: selectors, amounts and lists as they stand in reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from stackr._quantity import format_amount
from stackr.conditions.predicate import Predicate
from stackr.language import tree

GRADE = "grade"
"""The unit of an average."""

_SIGNS = {"!=": "is not", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}
_DAYS = {"!=": "is not", "<=": "until", ">=": "since", "<": "before", ">": "after"}
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
    return f"{format_amount(value)} {singular(unit) if value == 1 else plural(unit)}"


def against_words(value: str | None, bound: str, unit: str | None) -> str:
    """`15 against 60 credits`; of grades `81 against 55`."""
    if unit == GRADE:
        return f"{value or 'nothing graded'} against {bound}"
    return f"{value or '0'} against {counted_words(bound, unit)}"


def counted_words(amount: str, unit: str | None) -> str:
    """`1 credit`, `10 credits`, `3 countries` of an amount in text; a grade is a number of nothing.

    >>> counted_words("1", "credits"), counted_words("3", "country"), counted_words("55", "grade")
    ('1 credit', '3 countries', '55')
    """
    if not unit or unit == GRADE:
        return amount
    return f"{amount} {singular(unit) if amount == '1' else plural(unit)}"


def plural(unit: str) -> str:
    """`issuers` of `issuer`, `countries` of `country`."""
    if unit.endswith("s"):
        return unit
    return f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"


def singular(unit: str) -> str:
    """`issuer` of `issuers`, `country` of `countries`."""
    return f"{unit[:-3]}y" if unit.endswith("ies") else unit.removesuffix("s")


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
    if isinstance(expr, tree.Not) and isinstance(expr.item, tree.Known):
        return expr_words(replace(expr.item, known=not expr.item.known))
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
            subject = {"any": f"any {subject}", "all": f"all {subject}s"}.get(quantifier, subject)
            signs = _DAYS if isinstance(value, date) else _SIGNS
            sign = "" if op == "=" else f" {signs.get(op, op)}"
            return f"{subject}{sign} {value_words(value)}"
        case tree.In(member=member, values=values, register=register, argument=argument):
            if register is not None:
                return f"{member} in {f'{argument.text} ' if argument else ''}{register.text}"
            return f"{member} in {listing([value_words(v) for v in values], 'or')}"
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
            return f"{member} {how} {duration} {joint} {value_words(clock)}"
        case tree.Between(member=member, interval=interval):
            return f"{member} {_interval(interval)}"
        case tree.Includes(member=member, value=value):
            return f"{member} include {value.text}"
        case tree.Known(member=member, known=known):
            return f"{member} is{'' if known else ' not'} known"
        case tree.Flag(word=word):
            return word
    return _relation(expr)


def _relation(expr: Any) -> str:
    match expr:
        case tree.Accredited(clock=clock, register=register, scope=scope):
            by = f" by {register.text}" if register else ""
            return f"accredited{by}{f' for {scope.text}' if scope else ''} on {clock}"
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


def value_words(value: object) -> str:
    """A value as the author gave it: `ZQF 7`, `10 credits`, a day, a name."""
    if isinstance(value, Fraction):
        return format_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tree.Text | tree.Name):
        return value.text
    if isinstance(value, tree.Level):
        prefix = f"{value.framework.text} " if value.framework else ""
        by = f" ({listing(value.statuses, 'or')})" if value.statuses else ""
        return prefix + (value.text.text if value.text else format_amount(value.value)) + by
    if isinstance(value, tree.Quantity) and value.parameter is not None:
        return value.parameter.text
    if isinstance(value, tree.Quantity):
        amount = format_amount(value.amount) if value.amount is not None else ""
        of = f" {value.credit_unit.text}" if value.credit_unit else ""
        return f"{amount} {value.unit or ''}{of}".strip()
    return str(value)
