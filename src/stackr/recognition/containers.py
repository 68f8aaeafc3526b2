"""A credential made of others counts as itself or as its parts, never both: its pieces of learning are those of its parts."""

from __future__ import annotations

from collections.abc import Mapping

from stackr.conditions.tables import Tables
from stackr.model.learning import Holding, Learner


def pieces_of(learner: Learner, tables: Tables) -> Mapping[str, frozenset[str]]:
    """Holding id → ids of the pieces of learning it stands for: its own, and those of its parts on record.

    A part says so itself (`part_of`, the id or the credential of the container), or the catalogue lists it.
    """
    parts = {holding.id: _parts(holding, learner, tables) for holding in learner.holdings}
    return {identity: _closure(identity, parts) for identity in parts}


def _parts(container: Holding, learner: Learner, tables: Tables) -> frozenset[str]:
    listed = {
        part
        for item in tables.catalogue.get(container.credential or "", ())
        if item.issuer is None or item.issuer == container.issuer
        for part in item.parts
    }
    names = {name for name in (container.id, container.credential) if name is not None}
    return frozenset(
        holding.id
        for holding in learner.holdings
        if holding.id != container.id
        and (holding.part_of in names or (holding.credential in listed and _same_issuer(holding, container)))
    )


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
