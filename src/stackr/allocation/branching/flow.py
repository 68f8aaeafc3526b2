"""Filling places from units by augmenting paths: the network inside the bounds.

Places are filled in chunks, dearest first; that is optimal, because what a set of places can receive is a polymatroid.
What is left over tells the worth of one more unit of supply at each place (`worth`) and of room in each group (`toll`).
The numbers only guide: `bounds.py` recomputes the bound from them by adding, so a flaw here could never make it wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stackr.allocation.positions import bits

_Step = tuple[int, int, int]
"""(place fed, unit that feeds it, unit of the same group that steps back, or −1)."""


@dataclass(slots=True)
class Network:
    """Supply per unit, at most one group per unit (−1: none) with room, and per place a mask of units that fit."""

    supply: list[int]
    group: list[int]
    room: list[int]
    fits: dict[int, int]
    flow: list[dict[int, int]] = field(default_factory=list)
    members: list[list[int]] = field(default_factory=list)
    worth: dict[int, int] = field(default_factory=dict)
    toll: dict[int, int] = field(default_factory=dict)
    dry: set[int] = field(default_factory=set)
    """Places that no spare supply can reach, by any path; nothing that happens later changes that."""

    def fill(self, chunks: list[tuple[int, int, int]]) -> None:
        """Fill the chunks (gain, place, amount), given dearest first."""
        self.flow = [{} for _ in self.supply]
        self.members = [[] for _ in self.room]
        for unit, group in enumerate(self.group):
            if group >= 0:
                self.members[group].append(unit)
        short: list[tuple[int, int]] = []
        for gain, place, amount in chunks:
            if place in self.dry:
                if not any(place == other for _, other in short):
                    short.append((gain, place))
                continue
            left = self._direct(place, amount)
            while left:
                pushed = self._augment(place, left)
                if not pushed:
                    break
                left -= pushed
            if left:
                short.append((gain, place))
        self._label(short)

    def _direct(self, place: int, want: int) -> int:
        """Fill from spare supply; what is still wanted."""
        supply, group, room = self.supply, self.group, self.room
        mask = self.fits[place]
        while mask and want:
            low = mask & -mask
            mask ^= low
            unit = low.bit_length() - 1
            amount = supply[unit]
            if amount > 0:
                g = group[unit]
                if g >= 0:
                    amount = min(amount, room[g])
                    if amount <= 0:
                        continue
                if amount > want:
                    amount = want
                if g >= 0:
                    room[g] -= amount
                supply[unit] -= amount
                own = self.flow[unit]
                own[place] = own.get(place, 0) + amount
                want -= amount
        return want

    def _augment(self, place: int, want: int) -> int:
        """Push along one path that lets other places be fed differently; the amount pushed."""
        parent: dict[int, _Step | None] = {place: None}
        queue, seen = [place], 0
        for here in queue:
            fresh = self.fits.get(here, 0) & ~seen
            seen |= fresh
            for unit in bits(fresh):
                group = self.group[unit]
                spare = self.supply[unit]
                if spare > 0 and (group < 0 or self.room[group] > 0):
                    return self._push(here, unit, want, parent)
                for other in self.flow[unit]:
                    if other not in parent and other not in self.dry:
                        parent[other] = (here, unit, -1)
                        queue.append(other)
                if spare > 0:
                    for member in self.members[group]:
                        for other in self.flow[member]:
                            if other not in parent and other not in self.dry:
                                parent[other] = (here, unit, member)
                                queue.append(other)
        self.dry.update(queue)
        return 0

    def _push(self, place: int, unit: int, want: int, parent: dict[int, _Step | None]) -> int:
        group = self.group[unit]
        amount = min(want, self.supply[unit])
        if group >= 0:
            amount = min(amount, self.room[group])
        path: list[tuple[int, _Step]] = []
        here = place
        while (step := parent[here]) is not None:
            fed, feeder, back = step
            amount = min(amount, self.flow[feeder if back < 0 else back][here])
            if back >= 0:
                amount = min(amount, self.supply[feeder])
            path.append((here, step))
            here = fed
        if amount <= 0:
            return 0
        self._move(unit, -1, place, amount)
        self.supply[unit] -= amount
        if group >= 0:
            self.room[group] -= amount
        for here, (fed, feeder, back) in path:
            giver = feeder if back < 0 else back
            left = self.flow[giver][here] - amount
            if left:
                self.flow[giver][here] = left
            else:
                del self.flow[giver][here]
            self._move(feeder, back, fed, amount)
        return amount

    def _move(self, unit: int, back: int, place: int, amount: int) -> None:
        """Book flow unit → place; if a unit of the group stepped back for it, their supplies change too."""
        own = self.flow[unit]
        own[place] = own.get(place, 0) + amount
        if back >= 0:
            self.supply[unit] -= amount
            self.supply[back] += amount

    def _label(self, short: list[tuple[int, int]]) -> None:
        """What one more unit of supply at each place would be worth: the gain of the best place it can be passed to."""
        worth, toll = self.worth, self.toll
        seen = 0
        for gain, first in short:
            if first in worth:
                continue
            worth[first] = gain
            queue = [first]
            for here in queue:
                fresh = self.fits[here] & ~seen
                seen |= fresh
                for unit in bits(fresh):
                    feeders = [unit]
                    group = self.group[unit]
                    if group >= 0 and self.supply[unit] and not self.room[group] and group not in toll:
                        toll[group] = gain
                        feeders += self.members[group]
                    for feeder in feeders:
                        for other in self.flow[feeder]:
                            if other not in worth:
                                worth[other] = gain
                                queue.append(other)
