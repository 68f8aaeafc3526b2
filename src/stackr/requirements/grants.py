"""Grants and target codes of one problem: which learning excludes which, and what serves where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stackr.allocation import problem as ap
from stackr.model.learning import GrantInfo, RecognisedUnit
from stackr.requirements.builder import Builder


def lower_grants(
    units: Sequence[RecognisedUnit], grants: Sequence[GrantInfo]
) -> tuple[tuple[ap.Grant, ...], tuple[int, ...]]:
    """(grants that give a unit here, in order of id; per unit its grant). A unit without a listed grant has its own."""
    known = {grant.id: grant for grant in grants}
    codes: dict[str, set[str]] = {unit.grant: set() for unit in units}
    for unit in units:
        if unit.grant not in known:
            known[unit.grant] = GrantInfo(unit.grant, unit.route, unit.route_rank, frozenset({unit.holding.id}), ())
        if unit.code is not None:
            codes[unit.grant].add(unit.code)
    used = sorted(codes)
    position = {id: index for index, id in enumerate(used)}
    pieces = {name: i for i, name in enumerate(sorted({piece for id in used for piece in known[id].pieces}))}
    demerits = _demerits([known[id] for id in used], codes)
    lowered = tuple(
        ap.Grant(id, frozenset(map(pieces.__getitem__, known[id].pieces)), demerits.get(id, 0)) for id in used
    )
    return lowered, tuple(position[unit.grant] for unit in units)


def _demerits(grants: Sequence[GrantInfo], codes: Mapping[str, set[str]]) -> dict[str, int]:
    """How many feasible grants of an earlier route share a piece or a target code with each (objective 3b), where any do."""
    pieces = [piece for grant in grants for piece in grant.pieces]
    named = [code for grant in grants for code in codes[grant.id]]
    if len(set(pieces)) == len(pieces) and len(set(named)) == len(named):
        return {}
    users: dict[tuple[str, str], list[GrantInfo]] = {}
    for grant in grants:
        for piece in grant.pieces:
            users.setdefault(("piece", piece), []).append(grant)
        for code in codes[grant.id]:
            users.setdefault(("code", code), []).append(grant)
    rivals: dict[str, set[str]] = {}
    for together in users.values():
        if len(together) > 1:
            for grant in together:
                earlier = {other.id for other in together if other.route_rank < grant.route_rank}
                rivals.setdefault(grant.id, set()).update(earlier)
    return {id: len(others) for id, others in rivals.items()}


def code_groups(units: Sequence[RecognisedUnit]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """(per unit the number of its target code or -1, the codes)."""
    codes = tuple(sorted({unit.code for unit in units if unit.code is not None}))
    position = {code: index for index, code in enumerate(codes)}
    of_unit = tuple(-1 if unit.code is None else position[unit.code] for unit in units)
    return of_unit, codes


def never_served(build: Builder) -> None:
    """Take away the places that a unit's route never serves: those at or below the clauses it names; of a unit, all."""
    for index, unit in enumerate(build.units):
        for name in sorted(unit.never_at):
            places = build.everywhere if name == unit.code else build.mask(name)
            build.remove(1 << index, places, "barred", unit.route)
