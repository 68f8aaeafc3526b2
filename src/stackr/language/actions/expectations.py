"""What a scenario expects: one action per form, each an `Expect`."""

from __future__ import annotations

from typing import Any

from stackr.language import tree
from stackr.language.actions.common import day_of
from stackr.language.actions.registry import Bag, part, registrar
from stackr.language.driver import Action, Place
from stackr.language.tokens import Token

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)


def _expect(kind: str, at: Place, **fields: Any) -> tree.Expect:
    return tree.Expect(kind, span=at.span, **fields)


@action("ex_status")
def _status(c: list[Any], at: Place) -> tree.Expect:
    return _expect("status", at, subject=c[0], word=c[-1], negated="not" in c[1:-1])


@action("ex_clause")
def _clause(c: list[Any], at: Place) -> tree.Expect:
    return _expect("clause", at, subject=c[0], word=c[-1], negated="not" in c[1:-1])


@action("ex_counting")
def _counting(c: list[Any], at: Place) -> tree.Expect:
    return _expect("status", at, subject=c[0], word=c[1], names=c[2])


def _valued(kind: str, field: str) -> Action:
    def make(c: list[Any], at: Place) -> tree.Expect:
        return _expect(kind, at, subject=c[0], **{field: c[1]})

    return make


for _rule, _kind, _field in (
    ("progress", "progress", "amount"), ("possible", "possible", "amount"), ("missing", "missing", "amount"),
    ("missing_member", "missing", "scope"), ("counts", "counts", "names"), ("counted", "counted", "amount"),
    ("blocked", "blocked", "names"), ("completion", "completion", "names"), ("classified", "classified", "text"),
):  # fmt: skip
    action(f"ex_{_rule}")(_valued(_kind, _field))


@action("ex_counts_nothing")
def _counts_nothing(c: list[Any], at: Place) -> tree.Expect:
    return _expect("counts", at, subject=c[0])


action("xp_by")(part("by"))
action("xp_because")(part("because"))
action("xp_for")(part("for"))
action("xp_amount")(part("amount"))


@action("ex_recognition")
def _recognition(c: list[Any], at: Place) -> tree.Expect:
    word = next(item for item in c[1:] if isinstance(item, str) and item != "not")
    bag = Bag(c, at)
    return _expect(
        "recognition",
        at,
        subject=c[0],
        word=word,
        names=bag.one("by", ()),
        amount=bag.one("amount"),
        text=bag.one("because"),
        scope=bag.one("for"),
        negated="not" in c[1:2],
    )


@action("ex_class")
def _class(c: list[Any], at: Place) -> tree.Expect:
    return _expect("class", at, subject=c[0], word=c[-2], scope=c[-1], negated="is not" in c[1:2])


@action("ex_class_unknown")
def _class_unknown(c: list[Any], at: Place) -> tree.Expect:
    return _expect("class", at, subject=c[0], word="undetermined", scope=c[1])


@action("ex_criterion")
def _criterion(c: list[Any], at: Place) -> tree.Expect:
    return _expect("criterion", at, subject=c[0], names=(c[1],), word=c[2], scope=c[3] if len(c) > 3 else None)


@action("ex_unused")
def _unused(c: list[Any], at: Place) -> tree.Expect:
    word = next((item for item in c[1:] if isinstance(item, str)), None)
    scope = next((item for item in c[1:] if isinstance(item, tree.Name)), None)
    return _expect("unused", at, subject=c[0], word=word, scope=scope)


@action("ex_version")
def _version(c: list[Any], at: Place) -> tree.Expect:
    return _expect("version", at, subject=c[0], amount=day_of(c[1], at))


def _said(kind: str) -> Action:
    def make(c: list[Any], at: Place) -> tree.Expect:
        return _expect(kind, at, text=c[-1], negated=len(c) > 1)

    return make


for _kind in ("reason", "message", "warning"):
    action(f"ex_{_kind}")(_said(_kind))


@action("ex_case")
def _case(c: list[Any], at: Place) -> tree.Expect:
    return _expect("case", at, subject=c[-1], negated=len(c) > 1)


@action("ex_conflict")
def _conflict(c: list[Any], at: Place) -> tree.Expect:
    return _expect("conflict", at, names=c[0])


@action("ex_error")
def _error(c: list[Token], at: Place) -> tree.Expect:
    return _expect("error", at, word=c[0].text)
