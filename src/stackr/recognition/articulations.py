"""Directed equivalence: which holdings an articulation takes, whole bundles only, and chains only where they are allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import islice, product
from typing import Final

from stackr.conditions.predicate import Context
from stackr.language import tree
from stackr.model.learning import Holding, State
from stackr.recognition.gates import state_of
from stackr.rulebook.book import Articulation, RuleBook

MOST_COMBINATIONS: Final = 64
"""How many ways of filling one bundle are looked at: repeats of the same credentials give more, and equal, ones."""

ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Source:
    """A holding that stands at one source of an articulation: itself, or what a chain of articulations makes of it."""

    holding: Holding
    hops: tuple[str, ...] = ()
    """Articulations it came through, first to last."""
    share: Fraction = ONE
    open: frozenset[str] = frozenset()
    """Members that the record does not say, or not readably, and on which it hangs whether the holding stands here."""


@dataclass(frozen=True, slots=True)
class Match:
    """Holdings that fill the sources of an articulation: all of them, or (incomplete) some."""

    articulation: Articulation
    sources: tuple[Source | None, ...]
    """One per source of the articulation; None: nothing on record."""
    below_grade: tuple[Holding, ...] = ()

    @property
    def held(self) -> tuple[Source, ...]:
        """What is there."""
        return tuple(source for source in self.sources if source is not None)

    @property
    def complete(self) -> bool:
        """Whether every source is filled."""
        return None not in self.sources

    @property
    def sure(self) -> bool:
        """Whether nothing unknown is involved."""
        return not any(source.open for source in self.held)


def in_force(articulation: Articulation, day: date) -> bool:
    """Both ends of the interval are included; no interval: always."""
    force = articulation.tree.meta.force
    if force is None:
        return True
    return (force.start is None or force.start <= day) and (force.end is None or day <= force.end)


def given_in_part(book: RuleBook, codes: Collection[str], body: str | None) -> tuple[str, ...]:
    """In words: articulations to units of a body that give a part where only a part of what they take is there, some of it among
    the codes. With all of it on the record nothing tells what a part would give."""
    return tuple(
        f"what {name} gives for a part of it"
        for name, each in sorted(book.articulations.items())
        if each.tree.partial
        and len(each.tree.sources) > 1
        and any(side.code is not None and side.code.text in codes for side in each.tree.sources)
        and any(side.issuer is None or side.issuer.text == body for side in each.tree.targets)
    )


def side_matches(side: tree.ArticulationSide, holding: Holding) -> bool | None:
    """Whether the holding is the credential that a source names; None: the record does not say enough."""
    if side.code is None:
        return False
    code = None if holding.credential is None else holding.credential == side.code.text
    issuer = True
    known_issuer: bool | None = issuer
    if side.issuer is not None:
        known_issuer = None if holding.issuer is None else holding.issuer == side.issuer.text
    if code is False or known_issuer is False:
        return False
    return None if code is None or known_issuer is None else True


def _taken(side: tree.ArticulationSide, source: Source) -> Source | None:
    """What stands at the source of an articulation where it may be the credential asked for. Learning without any code is none;
    a code that can't be read, or an issuer that the record leaves out, may be the one asked."""
    holding = source.holding
    truth = side_matches(side, holding)
    if truth is None and (holding.credential is not None or holding.unread("credential")):
        asked = {"credential"} if holding.credential is None else {"issuer"}
        return replace(source, open=source.open | asked)
    return source if truth else None


def matches(
    book: RuleBook, articulation: Articulation, holdings: Sequence[Holding], context: Context, longest: int
) -> Iterator[Match]:
    """Every way to fill the articulation's sources from the holdings, in their order, what is sure first; if there is none,
    the one incomplete way, if anything is there at all. `longest`: how many other articulations a chain may pass."""
    allowed = articulation.tree.via or (longest if articulation.tree.transitive else 0)
    sources = list(_chained(book, articulation, holdings, context, min(allowed, longest)))
    columns: list[list[Source]] = []
    below: list[Holding] = []
    for side in articulation.tree.sources:
        column = []
        for source in sources:
            standing = _taken(side, source)
            if standing is None:
                continue
            grade = _good_enough(articulation, source.holding, context)
            if grade is not False:
                column.append(standing if grade else replace(standing, open=standing.open | {"grade"}))
            elif not standing.open:
                below.append(source.holding)
        columns.append(sorted(column, key=lambda source: bool(source.open)))
    if not any(columns) and not below:
        return
    if all(columns):
        found = False
        for combination in islice(product(*columns), MOST_COMBINATIONS):
            if len({source.holding.id for source in combination}) == len(combination):
                found = True
                yield Match(articulation, tuple(combination))
        if found:
            return
    yield Match(articulation, _one_each(columns), tuple(below))


def _good_enough(articulation: Articulation, holding: Holding, context: Context) -> bool | None:
    """Whether it has the grade that is asked; a grade to come is as good as is asked, as it is in awards."""
    if articulation.minimum_grade is None:
        return True
    answer = articulation.minimum_grade(holding, context)
    to_come = state_of(holding, context.as_of) is not State.EARNED and holding.grade is None
    return True if answer is None and to_come and not holding.unread("grade") else answer


def _one_each(columns: list[list[Source]]) -> tuple[Source | None, ...]:
    taken: set[str] = set()
    row: list[Source | None] = []
    for column in columns:
        free = next((source for source in column if source.holding.id not in taken), None)
        if free is not None:
            taken.add(free.holding.id)
        row.append(free)
    return tuple(row)


def _chained(
    book: RuleBook, last: Articulation, holdings: Sequence[Holding], context: Context, allowed: int
) -> Iterator[Source]:
    """The holdings themselves, then what other articulations make of them, nearest first."""
    layer = [Source(holding) for holding in holdings]
    seen = {_as_what(source) for source in layer}
    yield from layer
    steps = [book.articulations[name] for name in sorted(book.articulations) if book.articulations[name] is not last]
    for _ in range(allowed):
        layer = [made for step in steps for source in layer for made in _step(step, source, context)]
        layer = [made for made in layer if _as_what(made) not in seen]
        seen |= {_as_what(made) for made in layer}
        yield from layer


def _as_what(source: Source) -> tuple[object, ...]:
    """What a holding is taken as: two ways to the same with another share, or with more left open, are two."""
    return source.holding.id, source.holding.credential, source.holding.issuer, source.share, source.open


def _step(step: Articulation, source: Source, context: Context) -> Iterator[Source]:
    """One link of a chain: only from one credential, in force on the day it was awarded."""
    taken = _taken(step.tree.sources[0], source) if len(step.tree.sources) == 1 else None
    if taken is None:
        return
    day = source.holding.day("awarded", "completed")
    grade = _good_enough(step, source.holding, context)
    if grade is False or not (day is None or in_force(step, day)):
        return
    asked = {"awarded"} if day is None and step.tree.meta.force is not None else set()
    asked |= set() if grade else {"grade"}
    for target in step.tree.targets:
        if target.code is not None:
            issuer = target.issuer.text if target.issuer else context.body
            yield Source(
                replace(source.holding, credential=target.code.text, issuer=issuer),
                (*source.hops, step.clause.id),
                source.share * (step.tree.match if step.tree.match is not None else ONE),
                taken.open | asked,
            )
