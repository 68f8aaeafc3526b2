"""One object of `holdings` into a `Holding`. The tables are the members it may have; the rest is kept as `extra`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final

from stackr._digest import canonical_json
from stackr._time import parse_date
from stackr.model.learning import MOST_CREDITS, MOST_HOURS, WORDS, Evidence, Holding, Remark
from stackr.records.canonical import canonical, short_digest
from stackr.records.values import MOST_ITEMS, Members, Unreadable, as_list, as_text, printable, shown

TEXTS: Final = (
    "credential",
    "issuer",
    "title",
    "kind",
    "part_of",
    "credit_unit",
    "level",
    "framework",
    "framework_version",
    "grade",
    "grade_scale",
    "assessment",
    "quality_assurance",
    "country",
    "mode",
    "term",
    "uri",
)
LISTS: Final = ("used_in", "fields", "outcomes", "tags")
DATES: Final = ("awarded", "completed", "conferred", "expires", "transferred", "starts", "applied", "complete")
AMOUNTS: Final = {"credits": MOST_CREDITS, "hours": MOST_HOURS}
"""The most that one holding may have."""
FLAGS: Final = ("standalone", "ungraded")
OWN_WAY: Final = ("id", "origin", "holder", "evidence")
ALSO_KEPT: Final = (
    "supervision",
    "identity",
    "criteria",
    "provider",
    "language",
    "attempt",
    "prerequisites",
    "stackability",
    "description",
    "workload",
)
"""What certificates often say and rules may ask by name; kept as text."""
KNOWN: Final = frozenset((*TEXTS, *LISTS, *DATES, *AMOUNTS, *FLAGS, *WORDS, *OWN_WAY, *ALSO_KEPT))

UNRESOLVED: Final = "unresolved"
_OPEN: Final = ("unresolved", "unknown", "unclear")
_MOST_EVIDENCE: Final = 500
_MOST_BODIES: Final = 20
_OF_EVIDENCE: Final = frozenset(("kind", "date", "outcomes", "title"))


def admit_holding(data: Any, person: Person, remarks: list[Remark]) -> Holding:
    """A holding as it can be read. What can't be is unknown, with a fault and a remark; nothing is lost in silence."""
    if not isinstance(data, Mapping):
        return _unreadable(data, remarks)
    read = Members(data, None, remarks)
    identity = read.text("id") or short_digest(dict(data))
    read.holding = identity
    dates = {member: day for member in DATES if member in data and (day := read.day(member)) is not None}
    words = {member: read.word(member, allowed) for member, allowed in WORDS.items()}
    origin, via = _origin(read)
    holder = _holder(read, person)
    extra = _extra(read, dates)
    members: dict[str, Any] = {member: read.text(member) for member in TEXTS if member in data}
    members |= {member: read.texts(member) for member in LISTS if member in data}
    members |= {member: read.amount(member, most) for member, most in AMOUNTS.items() if member in data}
    return Holding(
        id=identity,
        **members,
        dates=dict(sorted(dates.items())),
        status=words["status"],
        signature=words["signature"] or "unverified",
        standalone=read.flag("standalone"),
        ungraded=bool(read.flag("ungraded")),
        origin=origin,
        via=via,
        holder=holder,
        evidence=_evidence(read),
        extra=extra,
        faults=tuple(read.faults),
    )


def why_unread(member: str, value: Any) -> str | None:
    """Why a value can't be read as that member of a holding; None if it can.

    >>> why_unread("credits", "10"), why_unread("credits", "ten")
    (None, '`ten` is not an exact amount such as 40, 12.5 or 1/3; credits are taken as unknown')
    """
    read = Members({member: value}, None, [])
    if member in AMOUNTS:
        read.amount(member, AMOUNTS[member])
    elif member in DATES:
        read.day(member)
    elif member in FLAGS:
        read.flag(member)
    elif member in WORDS:
        read.word(member, WORDS[member])
    elif member in LISTS:
        read.texts(member)
    elif member in ALSO_KEPT:
        read.value(member, _said)
    else:
        read.text(member)
    return read.faults[0][1] if read.faults else None


class Person:
    """By which names and identifiers a record knows its learner."""

    __slots__ = ("known", "unresolved")

    def __init__(self, name: str | None, identifiers: tuple[str, ...], learner: str, unresolved: bool) -> None:
        self.known = {text.casefold() for text in (name, learner, *identifiers) if text}
        self.unresolved = unresolved


def _unreadable(data: Any, remarks: list[Remark]) -> Holding:
    identity = short_digest(data)
    message = f"a holding is not an object with members but {shown(data)}; it is kept, and nothing is known of it"
    remarks.append(Remark("R302", message, identity))
    return Holding(id=identity, faults=(("holding", message),), extra={"content": shown(data)})


def _origin(read: Members) -> tuple[str | None, tuple[str, ...]]:
    """The body that first gave the learning and those it came through: one name, or a list, earliest first."""
    value = read.data.get("origin")
    if not isinstance(value, list):
        return read.text("origin"), ()
    if len(value) > _MOST_BODIES:
        read.fault("origin", "R302", f"the learning came through {len(value)} bodies, more than {_MOST_BODIES}")
        return None, ()
    steps = Members({str(place): step for place, step in enumerate(value)}, read.holding, read.remarks, "origin.")
    names = [steps.text(str(place)) for place in range(len(value))]
    read.faults.extend(steps.faults)
    if steps.faults or any(name is None for name in names):
        return None, ()
    found = tuple(name for name in names if name)
    return (found[0], found[1:]) if found else (None, ())


def _holder(read: Members, person: Person) -> str:
    """`learner`, `other`, or `unresolved` where that is open. Silence means the record's learner."""
    told = read.text("holder")
    if person.unresolved or any(member == "holder" for member, _ in read.faults):
        return UNRESOLVED
    if told is None or told.casefold() == "learner" or told.casefold() in person.known:
        return "learner"
    if told.casefold() == "other":
        return "other"
    if told.casefold() not in _OPEN:
        message = f"it names {shown(told)} as its holder, by which the record does not know the learner"
        read.note("holder", "R319", f"{message}; until somebody has settled it, nothing is recognised")
    else:
        read.note("holder", "R319", "whose it is has not been settled; until then nothing is recognised")
    return UNRESOLVED


def _evidence(read: Members) -> tuple[Evidence, ...]:
    value = read.value("evidence", _pieces) or []
    found = []
    for place, item in enumerate(sorted(value, key=lambda item: canonical_json(canonical(item))), start=1):
        if not isinstance(item, Mapping):
            read.fault(
                "evidence",
                "R302",
                f"a piece of evidence is not an object with kind, date and outcomes but {shown(item)}",
            )
            continue
        one = Members(item, read.holding, read.remarks, f"evidence.{place}.")
        found.append(Evidence(one.text("kind"), one.day("date"), one.texts("outcomes") or ()))
        read.faults.extend(one.faults)
        one.unknown_members(_OF_EVIDENCE, "a piece of evidence")
    return tuple(dict.fromkeys(found))


def _pieces(value: Any) -> list[Any]:
    told = f"pieces of evidence are more than the {_MOST_EVIDENCE} that one has"
    return as_list(value, "pieces of evidence", _MOST_EVIDENCE, told)


def _extra(read: Members, dates: dict[str, date]) -> dict[str, str | tuple[str, ...]]:
    """Members with no field of their own, as text or texts. One that holds a date is a clock as well."""
    extra: dict[str, str | tuple[str, ...]] = {}
    for member in sorted(set(read.data) - (KNOWN - set(ALSO_KEPT))):
        said = read.value(member, _said)
        if said is None:
            continue
        name = printable(member)
        extra[name] = said
        if member not in ALSO_KEPT and isinstance(said, str):
            with suppress(ValueError):
                dates[name] = parse_date(said)
    read.unknown_members(KNOWN, "a record here; it is kept as it is")
    return extra


def _said(value: Any) -> str | tuple[str, ...] | None:
    """What a member says that has no field of its own: true and false as these words, numbers as they are written, a list as its
    members. What holds members of its own says nothing that a rule could ask for."""
    if not isinstance(value, list):
        return _as_text(value)
    if len(value) > MOST_ITEMS:
        raise Unreadable("R302", f"the list has more than {MOST_ITEMS} items")
    found = tuple(dict.fromkeys(text for item in value if item is not None and (text := _as_text(item))))
    return found if found or not value else None


def _as_text(value: Any) -> str | None:
    return str(value).lower() if isinstance(value, bool) else as_text(value)
