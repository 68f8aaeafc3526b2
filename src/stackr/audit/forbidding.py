"""Which clauses of the rules forbid something to this learner, and the award's problem without some of them."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.allocation.proofs.forbidding import Forbidding, Variant
from stackr.audit.values import Values
from stackr.requirements.base import Exclusion
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Lowered
from stackr.requirements.needs.pool import PoolNeed


def forbidding(values: Values) -> Forbidding:
    """Those of every award of the claim; only what takes something away is asked about."""
    lowered = values.sure.lowered

    def without(ids: frozenset[str]) -> Variant:
        if not ids:
            return Variant(lowered.problem)
        other = values.claim.lower(waived=ids, way=lowered.branches)
        return Variant(other.problem, _positions(lowered, other))

    return Forbidding(tuple(sorted({id for build in lowered.builders for id in _ids(build, lowered)})), without)


def _ids(build: Builder, lowered: Lowered) -> Iterator[str]:
    award = build.award
    removing = {clause for _, _, _, clause in lowered.removed}
    yield from (id for id, rule in award.rules.items() if isinstance(rule, Exclusion) and id in removing)
    kept_apart = {ceiling.id.partition("#")[0] for ceiling in lowered.problem.ceilings}
    yield from (line.id for line in award.not_both if line.id in kept_apart)
    for need in award.needs.values():
        if isinstance(need, PoolNeed):
            yield from need.refusing(build)


def _positions(lowered: Lowered, other: Lowered) -> tuple[int, ...] | None:
    """Where the units stand that are listed once for each side of a `not both`."""
    names = [unit.id for unit in lowered.units]
    if names == [unit.id for unit in other.units]:
        return None
    there: dict[str, list[int]] = {}
    for index, unit in enumerate(other.units):
        there.setdefault(unit.id, []).append(index)
    copies = {name: iter(indices) for name, indices in there.items()}
    return tuple(next(copies[name], there[name][0]) for name in names)
