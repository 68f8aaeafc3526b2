"""How a member of the record is read from a holding or from a recognised unit: one line a member.

On a recognised unit, recognition has settled some members (level, issuer, outcomes …); the rest come from its holding.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any

from stackr.conditions.predicate import Context, Read, Subject
from stackr.model.learning import Holding, RecognisedUnit

SETTLED = frozenset({"issuer", "grade", "grade_scale", "fields", "outcomes", "tags", "title", "credits", "credit_unit"})
"""Members that a recognised unit has of its own."""

OF_HOLDING = frozenset(
    {
        "kind",
        "status",
        "origin",
        "part_of",
        "used_in",
        "hours",
        "assessment",
        "quality_assurance",
        "standalone",
        "country",
        "mode",
        "term",
        "signature",
        "holder",
        "uri",
        "evidence",
    }
)
ALSO_KEPT = frozenset({"supervision", "identity", "criteria", "provider", "language", "subject", "workload"})
"""What certificates often say beside: kept as text, and asked for by name."""
SPELLED = {
    "field": "fields",
    "outcome": "outcomes",
    "tag": "tags",
    "by": "route",
    "quality assurance": "quality_assurance",
    "scale": "grade_scale",
}
MEMBERS = (
    SETTLED
    | OF_HOLDING
    | ALSO_KEPT
    | {"code", "credential", "level", "framework", "framework_version", "route", "recognised_by", "id"}
)
DATES = frozenset({"awarded", "completed", "conferred", "expires", "transferred", "starts", "issued", "applied"})
"""Dated members that are commonly seen. Any other word that a rule uses as a clock is looked up the same way."""


def spelled(member: str) -> str:
    """The member's name in the record, for the forms that rules use."""
    return SPELLED.get(member, member)


@lru_cache(maxsize=1024)
def reader(member: str) -> Read:
    """A reader of the member: None where it is unknown (or where there is no subject). One for each member."""
    if member in ("code", "credential"):
        return _code
    if member == "route":
        return lambda s, context: s.route if isinstance(s, RecognisedUnit) else None
    if member in SETTLED or member in ("level", "framework", "framework_version"):
        read = attrgetter(member)
        return lambda s, context: read(s) if s is not None else None
    if member == "signature":
        return _signature
    if member == "holder":
        return _holder
    if member in OF_HOLDING or member == "id":
        return lambda s, context: _of_holding(s, member)
    return lambda s, context: _date_or_extra(s, member)


def _code(subject: Subject, context: Context) -> str | None:
    if isinstance(subject, RecognisedUnit):
        return subject.code
    return subject.credential if subject is not None else None


def holding(subject: Subject) -> Holding | None:
    """The holding behind the subject."""
    return subject.holding if isinstance(subject, RecognisedUnit) else subject


def _of_holding(subject: Subject, member: str) -> Any:
    of = holding(subject)
    return getattr(of, member) if of is not None else None


def _signature(subject: Subject, context: Context) -> str | None:
    """Unverified where nothing is said; what is said and can't be read is none of its words."""
    of = holding(subject)
    return None if of is None or of.unread("signature") else of.signature


def _holder(subject: Subject, context: Context) -> str | None:
    """Whose it is, where that is settled."""
    of = holding(subject)
    return None if of is None or of.holder == "unresolved" else of.holder


def _date_or_extra(subject: Subject, member: str) -> Any:
    of = holding(subject)
    if of is None:
        return None
    return of.dates.get(member, of.extra.get(member))


def clock(name: str | date, subject: Subject, context: Context) -> date | None:
    """The day a clock shows: the subject's own date, else the learner's dated fact, else one that stands for all; a day is itself.

    What is said of it and is no day is unknown: no other day stands for it.
    """
    if isinstance(name, date):
        return name
    of = holding(subject)
    if of is not None and name in of.dates:
        return of.dates[name]
    if of is not None and (name in of.extra or (of.faults and of.unread(name))):
        return None
    fact = context.learner.facts.get(name)
    if isinstance(fact, date):
        return fact
    if name in context.clocks:
        return context.clocks[name]
    return context.as_of if name in ("as_of", "today") else None
