"""What conferred awards keep from a later one, and what of that the later one may use again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from stackr.audit.conferred import Conferred, records_of
from stackr.conditions.predicate import Context
from stackr.model.learning import RecognisedUnit
from stackr.requirements.base import Branch
from stackr.requirements.compiled import Award
from stackr.requirements.relations import Reserved, reserve
from stackr.rulebook.book import Qualification


@dataclass(frozen=True, slots=True)
class KeptBack:
    """`reserved`: what is known to be used. `beside`: conferred awards whose use the joint problem has to find."""

    reserved: Reserved
    beside: tuple[str, ...] = ()


def kept_back(
    award: Award,
    units: tuple[RecognisedUnit, ...],
    used: Mapping[str, frozenset[str]],
    conferred: Conferred,
    versions: Mapping[str, tuple[Qualification, ...]],
    context: Context,
    allocated: Callable[[str], frozenset[str]],
) -> KeptBack:
    """Known uses by the record; of awards in the book whose use nobody recorded, either joint or as they stand alone.

    The record of a conferred award of the book is that award, not learning beside what it used: it counts, where the award may be used
    again, only if nothing else on record can be what the award used.

    `allocated`: the units that a conferred award counts when judged alone on what was there, its own record aside.
    """
    records = {name: ids for name, ids in records_of(conferred, units).items() if name in versions}
    known = {name: ids for name, ids in used.items() if name != award.id}
    itself = {id: name for name, ids in records.items() if name in used or name == award.id for id in ids}
    beside = []
    for earlier in sorted(conferred.awards):
        if earlier == award.id or earlier in known or earlier not in versions:
            continue
        own, parts = records.get(earlier, frozenset()), allocated(earlier)
        if parts:
            itself |= dict.fromkeys(own, earlier)
        lines = [line for line in award.relations if line.tree.award.text == earlier]
        if earlier in conferred.surrendered and any(line.tree.policy == "surrender" for line in lines):
            continue
        if not parts:
            known[earlier] = own
        elif any(line.selector is not None or line.condition is not None for line in lines):
            known[earlier] = parts
        elif not any(line.tree.policy == "embed" for line in lines):
            beside.append(earlier)
    minimum = {name: least for name in known if (least := _minimum(versions.get(name))) is not None}
    found = reserve(award, units, known, context, minimum, conferred.surrendered)
    return KeptBack(replace(found.keeping(itself), blocked={**found.blocked, **itself}), tuple(beside))


def _minimum(versions: tuple[Qualification, ...] | None) -> Fraction | None:
    """The credits an award needs: its total, else what its requirements need."""
    if not versions:
        return None
    award = versions[-1].award
    if award.total is not None and award.total.need.unit == "credits":
        return award.total.need.value
    return award.root.weights(_Easiest()).credits if award.root is not None else None


class _Easiest(dict[str, Branch]):
    """Whichever way a `when` goes, the easier branch."""

    def __missing__(self, key: str) -> Branch:
        return "easier"
