"""Units made ready for one problem: which take part, what they weigh in credits, which attempts give way to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from stackr.conditions.predicate import Context
from stackr.model.learning import RecognisedUnit, State
from stackr.requirements import records
from stackr.requirements.base import UNDECIDED
from stackr.requirements.compiled import Award, Missing, Reading
from stackr.requirements.credit import Size, unit_size
from stackr.requirements.sheet import unit_day

_NESTED = {State.EARNED: 0, State.IN_PROGRESS: 1, State.PLANNED: 2}


@dataclass(frozen=True, slots=True)
class Sized:
    """Credits and items of each unit. `scale`: integer units per credit."""

    scale: int
    scaled: tuple[int, ...]
    known: tuple[Fraction | None, ...]
    items: tuple[int, ...]
    missing: tuple[Missing, ...] = ()
    rounding: str | None = None
    """How compared sums are rounded to the step, if conversions say so `per qualification`."""
    same_for_all: bool = True
    """Whether nothing of it hangs on the award but its credit unit, step and framework."""


def taking_part(units: Sequence[RecognisedUnit], reading: Reading, state: State) -> tuple[RecognisedUnit, ...]:
    """The units of this nested set; those that may not exist only in the possible reading."""
    most, possible = _NESTED[state], reading is Reading.POSSIBLE
    return tuple(unit for unit in units if _NESTED[unit.state] <= most and (unit.sure or possible))


def size(
    units: tuple[RecognisedUnit, ...],
    award: Award,
    context: Context,
    reading: Reading,
    denominator: int,
    known: dict[tuple[str, str, str], Size],
) -> Sized:
    """Credits in the award's unit, on a scale that makes them and the rules' amounts whole. `known` keeps what was found."""
    sizes = []
    for unit in units:
        found = known.get((award.id, award.version, unit.id))
        if found is None:
            found = known[award.id, award.version, unit.id] = unit_size(unit, award, context)
        sizes.append(found)
    sure = reading is Reading.SURE
    taken = [
        found.low if sure else found.high if found.high is not None else _enough(unit, award, context)
        for unit, found in zip(units, sizes, strict=True)
    ]
    missing = tuple(
        Missing(unit.holding.id, found.missing, award.id)
        for unit, found in zip(units, sizes, strict=True)
        if found.missing is not None
    )
    scale = lcm(denominator, *(credits.denominator for credits in taken))
    scaled = tuple(credits.numerator * (scale // credits.denominator) for credits in taken)
    roundings = {found.rounding for found in sizes if found.rounding is not None}
    rounding = roundings.pop() if len(roundings) == 1 else None
    sure_of_all = not missing and all(found.high is not None for found in sizes)
    return Sized(
        scale, scaled, tuple(found.exact for found in sizes), (1,) * len(units), missing, rounding, sure_of_all
    )


def _enough(unit: RecognisedUnit, award: Award, context: Context) -> Fraction:
    """Unknown credits in the possible reading: the catalogue's, else enough for any one leaf."""
    items = context.tables.catalogue.get(unit.code or "", ())
    found = {item.credits for item in items if item.credits is not None}
    if len(found) == 1:
        return found.pop()
    weights = [need.weights(UNDECIDED).credits for need in award.needs.values() if not need.parts]
    return max(weights, default=Fraction(0))


def superseded(units: tuple[RecognisedUnit, ...], award: Award) -> dict[int, int]:
    """Attempts that `repeat last` or `first` sets aside: position → position of the attempt kept."""
    given_way: dict[int, int] = {}
    if award.tree.repeat == "best":
        return given_way
    pick = max if award.tree.repeat == "last" else min
    for together in attempts(units, award):
        dated = [(day, index) for index in together if (day := unit_day(units[index])) is not None]
        if dated:
            chosen = pick(day for day, _ in dated)
            kept = min(index for day, index in dated if day == chosen)
            given_way |= {index: kept for day, index in dated if day != chosen}
    return given_way


def better_attempts(units: tuple[RecognisedUnit, ...], award: Award, context: Context) -> tuple[int, ...]:
    """Per unit how many attempts at the same code have a higher grade, where the best counts; empty if none has.

    A preference, not a removal: the other attempt may count where the better one can't (it is newer, or larger).
    """
    worse = [0] * len(units)
    if award.tree.repeat != "best":
        return ()
    for together in attempts(units, award):
        grades = {index: records.plain_grade(units[index], context) for index in together}
        for index, grade in grades.items():
            if grade is not None:
                worse[index] = sum(other is not None and other > grade for other in grades.values())
    return tuple(worse) if any(worse) else ()


def attempts(units: tuple[RecognisedUnit, ...], award: Award) -> list[list[int]]:
    """Earned units of one code and issuer from different holdings, but for codes that may be repeated for credit."""
    counts = Counter((unit.code, unit.issuer) for unit in units if unit.code is not None)
    if not any(number > 1 for number in counts.values()):
        return []
    found: dict[tuple[str, str], list[int]] = {}
    for index, unit in enumerate(units):
        if unit.code is None or unit.issuer is None or unit.state is not State.EARNED:
            continue
        if counts[unit.code, unit.issuer] > 1 and award.repeatable.get(unit.code, 1) == 1:
            found.setdefault((unit.code, unit.issuer), []).append(index)
    return [group for group in found.values() if len({units[index].holding.id for index in group}) > 1]


def items_of(units: tuple[RecognisedUnit, ...], masks: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """How many credentials each unit counts as: the most that a `counts as` line says of it, else 1."""
    found = [1] * len(units)
    for mask, number in masks:
        for index in range(len(units)):
            if mask >> index & 1:
                found[index] = max(found[index], number)
    return tuple(found)
