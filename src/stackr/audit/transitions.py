"""Transition clauses: to which versions a learner may or must move, and all that this may come to where it is not known.

A condition that is unknown goes either way, the same way wherever it stands. How many conditions there are does not matter: only
the different sets of versions that they lead to are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from stackr.conditions.predicate import Context
from stackr.rulebook.book import Qualification

MOST_WAYS = 1024
"""Ways that are told apart. Of more, each version that some way leads to is a way by itself: never better than it is, nor surer."""

Versions: TypeAlias = "frozenset[str]"
Told: TypeAlias = "frozenset[tuple[str, bool]]"
"""How unknown conditions that stand again further down were taken."""


class Line:
    """One transition clause, asked of the learner."""

    def __init__(self, version: Qualification, number: int, context: Context) -> None:
        self.version, self.tree = version.version, version.tree.transitions[number]
        condition = version.transitions[number]
        begun = version.start is None or context.as_of >= version.start
        self.concerns = begun and (True if condition is None else condition(None, context))
        self.members = condition.members if condition is not None and begun else frozenset()
        self.text = condition.text if condition is not None else ""
        self.old = self.tree.of.isoformat()

    def moves(self, open_: Versions, concerns: bool, as_of: date) -> Versions:
        """The versions that are open once it has been applied; a `must` past its day leaves only the new one."""
        if not concerns or self.old not in open_ or self.version == self.old:
            return open_
        past = self.tree.kind == "must" and (self.tree.by is None or as_of > self.tree.by)
        return (open_ - {self.old} if past else open_) | {self.version}


def lines_of(versions: tuple[Qualification, ...], context: Context) -> list[Line]:
    """All transition clauses, of the oldest version first."""
    return [Line(version, number, context) for version in versions for number in range(len(version.transitions))]


def doubtful(own: Versions, lines: list[Line]) -> list[Line]:
    """The transitions of which it is not known whether they concern the learner, and that lead on from a version that may be open."""
    reached = _reached(own, lines)
    return [line for line in lines if line.concerns is None and line.old in reached]


def where_they_lead(own: Versions, lines: list[Line], as_of: date) -> frozenset[Versions]:
    """Every set of versions that may be open in the end."""
    found: set[tuple[Versions, Told]] = {(own, frozenset())}
    for number, line in enumerate(lines):
        again = {later.text for later in lines[number + 1 :]}
        found = {
            (line.moves(open_, concerns, as_of), frozenset(each for each in told if each[0] in again))
            for open_, before in found
            for concerns, told in _answers(line, before)
        }
        if len(found) > MOST_WAYS:
            return frozenset(frozenset({name}) for name in _reached(own, lines))
    return frozenset(open_ for open_, _ in found)


def _answers(line: Line, told: Told) -> Iterator[tuple[bool, Told]]:
    if line.concerns is not None:
        yield line.concerns, told
        return
    known = dict(told)
    for answer in (known[line.text],) if line.text in known else (False, True):
        yield answer, told | {(line.text, answer)}


def _reached(own: Versions, lines: list[Line]) -> set[str]:
    reached = set(own)
    for line in lines:
        if line.old in reached and line.concerns is not False:
            reached.add(line.version)
    return reached
