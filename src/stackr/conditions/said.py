"""What a record says in words of its own: facts of the learner, and members of learning that few institutions have.

They may be text, true or false, numbers, days or lists, and systems write one thing in several of these. A rule that asks for `yes` asks
for an answer: what says neither yes nor no is none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from stackr._quantity import AmountError, format_amount, parse_amount
from stackr.conditions.levels import holds
from stackr.conditions.members import holding
from stackr.conditions.patterns import has_wildcard, matcher
from stackr.conditions.predicate import Context, Subject, Test
from stackr.language import tree

TRUTHS: Final = {"yes": True, "true": True, "no": False, "false": False}
_WORDS: Final = {truth: tuple(word for word in TRUTHS if TRUTHS[word] is truth) for truth in (True, False)}


def truth_of(value: Any) -> bool | None:
    """Yes or no, however it is written; None for what says neither.

    >>> truth_of(True), truth_of("TRUE"), truth_of("No"), truth_of("pending"), truth_of(None)
    (True, True, False, None, None)
    """
    if isinstance(value, str):
        return TRUTHS.get(value.casefold())
    return value if isinstance(value, bool) else None


def fact_test(name: str, op: str, value: Any, *, of_learning: bool) -> Test:
    """A fact of the learner; `of_learning`: a member of the learning that few records have, if it has it. Absent is unknown."""

    def test(subject: Subject, context: Context) -> bool | None:
        of = holding(subject) if of_learning else None
        if of is not None and of.faults and of.unread(name):
            return None
        have: Any = of.extra.get(name) if of is not None else None
        return said(context.learner.facts.get(name) if have is None else have, op, value)

    return test


def said(have: Any, op: str, value: Any) -> bool | None:
    """Whether what is said compares so with a value of a rule; None where nothing is, or nothing that can be compared."""
    if have is None:
        return None
    if isinstance(value, tree.Text | tree.Name):
        if op not in ("=", "!="):
            return holds(have, op, value.text) if isinstance(have, str) and not has_wildcard(value.text) else None
        same = _same(have, value)
        return None if same is None else same is (op == "=")
    if isinstance(value, Fraction) and isinstance(have, str):
        try:
            have = parse_amount(have)
        except AmountError:
            return None
    return holds(have, op, value) if type(have) is type(value) else None


def says(have: Any, wanted: str) -> bool:
    """Whether it is the text, or one of the texts: true and false as any of their words."""
    matches = matcher(wanted)
    if isinstance(have, bool):
        return any(map(matches, _WORDS[have]))
    if isinstance(have, tuple):
        return any(matches(str(each)) for each in have)
    return matches(str(have))


def _same(have: Any, wanted: tree.Text | tree.Name) -> bool | None:
    asked = TRUTHS.get(wanted.text)
    if isinstance(have, tuple):
        return any(_same(each, tree.Text(wanted.text)) for each in have)
    if isinstance(have, Fraction) and asked is None:
        return says(format_amount(have), _shortest(wanted.text))
    if says(have, wanted.text):
        return True
    answer = truth_of(have)
    if asked is not None and answer is not None:
        return asked is answer
    return None if _asks(wanted) else False


def _asks(wanted: tree.Text | tree.Name) -> bool:
    """Whether it is a yes or no that is asked for; in quotes it is a text, such as the code of a country or language."""
    return isinstance(wanted, tree.Name) and not wanted.quoted and wanted.text in TRUTHS


def _shortest(number: str) -> str:
    """A decimal without noughts at its end, as numbers are shown that are known by what they are worth."""
    return number.rstrip("0").rstrip(".") if "." in number else number
