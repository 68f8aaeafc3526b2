"""Prices for a state from a flow over its undecided units (`flow.py`), by credits and by units."""

from __future__ import annotations

from stackr.allocation.branching.bounds import Prices, Relaxation, units_that_fit
from stackr.allocation.branching.flow import Network
from stackr.allocation.positions import bits
from stackr.allocation.sums.options import Position
from stackr.allocation.sums.rows import Mode
from stackr.allocation.sums.state import State


class Sketch:
    """What both kinds of prices need to know of a state: what is still wanted, who may still give it."""

    def __init__(self, relaxation: Relaxation, units: list[int]) -> None:
        self.relaxation, self.units = relaxation, units
        state = relaxation.state
        val, opt = state.sums.val, state.sums.opt
        self.undecided = 0
        for unit in units:
            self.undecided |= 1 << unit
        self.left: dict[int, int] = {}
        self.fits: dict[int, int] = {}
        wanted = 0
        for row, (_, need) in relaxation.leaf_terms.items():
            if need > val[row]:
                self.left[row] = need - val[row]
                self.fits[row] = state.fits[row] & self.undecided
                wanted |= 1 << row
        self.touched = {unit: state.touched[unit] & wanted for unit in units}
        self.tight = sorted(
            ((cap - val[row]) * 1000 // max(1, opt[row] - val[row]), row, max(0, cap - val[row]))
            for row, cap in state.limits.now().items()
            if opt[row] > cap
        )

    def prices(self, *, by_units: bool) -> Prices:
        """Prices from a flow: of credits, or of units where each place is worth less with every unit it has."""
        relaxation = self.relaxation
        state = relaxation.state
        group, rooms, rows = self._groups(by_units)
        network = Network(self._supply(by_units), group, rooms, dict(self.fits))
        network.fill(self._chunks(by_units))
        worth = network.worth
        if by_units:
            price = {row: worth.get(row, 0) for row in relaxation.leaf_terms}
        else:
            price = {row: coef - min(coef, worth.get(row, 0)) for row, (coef, _) in relaxation.leaf_terms.items()}
        for row, (coef, need) in relaxation.wide_terms.items():
            price[row] = 0 if state.sums.opt[row] <= need else coef
        toll = {rows[index]: value for index, value in network.toll.items() if value}
        prices = Prices(relaxation, price, toll, by_units=by_units, units=self.units)
        if not by_units:
            prices.advice = _advice(state, self.units, network)
        return prices

    def _supply(self, by_units: bool) -> list[int]:
        """Per unit what it may give: no more than the most that one of its places still wants."""
        state, left = self.relaxation.state, self.left
        supply = [0] * len(state.problem.units)
        for unit, touched in self.touched.items():
            if not touched:
                continue
            if state.cut[unit] is not None:
                supply[unit] = len(left) if by_units else state.problem.units[unit].credits
            elif by_units:
                supply[unit] = 1
            else:
                reach = state.reach[unit]
                supply[unit] = max([min(reach[row], left[row]) for row in bits(touched)])
        return supply

    def _groups(self, by_units: bool) -> tuple[list[int], list[int], list[int]]:
        """Limits over everything a unit can do: each unit in at most one, tightest limits first."""
        state = self.relaxation.state
        rows, touched = state.rows, self.touched
        group = [-1] * len(state.problem.units)
        rooms: list[int] = []
        chosen: list[int] = []
        free = self.undecided
        for _, row, room in self.tight:
            if not by_units and rows.mode[row] is not Mode.CREDITS:
                continue
            outside, inside = ~rows.places[row], 0
            for unit in bits(rows.units[row] & free):
                if not touched[unit] & outside:
                    group[unit] = len(rooms)
                    inside |= 1 << unit
            if inside:
                free &= ~inside
                rooms.append(units_that_fit(state, row, room) if by_units else room)
                chosen.append(row)
        return group, rooms, chosen

    def _chunks(self, by_units: bool) -> list[tuple[int, int, int]]:
        """(gain, place, amount), dearest first."""
        terms, sizes = self.relaxation.leaf_terms, self.relaxation.sizes
        if not by_units:
            chunks = [(-terms[row][0], row, amount) for row, amount in self.left.items()]
        else:
            chunks = []
            for row, amount in self.left.items():
                coef, before = terms[row][0], 0
                for size in sizes[row][1:]:
                    now = size if size < amount else amount
                    chunks.append((coef * (before - now), row, 1))
                    if now == amount:
                        break
                    before = now
        chunks.sort()
        return [(-gain, row, amount) for gain, row, amount in chunks]


def _advice(state: State, units: list[int], network: Network) -> dict[int, Position]:
    """Where the flow would have each unit: a whole one where most of it went."""
    advice: dict[int, Position] = {}
    for unit in units:
        flow = network.flow[unit]
        if not flow:
            advice[unit] = {}
        elif state.cut[unit] is not None:
            advice[unit] = dict(flow)
        else:
            place = next(iter(flow)) if len(flow) == 1 else max(flow, key=lambda p: (flow[p], -p))
            advice[unit] = {place: state.problem.units[unit].credits}
    return advice
