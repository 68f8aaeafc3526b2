"""Whom a change of rules may touch. Where that can't be told for certain, everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from stackr._digest import digest
from stackr.conditions.clauses import owner_of
from stackr.requirements.needs.award import AwardNeed
from stackr.rulebook.book import Articulation, Qualification, RuleBook
from stackr.rulebook.meaning import meaning_of_tables


@dataclass(frozen=True, slots=True)
class Reaches:
    """`everybody`; else holders of one of the `codes`, and who is judged for one of the `awards`."""

    everybody: bool = False
    codes: frozenset[str] = frozenset()
    awards: frozenset[str] = field(default_factory=frozenset)

    @property
    def nobody(self) -> bool:
        """Whether nothing of the rules that could touch anybody has changed."""
        return not (self.everybody or self.codes or self.awards)


EVERYBODY = Reaches(everybody=True)


def reach(old: RuleBook, new: RuleBook) -> Reaches:
    """Whom the differences between two rule books may touch."""
    if (old.meaning, old.registers) == (new.meaning, new.registers):
        return Reaches()
    same_tables = digest(meaning_of_tables(old.tables)) == digest(meaning_of_tables(new.tables))
    if old.registers != new.registers or not same_tables or old.formerly != new.formerly:
        return EVERYBODY
    if old.qualifications.keys() != new.qualifications.keys():  # who names none is asked about all of them
        return EVERYBODY
    if old.named_codes != new.named_codes:  # what codes look alike is told of everybody
        return EVERYBODY
    clauses = [{id: clause.meaning for id, clause in book.clauses.items()} for book in (old, new)]
    changed = {id for id in clauses[0].keys() | clauses[1].keys() if clauses[0].get(id) != clauses[1].get(id)}
    agreements = changed & (old.articulations.keys() | new.articulations.keys())
    awards = _awards(old, new)
    if any(owner_of(id, awards) is None for id in changed - agreements):
        return EVERYBODY
    codes = _sources([old, new], agreements)
    if codes is None:
        return EVERYBODY
    return Reaches(codes=codes | awards, awards=_together([old, new], awards))


def _awards(old: RuleBook, new: RuleBook) -> frozenset[str]:
    """The awards whose rules differ, in any version."""
    before, after = (
        {name: _meaning(versions) for name, versions in book.qualifications.items()} for book in (old, new)
    )
    return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))


def _meaning(versions: Iterable[Qualification]) -> list[tuple[str, str, str | None]]:
    return [(version.version, version.award.meaning + version.clause.meaning, version.ladder) for version in versions]


def _together(books: Iterable[RuleBook], awards: frozenset[str]) -> frozenset[str]:
    """With the awards that stand in some relation to them, and those that the same ladder recognises for."""
    links: list[set[str]] = []
    for book in books:
        ladders: dict[str, set[str]] = {}
        for name, versions in book.qualifications.items():
            for version in versions:
                ladders.setdefault(version.decider, set()).add(name)
                links.append({name} | {line.tree.award.text for line in version.award.relations} | _held(version))
        links += ladders.values()
    found = set(awards)
    while more := {name for link in links if link & found for name in link} - found:
        found |= more
    return frozenset(found)


def _held(version: Qualification) -> set[str]:
    inner = (version.award, *version.award.entry)
    return {need.held for award in inner for need in award.needs.values() if isinstance(need, AwardNeed)}


def _sources(books: Iterable[RuleBook], changed: set[str]) -> frozenset[str] | None:
    """The codes from which the changed articulations lead, by chains of others too; None if one names no code."""
    every: list[Articulation] = [item for book in books for item in book.articulations.values()]
    found: set[str] = set()
    for item in every:
        if item.tree.name.text in changed:
            codes = [side.code.text if side.code is not None else None for side in item.tree.sources]
            if None in codes:
                return None
            found |= {code for code in codes if code is not None}
    while more := {code for item in every for code in _leading(item, found)} - found:
        found |= more
    return frozenset(found)


def _leading(item: Articulation, codes: set[str]) -> set[str]:
    targets = {side.code.text for side in item.tree.targets if side.code is not None}
    return {side.code.text for side in item.tree.sources if side.code is not None} if targets & codes else set()
