"""C210: requirements that add up to less than the total, so that the total can't be reached."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.allocation.nodes import Measure
from stackr.checks.minima import UNITS
from stackr.checks.places import place_of
from stackr.checks.sizes import most
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.requirements.base import walk
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.words import amount_words
from stackr.rulebook.book import Qualification, RuleBook


def reach(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: a named unit counts here with its catalogue credits, and may be recognised with more."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(version)


def _of(version: Qualification) -> Iterator[Diagnostic]:
    award, total = version.award, version.award.total
    if award.root is None or total is None or award.counts_as or total.need.unit not in UNITS.values():
        return
    measure = Measure.ITEMS if total.need.unit == "credentials" else Measure.CREDITS
    there = most(award.root, measure)
    if there is not None and there < total.need.value:
        message = (
            f"all requirements of {version.name} together count at most {amount_words(there, UNITS[measure])}, "
            f"and its total is {amount_words(total.need.value, UNITS[measure])}"
        )
        rest = amount_words(total.need.value - there, UNITS[measure])
        advice = f"lower the total, ask for more, or add a place for the rest: `free: {rest} from any`"
        if any(isinstance(need, AwardNeed) for need in walk(award.root)):
            advice += "; `award X` only asks that X is held: what was learned for it needs a place here, and `includes X with embed`"
        yield Diagnostic("C210", message, place_of(version, total.id), Severity.WARNING, help=advice)
