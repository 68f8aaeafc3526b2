"""Which versions of a qualification are open to a learner: by their dated fact, transitions, and teach-out.

The version in force on the learner's date (`version by FACT`, the entry date unless said) is theirs; transition clauses open or
impose newer ones. A version closes to those who come after its last enrolment, and to all after its last achievement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from stackr.conditions.predicate import Context
from stackr.model.learning import Learner
from stackr.requirements.decisions import bind_decisions
from stackr.rulebook.book import Qualification

ENTRY = "entry"
MOST_DOUBTS = 8
"""Open transition conditions that are looked at either way; more than an award ever has."""


@dataclass(frozen=True, slots=True)
class Open:
    """A version open to the learner; `closed` says why the award can't be had under it all the same."""

    qualification: Qualification
    closed: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The versions open to a learner, oldest first. `unknown` names the facts that would have told them apart."""

    versions: tuple[Open, ...]
    unknown: tuple[str, ...] = ()
    ways: tuple[frozenset[int], ...] = ()
    """Where it is not known whether transitions concern the learner: for each way that this may go, which of the versions
    are open. Else none."""


def versions_open(versions: tuple[Qualification, ...], context: Context) -> Choice:
    """The versions to choose the most favourable from; never empty."""
    learner, as_of = context.learner, context.as_of
    clock = versions[-1].tree.version_by or ENTRY
    day = fact_day(learner, clock)
    at = day or as_of
    own = _in_force(versions, at)
    unknown = {clock} if day is None and len(versions) > 1 else set()
    lines = [_Line(version, number, context) for version in versions for number in range(len(version.transitions))]
    doubtful = _doubtful(own, lines)
    unknown |= {name for line in doubtful for name in line.members}
    ways = {_chosen(own, lines, dict(zip(doubtful, told, strict=True)), context) for told in _told(len(doubtful))}
    found = frozenset().union(*ways)
    chosen = tuple(version for version in versions if version.version in found)
    places = {version.version: place for place, version in enumerate(chosen)}
    return Choice(
        tuple(Open(version, _closed(version, context, at)) for version in chosen),
        tuple(sorted(unknown)),
        tuple(sorted((frozenset(places[name] for name in way) for way in ways), key=sorted)) if len(ways) > 1 else (),
    )


def fact_day(learner: Learner, name: str) -> date | None:
    """A dated fact of the learner; where the record states none, the earliest such date among the holdings."""
    value = learner.facts.get(name)
    if isinstance(value, date):
        return value
    return min((holding.dates[name] for holding in learner.holdings if name in holding.dates), default=None)


def _in_force(versions: tuple[Qualification, ...], day: date) -> Qualification:
    begun = [version for version in versions if version.start is None or version.start <= day]
    return begun[-1] if begun else versions[0]


class _Line:
    """One transition clause, asked of the learner."""

    def __init__(self, version: Qualification, number: int, context: Context) -> None:
        self.version, self.tree = version, version.tree.transitions[number]
        condition = version.transitions[number]
        begun = version.start is None or context.as_of >= version.start
        self.concerns = begun and (True if condition is None else condition(None, context))
        self.members = condition.members if condition is not None and begun else frozenset()
        self.old = self.tree.of.isoformat()


def _doubtful(own: Qualification, lines: list[_Line]) -> list[_Line]:
    """The transitions of which it is not known whether they concern the learner, and that lead on from a version that may be open."""
    reached = {own.version}
    for line in lines:
        if line.old in reached and line.concerns is not False:
            reached.add(line.version.version)
    return [line for line in lines if line.concerns is None and line.old in reached][:MOST_DOUBTS]


def _told(count: int) -> Iterable[tuple[bool, ...]]:
    return product((False, True), repeat=count)


def _chosen(own: Qualification, lines: list[_Line], told: Mapping[_Line, bool], context: Context) -> frozenset[str]:
    """The own version and those that transition clauses open; a `must` past its day leaves only the new one."""
    chosen = {own.version}
    for line in lines:
        concerns = told.get(line, line.concerns)
        if line.old not in chosen or line.version.version == line.old or not concerns:
            continue
        chosen.add(line.version.version)
        if line.tree.kind == "must" and (line.tree.by is None or context.as_of > line.tree.by):
            chosen.remove(line.old)
    return frozenset(chosen)


def _closed(version: Qualification, context: Context, entered: date) -> str | None:
    """Why the version is closed to the learner, if it is. A last day to enrol may lie after the last day in force (teach-out)."""
    node, learner = version.tree, context.learner
    if version.start is not None and context.as_of < version.start:
        return f"not in force before {version.start.isoformat()}"
    conferral = context.clocks.get("conferred", context.as_of)
    longer = _extended(version, context)
    achieve, enrol = (max(day, longer) if day and longer else day for day in (node.achieve_until, node.enrol_until))
    if achieve is not None and conferral > achieve:
        return f"the last day to achieve it was {achieve.isoformat()}"
    if enrol is not None and entered > enrol and not _already_in(version, learner):
        return f"the last day to enrol was {enrol.isoformat()}"
    if node.enrol_until is None and version.end is not None and entered > version.end:
        return f"not in force after {version.end.isoformat()}"
    return None


def _extended(version: Qualification, context: Context) -> date | None:
    """The day to which a decision extends the award for this learner."""
    bound = bind_decisions(version.award, context.learner.decisions, version.version)
    made = [
        item.decision
        for item in bound
        if item.clause == version.award.id and (item.decision.date is None or item.decision.date <= context.as_of)
    ]
    days = [each.until for each in made if each.kind == "extend" and each.until and each.holding is each.unit is None]
    return max(days, default=None)


def _already_in(version: Qualification, learner: Learner) -> bool:
    """Enrolled, with no entry date on record: taken in before the door closed."""
    enrolled = learner.facts.get("enrolled_in")
    names = (enrolled,) if isinstance(enrolled, str) else enrolled if isinstance(enrolled, tuple) else ()
    return version.name in names and fact_day(learner, version.tree.version_by or ENTRY) is None
