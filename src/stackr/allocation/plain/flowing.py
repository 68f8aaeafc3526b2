"""The greatest worth of a part as a flow: what units give runs to places, whichever way it divides.

Of units that may be cut this is the greatest worth itself: sums that can reach the places form a polymatroid, so filling
the worthiest place as far as can be, then the next, is best. Where whole units would be divided it bounds the worth from above.
"""

from __future__ import annotations

from itertools import pairwise

from stackr.allocation.plain.rules import Placed
from stackr.allocation.plain.scaled import Scaled


def flow(part: Scaled) -> tuple[int, list[tuple[int, Placed]] | None] | None:
    """What comes of it, and where each unit counts then, in pieces; None for that where a whole unit would be
    divided, or amounts are not in steps.

    For units that bring nothing beside what their places want. None where amounts of a unit can't be compared.
    """
    gives: dict[int, int] = {}
    for unit, given in part.gives.items():
        if part.cut[unit]:
            gives[unit] = part.credits[unit]
        elif len(given) > 1 and len(set(given.values())) > 1:
            return None
        else:
            gives[unit] = max(min(amount, part.need[place]) for place, amount in given.items())
    run = _Flow(part, gives)
    for place in sorted(part.places, key=lambda place: -part.worth[place]):
        run.fill(place)
    reached = sum(part.worth[place] * (part.need[place] - left) for place, left in run.left.items())
    if not all(_lawful(part, unit, at) for unit, at in run.at.items()):
        return reached, None
    whole = part.gives
    return reached, [
        (unit, ((place, amount if part.cut[unit] else whole[unit][place]),))
        for unit, at in run.at.items()
        for place, amount in at.items()
    ]


def _lawful(part: Scaled, unit: int, at: dict[int, int]) -> bool:
    """Whether the unit may be divided so: a whole one not at all, others in the amounts that are tried."""
    return all(amount % part.lattice == 0 for amount in at.values()) if part.cut[unit] else len(at) < 2


class _Flow:
    """`at`: how much of each unit runs where; `rest`: what it has left; `left`: what each place still wants."""

    def __init__(self, part: Scaled, gives: dict[int, int]) -> None:
        self.rest = gives
        self.left = {place: part.need[place] for place in part.places}
        self.at: dict[int, dict[int, int]] = {unit: {} for unit in gives}
        self.units: dict[int, list[int]] = {place: [] for place in part.places}
        for unit in part.units:
            for place in part.fits[unit]:
                self.units[place].append(unit)

    def fill(self, place: int) -> None:
        """Bring to the place what can be brought, every other place keeping what it has."""
        while self.left[place]:
            path = self._path(place)
            if not path:
                return
            self._send(path)

    def _path(self, start: int) -> list[tuple[int, int]]:
        """(unit, place) pairs: the first unit goes to `start`, away from the next pair's place, and so on, to one with a rest."""
        came: dict[int, tuple[int, int]] = {}
        seen, queue = {start}, [start]
        for place in queue:
            for unit in self.units[place]:
                if self.rest[unit]:
                    return self._back(start, unit, place, came)
                for other, amount in self.at[unit].items():
                    if amount and other not in seen:
                        seen.add(other)
                        came[other] = unit, place
                        queue.append(other)
        return []

    @staticmethod
    def _back(start: int, unit: int, place: int, came: dict[int, tuple[int, int]]) -> list[tuple[int, int]]:
        path = [(unit, place)]
        while place != start:
            unit, place = came[place]
            path.append((unit, place))
        return path[::-1]

    def _send(self, path: list[tuple[int, int]]) -> None:
        """Move as much as the whole path can take."""
        last = path[-1][0]
        amount = min(self.left[path[0][1]], self.rest[last])
        for (unit, _), (_, other) in pairwise(path):
            amount = min(amount, self.at[unit][other])
        for step, (unit, place) in enumerate(path):
            here = self.at[unit]
            here[place] = here.get(place, 0) + amount
            if step + 1 < len(path):
                other = path[step + 1][1]
                here[other] -= amount
                if not here[other]:
                    del here[other]
        self.left[path[0][1]] -= amount
        self.rest[last] -= amount
