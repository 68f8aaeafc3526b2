"""One object of `decisions` into a `Decision`."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from stackr.model.learning import MOST_CREDITS, Decision, Remark
from stackr.records.canonical import short_digest
from stackr.records.values import Members, Unreadable, shown

KINDS: Final = ("rpl", "assessment", "precedent", "waive", "substitute", "insert", "pin", "exclude", "extend")
OUTCOMES: Final = ("full", "partial", "conditional", "refused", "level-only")
TEXTS: Final = ("clause", "version", "meaning", "holding", "unit", "by", "reason")
MEMBERS: Final = frozenset(
    ("id", "kind", "shares", "credits", "outcome", "until", "date", "condition_met", "differences", *TEXTS)
)
_MOST_SHARES: Final = 1_000


def admit_decision(data: Any, remarks: list[Remark]) -> Decision | None:
    """A decision as it can be read; None, with a remark, for what is no decision at all."""
    if not isinstance(data, Mapping):
        remarks.append(Remark("R302", f"a decision is not an object with members but {shown(data)}; it is not applied"))
        return None
    read = Members(data, None, remarks, "decision.")
    identity = read.text("id") or short_digest(dict(data))
    read.prefix = f"decision {identity}."
    kind = read.word("kind", KINDS)
    if kind is None and not read.faults:
        read.fault("kind", "R302", "the decision does not say of which kind it is; it is not applied")
    texts = {member: read.text(member) for member in TEXTS}
    made = Decision(
        id=identity,
        kind=kind or "",
        **texts,
        shares=_shares(read),
        credits=read.amount("credits", MOST_CREDITS),
        outcome=read.word("outcome", OUTCOMES),
        until=read.day("until"),
        date=read.day("date"),
        condition_met=read.flag("condition_met"),
        differences=read.texts("differences") or (),
        faults=tuple((member.removeprefix(read.prefix), told) for member, told in read.faults),
    )
    read.unknown_members(MEMBERS, "a decision; no rule reads it")
    return made


def _shares(read: Members) -> dict[str, Fraction]:
    value = read.value("shares", _by_outcome) or {}
    one = Members(value, None, read.remarks, read.prefix)
    found = {outcome: one.share(outcome) for outcome in sorted(value)}
    read.faults.extend((f"{read.prefix}shares", told) for _, told in one.faults)
    return {outcome: share for outcome, share in found.items() if share is not None}


def _by_outcome(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Unreadable("R302", f"expected an object of outcomes and shares, found {shown(value)}")
    if len(value) > _MOST_SHARES:
        raise Unreadable("R302", f"shares of {len(value)} outcomes are more than the {_MOST_SHARES} that one unit has")
    return value
