"""Expressions: selectors over recognised units, conditions over holdings and learners."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from stackr._quantity import format_amount
from stackr.diagnostics.model import Span
from stackr.language import tree
from stackr.language.actions.common import day_of, name_of, text_of
from stackr.language.actions.registry import registrar
from stackr.language.driver import Action, Place
from stackr.language.tokens import Token

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)

OPERATORS = {
    "is": "=", "is not": "!=", "before": "<", "after": ">", "until": "<=", "by": "<=", "since": ">=",
}  # fmt: skip
"""Words for signs."""


OPEN_ENDS = {
    **dict.fromkeys(
        ("above", "higher", "more", "better", "over", "up", "greater", "later", "newer", "upward", "upwards"), ">="
    ),
    **dict.fromkeys(("below", "lower", "less", "fewer", "worse", "earlier", "older", "down"), "<="),
}
"""`level 7 or above`: read as written, the last word would be the code of a unit, and the rule would mean something else."""


@action("or_")
def _or(c: list[Any], at: Place) -> tree.Or:
    _refuse_open_ends(c, at)
    return tree.Or(_flat(c, tree.Or), at.span)


@action("and_")
def _and(c: list[Any], at: Place) -> tree.And:
    _refuse_open_ends(c, at)
    return tree.And(_flat(c, tree.And), at.span)


def _refuse_open_ends(items: list[Any], at: Place) -> None:
    for before, item in pairwise(items):
        if isinstance(item, tree.Code) and not item.name.quoted:
            refuse_open_end(item.name, before, at)


def refuse_open_end(name: tree.Name, before: Any, at: Place) -> None:
    """`or above` behind a comparison: a fault, for the word would be the code of a unit."""
    sign = OPEN_ENDS.get(name.text)
    if sign is not None and isinstance(before, tree.Compare):
        first, last = before.span, name.span
        whole = Span(first.file, first.line, first.column, last.end_line, last.end_column)
        help = f"write `{before.member} {sign} {_as_written(before.value)}`; a code of that name is quoted"
        at.faults.add("S031", f"`{name.text}` is taken for a code here", whole, help=help)


def _as_written(value: tree.Value) -> str:
    """The value of a comparison in the words of a rule, as far as that is short."""
    match value:
        case tree.Level(framework=framework, text=text, value=number):
            name = f"{framework.text} " if framework else ""
            return f'{name}"{text.text}"' if text else f"{name}{format_amount(number)}"
        case Fraction():
            return format_amount(value)
        case date():
            return value.isoformat()
        case tree.Name():
            return f'"{value.text}"' if value.quoted else value.text
        case tree.Text():
            return f'"{value.text}"'
    return "…"


def _flat(items: list[Any], kind: type[tree.Or] | type[tree.And]) -> tuple[tree.Expr, ...]:
    """Parentheses around the same word say nothing: `(a or b) or c` is `a or b or c`."""
    return tuple(inner for item in items for inner in (item.items if isinstance(item, kind) else (item,)))


@action("not_")
def _not(c: list[Any], at: Place) -> tree.Not:
    return tree.Not(c[0], at.span)


@action("code")
def _code(c: list[Any], at: Place) -> tree.Code:
    return tree.Code(c[0], at.span)


# ── values ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def as_value(member: str, value: Any, at: Place) -> tree.Value:
    """A value as the member takes it: `level >= 7` asks for a level."""
    if member == "level":
        if isinstance(value, Fraction):
            return tree.Level(value, span=at.span)
        if isinstance(value, tree.Text):
            return tree.Level(Fraction(0), text=value, span=at.span)
    found: tree.Value = value
    return found


# ── atoms ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def compare(member: str, op: str, value: Any, at: Place, **rest: Any) -> tree.Compare:
    """`MEMBER OP VALUE`, with words for signs."""
    return tree.Compare(member, OPERATORS.get(op, op), as_value(member, value, at), span=at.span, **rest)


@action("compare")
def _compare(c: list[Any], at: Place) -> tree.Compare:
    op = c[1].text if isinstance(c[1], Token) else c[1]
    return compare(c[0], op, c[2], at)


@action("compare_open")
def _compare_open(c: list[Any], at: Place) -> tree.Compare:
    return compare(c[0].text, c[1], c[2], at)


@action("compare_same")
def _compare_same(c: list[Any], at: Place) -> tree.Compare:
    return compare(c[0], "=", c[1], at)


@action("compare_quantified")
def _compare_quantified(c: list[Any], at: Place) -> tree.Compare:
    return compare("level", c[1], c[2], at, quantifier="any" if c[0].startswith("any") else "all")


@action("fact")
def _fact(c: list[Token], at: Place) -> tree.Compare:
    return compare("fact", "=", tree.Name("yes"), at, argument=text_of(c[0], at.path))


@action("fact_compare")
def _fact_compare(c: list[Any], at: Place) -> tree.Compare:
    return compare("fact", c[1], c[2], at, argument=text_of(c[0], at.path))


@action("at_level")
def _at_level(c: list[Any], at: Place) -> tree.Compare:
    return compare("level", c[0], c[1], at)


@action("at_level_same")
def _at_level_same(c: list[Any], at: Place) -> tree.Compare:
    return compare("level", "=", c[0], at)


@action("known")
def _known(c: list[Any], at: Place) -> tree.Known:
    return tree.Known(c[0], c[1] in ("is known", "present"), at.span)


@action("known_open")
def _known_open(c: list[Any], at: Place) -> tree.Known:
    return tree.Known(c[0].text, c[1] in ("is known", "present"), at.span)


@action("holder_learner")
def _holder_learner(c: list[Any], at: Place) -> tree.Flag:
    return tree.Flag("holder is the learner", at.span)


@action("flag")
def _flag(c: list[Token], at: Place) -> tree.Flag:
    return tree.Flag(c[0].text, at.span)


@action("in_set")
def _in_set(c: list[Any], at: Place) -> tree.In:
    return tree.In(c[0], tuple(as_value(c[0], value, at) for value in c[1:]), span=at.span)


@action("in_register")
def _in_register(c: list[Any], at: Place) -> tree.In:
    return tree.In(c[0], register=c[1], span=at.span)


@action("in_function")
def _in_function(c: list[Any], at: Place) -> tree.In:
    return tree.In(c[0], register=name_of(c[1], at.path), argument=text_of(c[2], at.path), span=at.span)


@action("under")
def _under(c: list[Any], at: Place) -> tree.Under:
    return tree.Under(c[0], c[1], at.span)


@action("within")
def _within(c: list[Any], at: Place) -> tree.Within:
    return tree.Within(c[0], c[1], c[2], span=at.span)


@action("beyond")
def _beyond(c: list[Any], at: Place) -> tree.Within:
    return tree.Within(c[0], c[1], c[2], True, at.span)


@action("within_open")
def _within_open(c: list[Any], at: Place) -> tree.Within:
    return tree.Within(c[0].text, c[1], c[2], span=at.span)


@action("beyond_open")
def _beyond_open(c: list[Any], at: Place) -> tree.Within:
    return tree.Within(c[0].text, c[1], c[2], True, at.span)


@action("since")
def _since(c: list[Any], at: Place) -> tree.Between:
    return tree.Between(c[0], tree.Interval(day_of(c[1], at), None, at.span), at.span)


@action("between")
def _between(c: list[Any], at: Place) -> tree.Between:
    return tree.Between(c[0], tree.Interval(day_of(c[1], at), day_of(c[2], at), at.span), at.span)


@action("includes")
def _includes(c: list[Any], at: Place) -> tree.Includes:
    value = c[2]
    if not isinstance(value, tree.Text | tree.Name):
        at.faults.add(
            "S021", f"`{c[0]} {c[1]}` takes a quoted text or a name", at.span, help='such as `fields include "0612"`'
        )
        value = tree.Text("", at.span)
    return tree.Includes(c[0], value, at.span)


@action("by")
def _by(c: list[Any], at: Place) -> tree.By:
    return tree.By(c[0], at.span)


@action("tagged")
def _tagged(c: list[Any], at: Place) -> tree.Tagged:
    return tree.Tagged(c[0], at.span)


@action("accredited_by")
def _accredited_by(c: list[Any], at: Place) -> tuple[str, tree.Name]:
    return ("by", c[0])


@action("accredited_for")
def _accredited_for(c: list[Any], at: Place) -> tuple[str, tree.Text]:
    return ("for", c[0])


@action("accredited")
def _accredited(c: list[Any], at: Place) -> tree.Accredited:
    parts = dict(c[:-1])
    return tree.Accredited(c[-1], parts.get("by"), parts.get("for"), at.span)


@action("articulation_in_force")
def _articulation_in_force(c: list[Any], at: Place) -> tree.ArticulationInForce:
    return tree.ArticulationInForce(c[-1], c[0] if len(c) > 1 else None, at.span)


@action("precedent")
def _precedent(c: list[Any], at: Place) -> tree.Precedent:
    return tree.Precedent(c[0] if c else None, c[1] if c else None, at.span)


@action("relation")
def _relation(c: list[Any], at: Place) -> tree.Relation:
    kind: Any = {"enrolled in": "enrolled"}.get(c[0], c[0].replace(" ", "_"))
    return tree.Relation(kind, c[1], at.span)


@action("classified")
def _classified(c: list[Any], at: Place) -> tree.Classified:
    return tree.Classified(c[1], c[0], at.span)


@action("always")
def _always(c: list[Any], at: Place) -> tree.Always:
    return tree.Always(at.span)
