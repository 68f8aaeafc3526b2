"""Grades on declared scales: their order, their numeric value, and declared conversions only."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from stackr._quantity import AmountError, format_amount, parse_amount
from stackr.conditions.tables import GradeScale, Tables
from stackr.language import tree


def value_on(tables: Tables, grade: str, scale: str | None, target: str | None, day: date) -> Fraction | None:
    """The grade as a number on `target` (None: its own scale); None if it is not on its scale or nothing converts it.

    On a scale of names without values, the number is the rank: 0 for the lowest, 1 for the next.
    """
    name = scale or _only_scale(tables)
    declared = tables.grades.get(name) if name else None
    if declared is None:
        return _plain(grade) if target in (None, name) else None
    own = _own_value(declared, grade)
    if own is None or target in (None, name):
        return own
    return _converted(declared, grade, own, target, tables, day)


def against_mark(
    tables: Tables, grade: str, own: str | None, scale: str | None, mark: Fraction, day: date
) -> Fraction | None:
    """The grade as a number that may be set against a mark in a rule; None where nothing makes them comparable.

    The place of a name on its scale is no mark: what stands on a scale of names alone is compared by its name. Where it is not said
    on which of several scales the grade is, it is what it is on each that has it; on a scale that nobody declares it is nothing.
    """
    if own is None and len(tables.grades) > 1:
        found = {against_mark(tables, grade, name, scale, mark, day) for name in scales_with(tables, grade, None)}
        return found.pop() if len(found) == 1 else None
    if own is not None and tables.grades and own not in tables.grades:
        return None
    target = scale if scale is not None else mark_scale(tables, mark, own)
    declared = tables.grades.get(target or _only_scale(tables) or "")
    if declared is not None and by_name_alone(declared):
        return None
    if target is None and own in tables.grades:
        return None
    return value_on(tables, grade, own, target, day)


def mark_scale(tables: Tables, mark: Fraction, own: str | None) -> str | None:
    """The scale that a mark in a rule is on: the learning's own if it runs over the mark, else the one scale that does.

    None: the learning is on no declared scale, so that its grade is a plain number; or several others run over the mark.
    """
    if own is not None and own not in tables.grades:
        return own
    having = [name for name, scale in sorted(tables.grades.items()) if _runs_over(tables, scale, mark)]
    if own is None or own in having:
        return own
    return having[0] if len(having) == 1 else None


def by_name_alone(scale: GradeScale) -> bool:
    """Whether its grades have an order and no values."""
    return scale.tree.low is None and all(line.value is None for line in scale.tree.lines)


def _runs_over(tables: Tables, scale: GradeScale, mark: Fraction) -> bool:
    ends = None if by_name_alone(scale) else bounds(tables, scale.name)
    return ends is not None and ends[0] <= mark <= ends[1]


def own_value(tables: Tables, grade: str, scale: str | None) -> Fraction | None:
    """The grade as a number on its own scale, which must be declared; None if it is not on it."""
    declared = tables.grades.get(scale or _only_scale(tables) or "")
    return _own_value(declared, grade) if declared else None


def scales_with(tables: Tables, grade: str, scale: str | None) -> list[str]:
    """The declared scales (or the one named) that have the grade."""
    named = [scale] if scale is not None else sorted(tables.grades)
    return [name for name in named if name in tables.grades and _own_value(tables.grades[name], grade) is not None]


def bounds(tables: Tables, scale: str | None) -> tuple[Fraction, Fraction] | None:
    """The lowest and the highest value of the scale; None if it is not declared."""
    declared = tables.grades.get(scale or _only_scale(tables) or "")
    if declared is None:
        return None
    if declared.tree.low is not None and declared.tree.high is not None:
        return declared.tree.low, declared.tree.high
    values = [value for line in declared.tree.lines if (value := _own_value(declared, line.name.text)) is not None]
    return (min(values), max(values)) if values else None


def off_every_scale(tables: Tables, grade: Fraction, scale: str | None = None) -> str:
    """Where a number stands on no scale that is declared (or not on the one named): how far these run; else nothing."""
    named = [scale] if scale is not None else sorted(tables.grades)
    listed = [tables.grades[name] for name in named if name in tables.grades]
    told = [text for each in listed if (text := _extent(tables, each))]
    return "" if any(_runs_over(tables, each, grade) for each in listed) else ", ".join(told)


def _extent(tables: Tables, scale: GradeScale) -> str:
    """How far it runs, in words; nothing of a scale without grades."""
    ends = bounds(tables, scale.name)
    if ends is None:
        return ""
    if by_name_alone(scale):
        return f"`{scale.name}` has names and no marks: {', '.join(line.name.text for line in scale.tree.lines)}"
    return f"`{scale.name}` runs from {format_amount(ends[0])} to {format_amount(ends[1])}"


def pass_mark(tables: Tables, scale: str | None) -> Fraction | None:
    """The pass mark as a number on the scale; None if there is none."""
    declared = tables.grades.get(scale or _only_scale(tables) or "")
    mark = declared.tree.pass_mark if declared else None
    if declared is None or mark is None or isinstance(mark, Fraction):
        return mark if isinstance(mark, Fraction) else None
    return _own_value(declared, mark.text)


def _only_scale(tables: Tables) -> str | None:
    """The one scale of a book that declares just one."""
    return next(iter(tables.grades)) if len(tables.grades) == 1 else None


def _plain(grade: str) -> Fraction | None:
    try:
        return parse_amount(grade)
    except AmountError:
        return None


def _own_value(scale: GradeScale, grade: str) -> Fraction | None:
    lines = scale.tree.lines
    for index, line in enumerate(lines):
        if line.name.text.casefold() == grade.strip().casefold():
            return line.value if line.value is not None else Fraction(len(lines) - 1 - index)
    value = _plain(grade)
    low, high = scale.tree.low, scale.tree.high
    return value if value is not None and low is not None and high is not None and low <= value <= high else None


def _converted(scale: GradeScale, grade: str, own: Fraction, target: str, tables: Tables, day: date) -> Fraction | None:
    there = tables.grades.get(target)
    for conversion in scale.tree.conversions:
        if conversion.scale.text != target or not _in_force(conversion.meta.force, day):
            continue
        for low, high, result in conversion.rows:
            if _row_matches(scale, grade, own, low, high):
                return result if isinstance(result, Fraction) else _own_value(there, result.text) if there else None
    return None


def _row_matches(
    scale: GradeScale, grade: str, own: Fraction, low: tree.Name | Fraction, high: Fraction | None
) -> bool:
    if isinstance(low, tree.Name):
        return low.text.casefold() == grade.strip().casefold()
    return low <= own <= high if high is not None else own == low


def _in_force(force: tree.Interval | None, day: date) -> bool:
    if force is None:
        return True
    return (force.start is None or force.start <= day) and (force.end is None or day <= force.end)
