"""Units made ready for one problem: which take part, what they weigh in credits, which attempts give way to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    sizes: tuple[Size, ...] = ()
    """How much each may be."""
    boundless: int = 0
    """The units of which nobody knows how much they are at most."""
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
        scale,
        scaled,
        tuple(found.exact for found in sizes),
        (1,) * len(units),
        missing,
        rounding,
        tuple(sizes),
        sum(1 << index for index, found in enumerate(sizes) if found.high is None),
        sure_of_all,
    )


def _enough(unit: RecognisedUnit, award: Award, context: Context) -> Fraction:
    """Unknown credits in the possible reading: the catalogue's, else enough for any one requirement or minimum."""
    items = context.tables.catalogue.get(unit.code or "", ())
    found = {item.credits for item in items if item.credits is not None}
    if len(found) == 1:
        return found.pop()
    return max(
        (*(need.weights(UNDECIDED).credits for need in award.needs.values()), *_minima(award)), default=Fraction(0)
    )


def _minima(award: Award) -> Iterator[Fraction]:
    yield from (rule.minimum for rule in award.rules.values())
    if award.total is not None and award.total.need.unit != "credentials":
        yield award.total.need.value


@dataclass(frozen=True, slots=True)
class Repeats:
    """Attempts set aside by `repeat last` or `first`. `given_way`: position → position of the attempt kept. `open_`: the attempt
    kept → all that may be meant instead (a mask), where a day is not known: it counts only where each of them would."""

    given_way: Mapping[int, int]
    open_: Mapping[int, int]


def repeats(units: tuple[RecognisedUnit, ...], award: Award, context: Context, *, sure: bool) -> Repeats:
    """An attempt of a day that is not known may be the one that is meant: in the sure reading, of those that may be, the one that
    serves least is kept."""
    given_way: dict[int, int] = {}
    open_: dict[int, int] = {}
    pick = max if award.tree.repeat == "last" else min
    for together in attempts(units, award) if award.tree.repeat != "best" else []:
        days = {index: unit_day(units[index]) for index in together}
        chosen = pick((day for day in days.values() if day is not None), default=None)
        meant = [index for index in together if days[index] in (None, chosen)]
        if sure and None in days.values():
            kept = min(meant, key=lambda index: (*_served(units[index], context), index))
            given_way |= {index: kept for index in together if index != kept}
            open_[kept] = sum(1 << index for index in meant)
        elif chosen is not None:
            kept = min(index for index, day in days.items() if day == chosen)
            given_way |= {index: kept for index, day in days.items() if day not in (None, chosen)}
    return Repeats(given_way, open_)


def undated(units: tuple[RecognisedUnit, ...], award: Award) -> list[str]:
    """Ids of holdings that are attempts of a day that is not known, where the day decides which of several counts."""
    if award.tree.repeat == "best":
        return []
    return [
        units[index].holding.id for group in attempts(units, award) for index in group if unit_day(units[index]) is None
    ]


def _served(unit: RecognisedUnit, context: Context) -> tuple[bool, Fraction, Fraction]:
    """How much an attempt serves, the least first: without a grade that is known, by grade, by credits."""
    grade = records.plain_grade(unit, context)
    return grade is not None, grade or Fraction(0), unit.credits or Fraction(0)


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
