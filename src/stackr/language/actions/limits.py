"""The lines of `limits { … }`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stackr.language import tree
from stackr.language.actions.registry import Bag, part, registrar
from stackr.language.driver import Action, Place
from stackr.language.tokens import Token

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)


action("limit_filter")(part("selector"))
action("limit_per")(part("per"))
action("limit_in")(part("in"))
action("limit_each")(part("each"))
action("currency_for", "span_for")(part("for"))
action("currency_except")(part("except"))
action("currency_only")(part("only"))
action("span_in")(part("in"))


@action("limit_over")
def _limit_over(c: list[Any], at: Place) -> Any:
    return c[0]


@action("limit_attempted")
def _limit_attempted(c: list[Any], at: Place) -> tuple[str, tree.Base]:
    return ("over", tree.Base("attempted", span=at.span))


@action("limit_taken")
def _limit_taken(c: list[Any], at: Place) -> tuple[str, tree.Base]:
    return ("over", tree.Base("taken", span=at.span))


def _amount(bound: tree.Bound, last: tree.Quantity | None, parts: list[Any], at: Place) -> tree.AmountLimit:
    bag = Bag(parts, at)
    return tree.AmountLimit(
        bound,
        selector=bag.one("selector"),
        per=bag.one("per"),
        scope=bag.one("in"),
        over=bag.one("over"),
        each=bag.one("each"),
        within_last=last,
        span=at.span,
    )


@action("amount_limit")
def _amount_limit(c: list[Any], at: Place) -> tree.AmountLimit:
    return _amount(c[0], None, c[1:], at)


@action("amount_limit_last")
def _amount_limit_last(c: list[Any], at: Place) -> tree.AmountLimit:
    return _amount(tree.Bound(c[0], replace(c[2], amount=c[1], parameter=None)), c[2], c[3:], at)


@action("barred")
def _barred(c: list[Any], at: Place) -> tree.BarredLimit:
    return _barred_at(c[0], c[1], c[2:], at)


@action("barred_one")
def _barred_one(c: list[Any], at: Place) -> tree.BarredLimit:
    return _barred_at(c[0], 1, c[1:], at)


def _barred_at(op: str, n: int, members: list[Any], at: Place) -> tree.BarredLimit:
    if op != "at most":
        at.faults.add(
            "S021",
            f"a limit on units that bar each other says `at most`, not `{op}`",
            at.span,
            help=f"`{op} {n} of {{ … }}` is a requirement: write it under `requires`",
        )
    return tree.BarredLimit(n, tuple(members), span=at.span)


@action("within_word")
def _within_word(c: list[Any], at: Place) -> tree.Within:
    assert isinstance(c[0], Token)
    return tree.Within(c[0].text, c[1], c[2], span=at.span)


@action("currency")
def _currency(c: list[Any], at: Place) -> tree.CurrencyLimit:
    bag = Bag(c[1:], at)
    return tree.CurrencyLimit(c[0], bag.one("for"), bag.flat("except"), bag.flat("only"), span=at.span)


@action("never")
def _never(c: list[Any], at: Place) -> tree.NeverLimit:
    return tree.NeverLimit(c[0], c[1] if len(c) > 1 else (), span=at.span)


@action("span_window")
def _span_window(c: list[Any], at: Place) -> Any:
    return (c[0], c[1])


@action("span_first")
def _span_first(c: list[Any], at: Place) -> tree.SpanLimit:
    member, duration = c[0]
    bag = Bag(c[2:], at)
    return tree.SpanLimit(duration, c[1], bag.one("for"), member, bag.one("in"), span=at.span)


@action("span_any")
def _span_any(c: list[Any], at: Place) -> tree.SpanLimit:
    bag = Bag(c[1:], at)
    return tree.SpanLimit(c[0], None, bag.one("for"), scope=bag.one("in"), span=at.span)
