"""Upper bounds of p(root) by prices: checkable by adding, refuting most wishes in a few additions.

A term is worth coef × min(need, row). For any price 0 ≤ y ≤ coef it is at most y × need + (coef − y) × row, and for any
charge θ per unit at most (max over k of what k units could give − θk) + θ × units. A limit with toll z adds z × its room
and takes z × what a unit uses. Once priced, everything is a sum over units, so each unit takes its best option:

    bound = constants + prices of places + tolls of limits + Σ over units of the best option

and deciding one unit moves the bound by the difference of two numbers. The prices come from `flow.py`; any others would
be as valid, only weaker.
"""

from __future__ import annotations

from collections.abc import Sequence

from stackr.allocation.positions import bits
from stackr.allocation.sums.options import Option, Position
from stackr.allocation.sums.rows import Mode
from stackr.allocation.sums.state import State
from stackr.allocation.sums.trees import Tree


class Relaxation:
    """The additive part of one award's tree: a constant and terms row → (coef, need)."""

    def __init__(self, state: State, award: int) -> None:
        self.state = state
        self.tree = state.trees[award]
        self.fixed_terms: dict[int, tuple[int, int]] = {}
        self.const = self._gather(self.tree)
        places = len(state.problem.places)
        self.leaf_terms = {row: term for row, term in self.fixed_terms.items() if row < places}
        self.wide_terms = {row: term for row, term in self.fixed_terms.items() if row >= places}
        self.sizes = {row: self._sizes(row) for row in self.leaf_terms}

    def _gather(self, tree: Tree) -> int:
        const = tree.const
        for row, coef, need in tree.terms:
            if row in self.fixed_terms:
                const += coef * need
            else:
                self.fixed_terms[row] = (coef, need)
        for part in tree.parts:
            const += part()
        for choice in tree.choices:
            consts = sorted((self._gather(child) for child in choice.children), reverse=True)
            const += sum(consts[: choice.node.n])
        return const

    def _sizes(self, row: int) -> list[int]:
        """What 1, 2, … units could give a place at most, largest first."""
        state, sums, total = self.state, [0], 0
        need = self.leaf_terms[row][1]
        reach = [state.reach[unit].get(row, 0) for unit in bits(state.rows.units[row])]
        for size in sorted((size for size in reach if size > 0), reverse=True):
            total += size
            sums.append(total)
            if total >= need:
                break
        return sums


class Prices:
    """One bound: prices, tolls, each unit's best option under them, and the bound's value where it was made."""

    def __init__(
        self,
        relaxation: Relaxation,
        price: dict[int, int],
        toll: dict[int, int],
        *,
        by_units: bool,
        units: Sequence[int],
    ) -> None:
        self.relaxation, self.price, self.toll, self.by_units = relaxation, price, toll, by_units
        self.best: dict[int, int] = {}
        self.advice: dict[int, Position] = {}
        state = relaxation.state
        val = state.sums.val
        value = relaxation.const
        terms = relaxation.fixed_terms
        self.rate: dict[int, tuple[int, int]] = {}
        for row, (coef, need) in terms.items():
            left = need - val[row]
            if left <= 0:
                value += coef * need
                continue
            value += coef * val[row] + self._held(row, left)
            self.rate[row] = (price[row] if self._charged(row) else coef - price.get(row, 0), left)
        self.rooms = self._rooms()
        value += self.rooms
        for unit in units:
            best = self._best(unit)
            self.best[unit] = best
            value += best
        self.value = value

    def widen(self, unit: int) -> None:
        """Hold for all that the unit's domain allows now, not only for what it allowed when the prices were made."""
        best, rooms = self._best(unit), self._rooms()
        self.value += best - self.best[unit] + rooms - self.rooms
        self.best[unit], self.rooms = best, rooms

    def _rooms(self) -> int:
        """What the limits' rooms are priced at. A share of what is counted leaves more room if more may be counted."""
        state = self.relaxation.state
        limits, val = state.limits.now() if self.toll else {}, state.sums.val
        return sum(
            z * (units_that_fit(state, row, limits[row] - val[row]) if self.by_units else limits[row] - val[row])
            for row, z in self.toll.items()
        )

    def _charged(self, row: int) -> bool:
        return self.by_units and row in self.relaxation.sizes

    def _held(self, row: int, left: int) -> int:
        """What the place itself is priced at with `left` still needed."""
        coef = self.relaxation.fixed_terms[row][0]
        if not self._charged(row):
            return self.price.get(row, 0) * left
        theta, most = self.price[row], 0
        for count, size in enumerate(self.relaxation.sizes[row]):
            worth = coef * (size if size < left else left) - theta * count
            if worth > most:
                most = worth
            if size >= left:
                break
        return most

    def _best(self, unit: int) -> int:
        state = self.relaxation.state
        if state.cut[unit] is not None:
            return self._best_cut(unit)
        best = None
        rate, toll, charged = self.rate, self.toll, self.relaxation.sizes if self.by_units else ()
        for option in state.domain[unit]:
            worth = 0
            for row, given in option.gives:
                if row in rate:
                    each, left = rate[row]
                    worth += each if row in charged else each * (given if given < left else left)
                if row in toll:
                    worth -= toll[row] if charged else toll[row] * given
            if best is None or worth > best:
                best = worth
        return best or 0

    def _best_cut(self, unit: int, position: Position | None = None, decided: int = 0) -> int:
        """The best a unit that may be cut can still do, with some of its places decided. Tolls are left out."""
        state, rate = self.relaxation.state, self.rate
        item, places = state.problem.units[unit], len(state.problem.places)
        reach, given = state.reach[unit], position or {}
        best, parts = 0, []
        for row in state.unit_rows[unit]:
            if row not in rate:
                continue
            each, left = rate[row]
            charged = self.by_units and row in self.relaxation.sizes
            if row >= places:
                best += each * max(0, min(reach[row], left))
            elif decided >> row & 1:
                best += self._given_at(unit, row, given, each, left, charged)
            elif reach[row] > 0:
                if charged or state.rows.mode[row] is not Mode.CREDITS:
                    best += each * (1 if charged else min(reach[row], left))
                else:
                    parts.append((each, min(reach[row], left)))
        free = len(state.layers) > 1 or any(state.joined[place] for place in bits(state.eligible[unit]))
        credits = item.credits if free else item.credits - sum(given.values())
        for each, amount in sorted(parts, reverse=True):
            best += each * (amount if free else min(amount, credits))
            credits -= 0 if free else min(amount, credits)
        return best

    def _given_at(self, unit: int, row: int, given: Position, each: int, left: int, charged: bool) -> int:
        if row not in given:
            return 0
        state = self.relaxation.state
        by_items = state.rows.mode[row] is not Mode.CREDITS
        return each if charged else each * min(state.problem.units[unit].items if by_items else given[row], left)

    def change_cut(self, unit: int, position: Position, decided: int) -> int:
        """How the bound moves from before a cut unit to its amounts so far."""
        return self._best_cut(unit, position, decided) - self.best[unit]

    def change(self, unit: int, option: Option) -> int:
        """How the bound moves if this whole unit takes this option now (called before it is placed)."""
        state = self.relaxation.state
        val, rate, toll, terms = state.sums.val, self.rate, self.toll, self.relaxation.fixed_terms
        moved = -self.best[unit]
        for row, given in option.gives:
            if row in rate:
                coef, need = terms[row]
                left = need - val[row]
                if left > 0:
                    used = given if given < left else left
                    if self.by_units and row in self.relaxation.sizes:
                        moved += coef * used + self._held(row, left - used) - self._held(row, left)
                    else:
                        moved += rate[row][0] * used
            if row in toll:
                moved -= toll[row] if self.by_units else toll[row] * given
        return moved


def units_that_fit(state: State, row: int, room: int) -> int:
    """How many undecided units fit a limit at most: the smallest first."""
    count, decided = 0, state.decided
    for size, unit in state.least_uses(row):
        if not decided[unit]:
            room -= size
            if room < 0:
                break
            count += 1
    return count
