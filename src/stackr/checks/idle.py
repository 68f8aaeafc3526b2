"""C211: a cap on learning from elsewhere that residency never lets a learner reach.

The two do not contradict each other for everybody, and yet one of them is not what was meant: the cap promises more than
residency leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.checks.invented import invented, learner_with
from stackr.checks.places import place_of
from stackr.checks.sizes import constant_rules, learning
from stackr.checks.sources import source
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.words import amount_words
from stackr.rulebook.book import Qualification, RuleBook


def idle(book: RuleBook) -> Iterator[Diagnostic]:
    """Caps and floors over the whole award, both constant, in the unit of its total."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(book, version)


def _of(book: RuleBook, version: Qualification) -> Iterator[Diagnostic]:
    total = version.award.total
    if total is None or version.award.shared:
        return
    whole = total.most if total.most is not None else total.need.value
    rules = [r for r in constant_rules(version) if r.scope is None and r.quantity.unit == total.need.unit]
    for cap in rules:
        for home in rules:
            most, least = cap.quantity.value, home.quantity.value
            if cap.op != "at most" or home.op != "at least" or most is None or least is None:
                continue
            sides = _side(version, cap) in ("elsewhere", "part of elsewhere") and _side(version, home) == "own"
            if sides and most + least > whole and most < whole:
                yield _found(book, version, cap, home, whole)


def _side(version: Qualification, rule: AmountRule) -> str | None:
    expr = learning(rule)
    return source(expr, version.award.body) if expr is not None else None


def _found(book: RuleBook, version: Qualification, cap: AmountRule, home: AmountRule, whole: Fraction) -> Diagnostic:
    most, least = cap.quantity.value or Fraction(0), home.quantity.value or Fraction(0)
    unit = cap.quantity.unit
    return Diagnostic(
        "C211",
        f"{cap.id} allows {amount_words(most, unit)}, and {home.id} leaves room for "
        f"{format_amount(whole - least)} of the {format_amount(whole)}",
        place_of(version, cap.id),
        Severity.WARNING,
        help=f"a cap of {format_amount(whole - least)} says the same; or lower what {home.id} asks for",
        example=_example(book, version, cap, home, whole),
    )


def _example(book: RuleBook, version: Qualification, cap: AmountRule, home: AmountRule, whole: Fraction) -> str:
    """A learner at the cap, with the rest of the award earned here."""
    most = cap.quantity.value or Fraction(0)
    units = invented(book, version, cap.selector, most, "X"), invented(book, version, home.selector, whole - most, "Y")
    if cap.quantity.unit != "credits" or units[0] is None or units[1] is None:
        return ""
    learner = learner_with(book, version, units[0], units[1])
    if not learner.falls_short():
        return ""
    return f"{learner.told()}\nthat is the cap and the rest of the award, and {home.id} is not met"
