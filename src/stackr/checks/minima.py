"""C204: requirements that together take more credits than the award may have."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from stackr._quantity import format_amount
from stackr.allocation.problem import Measure
from stackr.diagnostics.model import Diagnostic
from stackr.requirements.base import Need
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.pool import PoolNeed
from stackr.rulebook.book import Qualification, RuleBook

ZERO = Fraction(0)


def minima(book: RuleBook) -> Iterator[Diagnostic]:
    """Where nothing is shared, each credit is at one place: the least of the places adds up."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(version)


def _of(version: Qualification) -> Iterator[Diagnostic]:
    award = version.award
    total = award.total
    if award.root is None or award.shared or total is None or total.most is None or total.need.unit != "credits":
        return
    least = least_credits(award.root)
    if least > total.most:
        yield Diagnostic(
            "C204",
            f"the requirements of {version.name} take at least {format_amount(least)} credits, "
            f"and it may have at most {format_amount(total.most)}",
            version.tree.name.span,
            help="raise the total, lower a requirement, or say which of them are `shared between`",
        )


def least_credits(need: Need) -> Fraction:
    """What a requirement takes at least, proven: a named unit may be recognised with less than its catalogue credits."""
    if isinstance(need, PoolNeed):
        return need.need if need.measure is Measure.CREDITS else ZERO
    if isinstance(need, GroupNeed):
        each = sorted(least_credits(child) for child in need.children)
        return sum(each if need.n is None else each[: need.n], ZERO)
    return ZERO
