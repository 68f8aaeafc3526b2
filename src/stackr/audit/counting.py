"""Where each unit of an award counts, and for each that doesn't the first reason that holds (`semantics.md`, Explain)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from stackr.allocation.counted import Counted, active_grants, as_allocation
from stackr.allocation.feasible import read_ceiling, shared_amount
from stackr.allocation.nodes import Measure
from stackr.allocation.positions import layer_masks
from stackr.allocation.problem import Ceiling, Problem
from stackr.audit.claim import Answer
from stackr.model.learning import RecognisedUnit
from stackr.model.qualification import UnusedReason
from stackr.requirements.builder import UNSIZED
from stackr.requirements.compiled import Award, Lowered
from stackr.requirements.rules.barred import BarredRule


@dataclass(frozen=True, slots=True)
class Counts:
    """Credit of a unit counted at a place, in the award's credit unit."""

    unit: RecognisedUnit
    index: int
    place: int
    requirement: str
    layer: str
    credits: Fraction


@dataclass(frozen=True, slots=True)
class Unused:
    """A unit that counts nowhere in the award. `clause`: what says so, or the unit or award that stands in its way."""

    unit: RecognisedUnit
    index: int
    reason: UnusedReason
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """`credits` of the `of` credits of a unit that counts in part. `clause`: the limit that more of it would break."""

    unit: RecognisedUnit
    credits: Fraction
    of: Fraction
    reason: Literal["over-limit", "in-excess", "unknown"]
    clause: str | None = None


class Counting:
    """One award under the allocation of its claim."""

    def __init__(self, answer: Answer, award: Award, possible: tuple[Lowered, ...] = ()) -> None:
        self.answer = answer
        self.award = award
        self.possible = possible
        self.problem: Problem = answer.lowered.problem
        self.units = answer.lowered.units
        self.counted = Counted(self.problem, as_allocation(answer.solution.placements))
        own = {spec.id for spec in award.places}
        self.own = sum(1 << i for i, place in enumerate(self.problem.places) if place.id in own)
        self._active = active_grants(self.counted)
        self._removed: dict[int, list[tuple[str, str]]] = {}
        self._set_aside: dict[int, tuple[str, str]] = {}
        for unit, place, word, clause in answer.lowered.removed:
            if place < 0 and word != "barred":
                self._set_aside[unit] = (word, clause)
            elif place < 0:
                if not any(
                    clause in (other.id, *other.rules) for other in answer.lowered.awards if other.id != award.id
                ):
                    self._removed.setdefault(unit, []).append((word, clause))
            elif self.own >> place & 1:
                self._removed.setdefault(unit, []).append((word, clause))

    def counts(self) -> Iterator[Counts]:
        """In order of unit, then place."""
        scale, layers = self.answer.lowered.scale, self.problem.layers
        for placed in self.answer.solution.placements:
            if self.own >> placed.place & 1:
                place = self.problem.places[placed.place]
                credits = Fraction(placed.amount, scale)
                unit = self.units[placed.unit]
                yield Counts(unit, placed.unit, placed.place, place.id, layers[place.layer], credits)

    def unused(self) -> Iterator[Unused]:
        """Units of earned learning that count nowhere in the award; then those that may turn out to count."""
        counting = {item.unit.id for item in self.counts()}
        here = set()
        for index, unit in enumerate(self.units):
            if unit.id not in counting and unit.id not in here:
                reason, clause = self._why(index)
                yield Unused(unit, index, reason, clause)
            here.add(unit.id)
        for index, unit in enumerate(self.possible[0].units if self.possible else ()):
            if unit.id not in here:
                yield Unused(unit, index, "unknown", unit.route)

    def left_over(self) -> Iterator[Left]:
        """What is left of the units that count in part in the main layer."""
        problem, main = self.problem, layer_masks(self.problem)[0]
        for index in sorted({item.index for item in self.counts() if main >> item.place & 1}):
            whole = problem.units[index].credits
            left = whole - self.counted.amount(index, main)
            if left:
                reason, clause = self._why_no_more(index)
                scale = self.answer.lowered.scale
                yield Left(self.units[index], Fraction(left, scale), Fraction(whole, scale), reason, clause)

    def _why_no_more(self, index: int) -> tuple[Literal["over-limit", "in-excess", "unknown"], str | None]:
        """Why not a step more of it."""
        places = [p for p, place in enumerate(self.problem.places) if self.own >> p & 1 and place.eligible >> index & 1]
        here = self.counted.at_unit[index]
        broken = [c for p in places for c in self._breaks(index, p, here.get(p, 0) + self.problem.step)]
        known = [clause for clause in broken if not clause.endswith(UNSIZED)]
        if known:
            return "over-limit", min(known).partition("#")[0]
        return ("unknown" if broken or not self.answer.solution.proven else "in-excess"), None

    # ── the first reason that holds ──

    def _why(self, index: int) -> tuple[UnusedReason, str | None]:
        taken = self._taken_otherwise(index)
        if taken is not None:
            return taken
        kept = self._set_aside.get(index)
        if kept is not None and kept[0] == "reserved":
            return "reserved", kept[1]
        other = self._counts_elsewhere(index)
        if other is not None:
            return "reserved", other
        eligible = [
            p for p, place in enumerate(self.problem.places) if self.own >> p & 1 and place.eligible >> index & 1
        ]
        if not eligible:
            return self._fits_nowhere(index)
        if self._unsized(index, eligible):
            return "unknown", None
        whole = self.problem.units[index].credits
        broken = [clause for place in eligible for clause in self._breaks(index, place, whole)]
        known = [clause for clause in broken if not clause.endswith(UNSIZED)]
        if broken:
            return self._over_limit(min(known)) if known else ("unknown", None)
        return ("in-excess" if self.answer.solution.proven else "unknown"), None

    def _unsized(self, index: int, eligible: list[int]) -> bool:
        """Its size in the award's unit is not known, and all that would take it counts size: no claim that it is not needed."""
        sized = self.problem.units[index].credits != 0 or self.units[index].credits == 0
        return not sized and all(self.problem.places[place].measure is Measure.CREDITS for place in eligible)

    def _taken_otherwise(self, index: int) -> tuple[UnusedReason, str | None] | None:
        """Its learning or its code counts already, here or in an award judged with this one."""
        kept = self._set_aside.get(index)
        if kept is not None and kept[0] == "duplicate":
            return "duplicate", kept[1]
        own = self.problem.units[index]
        pieces = self.problem.grants[own.grant].pieces
        for grant in sorted(self._active - {own.grant}):
            if self.problem.grants[grant].pieces & pieces:
                return "other-route", self._unit_of(grant)
        if own.code >= 0:
            same = [u for u in sorted(self.counted.at_unit) if u != index and self.problem.units[u].code == own.code]
            if len(same) >= self.problem.multiplicity[own.code]:
                return "duplicate", self.units[same[0]].id
        return None

    def _unit_of(self, grant: int) -> str:
        return next(self.units[u].id for u in sorted(self.counted.at_unit) if self.problem.units[u].grant == grant)

    def _counts_elsewhere(self, index: int) -> str | None:
        """Another award of the claim at which it counts."""
        position = self.counted.at_unit.get(index, {})
        for award in self.answer.lowered.awards:
            ids = {spec.id for spec in award.places}
            if award.id != self.award.id and any(self.problem.places[place].id in ids for place in position):
                return award.id
        return None

    def _fits_nowhere(self, index: int) -> tuple[UnusedReason, str | None]:
        """Not eligible anywhere for certain. Where only what is unknown keeps it out, nothing worse is said of it."""
        if self._fits_possibly(index):
            return "unknown", None
        near = [
            (word, self.problem.places[place].id)
            for unit, place, word in self.answer.lowered.near
            if unit == index and self.own >> place & 1
        ]
        lost = sorted(self._removed.get(index, []) + near)
        words: tuple[UnusedReason, ...] = ("barred", "too-old", "too-low")
        for word in words:
            clauses = [clause for found, clause in lost if found == word]
            if clauses:
                return word, clauses[0]
        return "no-match", None

    def _fits_possibly(self, index: int) -> bool:
        return any(self._fits(lowered, self.units[index].id) for lowered in self.possible)

    def _fits(self, lowered: Lowered, unit: str) -> bool:
        """Whether a unit is eligible somewhere in the award, as this lowering has it."""
        position = next((index for index, each in enumerate(lowered.units) if each.id == unit), None)
        if position is None:
            return False
        places = lowered.problem.places
        return any(place.eligible >> position & 1 for p, place in enumerate(places) if self.own >> p & 1)

    def _over_limit(self, clause: str) -> tuple[UnusedReason, str]:
        name = clause.partition("#")[0]
        return ("barred", name) if isinstance(self.award.rules.get(name), BarredRule) else ("over-limit", name)

    def _breaks(self, index: int, place: int, amount: int) -> list[str]:
        """Limits that so much of the unit at the place, all else as it is, would break."""
        problem = self.problem
        allocation = {**self.counted.allocation, (index, place): amount}
        with_it = Counted(problem, allocation)
        taker = problem.places[place]
        broken = [taker.id] if taker.most is not None and with_it.at(place) > taker.most else []
        broken += [c.id for c in problem.ceilings if _concerns(c, index, place) and not read_ceiling(c, with_it).met]
        broken += [s.id for s in problem.shares if s.bound is not None and shared_amount(s, with_it) > s.bound]
        return broken


def _concerns(ceiling: Ceiling, unit: int, place: int) -> bool:
    """Whether adding the unit at the place can break the ceiling: it is among its units there. Others only raise its bound."""
    return bool(ceiling.units >> unit & 1 and ceiling.places >> place & 1)
