"""Scales that contradict themselves: levels, grades, terms and units of credit that can't be as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise

from stackr._quantity import format_amount
from stackr.conditions.grades import value_on
from stackr.conditions.tables import GradeScale, Tables
from stackr.diagnostics.model import Collector, Related, Span
from stackr.diagnostics.undeclared import undeclared
from stackr.language import tree
from stackr.requirements.faults import ITSELF
from stackr.rulebook.gather import Declared

Grade = tree.Name | Fraction


def check_scales(declared: Declared, faults: Collector) -> None:
    """Every scale by itself; conversions of grades against the scale that they lead to."""
    for framework in declared.all(tree.Framework):
        _each_once("level", [line.name for line in framework.levels], faults)
        _rising(framework.levels, faults)
        if framework.credit_hours is not None and not framework.credit_hours.amount:
            _told("one credit is more than 0 hours", framework.credit_hours.span, faults)
    for calendar in declared.all(tree.Calendar):
        _each_once("term", [term.name for term in calendar.terms], faults)
    for unit in declared.all(tree.CreditUnit):
        _unit(unit, faults)
    scales = {scale.name.text: scale for scale in declared.all(tree.Grades)}
    for scale in scales.values():
        _grades(scale, scales, faults)


def _told(message: str, span: Span, faults: Collector, help: str = "") -> None:
    faults.add("T134", message, span, help=help)


def _each_once(what: str, names: Iterable[tree.Name], faults: Collector) -> None:
    first: dict[str, tree.Name] = {}
    for name in names:
        known = first.setdefault(name.text.casefold(), name)
        if known is not name:
            related = (Related(known.span, "the first one is here"),)
            message, help = f"there are two {what}s called `{name.text}`", "rename one of them, or remove it"
            faults.add("N102", message, name.span, help=help, related=related)


def _rising(levels: tuple[tree.LevelLine, ...], faults: Collector) -> None:
    """Numbers among levels with names say themselves which is the higher. (Numbers alone may stand in any order.)"""
    numbers = [line.name for line in levels if line.name.text.isascii() and line.name.text.isdigit()]
    if len(numbers) == len(levels):
        return
    for lower, higher in pairwise(numbers):
        if int(lower.text) > int(higher.text):
            message = f"level {higher.text} is listed above level {lower.text}"
            _told(message, higher.span, faults, "levels are listed from low to high")


def _unit(unit: tree.CreditUnit, faults: Collector) -> None:
    low, high = unit.hours_low, unit.hours_high
    if unit.step <= 0:
        _told(
            f"the step of `{unit.name.text}` is more than 0",
            unit.span,
            faults,
            "the smallest part of a credit: `step 0.5`",
        )
    if low is not None and low <= 0:
        _told(f"a credit of `{unit.name.text}` is more than 0 hours", unit.span, faults)
    elif low is not None and high is not None and high < low:
        _told(
            "hours run from the fewer to the more", unit.span, faults, f"write `is {_text(high)} to {_text(low)} hours`"
        )


def _grades(scale: tree.Grades, scales: dict[str, tree.Grades], faults: Collector) -> None:
    name, low, high = scale.name.text, scale.low, scale.high
    if low is not None and high is not None and low >= high:
        _told("grades run from low to high", scale.span, faults, f"write `from {_text(high)} to {_text(low)}`")
        return
    _each_once("grade", [line.name for line in scale.lines], faults)
    _all_valued(scale, faults)
    for better, worse in pairwise(line for line in scale.lines if line.value is not None):
        if better.value is not None and worse.value is not None and better.value < worse.value:
            message = f"`{worse.name.text}` stands below `{better.name.text}` and is worth more"
            _told(
                message, worse.span, faults, "grades are listed from best to worst, and the best has the highest value"
            )
    mark = scale.pass_mark
    if mark is not None and _value(scale, mark) is None:
        _told(f"the pass mark {_text(mark)} is not on the scale `{name}`", _place(mark, scale.span), faults)
    for place, conversion in enumerate(scale.conversions):
        beside = [each for each in scale.conversions[:place] if _on_one_day(each, conversion)]
        taken = [ends for each in beside for row in each.rows if (ends := _ends(scale, row)) is not None]
        _conversion(scale, conversion, scales, taken, faults)


def _all_valued(scale: tree.Grades, faults: Collector) -> None:
    """Grades without a value stand by their rank, which can't be compared with the values of others or with marks."""
    valued = [line for line in scale.lines if line.value is not None]
    ranged = scale.low is not None and scale.high is not None
    if not valued and not ranged:
        return
    for line in scale.lines:
        name = line.name.text
        if line.value is None:
            beside = "the scale has marks" if ranged else "others of the scale have"
            _told(f"`{name}` has no value, and {beside}", line.name.span, faults, f"give it one: `{name} = …`")
        elif scale.low is not None and scale.high is not None and not scale.low <= line.value <= scale.high:
            ends = f"from {_text(scale.low)} to {_text(scale.high)}"
            _told(f"`{name}` is worth {_text(line.value)}, and the scale runs {ends}", line.name.span, faults)


def _on_one_day(one: tree.GradeConversion, other: tree.GradeConversion) -> bool:
    """Whether both lead to one scale, and on some day both do."""
    if one.scale.text != other.scale.text:
        return False
    days = (one.meta.force or tree.Interval(), other.meta.force or tree.Interval())
    start = max((each.start for each in days if each.start is not None), default=date.min)
    return start <= min((each.end for each in days if each.end is not None), default=date.max)


def _ends(scale: tree.Grades, row: tuple[Grade, Fraction | None, Grade]) -> tuple[Fraction, Fraction] | None:
    """The grades of a row as numbers of its own scale, from low to high; None where one is not on it."""
    grade, upper, _ = row
    low, high = _value(scale, grade), _value(scale, upper if upper is not None else grade)
    return None if low is None or high is None else (low, high)


def _conversion(
    scale: tree.Grades,
    conversion: tree.GradeConversion,
    scales: dict[str, tree.Grades],
    taken: list[tuple[Fraction, Fraction]],
    faults: Collector,
) -> None:
    """`taken`: the grades that other conversions to that scale convert, on some day of this one."""
    there = scales.get(conversion.scale.text)
    if there is None:
        name = conversion.scale.text
        help = undeclared("grade scale", name, scales)
        faults.add("N101", f"there is no grade scale `{name}`", conversion.scale.span, help=help)
    if there is scale:
        faults.add(ITSELF, f"`{scale.name.text}` converts to itself", conversion.scale.span, help="name another scale")
    for row in conversion.rows:
        grade, upper, result = row
        span = _place(grade, _place(result, conversion.span))
        ends = _ends(scale, row)
        if ends is None:
            wrong = grade if upper is None or _value(scale, grade) is None else upper
            _told(f"{_text(wrong)} is not on the scale `{scale.name.text}`", span, faults)
            continue
        if ends[1] < ends[0]:
            _told("a range of grades runs from low to high", span, faults)
            continue
        if any(ends[0] <= high and low <= ends[1] for low, high in taken):
            _told(f"{_text(grade)} converts to `{conversion.scale.text}` in two rows", span, faults, "keep one of them")
        taken.append((ends[0], ends[1]))
        if there is not None and _value(there, result) is None:
            _told(f"{_text(result)} is not on the scale `{there.name.text}`", _place(result, span), faults)


def _value(scale: tree.Grades, grade: Grade) -> Fraction | None:
    """The grade as a number on its own scale; any number is on a scale that declares nothing."""
    if not scale.lines and scale.low is None:
        return grade if isinstance(grade, Fraction) else None
    alone = Tables(grades={scale.name.text: GradeScale(scale.name.text, scale)})
    word = format_amount(grade) if isinstance(grade, Fraction) else grade.text
    return value_on(alone, word, scale.name.text, None, date.min)


def _text(grade: Grade) -> str:
    return format_amount(grade) if isinstance(grade, Fraction) else f"`{grade.text}`"


def _place(grade: Grade, otherwise: Span) -> Span:
    return grade.span if isinstance(grade, tree.Name) else otherwise
