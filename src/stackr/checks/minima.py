"""C204: minima that together exceed a maximum: of the award, of a group, of a pool.

A warning where it is so only with what the catalogue says of named units: they may be recognised with less.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.checks.places import place_of
from stackr.checks.sizes import constant_rules, least
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.requirements.base import Need
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.rules.amount import AmountRule
from stackr.requirements.words import amount_words
from stackr.rulebook.book import Qualification, RuleBook

UNITS = {Measure.CREDITS: "credits", Measure.ITEMS: "credentials"}


def minima(book: RuleBook) -> Iterator[Diagnostic]:
    """Where nothing is shared, each piece of learning is at one place: the least of the places adds up."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _total(version)
            yield from _caps(version)
            yield from _floors(version)


def _total(version: Qualification) -> Iterator[Diagnostic]:
    award, total = version.award, version.award.total
    if award.root is None or award.shared or total is None or total.most is None:
        return
    measure = Measure.ITEMS if total.need.unit == "credentials" else Measure.CREDITS
    proven, needed = least(award.root, measure), least(award.root, measure, listed=True)
    if needed > total.most and not (measure is Measure.ITEMS and award.counts_as):
        message = (
            f"the requirements of {version.name} take at least {amount_words(needed, UNITS[measure])}, "
            f"and it may have at most {amount_words(total.most, UNITS[measure])}"
        )
        advice = "raise the total, lower a requirement, or say which of them are `shared between`"
        severity = Severity.ERROR if proven > total.most else Severity.WARNING
        yield Diagnostic("C204", message, version.tree.name.span, severity, help=advice)


def _caps(version: Qualification) -> Iterator[Diagnostic]:
    """`at most 30 credits` over requirements that ask for more."""
    for rule in constant_rules(version):
        scope = _scope(version, rule)
        if rule.op == "at least" or rule.selector is not None or scope is None or rule.quantity.value is None:
            continue
        measure = rule.quantity.measure
        if (version.award.shared and not isinstance(scope, PoolNeed)) or (
            measure is Measure.ITEMS and version.award.counts_as
        ):
            continue
        needed = least(scope, measure)
        if needed > rule.quantity.value:
            message = (
                f"{scope.id} takes at least {amount_words(needed, UNITS[measure])}, "
                f"and {_called(rule)} allows at most {amount_words(rule.quantity.value, UNITS[measure])}"
            )
            yield Diagnostic("C204", message, place_of(version, rule.id), help="raise the cap or ask for less")


def _floors(version: Qualification) -> Iterator[Diagnostic]:
    """`at least 40 credits at level >= 8` over what may count no more than 30."""
    for rule in constant_rules(version):
        bound = None if rule.op == "at most" else _most(version, rule)
        if bound is not None and rule.quantity.value is not None and rule.quantity.value > bound:
            unit = UNITS[rule.quantity.measure]
            message = (
                f"{_called(rule)} asks for at least {amount_words(rule.quantity.value, unit)} "
                f"of what may count at most {amount_words(bound, unit)}"
            )
            yield Diagnostic("C204", message, place_of(version, rule.id), help="ask for less, or let more count")


def _called(rule: AmountRule) -> str:
    """Its id; a line without a name has none that an author knows."""
    return f"a line of {rule.scope or rule.award}" if "~" in rule.id else rule.id


def _scope(version: Qualification, rule: AmountRule) -> Need | None:
    return version.award.root if rule.scope is None else version.award.needs.get(rule.scope)


def _most(version: Qualification, rule: AmountRule) -> Fraction | None:
    """The ceiling on all that counts in the rule's scope, in the rule's measure."""
    scope, measure = _scope(version, rule), rule.quantity.measure
    if isinstance(scope, PoolNeed) and scope.id == rule.scope:
        return scope.most if scope.measure is measure else None
    total = version.award.total
    if rule.scope is None and total is not None and (total.need.unit == "credentials") is (measure is Measure.ITEMS):
        return total.most
    return None
