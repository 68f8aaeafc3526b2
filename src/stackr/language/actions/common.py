"""Names, texts, amounts, bases, bounds, intervals, and what any clause may carry."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

from stackr._composed import composed_text
from stackr._time import Duration, parse_date
from stackr.language import tree
from stackr.language.actions.registry import registrar
from stackr.language.driver import Action, Place
from stackr.language.tokens import Token

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)

LONGEST_NUMBER = 40
"""Digits of a number: more is a slip, and exact arithmetic with thousands of digits is slow."""

SINGULAR = {
    "credit": "credits", "credential": "credentials", "hour": "hours", "issuer": "issuers", "subject": "subjects",
    "term": "terms", "year": "years", "provider": "providers", "country": "countries", "field": "fields", "tag": "tags",
}  # fmt: skip


def unquote(piece: str) -> str:
    """The text inside quotes.

    >>> unquote('"say \\\\"B+\\\\""')
    'say "B+"'
    """
    return re.sub(r"\\(.)", r"\1", piece[1:-1])


def name_of(token: Token, path: str) -> tree.Name:
    """A token as a name."""
    if token.kind == "quoted" or token.text.startswith('"'):
        return tree.Name(composed_text(unquote(token.text)), token.span(path), True)
    return tree.Name(token.text, token.span(path))


def text_of(token: Token, path: str) -> tree.Text:
    """A quoted token as a text."""
    return tree.Text(composed_text(unquote(token.text)), token.span(path))


def number_of(token: Token, at: Place) -> Fraction:
    """A number, fraction or percent, exactly; a percent as its fraction."""
    text = token.text
    if len(text) > LONGEST_NUMBER:
        at.faults.add(
            "S004",
            f"this number has more than {LONGEST_NUMBER} digits",
            token.span(at.path),
            help="write a shorter one",
        )
        return Fraction(1)
    if text[0] == "0" and len(text) > 1 and text[1].isdigit():
        at.faults.add(
            "S004",
            f"`{text}` begins with a zero, so it is not an amount",
            token.span(at.path),
            help=f'a code is quoted: "{text}"',
        )
    try:
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except ZeroDivisionError:
        at.faults.add("S004", f"`{text}` divides by zero", token.span(at.path))
        return Fraction(1)


def whole_of(token: Token, at: Place) -> int:
    """A whole number: of things, years, attempts."""
    value = number_of(token, at)
    if value.denominator != 1:
        at.faults.add(
            "S004", f"`{token.text}` is not a whole number", token.span(at.path), help="count in whole numbers here"
        )
    return int(value)


def day_of(token: Token, at: Place) -> date:
    """A date; one that doesn't exist is reported."""
    try:
        return parse_date(token.text)
    except ValueError:
        at.faults.add(
            "S007", f"{token.text} is a day that does not exist", token.span(at.path), help="dates are year-month-day"
        )
        return date(1, 1, 1)


@action("same")
def _same(c: list[Any], at: Place) -> Any:
    return c[0]


@action("name")
def _name(c: list[Token], at: Place) -> tree.Name:
    return name_of(c[0], at.path)


@action("text")
def _text(c: list[Token], at: Place) -> tree.Text:
    return text_of(c[0], at.path)


@action("names", "texts", "level_names", "statuses")
def _several(c: list[Any], at: Place) -> tuple[Any, ...]:
    return tuple(c)


@action("number")
def _number(c: list[Token], at: Place) -> Fraction:
    return number_of(c[0], at)


@action("count")
def _count(c: list[Token], at: Place) -> int:
    return whole_of(c[0], at)


# Words that the grammar keeps as they are.
@action(
    "unit", "tags", "credit_word", "bound_op", "duration_unit", "compare_op", "open_op", "symbol", "knownness", "quantified",
    "include_word", "relation_word", "classification", "noun", "other_member", "dual", "plain_member", "any_member", "status",
    "evidence_kind", "repeat_policy", "tie_policy", "hour_word", "convert_sign", "round_way", "round_place", "register_kind",
    "criterion_mark", "route_word", "route_kind", "grant_word", "difference_word", "evidence_word", "holding_word",
    "holding_list", "decision_word", "negation_word", "award_status", "clause_status", "recognition_word", "criterion_status",
    "word", "is_not",
)  # fmt: skip
def _word(c: list[Any], at: Place) -> str:
    return c[0].text if isinstance(c[0], Token) else str(c[0])


@action("or_status")
def _or_status(c: list[Token], at: Place) -> str:
    return c[0].text.removeprefix("or ")


@action("word_or_text")
def _word_or_text(c: list[Token], at: Place) -> tree.Name | tree.Text:
    return text_of(c[0], at.path) if c[0].kind == "quoted" else name_of(c[0], at.path)


@action("clock")
def _clock(c: list[Token], at: Place) -> str | date:
    return day_of(c[0], at) if c[0].kind == "day" else c[0].text


@action("duration")
def _duration(c: list[Any], at: Place) -> Duration:
    unit: Any = c[1] if c[1].endswith("s") else c[1] + "s"
    return Duration(whole_of(c[0], at), unit)


# ── amounts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@action("quantity")
def _quantity(c: list[Any], at: Place) -> tree.Quantity:
    return tree.Quantity(c[0], SINGULAR.get(c[1], c[1]), span=at.span)


@action("quantity_in")
def _quantity_in(c: list[Any], at: Place) -> tree.Quantity:
    return tree.Quantity(c[0], "credits", credit_unit=name_of(c[2], at.path), span=at.span)


@action("quantity_tags")
def _quantity_tags(c: list[Any], at: Place) -> tree.Quantity:
    return tree.Quantity(c[0], "tags", tag_prefix=text_of(c[2], at.path), span=at.span)


@action("quantity_parameter")
def _quantity_parameter(c: list[Any], at: Place) -> tree.Quantity:
    return tree.Quantity(None, SINGULAR.get(c[1], c[1]), parameter=c[0], span=at.span)


@action("share")
def _share(c: list[Any], at: Place) -> tree.Quantity:
    return tree.Quantity(number_of(c[0], at), None, base=c[1], span=at.span)


@action("share_parameter")
def _share_parameter(c: list[Any], at: Place) -> tree.Quantity:
    return tree.Quantity(None, None, base=c[1], parameter=c[0], span=at.span)


@action("bare_amount")
def _bare_amount(c: list[Any], at: Place) -> tree.Quantity:
    amount = c[0] if isinstance(c[0], Fraction) else number_of(c[0], at)
    return tree.Quantity(amount, None, span=at.span)


def _base(kind: Any, scoped: bool = False) -> Action:
    def make(c: list[Any], at: Place) -> tree.Base:
        return tree.Base(kind, c[0] if scoped else None, at.span)

    return make


for _kind in ("award", "counted", "group", "taken", "attempted", "outcome"):
    action(f"base_{_kind}")(_base(_kind))
action("base_counted_in")(_base("counted", scoped=True))
action("base_need")(_base("need", scoped=True))


@action("over")
def _over(c: list[Any], at: Place) -> tuple[str, tree.Base]:
    return ("over", c[0])


@action("bound")
def _bound(c: list[Any], at: Place) -> tree.Bound:
    return tree.Bound(c[0], c[1])


@action("bound_least")
def _bound_least(c: list[Any], at: Place) -> tree.Bound:
    return tree.Bound("at least", c[0])


# ── what any clause may carry ───────────────────────────────────────────────────────────────────────────────────────


def _meta(key: str) -> Action:
    def make(c: list[Any], at: Place) -> tuple[str, Any]:
        return (key, c[0])

    return make


for _key in ("source", "note", "confidence", "message", "formerly", "force"):
    action(f"meta_{_key}")(_meta(_key))


@action("q_meta")
def _carried(c: list[Any], at: Place) -> Any:
    return c[0]


@action("interval_from")
def _interval_from(c: list[Token], at: Place) -> tree.Interval:
    return tree.Interval(day_of(c[0], at), None, at.span)


@action("interval_until")
def _interval_until(c: list[Token], at: Place) -> tree.Interval:
    return tree.Interval(None, day_of(c[0], at), at.span)


@action("interval_both")
def _interval_both(c: list[Token], at: Place) -> tree.Interval:
    start, end = day_of(c[0], at), day_of(c[1], at)
    if end < start:
        at.faults.add(
            "S007", f"{c[1].text} is before {c[0].text}", at.span, help="an interval runs from the earlier day"
        )
    return tree.Interval(start, end, at.span)


@action("label_name")
def _label_name(c: list[Token], at: Place) -> tree.Label:
    return tree.Label(name_of(c[0], at.path))


@action("label_titled")
def _label_titled(c: list[Token], at: Place) -> tree.Label:
    return tree.Label(name_of(c[0], at.path), text_of(c[1], at.path))


# ── what stands at the top of a file ────────────────────────────────────────────────────────────────────────────────


@action("declaration")
def _declaration(c: list[Any], at: Place) -> Any:
    return c[0]


@action("language")
def _language(c: list[Token], at: Place) -> tuple[str, tree.Name]:
    return ("language", tree.Name(c[0].text, at.span))


@action("pack")
def _pack(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("pack", (c[0], tuple(c[1:])))


@action("import_")
def _import(c: list[Any], at: Place) -> tree.Import:
    return tree.Import(c[0], at.span)
