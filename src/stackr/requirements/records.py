"""What the record says apart from any allocation: grades on a scale, and what was taken or attempted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from stackr.allocation.nodes import Measure
from stackr.conditions import grades as scales
from stackr.conditions.predicate import Context, Predicate
from stackr.conditions.standing import was_attempted
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.requirements.credit import Size, attempted, unit_size

if TYPE_CHECKING:
    from stackr.requirements.reader import Reader

EARNED = State.EARNED
_BOUNDLESS = Fraction(10**6)
"""A grade on no declared scale may be as high as is asked."""


def plain_grade(unit: RecognisedUnit, context: Context) -> Fraction | None:
    """The grade as a number on its own scale; None if there is none to compare."""
    if unit.ungraded or unit.grade is None:
        return None
    return scales.value_on(context.tables, unit.grade, unit.grade_scale, None, context.as_of)


def unit_grade(
    unit: RecognisedUnit, scale: str | None, mark: Fraction, context: Context, sure: bool
) -> tuple[Fraction | None, bool]:
    """(grade to be set against the mark, on `scale` if one is asked for, or None if left out; whether it is known).

    Unknown, it is the lowest of the scale in the sure reading and the highest in the possible one; learning not done
    yet is assumed passed at the highest.
    """
    if unit.ungraded:
        return None, True
    if unit.state is not EARNED:
        return _end(context, unit, scale, mark, top=True), True
    if unit.grade is not None:
        value = scales.against_mark(context.tables, unit.grade, unit.grade_scale, scale, mark, context.as_of)
        if value is not None:
            return value, True
    return _end(context, unit, scale, mark, top=not sure), False


def _end(
    context: Context, subject: Holding | RecognisedUnit, scale: str | None, mark: Fraction, *, top: bool
) -> Fraction:
    ends = scales.bounds(context.tables, scale or scales.mark_scale(context.tables, mark, subject.grade_scale))
    if ends is None:
        return _BOUNDLESS if top else Fraction(0)
    return ends[1] if top else ends[0]


def total(
    build: Reader, selector: Predicate | None, over: str, measure: Measure, clause: str, *, harmful: bool
) -> tuple[Fraction, Fraction | None]:
    """(certain, possible) credits or items of the selector on record; possible None: nobody can say how many at most."""
    least, most = Fraction(0), Fraction(0)
    boundless = False
    for subject, size in on_record(build, over):
        answer = _meant(build, subject, selector, None, clause, harmful=harmful)
        if answer is False:
            continue
        low, high = _of(build, subject, size, clause) if measure is Measure.CREDITS else (Fraction(1), Fraction(1))
        boundless = boundless or high is None
        most += high or Fraction(0)
        least += low if answer else Fraction(0)
    return least, None if boundless else most


def on_record(build: Reader, over: str) -> list[tuple[Holding | RecognisedUnit, Size]]:
    """What was taken (each holding once, by its earliest route) or attempted, with its size in the award's unit."""
    if over == "taken":
        best: dict[str, int] = {}
        for unit in build.units:
            known = best.get(unit.holding.id, unit.route_rank)
            best[unit.holding.id] = min(known, unit.route_rank)
        once = {
            unit.id: (unit, unit_size(unit, build.award, build.context))
            for unit in build.units
            if unit.route_rank == best[unit.holding.id]
        }
        return list(once.values())
    holdings = sorted(build.context.learner.holdings, key=lambda holding: holding.id)
    tried = [holding for holding in holdings if was_attempted(holding, build.context.as_of) is not False]
    return [attempted(holding, build.award, build.context) for holding in tried]


def _meant(
    build: Reader,
    subject: Holding | RecognisedUnit,
    selector: Predicate | None,
    except_: Predicate | None,
    clause: str,
    *,
    harmful: bool = False,
) -> bool | None:
    """Whether a rule over the record is about it; what is unknown is noted. `harmful`: being so is held against the learner."""
    holding = subject.holding if isinstance(subject, RecognisedUnit) else subject
    tried = was_attempted(subject, build.context.as_of) if isinstance(subject, Holding) else True
    chosen = True if selector is None else _says(build, selector, subject, harmful)
    left_out = False if except_ is None else _says(build, except_, subject, not harmful)
    if tried is False or chosen is False or left_out is True:
        return False
    for predicate, answer in ((selector, chosen), (except_, left_out)):
        for member in predicate.members if predicate is not None and answer is None else ():
            build.missing(holding.id, member, clause)
    return True if tried and chosen and left_out is False else None


def _says(build: Reader, predicate: Predicate, subject: Holding | RecognisedUnit, harmful: bool) -> bool | None:
    if isinstance(subject, Holding):
        return predicate(subject, build.context)
    return build.sheet.truth(predicate, subject, harmful=harmful)


def _of(build: Reader, subject: Holding | RecognisedUnit, size: Size, clause: str) -> tuple[Fraction, Fraction | None]:
    """The least and the most that it is; why that is not known is noted."""
    if size.missing is not None:
        holding = subject.holding if isinstance(subject, RecognisedUnit) else subject
        build.missing(holding.id, size.missing, clause)
    return size.low, size.high


@dataclass(frozen=True, slots=True)
class Graded:
    """What an average over the record is about. `by_credits` False: each weighs alike."""

    over: str
    threshold: Fraction
    scale: str | None
    selector: Predicate | None
    except_: Predicate | None
    by_credits: bool
    clause: str


def grades(build: Reader, asked: Graded) -> list[tuple[Fraction, Fraction | None]]:
    """(grade, weight) of everything graded that was taken or attempted; of no known weight: None.

    Of what may be meant or not, and may weigh more or less, the sure reading takes what lowers the mean against the threshold.
    """
    found: list[tuple[Fraction, Fraction | None]] = []
    for subject, size in on_record(build, asked.over):
        meant = _meant(build, subject, asked.selector, asked.except_, asked.clause)
        grade = None if meant is False else _subject_grade(build, subject, asked)
        if grade is None:
            continue
        taken_up = (grade < asked.threshold) == build.sure
        if meant or taken_up:
            low, high = _of(build, subject, size, asked.clause) if asked.by_credits else (Fraction(1), Fraction(1))
            found.append((grade, high if taken_up else low))
    return found


def _subject_grade(build: Reader, subject: Holding | RecognisedUnit, asked: Graded) -> Fraction | None:
    context, scale, mark = build.context, asked.scale, asked.threshold
    if subject.ungraded:
        return None
    if isinstance(subject, RecognisedUnit) and subject.state is not EARNED:
        return _end(context, subject, scale, mark, top=True)
    if subject.grade is not None:
        value = scales.against_mark(context.tables, subject.grade, subject.grade_scale, scale, mark, context.as_of)
        if value is not None:
            return value
    holding = subject.holding if isinstance(subject, RecognisedUnit) else subject
    build.missing(holding.id, "grade", asked.clause)
    return _end(context, subject, scale, mark, top=not build.sure)
