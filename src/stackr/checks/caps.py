"""C205: limits that contradict each other: a cap below a floor, two caps that leave no room for the total.

Where the learning can be made up, a learner who has as much of it as the floor asks is put before the real rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from stackr._quantity import format_amount
from stackr.checks.invented import invented, learner_with
from stackr.checks.places import place_of
from stackr.checks.sizes import constant_rules, learning, shares_of_counted
from stackr.checks.sources import source
from stackr.diagnostics.model import Diagnostic
from stackr.language import tree
from stackr.requirements.amounts import share_words
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.words import amount_words, source_words
from stackr.rulebook.book import Qualification, RuleBook


def caps(book: RuleBook) -> Iterator[Diagnostic]:
    """Limits with constant amounts; the same learning, or learning from elsewhere and one's own."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(book, version)


def _of(book: RuleBook, version: Qualification) -> Iterator[Diagnostic]:
    told: set[frozenset[str]] = set()
    for one, other in permutations([*constant_rules(version), *shares_of_counted(version)], 2):
        pair = frozenset((one.id, other.id))
        sentence = "" if pair in told else _below(version, one, other) or _halves(version, one, other)
        if sentence:
            told.add(pair)
            yield Diagnostic(
                "C205",
                f"{one.id} and {other.id} contradict each other: {sentence}",
                place_of(version, one.id),
                help="raise the cap or lower what is asked for",
                example=_example(book, version, one, other),
            )


def _below(version: Qualification, cap: AmountRule, floor: AmountRule) -> str:
    most, least = _bounds(cap, floor)
    if most is None or least is None or cap.op == "at least" or floor.op == "at most":
        return ""
    if cap.scope != floor.scope or cap.quantity.unit != floor.quantity.unit or least <= most:
        return ""
    which = _part(version, learning(floor), learning(cap))
    if not which:
        return ""
    if cap.quantity.value is None:
        return f"at most {share_words(most, 'what counts')} and at least {share_words(least, 'it')}, of {which}"
    return f"at most {format_amount(most)} and at least {format_amount(least)} {cap.quantity.unit} of {which}"


def _bounds(one: AmountRule, other: AmountRule) -> tuple[Fraction | None, Fraction | None]:
    """Both amounts, or both shares of what counts; of one each, nothing can be told."""
    if one.quantity.value is None and other.quantity.value is None:
        return one.quantity.ratio, other.quantity.ratio
    return one.quantity.value, other.quantity.value


def _part(version: Qualification, part: tree.Expr | None, of: tree.Expr | None) -> str:
    """How the learning of a floor lies within that of a cap; "" where that can't be told."""
    if part is None or of is None:
        return ""
    if part == of:
        return "the same learning"
    narrowed = isinstance(part, tree.And) and of in part.items
    sides = source(part, version.award.body), source(of, version.award.body)
    return "a part of the same learning" if narrowed or sides == ("part of elsewhere", "elsewhere") else ""


def _halves(version: Qualification, one: AmountRule, rest: AmountRule) -> str:
    """`one` is about some learning, `rest` about all other: together they bound the total, or what counts."""
    if one.quantity.value is None or rest.quantity.value is None:
        return _shares(version, one, rest)
    total = version.award.total
    if total is None or version.award.shared or one.scope is not None or rest.scope is not None:
        return ""
    units = {one.quantity.unit, rest.quantity.unit, total.need.unit}
    if len(units) > 1 or not _complement(version, learning(one), learning(rest)):
        return ""
    both, unit = (one.quantity.value or Fraction(0)) + (rest.quantity.value or Fraction(0)), total.need.unit
    if "at least" not in (one.op, rest.op) and both < total.need.value:
        return f"together they allow {amount_words(both, unit)} of the {format_amount(total.need.value)} needed"
    if "at most" not in (one.op, rest.op) and total.most is not None and both > total.most:
        return f"together they need {amount_words(both, unit)} and the award has {format_amount(total.most)}"
    return ""


def _shares(version: Qualification, one: AmountRule, rest: AmountRule) -> str:
    """The same of shares of what counts, which is all of it."""
    most, least = one.quantity.ratio, rest.quantity.ratio
    same = one.scope == rest.scope and one.quantity.unit == rest.quantity.unit
    if most is None or least is None or not same or not _complement(version, learning(one), learning(rest)):
        return ""
    told = share_words(most + least, "what counts")
    if "at least" not in (one.op, rest.op) and most + least < 1:
        return f"together they allow {told}"
    return f"together they need {told}" if "at most" not in (one.op, rest.op) and most + least > 1 else ""


def _complement(version: Qualification, one: tree.Expr | None, rest: tree.Expr | None) -> bool:
    """Whether `rest` is all that `one` is not: its negation, or what is external against what is the body's own."""
    if one is None or rest is None:
        return False
    sides = source(one, version.award.body), source(rest, version.award.body)
    return rest == tree.Not(one) or sides == ("elsewhere", "own")


def _example(book: RuleBook, version: Qualification, one: AmountRule, other: AmountRule) -> str:
    """A learner who has what a floor asks for, and no more; nothing where none can be made up."""
    floors = [rule for rule in (one, other) if rule.op != "at most" and rule.quantity.unit == "credits"]
    if len(floors) != 1 or floors[0].quantity.value is None:
        return ""
    (floor,) = floors
    unit = invented(book, version, floor.selector, floor.quantity.value or Fraction(0))
    if unit is None:
        return ""
    learner = learner_with(book, version, unit)
    asked = amount_words(floor.quantity.value or Fraction(0), "credits")
    counted = amount_words(learner.counted(), "credits")
    return f"{learner.told()}\n{counted} of it can count, and {floor.id} asks for {asked}{source_words(floor.selector)}"
