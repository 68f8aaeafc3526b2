"""C202: awards that require one another, for themselves or for entry, so that none of them can be earned."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.checks.circles import circles
from stackr.diagnostics.model import Diagnostic
from stackr.requirements.base import Need
from stackr.requirements.needs.award import AwardNeed
from stackr.requirements.needs.group import GroupNeed
from stackr.rulebook.book import Qualification, RuleBook


def awards(book: RuleBook) -> Iterator[Diagnostic]:
    """Only what every version of an award requires, whatever is chosen."""
    asked = {name: _always(versions) for name, versions in book.qualifications.items()}
    for circle in circles(asked):
        yield Diagnostic(
            "C202",
            f"{', '.join(circle)}: each requires itself or the others, so none can be earned",
            book.qualifications[circle[0]][-1].tree.name.span,
            help="`includes` ties an award that is earned on the way without requiring it",
        )


def _always(versions: tuple[Qualification, ...]) -> list[str]:
    each = [{held for root in _roots(version) for held in _required(root)} for version in versions]
    return sorted(set.intersection(*each)) if each else []


def _roots(version: Qualification) -> list[Need]:
    """What the award requires, and what entry to it does."""
    return [award.root for award in (version.award, *version.award.entry) if award.root is not None]


def _required(need: Need) -> Iterator[str]:
    if isinstance(need, AwardNeed):
        yield need.held
    elif isinstance(need, GroupNeed) and need.n in (None, len(need.children)):
        for child in need.children:
            yield from _required(child)
