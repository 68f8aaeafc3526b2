"""What a member is compared with: numbers, shares, days, texts, names, levels."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from stackr.language import tree
from stackr.language.actions.common import day_of, name_of, number_of, text_of
from stackr.language.actions.registry import registrar
from stackr.language.driver import Action, Place
from stackr.language.tokens import Token

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)


@action("value_number")
def _value_number(c: list[Any], at: Place) -> Fraction:
    number: Fraction = c[0]
    return number


@action("value_percent")
def _value_percent(c: list[Token], at: Place) -> Fraction:
    return number_of(c[0], at)


@action("value_day")
def _value_day(c: list[Token], at: Place) -> date:
    return day_of(c[0], at)


@action("value_text")
def _value_text(c: list[Token], at: Place) -> tree.Text:
    return text_of(c[0], at.path)


@action("value_name")
def _value_name(c: list[Token], at: Place) -> tree.Name:
    return name_of(c[0], at.path)


@action("value_parameter")
def _value_parameter(c: list[Any], at: Place) -> tree.Quantity:
    return tree.Quantity(None, None, parameter=c[0], span=at.span)


@action("level_plain")
def _level_plain(c: list[Token], at: Place) -> tree.Level:
    return tree.Level(number_of(c[0], at), span=at.span)


@action("level_plain_statuses")
def _level_plain_statuses(c: list[Any], at: Place) -> tree.Level:
    return tree.Level(c[0], statuses=c[1], span=at.span)


@action("level_in")
def _level_in(c: list[Any], at: Place) -> tree.Level:
    return tree.Level(number_of(c[1], at), name_of(c[0], at.path), c[2] if len(c) > 2 else (), span=at.span)


@action("level_text")
def _level_text(c: list[Token], at: Place) -> tree.Level:
    return tree.Level(Fraction(0), name_of(c[0], at.path), text=text_of(c[1], at.path), span=at.span)
