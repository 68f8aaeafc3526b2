"""An expectation in words, as the author wrote it: one phrase a kind, one line in `PHRASES`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from stackr.language import tree
from stackr.requirements.words import value_words


def expected(expect: tree.Expect) -> str:
    """`Q.core counts A, B`, `A not recognised by own`."""
    return " ".join(part for part in PHRASES[expect.kind](expect) if part)


def _subject(expect: tree.Expect) -> str:
    return expect.subject.text if expect.subject else ""


def _not(expect: tree.Expect) -> str:
    return "not" if expect.negated else ""


def _names(expect: tree.Expect) -> str:
    return ", ".join(name.text for name in expect.names)


def _after(word: str, text: str) -> str:
    return f"{word} {text}" if text else ""


def _quoted(expect: tree.Expect) -> str:
    return f'"{expect.text.text}"' if expect.text else ""


def _scope(expect: tree.Expect) -> str:
    return expect.scope.text if expect.scope else ""


def _amount(expect: tree.Expect) -> str:
    value = expect.amount
    if isinstance(value, tree.Quantity):
        return value_words(value)
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date) else ""


def _plain(word: str) -> Callable[[tree.Expect], tuple[str, ...]]:
    """`SUBJECT word` with whatever answer is there."""
    return lambda e: (_subject(e), _not(e), word, _names(e) or _amount(e) or _quoted(e) or _scope(e))


def _said(word: str) -> Callable[[tree.Expect], tuple[str, ...]]:
    """`word "…"`, about the audit as a whole."""
    return lambda e: (_not(e), word, _quoted(e) or _names(e) or _subject(e) or e.word or "")


PHRASES: dict[str, Callable[[tree.Expect], tuple[str, ...]]] = {
    "status": lambda e: (_subject(e), _not(e), e.word or "", _after("counting", _names(e))),
    "clause": lambda e: (_subject(e), _not(e), e.word or ""),
    "progress": _plain("progress"),
    "possible": _plain("possible"),
    "missing": _plain("missing"),
    "counts": lambda e: (_subject(e), "counts", _names(e) or "nothing"),
    "counted": _plain("counts"),
    "recognition": lambda e: (
        _subject(e), _not(e), e.word or "", _after("by", _names(e)), _after("because", _quoted(e)),
        _after("for", _scope(e)), _amount(e),
    ),
    "class": lambda e: (_subject(e), "is", _not(e), e.word or "", _after("by", _scope(e))),
    "criterion": lambda e: (_subject(e), "criterion", _names(e), e.word or "", _after("by", _scope(e))),
    "unused": lambda e: (_subject(e), "unused", _after("because", e.word or ""), _after("in", _scope(e))),
    "blocked": _plain("blocked by"),
    "completion": _plain("completes with"),
    "classified": _plain("classified"),
    "version": _plain("version"),
    "reason": _said("reason"),
    "message": _said("message"),
    "warning": _said("warning"),
    "case": _said("case"),
    "conflict": _said("conflict"),
    "error": _said("error"),
}  # fmt: skip
