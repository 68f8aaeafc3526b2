"""Rows of a plain problem: sums over the units counted at places, at least so much (floors) or at most so much (ceilings, and ties:
codes, pieces of learning, choices between named units)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stackr.allocation.checks import Check, Floor, Taken
from stackr.allocation.nodes import Measure
from stackr.allocation.positions import bits
from stackr.allocation.problem import Problem


class NotPlain(Exception):
    """The problem has something that only the general search understands."""


@dataclass(frozen=True, slots=True)
class Row:
    """A sum over the units counted at places, with the amount it must reach or keep to. `measure` None: each unit once."""

    units: int
    places: int
    amount: int
    measure: Measure | None = Measure.CREDITS


def contested(problem: Problem) -> list[Row]:
    """Codes with more units than may count, pieces that several grants use. Raises `NotPlain`."""
    found: list[Row] = []
    by_code: dict[int, int] = {}
    by_piece: dict[int, int] = {}
    several = 0
    seen: set[int] = set()
    for unit in range(len(problem.units)):
        item = problem.units[unit]
        if item.code >= 0:
            by_code[item.code] = by_code.get(item.code, 0) | 1 << unit
        grant = problem.grants[item.grant]
        if item.grant in seen:
            several |= 1 << item.grant
        seen.add(item.grant)
        if grant.demerit:
            raise NotPlain
        for piece in grant.pieces:
            by_piece[piece] = by_piece.get(piece, 0) | 1 << unit
    for code, units in by_code.items():
        if units.bit_count() > problem.multiplicity[code]:
            found.append(Row(units, -1, problem.multiplicity[code], None))
    known: set[int] = set()
    for units in by_piece.values():
        grants = {problem.units[unit].grant for unit in bits(units)} if units & (units - 1) else ()
        if len(grants) > 1 and units not in known:
            if any(several >> grant & 1 for grant in grants):
                raise NotPlain
            known.add(units)
            found.append(Row(units, -1, 1, None))
    return found


def row_of(problem: Problem, check: Check) -> Row | None:
    """The row of a floor, or of a place that must have what it needs; None for other checks."""
    if isinstance(check, Floor):
        return Row(check.units, check.places, check.need, check.measure)
    if isinstance(check, Taken):
        place = problem.places[check.place]
        return Row(-1, 1 << check.place, place.need, place.measure)
    return None


def reach(problem: Problem, row: Row) -> int:
    """The most that a row could come to, if every unit counted there."""
    eligible = 0
    for place in bits(row.places & ((1 << len(problem.places)) - 1)):
        eligible |= problem.places[place].eligible
    if row.measure is Measure.ITEMS:
        return sum(problem.units[unit].items for unit in bits(eligible & row.units))
    return sum(problem.units[unit].credits for unit in bits(eligible & row.units))


def counted(problem: Problem, row: Row, placed: Mapping[int, Sequence[tuple[int, int]]]) -> int:
    """What a row comes to; `placed`: per unit that counts, (place, amount)."""
    total = 0
    for unit, parts in placed.items():
        if row.units >> unit & 1:
            here = [amount for place, amount in parts if row.places >> place & 1]
            if here:
                if row.measure is None:
                    total += 1
                else:
                    total += problem.units[unit].items if row.measure is Measure.ITEMS else sum(here)
    return total
