"""What recognition gives, as one allocation may use it: units and grants of one ladder, or of several side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from stackr.model.learning import GrantInfo, RecognisedUnit
from stackr.recognition.types import Recognition
from stackr.requirements.relations import NOTHING_RESERVED, Reserved


@dataclass(frozen=True, slots=True)
class Learning:
    """Units and grants. `ladders`: who recognised; `foreign`: per ladder the ids of units that others gave, where there are several."""

    ladders: tuple[str, ...]
    units: tuple[RecognisedUnit, ...]
    grants: tuple[GrantInfo, ...]
    foreign: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def only_own(self, ladder: str, reserved: Reserved = NOTHING_RESERVED) -> Reserved:
        """An award uses what its own ladder recognised: everything else is kept from it."""
        others = self.foreign.get(ladder)
        if not others:
            return reserved
        return replace(reserved.keeping(others), blocked=dict.fromkeys(sorted(others), ladder) | dict(reserved.blocked))


def learning_of(recognised: Mapping[str, Recognition]) -> Learning:
    """The learning of these ladders. With several, ids carry the ladder's name; pieces stay what they are, so that the same
    learning is never used twice."""
    ladders = sorted(recognised)
    if len(ladders) == 1:
        only = recognised[ladders[0]]
        return Learning((ladders[0],), only.units, only.grants)
    units = {name: tuple(_of(name, unit) for unit in recognised[name].units) for name in ladders}
    every = {unit.id for name in ladders for unit in units[name]}
    return Learning(
        ladders=tuple(ladders),
        units=tuple(unit for name in ladders for unit in units[name]),
        grants=tuple(_grant(name, grant) for name in ladders for grant in recognised[name].grants),
        foreign={name: frozenset(every - {unit.id for unit in units[name]}) for name in ladders},
    )


def _of(ladder: str, unit: RecognisedUnit) -> RecognisedUnit:
    return replace(unit, id=f"{ladder}/{unit.id}", grant=f"{ladder}/{unit.grant}")


def _grant(ladder: str, grant: GrantInfo) -> GrantInfo:
    return replace(grant, id=f"{ladder}/{grant.id}", units=tuple(f"{ladder}/{unit}" for unit in grant.units))
