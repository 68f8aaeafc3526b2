"""What earlier, conferred awards keep of their learning: nothing of it may be used again unless a relation says so.

Default `consume`. `embed`: all may be used again. `surrender`: all, once the record says that the award was
surrendered. `surplus`: what exceeds the earlier award's minimum. `share up to N`: that much. A relation may carry a
selector (which units it is about; the others are consumed, or for `consume` free) and a condition on the learner or
the unit. Where it is unknown whether a relation holds, its units are kept for certain and free in the possible reading.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from stackr.conditions.predicate import Context
from stackr.model.learning import RecognisedUnit
from stackr.requirements.compiled import Amount, Award, Relation
from stackr.requirements.credit import unit_size


@dataclass(frozen=True, slots=True)
class Reuse:
    """Units that may be used again up to an amount. `id`: the clause that says so."""

    id: str
    units: frozenset[str]
    cap: Amount


@dataclass(frozen=True, slots=True)
class Reserved:
    """Unit id → the award that keeps it; and what may be used again in part.

    `open`: unit id → the relations that would free it, of which it is not known whether they hold. Such a unit is among the blocked,
    and is there again in the possible reading.
    """

    blocked: Mapping[str, str]
    reuse: tuple[Reuse, ...] = ()
    open: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)

    def keeping(self, units: Container[str]) -> Reserved:
        """The same where these units are kept whatever a relation says."""
        return replace(self, open={id: lines for id, lines in self.open.items() if id not in units})

    def keeper(self, unit: str, *, sure: bool) -> str | None:
        """The award that keeps the unit, in one reading or the other."""
        return None if not sure and unit in self.open else self.blocked.get(unit)


NOTHING_RESERVED = Reserved({})


def reserve(
    award: Award,
    units: Sequence[RecognisedUnit],
    used: Mapping[str, frozenset[str]],
    context: Context,
    minimum: Mapping[str, Fraction] | None = None,
    surrendered: frozenset[str] = frozenset(),
) -> Reserved:
    """What is kept from `award`.

    `used`: conferred award → ids of the units it used; `minimum`: the credits it needed.
    """
    blocked: dict[str, str] = {}
    open_: dict[str, list[Relation]] = {}
    reuse: list[Reuse] = []
    by_id = {unit.id: unit for unit in units}
    for earlier in sorted(used):
        if earlier == award.id:
            continue
        theirs = sorted(id for id in used[earlier] if id in by_id)
        free: set[str] = set()
        for relation in (line for line in award.relations if line.tree.award.text == earlier):
            policy = relation.tree.policy
            about = {id: _about(relation, by_id[id], context) for id in theirs}
            chosen = {id for id in theirs if about[id]}
            doubtful = {id for id in theirs if about[id] is None}
            if policy == "embed" or (policy == "surrender" and earlier in surrendered):
                free |= chosen
            elif policy == "consume" and (relation.selector or relation.condition):
                free |= {id for id in theirs if about[id] is False}
            elif policy in ("share", "surplus") and chosen | doubtful:
                cap = _cap(relation, award, [by_id[id] for id in theirs], context, (minimum or {}).get(earlier))
                if cap is None:
                    continue
                reuse.append(Reuse(relation.id, frozenset(chosen | doubtful), cap))
                free |= chosen
            else:
                continue
            for id in sorted(doubtful):
                open_.setdefault(id, []).append(relation)
        for id in theirs:
            if id not in free:
                blocked.setdefault(id, earlier)
    still_open = {id: tuple(lines) for id, lines in sorted(open_.items()) if id in blocked}
    gone = blocked.keys() - still_open.keys()
    still = tuple(Reuse(item.id, item.units - gone, item.cap) for item in reuse)
    return Reserved(blocked, still, still_open)


def _about(relation: Relation, unit: RecognisedUnit, context: Context) -> bool | None:
    """Whether the relation is about the unit."""
    answers = {test(unit, context) for test in (relation.selector, relation.condition) if test}
    return False if False in answers else None if None in answers else True


def _cap(
    relation: Relation, award: Award, used: list[RecognisedUnit], context: Context, minimum: Fraction | None
) -> Amount | None:
    if relation.tree.policy == "share":
        return relation.cap
    if minimum is None:
        return None
    total = sum((unit_size(unit, award, context).low for unit in used), Fraction(0))
    return Amount(max(Fraction(0), total - minimum), "credits")
