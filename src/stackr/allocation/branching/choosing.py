"""Choices first: with the children of a `Choose` settled, what is left is nearly a flow, and the bounds are close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import comb

from stackr.allocation.positions import bits
from stackr.allocation.sums.options import Option, Position
from stackr.allocation.sums.state import State

MOST_SETS = 60
"""A choice with more possible sets of children is left to the units' own decisions."""


def closings(
    state: State, choice: int, guide: Mapping[int, Position], rates: Mapping[int, tuple[int, int]]
) -> list[int]:
    """Per set of children that may be chosen, the mask of places below the others; the most promising first."""
    below = state.conflicts.child_places[choice]
    live = [child for child, mask in enumerate(below) if mask & live_places(state)]
    used = [child for child in live if state.conflicts.child_used[choice][child]]
    rest = [child for child in live if child not in used]
    more = state.conflicts.choice_most[choice] - len(used)
    if len(rest) <= more or comb(len(rest), max(0, more)) > MOST_SETS:
        return [0]
    opt = state.sums.opt
    guided = 0
    for position in guide.values():
        for place in position:
            guided |= 1 << place
    promise = {
        child: (
            bool(below[child] & guided),
            sum(rates[p][0] * min(rates[p][1], opt[p]) for p in bits(below[child]) if p in rates),
        )
        for child in rest
    }
    sets = [frozenset(some) for some in combinations(rest, max(0, more))]
    sets.sort(key=lambda some: (-sum(promise[c][0] for c in some), -sum(promise[c][1] for c in some), sorted(some)))
    return [_mask(below, [child for child in rest if child not in some]) for some in sets]


def _mask(below: list[int], children: list[int]) -> int:
    mask = 0
    for child in children:
        mask |= below[child]
    return mask


def live_places(state: State) -> int:
    """Places where a unit counts or some undecided unit still may."""
    mask = 0
    for unit, decided in enumerate(state.decided):
        range_ = state.cut[unit]
        if decided:
            continue
        if range_ is not None:
            mask |= sum(1 << place for place in range_.places if range_.most[place])
        for option in state.domain[unit]:
            for place in option.position:
                mask |= 1 << place
    for place, count in enumerate(state.sums.units_at):
        mask |= (1 << place) if count else 0
    return mask


class Closed:
    """The undecided units kept out of some places, as a context."""

    def __init__(self, state: State, places: int) -> None:
        self.state, self.places = state, places
        self.domains: list[tuple[int, list[Option]]] = []
        self.ranges: list[tuple[int, dict[int, int]]] = []

    def __enter__(self) -> bool:
        """Whether every unit still has something it may do."""
        possible = True
        for unit in self._undecided():
            possible = self._keep_out(unit) and possible
        return possible

    def _undecided(self) -> Iterator[int]:
        return (unit for unit, decided in enumerate(self.state.decided) if not decided)

    def _keep_out(self, unit: int) -> bool:
        state, places = self.state, self.places
        if not places & state.eligible[unit]:
            return True
        range_ = state.cut[unit]
        if range_ is not None:
            self.ranges.append((unit, dict(range_.most)))
            for place in range_.places:
                if places >> place & 1:
                    range_.most[place] = 0
            state.refresh_cut(unit)
            return all(range_.least[place] <= range_.most[place] for place in range_.places)
        options = state.domain[unit]
        kept = [option for option in options if not any(places >> place & 1 for place in option.position)]
        if len(kept) < len(options):
            self.domains.append((unit, options))
            state.set_domain(unit, kept)
        return bool(kept)

    def __exit__(self, *_: object) -> None:
        for unit, options in self.domains:
            self.state.set_domain(unit, options)
        for unit, most in self.ranges:
            range_ = self.state.cut[unit]
            assert range_ is not None
            range_.most.update(most)
            self.state.refresh_cut(unit)
