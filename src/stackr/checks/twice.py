"""C207: one unit named by two requirements that can't both have it."""

from __future__ import annotations

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
    asked: dict[str, list[str]] = {}
    for owner, need in _always(award.root, version.tree.name.text):
        asked.setdefault(need.code, []).append(owner)
    for code, owners in sorted(asked.items()):
        if len(owners) > award.repeatable.get(code, 1):
            advice = "say `shared between`, or put one of them into `also requires`"
            yield Diagnostic("C207", _told(code, owners), version.tree.name.span, Severity.WARNING, help=advice)


def _told(code: str, owners: list[str]) -> str:
    *others, last = sorted(set(owners))
    if not others:
        return f"{last} needs `{code}` {len(owners)} times, and it counts once"
    return f"{', '.join(others)} and {last} {'all' if len(others) > 1 else 'both'} need `{code}`, which counts once"


def _always(need: Need, owner: str) -> Iterator[tuple[str, UnitNeed]]:
    """Named units that are needed whatever is chosen, and what needs them, as the author calls it: the nearest that has a name.
    With wildcards a code is a family of units."""
    if isinstance(need, UnitNeed) and need.pattern is None:
        yield owner, need
    elif isinstance(need, GroupNeed) and need.n in (None, len(need.children)):
        name = need.id.rpartition(".")[2]
        called = need.title or (f"`{name}`" if "~" not in name else owner)
        for child in need.children:
            yield from _always(child, called)
