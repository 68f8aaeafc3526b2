"""A credential made of others counts as itself or as its parts, never both: its pieces of learning are those of its parts."""

from __future__ import annotations

from collections.abc import Mapping

from stackr.conditions.tables import Tables
from stackr.model.learning import Holding, Learner


def pieces_of(learner: Learner, tables: Tables) -> Mapping[str, frozenset[str]]:
    """Holding id → ids of the pieces of learning it stands for: its own, and those of its parts on record.

    A part says so itself (`part_of`, the id or the credential of the container), or the catalogue lists it.
    """
    by_container: dict[str, list[Holding]] = {}
    by_credential: dict[str, list[Holding]] = {}
    for holding in learner.holdings:
        if holding.part_of is not None:
            by_container.setdefault(holding.part_of, []).append(holding)
        if holding.credential is not None:
            by_credential.setdefault(holding.credential, []).append(holding)
    parts = {}
    for holding in learner.holdings:
        own = [part for name in (holding.id, holding.credential) if name for part in by_container.get(name, ())]
        own += [
            part
            for code in _listed(holding, tables)
            for part in by_credential.get(code, ())
            if _same_issuer(part, holding)
        ]
        parts[holding.id] = frozenset(part.id for part in own) - {holding.id}
    return {identity: _closure(identity, parts) if parts[identity] else frozenset((identity,)) for identity in parts}


def _listed(container: Holding, tables: Tables) -> set[str]:
    """Codes that the catalogue lists as parts of the credential."""
    items = tables.catalogue.get(container.credential or "", ())
    return {part for item in items if item.issuer is None or item.issuer == container.issuer for part in item.parts}


def _same_issuer(one: Holding, other: Holding) -> bool:
    return one.issuer is None or other.issuer is None or one.issuer == other.issuer


def _closure(identity: str, parts: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The holding and everything below it; a record that says two things are parts of each other ends too."""
    found = {identity}
    waiting = [identity]
    while waiting:
        for part in parts[waiting.pop()] - found:
            found.add(part)
            waiting.append(part)
    return frozenset(found)
