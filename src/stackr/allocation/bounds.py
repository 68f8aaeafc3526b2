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

from stackr.allocation.flow import Network
from stackr.allocation.goals import Tree
from stackr.allocation.positions import bits
from stackr.allocation.rows import Mode
from stackr.allocation.state import Option, Position, State


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
        for row, z in toll.items():
            value += z * self._room(row)
        for unit in units:
            best = self._best(unit)
            self.best[unit] = best
            value += best
        self.value = value

    def _charged(self, row: int) -> bool:
        return self.by_units and row in self.relaxation.sizes

    def _room(self, row: int) -> int:
        state = self.relaxation.state
        room = state.caps[row] - state.sums.val[row]
        return units_that_fit(state, row, room) if self.by_units else room

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
        rate, toll = self.rate, self.toll
        for option in state.domain[unit]:
            worth = 0
            for row, given in option.gives:
                if row in rate:
                    each, left = rate[row]
                    if self.by_units and row in self.relaxation.sizes:
                        worth += each
                    else:
                        worth += each * (given if given < left else left)
                if row in toll:
                    worth -= toll[row] if self.by_units else toll[row] * given
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
    count = 0
    sizes = sorted(_least(state, unit, row) for unit in bits(state.rows.units[row]) if not state.decided[unit])
    for size in sizes:
        room -= size
        if room < 0:
            break
        count += 1
    return count


def _least(state: State, unit: int, row: int) -> int:
    """The least a counting unit uses of a limit."""
    if state.cut[unit] is not None:
        return 0
    given = [dict(option.gives).get(row, 0) for option in state.domain[unit]]
    return min((size for size in given if size > 0), default=0)


def fresh_prices(relaxation: Relaxation, units: list[int], *, by_units: bool) -> Prices:
    """Prices from a flow over the undecided units as they are now."""
    network, groups, chunks = _network(relaxation, units, by_units)
    network.fill(chunks)
    price: dict[int, int] = {}
    for row, (coef, need) in relaxation.leaf_terms.items():
        worth = min(coef if not by_units else coef * need, network.worth.get(row, 0))
        price[row] = worth if by_units else coef - worth
    state = relaxation.state
    for row, (coef, need) in relaxation.wide_terms.items():
        left = need - state.sums.val[row]
        price[row] = 0 if state.sums.opt[row] - state.sums.val[row] <= left else coef
    toll = {groups[group]: worth for group, worth in network.toll.items() if worth}
    prices = Prices(relaxation, price, toll, by_units=by_units, units=units)
    prices.advice = _advice(state, units, network)
    return prices


def _advice(state: State, units: list[int], network: Network) -> dict[int, Position]:
    """Where the flow would have each unit: a whole one where most of it went."""
    advice = {}
    for index, unit in enumerate(units):
        flow = network.flow[index]
        if state.cut[unit] is not None:
            advice[unit] = dict(flow)
        elif flow:
            place = max(flow, key=lambda p: (flow[p], -p))
            advice[unit] = {place: state.problem.units[unit].credits}
        else:
            advice[unit] = {}
    return advice


def _network(
    relaxation: Relaxation, units: list[int], by_units: bool
) -> tuple[Network, list[int], list[tuple[int, int, int]]]:
    state = relaxation.state
    val = state.sums.val
    left = {row: need - val[row] for row, (_, need) in relaxation.leaf_terms.items() if need > val[row]}
    fits = dict.fromkeys(left, 0)
    supply, touched = [], []
    for index, unit in enumerate(units):
        most = 0
        for row, amount in state.reach[unit].items():
            if amount > 0 and row in left:
                fits[row] |= 1 << index
                most = max(most, min(amount, left[row]))
        if state.cut[unit] is not None:
            most = len(left) if by_units else state.problem.units[unit].credits
        elif by_units:
            most = 1
        supply.append(most)
        touched.append({row for row, amount in state.reach[unit].items() if amount > 0 and row in left})
    group, room, rows = _groups(relaxation, units, touched, by_units)
    return Network(supply, group, room, fits), rows, _chunks(relaxation, left, by_units)


def _groups(
    relaxation: Relaxation, units: list[int], touched: list[set[int]], by_units: bool
) -> tuple[list[int], list[int], list[int]]:
    """Limits over everything a unit can do: each unit in at most one, tightest limits first."""
    state = relaxation.state
    val, opt, rows = state.sums.val, state.sums.opt, state.rows
    tight = []
    for row, cap in state.caps.items():
        room, reach = cap - val[row], opt[row] - val[row]
        if reach > room and (by_units or rows.mode[row] is Mode.CREDITS):
            tight.append((room * 1000 // reach, row, room))
    group = [-1] * len(units)
    rooms: list[int] = []
    chosen: list[int] = []
    for _, row, room in sorted(tight):
        inside = [
            index
            for index, unit in enumerate(units)
            if group[index] < 0
            and rows.units[row] >> unit & 1
            and all(rows.places[row] >> p & 1 for p in touched[index])
        ]
        if inside:
            for index in inside:
                group[index] = len(rooms)
            rooms.append(units_that_fit(state, row, room) if by_units else room)
            chosen.append(row)
    return group, rooms, chosen


def _chunks(relaxation: Relaxation, left: dict[int, int], by_units: bool) -> list[tuple[int, int, int]]:
    chunks = []
    for row, amount in left.items():
        coef = relaxation.leaf_terms[row][0]
        if not by_units:
            chunks.append((coef, row, amount))
            continue
        before = 0
        for size in relaxation.sizes[row][1:]:
            gain = min(size, amount) - before
            if gain <= 0:
                break
            chunks.append((coef * gain, row, 1))
            before = min(size, amount)
    chunks.sort(key=lambda chunk: (-chunk[0], chunk[1]))
    return chunks
