"""Lines of a `with { … }` block, one action per form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from stackr.language import tree
from stackr.language.actions.common import day_of, text_of
from stackr.language.actions.expressions import compare
from stackr.language.actions.registry import counted_in, registrar
from stackr.language.driver import Action, Place

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)


@action("details")
def _details(c: list[Any], at: Place) -> tuple[tree.Detail, ...]:
    return tuple(c)


@action("detail_amount")
def _detail_amount(c: list[Any], at: Place) -> tree.Detail:
    return tree.Detail("amount", c[0], c[1] if len(c) > 1 else None, span=at.span)


@action("detail_per")
def _detail_per(c: list[Any], at: Place) -> tree.Detail:
    per = next(item for item in c if isinstance(item, str))
    selector = next((item for item in c[1:] if not isinstance(item, str)), None)
    return tree.Detail("per", c[0], selector, per, span=at.span)


@action("detail_each")
def _detail_each(c: list[Any], at: Place) -> tree.Detail:
    if c[0].quantity.unit is not None:  # a share of the award is an amount, too
        counted_in("what is asked of each unit", c[0].quantity, ("credits", "hours"), at)
    return tree.Detail("each", c[0], span=at.span)


@action("detail_average")
def _detail_average(c: list[Fraction], at: Place) -> tree.Detail:
    return tree.Detail("average", tree.Bound("at least", tree.Quantity(c[0], None, span=at.span)), span=at.span)


@action("detail_span")
def _detail_span(c: list[Any], at: Place) -> tree.Detail:
    return tree.Detail("span", duration=c[0], anchors=c[1], span=at.span)


@action("detail_window")
def _detail_window(c: list[Any], at: Place) -> tree.Detail:
    return tree.Detail("window", duration=c[0], span=at.span)


@action("detail_last")
def _detail_last(c: list[Any], at: Place) -> tree.Detail:
    return tree.Detail("last", selector=c[1], within_last=c[0], span=at.span)


@action("detail_last_of")
def _detail_last_of(c: list[Any], at: Place) -> tree.Detail:
    bound = tree.Bound(c[0], replace(c[2], amount=c[1], parameter=None))
    return tree.Detail("last", bound, c[3], within_last=c[2], span=at.span)


def _deadline(deadline: tree.Text | date, at: Place) -> tree.Detail:
    return tree.Detail("deadline", deadline=deadline, span=at.span)


@action("detail_term")
def _detail_term(c: list[Any], at: Place) -> tree.Detail:
    return _deadline(text_of(c[0], at.path), at)


@action("detail_day")
def _detail_day(c: list[Any], at: Place) -> tree.Detail:
    return _deadline(day_of(c[0], at), at)


@action("detail_highest")
def _detail_highest(c: list[Any], at: Place) -> tree.Detail:
    return tree.Detail("level_of_highest", selector=compare("level", c[1], c[2], at), within_last=c[0], span=at.span)
