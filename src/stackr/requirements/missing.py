"""Which members of a record an unknown condition still waits for."""

from __future__ import annotations

from typing import Any

from stackr.conditions.predicate import Context, Predicate
from stackr.model.learning import RecognisedUnit

_SETTLED = {"field": "fields", "outcome": "outcomes", "tag": "tags"}
_ALWAYS_KNOWN = frozenset({"as_of", "today", "route", "code"})
_OF_UNIT = frozenset(
    {"code", "credits", "issuer", "level", "grade", "fields", "outcomes", "tags", "title", "framework", "grade_scale"}
)


def unknown_members(predicate: Predicate, unit: RecognisedUnit, context: Context) -> frozenset[str]:
    """Members that the predicate reads and that are absent of the unit; all it reads, if none can be told."""
    absent = {member for member in predicate.members if _absent(member, unit, context)}
    if "level" in predicate.members - absent and unit.framework is None and context.framework is not None:
        absent.add("framework")
    if unit.any_code and not absent:
        return frozenset({"credential"})
    return frozenset(absent) or predicate.members - _ALWAYS_KNOWN - unit.holding.dates.keys() or predicate.members


def _absent(member: str, unit: RecognisedUnit, context: Context) -> bool:
    name = _SETTLED.get(member, member)
    if name == "issuer" and unit.no_issuer:
        return False
    if name in _OF_UNIT:
        return getattr(unit, name) is None
    holding: Any = unit.holding
    if name in holding.dates or name in _ALWAYS_KNOWN:
        return False
    if hasattr(holding, name):
        return getattr(holding, name) is None
    return name not in context.learner.facts and name not in context.clocks


def unknown_facts(predicate: Predicate, context: Context) -> frozenset[str]:
    """Facts of the learner that the predicate reads and that are absent."""
    absent = {m for m in predicate.members if m not in context.learner.facts and m not in context.clocks}
    return frozenset(absent) or predicate.members
