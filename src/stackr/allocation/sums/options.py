"""What one unit may do: the options of a whole unit, the range of one that may be cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product

from stackr.allocation.positions import bits, eligible_places, joined_places, layer_masks, may_cut
from stackr.allocation.problem import Problem
from stackr.allocation.sums.rows import Mode, Rows

Position = dict[int, int]


@dataclass(slots=True, eq=False)
class Option:
    """One position of a whole unit: what it adds to rows (`gives`), and what others of its domain would give more (`loses`)."""

    index: int
    position: Position
    gives: list[tuple[int, int]]
    capped: list[tuple[int, int]]
    amount: int
    """Credits counted, summed over layers; for a zero-credit unit 1 if it counts."""
    loses: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class CutRange:
    """What a cut unit may still do: least and most per place (in `places`), and in all."""

    places: tuple[int, ...]
    least: dict[int, int]
    most: dict[int, int]
    least_amount: int
    most_amount: int


class OptionMaker:
    """Makes options and ranges, as the units' own rules allow them (`positions.py`)."""

    def __init__(self, problem: Problem, rows: Rows) -> None:
        self.problem, self.rows = problem, rows
        self.joined, self.layers = joined_places(problem), layer_masks(problem)
        self.eligible = eligible_places(problem)
        self.plain = len(self.layers) == 1 and not any(self.joined) and not problem.within

    def options(self, unit: int, unit_rows: list[int], caps: dict[int, int]) -> list[Option]:
        """Every position of a whole unit: first places first, staying out last."""
        credits = self.problem.units[unit].credits
        if self.plain:
            return self._single_places(unit, unit_rows, caps)
        per_layer = [self._cliques(self.eligible[unit] & mask) for mask in self.layers]
        options: list[Option] = []
        for parts in product(*per_layer):
            places = [place for part in parts for place in part]
            if not self.drawn_from(places):
                continue
            position = dict.fromkeys(places, credits)
            gives = [(r, g) for r in unit_rows if (g := self.rows.gives(r, unit, position))]
            capped = [(row, given) for row, given in gives if row in caps]
            counted = sum(credits for part in parts if part) if credits else int(bool(places))
            options.append(Option(len(options), position, gives, capped, counted))
        return options

    def _single_places(self, unit: int, unit_rows: list[int], caps: dict[int, int]) -> list[Option]:
        """The same where there is one layer and nothing is shared: one place, or none."""
        item, rows = self.problem.units[unit], self.rows
        whole = {Mode.CREDITS: item.credits, Mode.ITEMS: item.items, Mode.ONCE: 1, Mode.SPLIT: 0}
        seen = []
        for row in unit_rows:
            factor = rows.factor[row]
            given = whole[rows.mode[row]] * (1 if factor is None else factor[unit])
            if given:
                seen.append((row, given, rows.places[row]))
        options: list[Option] = []
        for place in bits(self.eligible[unit]):
            gives = [(row, given) for row, given, places in seen if places >> place & 1]
            capped = [(row, given) for row, given in gives if row in caps]
            options.append(Option(len(options), {place: item.credits}, gives, capped, item.credits or 1))
        options.append(Option(len(options), {}, [], [], 0))
        return options

    def _cliques(self, mask: int) -> list[tuple[int, ...]]:
        """Sets of places of one layer where a whole unit may count at once: single ones, joined ones, none."""
        places = list(bits(mask))
        found: list[tuple[int, ...]] = []

        def grow(chosen: tuple[int, ...], rest: list[int]) -> None:
            for i, place in enumerate(rest):
                more = (*chosen, place)
                grow(more, [other for other in rest[i + 1 :] if self.joined[place] >> other & 1])
                found.append(more)

        grow((), places)
        return [*sorted(found, key=_first_places), ()]

    def drawn_from(self, places: list[int]) -> bool:
        """Whether the places respect `within`."""
        for layer, mask in self.problem.within:
            if any(self.layers[layer] >> p & 1 for p in places) and not any(mask >> p & 1 for p in places):
                return False
        return True

    def cut_range(self, unit: int) -> CutRange | None:
        """The range of a unit that may be cut; None for a whole one."""
        credits, step = self.problem.units[unit].credits, self.problem.step
        places = tuple(bits(self.eligible[unit]))
        if credits <= step or not any(may_cut(self.problem, unit, {place: 0}) for place in places):
            return None
        layers = len({self.problem.places[place].layer for place in places})
        return CutRange(places, dict.fromkeys(places, 0), dict.fromkeys(places, credits), 0, credits * layers)


def _first_places(places: tuple[int, ...]) -> tuple[int, ...]:
    """Sorts sets of places as objective (5b) prefers them: first places first, and more of them after the same start."""
    return (*places, 1 << 60)
