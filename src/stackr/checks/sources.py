"""Whose learning a selector is about: the awarding body's own, or what comes from elsewhere."""

from __future__ import annotations

from typing import Literal

from stackr.language import tree

Source = Literal["own", "elsewhere", "part of elsewhere"]

FLIPPED: dict[Source, Source] = {"own": "elsewhere", "elsewhere": "own"}


def source(expr: tree.Expr, body: str | None) -> Source | None:
    """`own` and `elsewhere` are each all that the other is not; None for any other selector.

    `by rpl` is part of elsewhere: prior learning has no issuer of its own.
    """
    match expr:
        case tree.Flag(word="external"):
            return "elsewhere"
        case tree.Compare(member="issuer", op=op, value=tree.Name(text=text)) if text == body and op in ("=", "!="):
            return "own" if op == "=" else "elsewhere"
        case tree.By(route=route) if route.text not in ("own",) and not route.text.endswith(".own"):
            return "part of elsewhere"
        case tree.Not(item=item):
            inner = source(item, body)
            return FLIPPED.get(inner) if inner is not None else None
    return None
