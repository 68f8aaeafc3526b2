"""C224: a deadline that had passed before anybody could enter this version of the award."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackr.checks.places import place_of
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.requirements.base import all_rules, walk
from stackr.requirements.filters import DeadlineFilter
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.rules.each import EachRule
from stackr.rulebook.book import Qualification, RuleBook


def deadlines(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning: learning from before the entry may be recognised, and only that could be in time."""
    for versions in book.qualifications.values():
        for version in versions:
            for deadline in _deadlines(version):
                if version.start is not None and deadline.day < version.start:
                    yield Diagnostic(
                        "C224",
                        f"{deadline.id.partition('~')[0]} is due on {deadline.day}, and {version.name} begins on {version.start}",
                        place_of(version, deadline.id),
                        Severity.WARNING,
                        help="correct one of the dates: only learning from before the award began could be in time",
                    )


def _deadlines(version: Qualification) -> Iterable[DeadlineFilter]:
    award = version.award
    tops = [*([award.root] if award.root else []), *(layer.need for layer in award.layers)]
    found: dict[str, DeadlineFilter] = {}
    for top in tops:
        pools = [each for need in walk(top) if isinstance(need, PoolNeed) for each in need.details.filters]
        groups = [rule.condition for rule in all_rules(top) if isinstance(rule, EachRule)]
        found |= {each.id: each for each in (*pools, *groups) if isinstance(each, DeadlineFilter)}
    return found.values()
