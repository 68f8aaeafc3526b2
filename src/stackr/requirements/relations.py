"""What earlier, conferred awards keep of their learning: nothing of it may be used again unless a relation says so.

Default `consume`. `embed`: all may be used again. `surrender`: all, once the record says that the award was
surrendered. `surplus`: what exceeds the earlier award's minimum. `share up to N`: that much. A relation may carry a
selector (which units it is about; the others are consumed, or for `consume` free) and a condition on the learner or
the unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from stackr.conditions.predicate import Context, Predicate
from stackr.model.learning import Holding, RecognisedUnit
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
    """Unit id → the award that keeps it; and what may be used again in part."""

    blocked: Mapping[str, str]
    reuse: tuple[Reuse, ...] = ()


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
    reuse: list[Reuse] = []
    by_id = {unit.id: unit for unit in units}
    for earlier in sorted(used):
        if earlier == award.id:
            continue
        theirs = sorted(id for id in used[earlier] if id in by_id)
        free: set[str] = set()
        for relation in (line for line in award.relations if line.tree.award.text == earlier):
            policy = relation.tree.policy
            chosen = {id for id in theirs if _about(relation, by_id[id], context)}
            if policy == "embed" or (policy == "surrender" and earlier in surrendered):
                free |= chosen
            elif policy == "consume" and (relation.selector or relation.condition):
                free |= {id for id in theirs if id not in chosen}
            elif policy in ("share", "surplus") and chosen:
                cap = _cap(relation, award, [by_id[id] for id in theirs], context, (minimum or {}).get(earlier))
                if cap is not None:
                    reuse.append(Reuse(relation.id, frozenset(chosen), cap))
                    free |= chosen
        for id in theirs:
            if id not in free:
                blocked.setdefault(id, earlier)
    still = tuple(Reuse(item.id, item.units - set(blocked), item.cap) for item in reuse)
    return Reserved(blocked, still)


def _about(relation: Relation, unit: RecognisedUnit, context: Context) -> bool:
    """Whether the relation is about the unit. Unknown is read against the learner: not freed, or consumed."""
    consumes = relation.tree.policy == "consume"
    return all(_holds(test, unit, context, consumes) for test in (relation.selector, relation.condition) if test)


def _holds(test: Predicate, unit: RecognisedUnit | Holding, context: Context, unknown: bool) -> bool:
    answer = test(unit, context)
    return unknown if answer is None else answer


def _cap(
    relation: Relation, award: Award, used: list[RecognisedUnit], context: Context, minimum: Fraction | None
) -> Amount | None:
    if relation.tree.policy == "share":
        return relation.cap
    if minimum is None:
        return None
    total = sum((unit_size(unit, award, context).low for unit in used), Fraction(0))
    return Amount(max(Fraction(0), total - minimum), "credits")
