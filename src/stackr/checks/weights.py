"""C215: credentials asked for in an award that is counted in credits, with nothing that says what one of them weighs."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.allocation.nodes import Measure
from stackr.checks.places import place_of
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.requirements.base import walk
from stackr.requirements.needs.pool import PoolNeed
from stackr.rulebook.book import Qualification, RuleBook


def weights(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: without `item weight` one credential weighs one credit, and progress looks odd."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(version)


def _of(version: Qualification) -> Iterator[Diagnostic]:
    award = version.award
    if award.root is None or version.tree.item_weight is not None or not _in_credits(version):
        return
    for need in walk(award.root):
        if isinstance(need, PoolNeed) and need.measure is Measure.ITEMS and need.need and not need.least:
            message = f"{need.id} counts credentials in an award of credits, and one of them weighs one credit"
            advice = "say what one is worth: `item weight 10 credits`"
            yield Diagnostic("C215", message, place_of(version, need.id), Severity.WARNING, help=advice)
            return


def _in_credits(version: Qualification) -> bool:
    award = version.award
    if award.total is not None:
        return award.total.need.unit == "credits"
    pools = [need for need in walk(award.root) if isinstance(need, PoolNeed)] if award.root is not None else []
    return any(pool.measure is Measure.CREDITS for pool in pools)
