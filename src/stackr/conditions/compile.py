"""Expressions into predicates: one small function per form of expression, one line each in `FORMS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal, TypeAlias

from stackr._quantity import format_amount
from stackr.conditions import facts, lookups, times
from stackr.conditions.belonging import inside, under
from stackr.conditions.compare import compare
from stackr.conditions.kleene import Every, Negated, Some
from stackr.conditions.members import spelled
from stackr.conditions.parameters import in_force
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.predicate import Context, OfFact, Predicate, Subject, Test
from stackr.conditions.scope import Scope
from stackr.language import tree
from stackr.model.learning import RecognisedUnit

Form: TypeAlias = "Callable[[Any, Scope], tuple[Test, frozenset[str]]]"
NOTHING: frozenset[str] = frozenset()


def compile_expr(expr: tree.Expr, scope: Scope) -> Predicate:
    """The expression as a three-valued test. Faults go to the scope's collector; what is faulty is unknown."""
    test, members = compiled(expr, scope)
    return Predicate(test, expr, text_of(expr, scope), members)


def compiled(expr: tree.Expr, scope: Scope) -> tuple[Test, frozenset[str]]:
    """(test, members read) of one expression."""
    return FORMS[type(expr)](expr, scope)


def text_of(expr: Any, scope: Scope) -> str:
    """A text that is the same for two expressions exactly if they say the same; `let`s stand for what they name."""
    kind: type = type(expr)
    return _writer(kind)(expr, scope)


@cache
def _writer(kind: type) -> Callable[[Any, Scope], str]:
    """How a kind of thing is written: found once, for catalogues are written by the thousand."""
    if issubclass(kind, tree.Name | tree.Text):
        return lambda expr, scope: repr(expr.text)
    if issubclass(kind, tree.Code):
        return _text_of_code
    if issubclass(kind, tree.Compare):
        return _text_of_compare
    if issubclass(kind, Fraction):
        return lambda expr, scope: format_amount(expr)
    if issubclass(kind, date):
        return lambda expr, scope: str(expr.isoformat())
    if issubclass(kind, tuple):
        return lambda expr, scope: "[" + ",".join([text_of(item, scope) for item in expr]) + "]"
    if issubclass(kind, tree.Or | tree.And):
        name = kind.__name__
        return lambda expr, scope: f"{name}[{','.join(sorted(text_of(item, scope) for item in expr.items))}]"
    if is_dataclass(kind):
        return _writer_of_members(kind.__name__, tuple(f.name for f in fields(kind) if f.name != "span"))
    return lambda expr, scope: repr(expr)


def _writer_of_members(name: str, members: tuple[str, ...]) -> Callable[[Any, Scope], str]:
    def write(expr: Any, scope: Scope) -> str:
        return f"{name}({','.join([text_of(getattr(expr, member), scope) for member in members])})"

    return write


def _text_of_code(expr: tree.Code, scope: Scope) -> str:
    let = _let(expr, scope)
    if let is not None and let.selector is not None and let.name.text not in scope.opened:
        return text_of(let.selector, scope.opening(let.name.text))
    return f"Code({expr.name.text!r})"


def _text_of_compare(expr: tree.Compare, scope: Scope) -> str:
    """With the values that a parameter stands for: another value is another meaning. In an award it is the one of its first day."""
    text = _writer_of_members("Compare", tuple(f.name for f in fields(expr) if f.name != "span"))(expr, scope)
    asked = expr.value.parameter if isinstance(expr.value, tree.Quantity) else None
    found = scope.tables.parameters.get(asked.text) if asked is not None else None
    if found is None:
        return text
    day = scope.first_day if scope.award is not None else None
    values = [(value, days) for value, days in found.values if day is None or in_force(days, day)]
    return f"{text}={text_of(tuple(values), scope)}"


def _many(items: tuple[tree.Expr, ...], scope: Scope) -> tuple[tuple[Test, ...], frozenset[str]]:
    pairs = [compiled(item, scope) for item in items]
    return tuple(test for test, _ in pairs), frozenset().union(*(members for _, members in pairs))


def _or(expr: tree.Or, scope: Scope) -> tuple[Test, frozenset[str]]:
    tests, members = _many(expr.items, scope)
    return Some(tests), members


def _and(expr: tree.And, scope: Scope) -> tuple[Test, frozenset[str]]:
    tests, members = _many(expr.items, scope)
    return Every(tests), members


def _not(expr: tree.Not, scope: Scope) -> tuple[Test, frozenset[str]]:
    test, members = compiled(expr.item, scope)
    return Negated(test), members


def _let(expr: tree.Code, scope: Scope) -> tree.Let | None:
    return None if expr.name.quoted else scope.tables.lets.get(expr.name.text)


def _coded(expr: tree.Code, scope: Scope) -> tuple[Test, frozenset[str]]:
    let = _let(expr, scope)
    if let is not None:
        return _named(expr, let, scope)
    text = expr.name.text
    if not expr.name.quoted or not has_wildcard(text):
        return OfFact(_code, lambda code, context: None if code is None else code == text), NOTHING
    matches = matcher(text)
    return OfFact(_code, lambda code, context: None if code is None else code is not False and matches(code)), NOTHING


def _code(subject: Subject, context: Context) -> str | Literal[False] | None:
    """Block credit has no code, and no code is its code (False). Of a holding without one, or one that can't be read, it is unknown."""
    if isinstance(subject, RecognisedUnit):
        return False if subject.is_block else subject.code
    return subject.credential if subject is not None else None


def _named(expr: tree.Code, let: tree.Let, scope: Scope) -> tuple[Test, frozenset[str]]:
    name = let.name.text
    if name in scope.tables.catalogue:
        message = f"`{name}` is both a `let` and a code of the catalogue"
        scope.fault("N103", message, expr.name.span, 'rename the `let`, or quote the code: "' + name + '"')
    if name in scope.opened:  # told where the book's sizes are counted
        return facts.unknown, NOTHING
    if let.selector is None:
        scope.fault("N105", f"`{name}` names outcomes, not learning", expr.name.span, "use it in `outcomes of`")
        return facts.unknown, NOTHING
    if name not in scope.cache:
        scope.cache[name] = compiled(let.selector, scope.opening(name))
    return scope.cache[name]


def _tagged(expr: tree.Tagged, scope: Scope) -> tuple[Test, frozenset[str]]:
    return facts.listed("tags", matcher(expr.tag.text)), frozenset({"tags"})


def _includes(expr: tree.Includes, scope: Scope) -> tuple[Test, frozenset[str]]:
    member = spelled(expr.member)
    if member == "evidence":
        return facts.evidence_kind(matcher(expr.value.text)), frozenset({"evidence"})
    return facts.listed(member, matcher(expr.value.text)), frozenset({member})


def _known(expr: tree.Known, scope: Scope) -> tuple[Test, frozenset[str]]:
    return facts.known(spelled(expr.member), expr.known), NOTHING


def _always(expr: tree.Always, scope: Scope) -> tuple[Test, frozenset[str]]:
    return facts.always, NOTHING


FORMS: dict[type, Form] = {
    tree.Or: _or,
    tree.And: _and,
    tree.Not: _not,
    tree.Compare: compare,
    tree.In: inside,
    tree.Under: under,
    tree.Code: _coded,
    tree.Tagged: _tagged,
    tree.By: lookups.by,
    tree.Within: times.within,
    tree.Between: times.between,
    tree.Includes: _includes,
    tree.Known: _known,
    tree.Flag: facts.flag,
    tree.Accredited: lookups.accredited,
    tree.ArticulationInForce: lookups.articulation,
    tree.Precedent: lookups.precedent,
    tree.Relation: lookups.relation,
    tree.Classified: lookups.classified,
    tree.Always: _always,
}
