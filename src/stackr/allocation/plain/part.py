"""A part of a plain problem that stands alone: units, the places they may fill, and all its bounds packed in one integer.

For any set of places, p is at most what the other places are worth when full plus, per unit, the most it could bring to
the set. Every decision moves every such bound by the same simple rule, so the distances of many bounds from the target
lie side by side in one large integer: two additions and a mask test them all. Rows (floors and ceilings) are packed so
too. A field has a guard bit on top that is set as long as the distance is not negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import TypeAlias

from stackr.allocation.plain.rows import NotPlain
from stackr.allocation.plain.rules import PackedRules, Placed, Rule
from stackr.allocation.plain.scaled import Scaled

More: TypeAlias = tuple[tuple[int, int, int, int], ...]
Choice: TypeAlias = tuple[int, int, int, int, int, int, int, bool, More, Placed]
"""One thing a unit may do: amount given, shift and mask of the place's need, what the bounds regain per amount, what
they lose in any case, both together when all of it is wanted, how rows move, whether it may be done where nothing is
wanted any more, further amounts of a unit that is cut (amount, shift, mask, regain), and where it counts then."""

SMALL, MIDDLE = 6, 16
"""Up to so many places every set of them is a bound; up to so many, sets of one and two, and all but one; with more, no pairs."""
MOST_SPREADS = 400
"""A unit that could be cut in more ways is left to the general search."""


@lru_cache(maxsize=256)
def sets_of(places: int, width: int) -> tuple[tuple[int, ...], int]:
    """Per place the fields of the sets that hold it, and all fields; the set of all places is field 0."""
    whole = (1 << places) - 1
    if places <= SMALL:
        sets = list(range(whole + 1))
    else:
        single = {1 << i for i in range(places)}
        pairs = {1 << i | 1 << j for i, j in combinations(range(places), 2)} if places <= MIDDLE else set()
        sets = sorted({0, whole, *single, *pairs, *(whole ^ mask for mask in single)})
    order = [whole, *(mask for mask in sets if mask != whole)]
    every = sum(1 << field * width for field in range(len(order)))
    ones = tuple(sum(1 << f * width for f, mask in enumerate(order) if mask >> place & 1) for place in range(places))
    return ones, every


class Part(Scaled):
    """See the module. `target` is subtracted when a search starts."""

    def __init__(self, scaled: Scaled, rules: Sequence[Rule] = (), splits: int = -1) -> None:
        """`scaled`: what is known of it, which is not worked out again. `splits`: how many units may be cut in two (-1: not
        counted, and none is)."""
        vars(self).update(vars(scaled))
        self.rules, self.splits = rules, splits
        self.rows_useful = any(rule.least for rule in rules)
        """Whether some row is a floor."""
        if not isinstance(scaled, Part):
            self._lay_out()
        self._add_up()
        self.rows = PackedRules(self.plain, self.units, self.fits, self.credits, rules, splits)
        self.rows_now, self.rows_guard = self.rows.now, self.rows.guard

    def _lay_out(self) -> None:
        """The fields, and where what is wanted at each place stands."""
        worth, need, fits = self.worth, self.need, self.fits
        self.full = {place: worth[place] * need[place] for place in self.places}
        self.top = sum(self.full.values())
        most = self.top + max(worth.values(), default=0) * sum(self.largest.values())
        most += sum([self.beside(unit, place, self.gives[unit][place]) for unit in self.extra for place in fits[unit]])
        self.width = (2 * most + 1).bit_length() + 2
        ones, self.every = sets_of(len(self.places), self.width)
        self.ones = dict(zip(self.places, ones, strict=True))
        self.guard = self.every << (self.width - 1)
        self.regain = {place: worth[place] * self.ones[place] for place in self.places}
        self.shift: dict[int, int] = {}
        self.mask: dict[int, int] = {}
        spots: dict[int, int] = {}
        self.wanted = at = 0
        for place in self.places:
            bits = need[place].bit_length()
            self.shift[place], self.mask[place] = at, (1 << bits) - 1
            self.wanted |= need[place] << at
            spots[place] = self.mask[place] << at
            at += bits
        self.wants = {unit: sum([spots[place] for place in fits[unit]]) for unit in self.units}
        """Per unit the bits of what is wanted that it can change."""

    def _add_up(self) -> None:
        """The bounds while nothing is decided."""
        lost = {like: self.most_of(like, 0) for like in set(self.like.values())}
        self.lost = {unit: lost[like] for unit, like in self.like.items()}
        self.total = self.every * self.top + sum(self.lost.values())
        for place, ones in self.ones.items():
            self.total -= self.full[place] * ones
        self.bound = self._least_field(self.total)

    def most_of(self, unit: int, amount: int) -> int:
        """Per set of places, the most that the unit (or this amount of it) could bring, packed."""
        given, worth, full = self.gives[unit], self.worth, self.full
        # what is cut may go on to the next place; what is whole stops at what its place needs
        stops = not amount and (not self.cut[unit] or self.splits == 0)
        sizes = []
        for place in self.fits[unit]:
            size = worth[place] * (amount or given[place])
            sizes.append((full[place] if stops and size > full[place] else size, place))
        sizes.sort(reverse=True)
        open_sets, most = self.every, 0
        for size, place in sizes:
            hit = open_sets & self.ones[place]
            if hit:
                most += size * hit
                open_sets ^= hit
        if unit in self.extra:
            most += self.every * max(self.beside(unit, p, amount or given[p]) for p in self.fits[unit])
        return most

    def _least_field(self, packed: int) -> int:
        field, least = (1 << self.width) - 1, -1
        while packed:
            value = packed & field
            least = value if least < 0 or value < least else least
            packed >>= self.width
        return max(0, least)

    # choices

    def out(self, unit: int) -> Choice:
        """The unit counts nowhere."""
        lost = -self.lost[unit]
        return 0, 0, 0, 0, lost, lost, self.rows.moved(unit, ()), True, (), ()

    def left_out(self, unit: int) -> int:
        """How the rows move if the unit counts nowhere."""
        return self.rows.moved(unit, ()) if self.rows_guard else 0

    def at(self, unit: int, place: int, amount: int, *, free: bool = False) -> Choice:
        """The unit counts at a place: the whole of it, or `amount` if it may be cut."""
        given = amount if self.cut[unit] else self.gives[unit][place]
        lost = -self.lost[unit]
        regain, placed = self.regain[place], ((place, amount),)
        if unit in self.extra:
            lost += self.gain_of(unit, place, given)
            free = free or bool(self.beside(unit, place, given))
        moved = self.rows.moved(unit, placed) if self.rows_guard else 0
        return given, self.shift[place], self.mask[place], regain, lost, lost + given * regain, moved, free, (), placed

    def choices(self, units: Sequence[int], places: dict[int, list[int]]) -> list[list[Choice]]:
        """What each unit may do as a whole: its places in this order, then nowhere."""
        known: dict[int, list[Choice]] = {}
        found = []
        for unit in units:
            like = unit if self.rows_guard else self.like[unit]
            if like not in known:
                given = self.gives[unit]
                known[like] = [*(self.at(unit, place, given[place]) for place in places[unit]), self.out(unit)]
            found.append(known[like])
        return found

    def cut_at(self, unit: int, placed: Placed, *, free: bool = False) -> Choice:
        """The unit counts at several places."""
        (place, amount), *others = placed
        lost = sum(self.beside(unit, p, a) for p, a in placed) * self.every - self.lost[unit]
        regain = self.regain[place]
        more = tuple((a, self.shift[p], self.mask[p], self.regain[p]) for p, a in others)
        moved = self.rows.moved(unit, placed)
        free = free or unit in self.extra
        return (
            amount,
            self.shift[place],
            self.mask[place],
            regain,
            lost,
            lost + amount * regain,
            moved,
            free,
            more,
            placed,
        )

    def pieces(self, unit: int, places: Sequence[int]) -> list[Choice]:
        """What one piece of a cut unit may do, as large as the lattice."""
        size, lost = self.lattice, -self.most_of(unit, self.lattice)
        choices: list[Choice] = []
        for place in places:
            regain = self.regain[place]
            base = lost + self.gain_of(unit, place, size)
            free, placed = unit in self.extra, ((place, size),)
            choices.append(
                (size, self.shift[place], self.mask[place], regain, base, base + size * regain, 0, free, (), placed)
            )
        choices.append((0, 0, 0, 0, lost, lost, 0, True, (), ()))
        return choices

    def gain_of(self, unit: int, place: int, given: int) -> int:
        """What so much brings beside the place's own worth, packed."""
        return self.beside(unit, place, given) * self.every

    def amounts(self, unit: int) -> range:
        """What may count of a unit that may be cut."""
        return range(self.lattice, self.credits[unit] + 1, self.lattice)

    def kind(self, unit: int) -> object:
        """Units of one kind are interchangeable in all but objective (5)."""
        return self.like[unit], *[rule.row.units >> unit & 1 for rule in self.rules]

    def may_reach(self, bounds: int, unit: int, amount: int, target: int) -> bool:
        """Whether the bounds allow that so little of the unit counts."""
        bounds += self.guard - self.lost[unit] - target * self.every
        if amount:
            bounds += self.most_of(unit, amount)
        return bounds & self.guard == self.guard

    def useful(self, unit: int, place: int, amount: int) -> bool:
        """Whether so much of a cut unit can be wanted at the place; beyond that only rows or wide amounts want it."""
        return self.rows_useful or unit in self.extra or amount < self.need[place] + self.lattice

    def spreads(self, unit: int, total: int) -> list[Placed]:
        """The ways to cut `total` of a unit over two places or more, most at the first places first."""
        found: list[Placed] = []

        def go(index: int, left: int, so_far: Placed) -> None:
            if not left:
                if len(so_far) > 1:
                    found.append(so_far)
                    if len(found) > MOST_SPREADS:
                        raise NotPlain
                return
            if index == len(self.fits[unit]):
                return
            place = self.fits[unit][index]
            for amount in range(left, 0, -self.lattice):
                if self.useful(unit, place, amount):
                    go(index + 1, left - amount, (*so_far, (place, amount)))
            go(index + 1, left, so_far)

        go(0, total, ())
        return found
