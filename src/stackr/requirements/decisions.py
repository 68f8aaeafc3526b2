"""Recorded decisions on an award's clauses: whether each still binds, and what it does to an allocation.

A decision names a clause, the version and the digest of the clause's meaning. Same digest: *kept*. The id (or one it
formerly had) is there and the digest differs: *adapted*, applied and flagged. Else *orphaned*, not applied.

waive: counts as met, no credit is added. substitute: the unit may count at the clause. insert: the same, whatever its
selector asks. pin: counts there or nowhere. exclude: not there. extend: a later date instead of the clause's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from stackr.conditions.clauses import Clause
from stackr.conditions.standing import why_idle
from stackr.model.learning import Decision, RecognisedUnit
from stackr.requirements.compiled import Award

ACTING = frozenset({"waive", "substitute", "insert", "pin", "exclude", "extend"})


@dataclass(frozen=True, slots=True)
class Bound:
    """A decision and how it binds now. `clause` is the present clause's id, None if orphaned."""

    decision: Decision
    status: Literal["kept", "adapted", "orphaned"]
    clause: str | None


def bind_decisions(award: Award, decisions: Sequence[Decision], version: str) -> tuple[Bound, ...]:
    """How the decisions that name a clause of this award bind, in order of id. Others are not listed."""
    bound = [_bind(award, decision, version) for decision in decisions if _concerns(award, decision)]
    return tuple(sorted(bound, key=lambda item: item.decision.id))


def _concerns(award: Award, decision: Decision) -> bool:
    clause = decision.clause
    if clause is None or decision.kind not in ACTING:
        return False
    return clause == award.id or clause.startswith((f"{award.id}.", f"{award.id}~")) or clause in award.formerly


def _bind(award: Award, decision: Decision, version: str) -> Bound:
    assert decision.clause is not None
    present = decision.clause if decision.clause in award.clauses else award.formerly.get(decision.clause)
    if present is None or (_is_unnamed(present) and decision.meaning is None):
        return Bound(decision, "orphaned", None)
    clause: Clause = award.clauses[present]
    same_meaning = decision.meaning is None or decision.meaning == clause.meaning
    same_version = decision.version in (None, version) or decision.meaning == clause.meaning
    kept = present == decision.clause and same_meaning and same_version
    return Bound(decision, "kept" if kept else "adapted", present)


def _is_unnamed(id: str) -> bool:
    return "~" in id


def owner_of(award: Award, id: str) -> str:
    """The requirement that an unnamed line stands in, whose id a decision names in its stead; of other clauses the id itself."""
    owner = id.rpartition("~")[0]
    return owner if owner in award.needs else id


@dataclass(slots=True)
class Effects:
    """What the binding decisions do to the units of one problem. Masks are of units, keys are clause ids."""

    waived: frozenset[str] = frozenset()
    substituted: dict[str, int] = field(default_factory=dict)
    inserted: dict[str, int] = field(default_factory=dict)
    excluded: list[tuple[int, str, str]] = field(default_factory=list)
    """(units, clause, decision id)."""
    pinned: list[tuple[int, str]] = field(default_factory=list)
    extended: dict[str, date] = field(default_factory=dict)
    current: dict[str, int] = field(default_factory=dict)
    """Units kept current under a clause of currency."""


def effects(award: Award, bound: Iterable[Bound], units: Sequence[RecognisedUnit], as_of: date) -> Effects:
    """The effects of the decisions that bind. A decision `until` a past day has none, but for extensions."""
    found = Effects()
    waived: set[str] = set()
    for item in bound:
        decision, clause = item.decision, item.clause
        if clause is None or why_idle(decision, as_of) is not None:
            continue
        if decision.kind == "extend":
            _extend(found, decision, clause, units, as_of)
            continue
        mask = named_units(decision, units)
        if decision.kind == "waive":
            waived.add(clause)
        elif decision.kind == "exclude":
            found.excluded.append((mask, clause, decision.id))
        elif decision.kind == "pin":
            found.pinned.append((mask, clause))
        else:
            at = found.substituted if decision.kind == "substitute" else found.inserted
            for place in award.scopes.get(clause, ()):
                at[place] = at.get(place, 0) | mask
    found.waived = frozenset(waived)
    return found


def _extend(found: Effects, decision: Decision, clause: str, units: Sequence[RecognisedUnit], as_of: date) -> None:
    if decision.until is None:
        return
    found.extended[clause] = max(decision.until, found.extended.get(clause, decision.until))
    if as_of <= decision.until:
        everything = decision.holding is None and decision.unit is None
        mask = (1 << len(units)) - 1 if everything else named_units(decision, units)
        found.current[clause] = found.current.get(clause, 0) | mask


def named_units(decision: Decision, units: Sequence[RecognisedUnit]) -> int:
    """The units a decision names, by holding, by code, or by both."""
    if decision.holding is None and decision.unit is None:
        return 0
    mask = 0
    for index, unit in enumerate(units):
        by_holding = decision.holding in (None, unit.holding.id)
        by_code = decision.unit is None or decision.unit in (unit.code, unit.holding.credential)
        if by_holding and by_code:
            mask |= 1 << index
    return mask
