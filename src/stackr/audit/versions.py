"""Which versions of a qualification are open to a learner: by their dated fact, transitions, and teach-out.

The version in force on the learner's date (`version by FACT`, the entry date unless said) is theirs, all of them where several are;
transition clauses open or impose newer ones. A version closes to those who come after its last enrolment, and to all after its last
achievement. Where the record does not say the date, or whether a transition concerns the learner, it may go every way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from stackr.audit.transitions import Line, doubtful, lines_of, where_they_lead
from stackr.conditions.predicate import Context
from stackr.conditions.standing import why_idle
from stackr.model.learning import Learner
from stackr.requirements.decisions import bind_decisions
from stackr.rulebook.book import Qualification

ENTRY = "entry"

Way: TypeAlias = "frozenset[tuple[str, str | None]]"
"""Versions that are open together, each with why the award can't be had under it all the same."""


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
    """Where it is not known which versions are open, or to whom: for each way that this may go, which of `versions`. Else none."""

    @property
    def names(self) -> tuple[str, ...]:
        """The versions, each once: one of which it is not known whether it is closed stands in `versions` twice."""
        return tuple(dict.fromkeys(item.qualification.version for item in self.versions))


def versions_open(versions: tuple[Qualification, ...], context: Context, *, conferred: bool = False) -> Choice:
    """The versions to choose the most favourable from; never empty. A conferred award was entered by the day it was conferred."""
    clock = versions[-1].tree.version_by or ENTRY
    day = fact_day(context.learner, clock)
    if day is None and conferred:
        day = context.clocks.get("conferred", context.as_of)
    days = tuple(_days(versions, context)) if day is None else (day,)
    lines = lines_of(versions, context)
    of_day = {at: _ways(versions, lines, context, at) for at in days}
    ways = frozenset().union(*of_day.values())
    found = tuple(sorted(frozenset().union(*ways), key=lambda each: (each[0], each[1] or "")))
    unknown = {name for at in days for line in doubtful(_in_force(versions, at), lines) for name in line.members}
    if len(set(of_day.values())) > 1:
        unknown.add(clock)
    by_name = {version.version: version for version in versions}
    return Choice(
        tuple(Open(by_name[name], closed) for name, closed in found),
        tuple(sorted(unknown)),
        tuple(sorted((frozenset(map(found.index, way)) for way in ways), key=sorted)) if len(ways) > 1 else (),
    )


def before_all(versions: tuple[Qualification, ...], learner: Learner) -> str | None:
    """That the learner came before the first version that these rules have, whose rules are taken; None if not."""
    clock, first = versions[-1].tree.version_by or ENTRY, versions[0].start
    day = fact_day(learner, clock)
    if day is None or first is None or day >= first:
        return None
    told = f"{clock} is {day.isoformat()}, before the first version that these rules have, of {first.isoformat()}"
    return f"{told}: that one is taken; whether it holds for this learner is for people to say"


def fact_day(learner: Learner, name: str) -> date | None:
    """A dated fact of the learner; where the record states none, the earliest such date among the holdings."""
    value = learner.facts.get(name)
    if isinstance(value, date):
        return value
    return min((holding.dates[name] for holding in learner.holdings if name in holding.dates), default=None)


def _days(versions: tuple[Qualification, ...], context: Context) -> Iterator[date]:
    """Days up to today on which the learner may have come: one of each stretch of days that all come to the same."""
    yield context.as_of
    for version in versions:
        if version.start is not None and version.start < context.as_of:
            yield version.start
        for last in (version.end, _last_days(version, context)[1]):
            if last is not None and last < context.as_of:
                yield last + timedelta(days=1)


def _ways(versions: tuple[Qualification, ...], lines: list[Line], context: Context, entered: date) -> frozenset[Way]:
    """The ways that it may go for a learner of that day."""
    led = where_they_lead(_in_force(versions, entered), lines, context.as_of)
    reached = frozenset().union(*led)
    closed = {each.version: _closed(each, context, entered) for each in versions if each.version in reached}
    return frozenset(frozenset((name, closed[name]) for name in way) for way in led)


def _in_force(versions: tuple[Qualification, ...], day: date) -> frozenset[str]:
    """The last that had begun, and others that say that they are still in force."""
    begun = [version for version in versions if version.start is None or version.start <= day]
    if not begun:
        return frozenset({versions[0].version})
    still = [version.version for version in begun[:-1] if version.end is not None and version.end >= day]
    return frozenset({begun[-1].version, *still})


def _closed(version: Qualification, context: Context, entered: date) -> str | None:
    """Why the version is closed to the learner, if it is. A last day to enrol may lie after the last day in force (teach-out)."""
    node, learner = version.tree, context.learner
    if version.start is not None and context.as_of < version.start:
        return f"not in force before {version.start.isoformat()}"
    conferral = context.clocks.get("conferred", context.as_of)
    achieve, enrol = _last_days(version, context)
    if achieve is not None and conferral > achieve:
        return f"the last day to achieve it was {achieve.isoformat()}"
    if enrol is not None and entered > enrol and not _already_in(version, learner):
        return f"the last day to enrol was {enrol.isoformat()}"
    if node.enrol_until is None and version.end is not None and entered > version.end:
        return f"not in force after {version.end.isoformat()}"
    if node.exit_of is not None and node.exit_of.text in learner.named("enrolled_in"):
        return f"an exit award is conferred on who leaves {node.exit_of.text}, which the record says is followed"
    return None


def _last_days(version: Qualification, context: Context) -> tuple[date | None, date | None]:
    """The last day to achieve it and the last to enrol, or the day to which a decision extends them for this learner."""
    longer = _extended(version, context)
    days = version.tree.achieve_until, version.tree.enrol_until
    achieve, enrol = (max(day, longer) if day and longer else day for day in days)
    return achieve, enrol


def _extended(version: Qualification, context: Context) -> date | None:
    """The day to which a decision extends the award for this learner."""
    bound = bind_decisions(version.award, context.learner.decisions, version.version)
    made = [
        item.decision
        for item in bound
        if item.clause == version.award.id and why_idle(item.decision, context.as_of) is None
    ]
    days = [each.until for each in made if each.kind == "extend" and each.until and each.holding is each.unit is None]
    return max(days, default=None)


def _already_in(version: Qualification, learner: Learner) -> bool:
    """Enrolled, with no entry date on record: taken in before the door closed."""
    return version.name in learner.named("enrolled_in") and fact_day(learner, version.tree.version_by or ENTRY) is None
