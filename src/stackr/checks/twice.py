"""C207: one unit named by two requirements that can't both have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from stackr.diagnostics.model import Diagnostic, Severity
from stackr.requirements.base import Need
from stackr.requirements.needs.group import GroupNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import Qualification, RuleBook


def twice(book: RuleBook) -> Iterator[Diagnostic]:
    """Within the main requirement each piece of learning counts at one place. A warning: two bodies may use one code."""
    for versions in book.qualifications.values():
        for version in versions:
            yield from _of(version)


def _of(version: Qualification) -> Iterator[Diagnostic]:
    award = version.award
    if award.root is None or award.shared:
        return
    asked = list(_always(award.root))
    for code, times in sorted(Counter(need.code for need in asked).items()):
        if times > award.repeatable.get(code, 1):
            ids = " and ".join(sorted(need.id for need in asked if need.code == code))
            message = f"{ids} all need {code}, which counts once"
            advice = "say `shared between`, or put one of them into `also requires`"
            yield Diagnostic("C207", message, version.tree.name.span, Severity.WARNING, help=advice)


def _always(need: Need) -> Iterator[UnitNeed]:
    """Named units that are needed whatever is chosen; with wildcards a code is a family of units."""
    if isinstance(need, UnitNeed) and need.pattern is None:
        yield need
    elif isinstance(need, GroupNeed) and need.n in (None, len(need.children)):
        for child in need.children:
            yield from _always(child)
