"""C205: limits that contradict each other: a cap below a floor, two caps that leave no room for the total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from stackr._quantity import format_amount
from stackr.diagnostics.model import Diagnostic, Span
from stackr.language import tree
from stackr.requirements.rules.amount import AmountRule
from stackr.rulebook.book import Qualification, RuleBook


def caps(book: RuleBook) -> Iterator[Diagnostic]:
    """Limits with constant amounts of credits; the same learning, or some learning and all the rest."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(version)


def _of(version: Qualification) -> Iterator[Diagnostic]:
    rules = [
        rule
        for rule in version.award.limits
        if isinstance(rule, AmountRule) and rule.quantity.value is not None and rule.quantity.unit == "credits"
    ]
    for one, other in permutations(rules, 2):
        sentence = _below(one, other) or _halves(version, one, other)
        if sentence:
            yield Diagnostic(
                "C205",
                f"{one.id} and {other.id} contradict each other: {sentence}",
                _span(version, one.id),
                help="raise the cap or lower what is asked for",
            )


def _below(cap: AmountRule, floor: AmountRule) -> str:
    most, least = cap.quantity.value, floor.quantity.value
    if most is None or least is None or cap.op == "at least" or floor.op == "at most":
        return ""
    if cap.scope != floor.scope or _learning(cap) != _learning(floor) or least <= most:
        return ""
    return f"at most {format_amount(most)} and at least {format_amount(least)} credits of the same learning"


def _halves(version: Qualification, one: AmountRule, rest: AmountRule) -> str:
    """`one` is about some learning, `rest` about all other: together they bound the total."""
    learning, total = _learning(one), version.award.total
    if total is None or version.award.shared or one.scope is not None or rest.scope is not None:
        return ""
    if learning is None or _learning(rest) != tree.Not(learning) or total.need.unit != "credits":
        return ""
    both = (one.quantity.value or Fraction(0)) + (rest.quantity.value or Fraction(0))
    if "at least" not in (one.op, rest.op) and both < total.need.value:
        return f"together they allow {format_amount(both)} credits of the {format_amount(total.need.value)} needed"
    if "at most" not in (one.op, rest.op) and total.most is not None and both > total.most:
        return f"together they need {format_amount(both)} credits and the award has {format_amount(total.most)}"
    return ""


def _learning(rule: AmountRule) -> tree.Expr | None:
    return rule.selector.tree if rule.selector is not None else None


def _span(version: Qualification, id: str) -> Span:
    named = [line for line in version.tree.limits if line.label.name and id.endswith(f".{line.label.name.text}")]
    return named[0].span if named else version.tree.name.span
