"""Which versions of a qualification are open to a learner: by their dated fact, transitions, and teach-out.

The version in force on the learner's date (`version by FACT`, the entry date unless said) is theirs; transition clauses open or
impose newer ones. A version closes to those who come after its last enrolment, and to all after its last achievement.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stackr.conditions.predicate import Context, Predicate
from stackr.model.learning import Learner
from stackr.requirements.decisions import bind_decisions
from stackr.rulebook.book import Qualification

ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Open:
    """A version open to the learner; `closed` says why the award can't be had under it all the same."""

    qualification: Qualification
    closed: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The versions open to a learner, oldest first. `unknown` names the fact that would have told them apart."""

    versions: tuple[Open, ...]
    unknown: str | None = None


def versions_open(versions: tuple[Qualification, ...], context: Context) -> Choice:
    """The versions to choose the most favourable from; never empty."""
    learner, as_of = context.learner, context.as_of
    clock = versions[-1].tree.version_by or ENTRY
    day = fact_day(learner, clock)
    at = day or as_of
    own = _in_force(versions, at)
    chosen = _transitions(versions, own, context)
    unknown = clock if day is None and len(versions) > 1 else None
    return Choice(tuple(Open(version, _closed(version, context, at)) for version in chosen), unknown)


def fact_day(learner: Learner, name: str) -> date | None:
    """A dated fact of the learner; where the record states none, the earliest such date among the holdings."""
    value = learner.facts.get(name)
    if isinstance(value, date):
        return value
    return min((holding.dates[name] for holding in learner.holdings if name in holding.dates), default=None)


def _in_force(versions: tuple[Qualification, ...], day: date) -> Qualification:
    begun = [version for version in versions if version.start is None or version.start <= day]
    return begun[-1] if begun else versions[0]


def _transitions(
    versions: tuple[Qualification, ...], own: Qualification, context: Context
) -> tuple[Qualification, ...]:
    """The own version and those that transition clauses open; a `must` past its day leaves only the new one."""
    chosen = {own.version: own}
    for version in versions:
        for line, condition in zip(version.tree.transitions, version.transitions, strict=True):
            old = line.of.isoformat()
            if old not in chosen or version.version == old or not _concerns(version, condition, context):
                continue
            chosen[version.version] = version
            if line.kind == "must" and (line.by is None or context.as_of > line.by):
                del chosen[old]
    return tuple(version for version in versions if version.version in chosen)


def _concerns(version: Qualification, condition: Predicate | None, context: Context) -> bool:
    """Whether the transition is for this learner; an unknown condition opens nothing."""
    if version.start is not None and context.as_of < version.start:
        return False
    return condition is None or condition(None, context) is True


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
