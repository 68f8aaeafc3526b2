"""The problem being written while awards are lowered: places, checks, limits, and what was taken away and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from stackr.allocation.checks import Check
from stackr.allocation.problem import Ceiling, Place, Share
from stackr.requirements.compiled import Missing
from stackr.requirements.skeleton import Layout


@dataclass(slots=True)
class Draft:
    """The problem being written, shared by the awards of a claim."""

    layout: Layout
    places: list[Place | None]
    checks: list[Check] = field(default_factory=list)
    ceilings: list[Ceiling] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    overflow: dict[int, int] = field(default_factory=dict)
    taken_away: list[int] = field(default_factory=list)
    """Per place the units it lost."""
    wanted: list[int] = field(default_factory=list)
    """Per place the units that its requirement would take, but for what takes them away."""
    removed: dict[tuple[int, int, str], str] = field(default_factory=dict)
    """(unit, place, reason word) → the clause that took the unit away there; place -1: everywhere in the award."""
    missing: dict[Missing, None] = field(default_factory=dict)

    @classmethod
    def empty(cls, found: Layout) -> Draft:
        """Nothing written yet."""
        count = len(found.specs)
        return cls(found, [None] * count, taken_away=[0] * count, wanted=[0] * count)

    def told(self) -> tuple[tuple[int, int, str, str], ...]:
        """(unit, place, reason word, clause) of what was taken away from where it would count, or from everywhere."""
        kept = [
            (key, clause) for key, clause in self.removed.items() if key[1] < 0 or self.wanted[key[1]] >> key[0] & 1
        ]
        return tuple((unit, place, word, clause) for (unit, place, word), clause in sorted(kept))

    def leave_empty(self, places: int) -> None:
        """At those of these places that are not written by now nothing counts."""
        found = self.layout
        for position, spec in enumerate(found.specs):
            if places >> position & 1 and self.places[position] is None:
                layer, splittable = found.layer_of[position], found.splittable[position]
                self.places[position] = Place(spec.id, 0, 0, layer=layer, splittable=splittable)
