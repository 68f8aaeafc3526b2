"""What the record says apart from any allocation: grades on a scale, and what was taken or attempted."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from stackr.allocation.nodes import Measure
from stackr.conditions import grades as scales
from stackr.conditions.predicate import Context, Predicate
from stackr.conditions.standing import was_attempted
from stackr.model.learning import Holding, RecognisedUnit, State
from stackr.requirements.credit import holding_credits

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


def unit_grade(unit: RecognisedUnit, scale: str | None, context: Context, sure: bool) -> tuple[Fraction | None, bool]:
    """(grade on `scale` or None if left out, whether it is known).

    Unknown, it is the lowest of the scale in the sure reading and the highest in the possible one; learning not done
    yet is assumed passed at the highest.
    """
    if unit.ungraded:
        return None, True
    if unit.state is not EARNED:
        return _end(context, scale or unit.grade_scale, top=True), True
    if unit.grade is not None:
        value = scales.value_on(context.tables, unit.grade, unit.grade_scale, scale, context.as_of)
        if value is not None:
            return value, True
    return _end(context, scale or unit.grade_scale, top=not sure), False


def _end(context: Context, scale: str | None, top: bool) -> Fraction:
    ends = scales.bounds(context.tables, scale)
    if ends is None:
        return _BOUNDLESS if top else Fraction(0)
    return ends[1] if top else ends[0]


def total(
    build: Reader, selector: Predicate | None, over: str, measure: Measure, clause: str | None
) -> tuple[Fraction, Fraction]:
    """(certain, possible) credits or items of the selector on record."""
    least = most = Fraction(0)
    for subject, credits in on_record(build, over):
        answer = True if selector is None else selector(subject, build.context)
        if answer and isinstance(subject, Holding):
            answer = was_attempted(subject, build.context.as_of)
        if answer is None and clause is not None:
            holding = subject.holding if isinstance(subject, RecognisedUnit) else subject
            for member in selector.members if selector else ():
                build.missing(holding.id, member, clause)
        amount = Fraction(1) if measure is Measure.ITEMS else credits or Fraction(0)
        if answer is not False:
            most += amount
        if answer:
            least += amount
    return least, most


def on_record(build: Reader, over: str) -> list[tuple[Holding | RecognisedUnit, Fraction | None]]:
    """What was taken (each holding once, by its earliest route) or attempted, with credits in the award's unit."""
    if over == "taken":
        best: dict[str, int] = {}
        for unit in build.units:
            known = best.get(unit.holding.id, unit.route_rank)
            best[unit.holding.id] = min(known, unit.route_rank)
        once = {
            unit.id: (unit, build.sized.known[index])
            for index, unit in enumerate(build.units)
            if unit.route_rank == best[unit.holding.id]
        }
        return list(once.values())
    holdings = sorted(build.context.learner.holdings, key=lambda holding: holding.id)
    tried = [holding for holding in holdings if was_attempted(holding, build.context.as_of) is not False]
    return [(holding, holding_credits(holding, build.award, build.context)) for holding in tried]


def grades(
    build: Reader,
    over: str,
    scale: str | None,
    selector: Predicate | None,
    except_: Predicate | None,
    clause: str,
) -> list[tuple[Fraction, Fraction]]:
    """(grade, credits) of everything graded that was taken or attempted."""
    found = []
    for subject, credits in on_record(build, over):
        chosen = selector is None or selector(subject, build.context) is True
        left_out = except_ is not None and except_(subject, build.context) is not False
        if not chosen or left_out:
            continue
        grade = _subject_grade(build, subject, scale, clause)
        if grade is not None:
            found.append((grade, credits or Fraction(0)))
    return found


def _subject_grade(build: Reader, subject: Holding | RecognisedUnit, scale: str | None, clause: str) -> Fraction | None:
    if subject.ungraded:
        return None
    if isinstance(subject, RecognisedUnit) and subject.state is not EARNED:
        return _end(build.context, scale or subject.grade_scale, top=True)
    if subject.grade is not None:
        value = scales.value_on(build.context.tables, subject.grade, subject.grade_scale, scale, build.context.as_of)
        if value is not None:
            return value
    holding = subject.holding if isinstance(subject, RecognisedUnit) else subject
    build.missing(holding.id, "grade", clause)
    return _end(build.context, scale or subject.grade_scale, top=not build.sure)
