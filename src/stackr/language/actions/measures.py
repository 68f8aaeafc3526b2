"""Frameworks, grade scales, calendars, credit units, conversions, parameters."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from stackr.language import tree
from stackr.language.actions.common import name_of, whole_of
from stackr.language.actions.registry import Bag, counted_in, part, registrar
from stackr.language.driver import Action, Place

ACTIONS: dict[str, Action] = {}
action = registrar(ACTIONS)

MOST_LEVELS = 100
"""Levels of one framework."""


def titled(c: list[Any]) -> tree.Text | None:
    """The title behind a declared name, if there is one."""
    return c[1] if len(c) > 1 and isinstance(c[1], tree.Text) else None


# ── frameworks ──────────────────────────────────────────────────────────────────────────────────────────────────────


@action("level_name")
def _level_name(c: list[Any], at: Place) -> tree.Name:
    return name_of(c[0], at.path)


@action("framework_line", "grades_line", "calendar_line", "credit_part", "parameter_line")
def _line(c: list[Any], at: Place) -> Any:
    return c[0]


@action("fw_levels")
def _levels(c: list[Any], at: Place) -> tuple[str, Any]:
    low, high = whole_of(c[0], at), whole_of(c[1], at)
    if not low <= high < low + MOST_LEVELS:
        at.faults.add("S021", f"levels run from low to high, at most {MOST_LEVELS} of them", at.span)
        high = low
    run = tuple(tree.LevelLine(tree.Name(str(n), at.span), None, at.span) for n in range(low, high + 1))
    return ("levels", run)


@action("fw_level")
def _level(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("levels", tree.LevelLine(c[0], c[1] if len(c) > 1 else None, at.span))


action("version")(part("version"))


@action("fw_credit")
def _one_credit(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("credit", counted_in("the work for a credit", c[0], ("hours",), at))


action("fw_country")(part("country"))


@action("target_levels")
def _target_levels(c: list[Any], at: Place) -> Any:
    return [c[0], c[1]]


@action("target_nothing")
def _target_nothing(c: list[Any], at: Place) -> Any:
    return [c[0], ()]


@action("fw_reference")
def _reference(c: list[Any], at: Place) -> tuple[str, Any]:
    framework, targets = c[2]
    bag = Bag(c[3:], at)
    return ("references", tree.Reference(c[0], c[1], framework, targets, bag.one("version"), bag.meta(), at.span))


@action("framework")
def _framework(c: list[Any], at: Place) -> tree.Framework:
    bag = Bag(c, at)
    title = titled(c)
    return tree.Framework(
        c[0],
        title if title is not None else tree.Text(c[0].text, c[0].span),
        version=bag.one("version"),
        levels=_merged(bag.all("levels")),
        credit_hours=bag.one("credit"),
        references=bag.all("references"),
        country=bag.one("country"),
        meta=bag.meta(),
        span=at.span,
    )


def _merged(lines: tuple[tree.LevelLine | tuple[tree.LevelLine, ...], ...]) -> tuple[tree.LevelLine, ...]:
    """The levels as they are listed. A line for a level of `levels 1 to 10` gives it a title, wherever it stands."""
    in_run = {level.name.text for line in lines if isinstance(line, tuple) for level in line}
    titles: dict[str, tree.LevelLine] = {}
    for line in lines:
        if isinstance(line, tree.LevelLine):
            titles.setdefault(line.name.text, line)
    listed: list[tree.LevelLine] = []
    for line in lines:
        if isinstance(line, tuple):
            listed.extend(titles.get(level.name.text, level) for level in line)
        elif line.name.text not in in_run or titles[line.name.text] is not line:
            listed.append(line)
    return tuple(listed)


# ── grades, calendars ───────────────────────────────────────────────────────────────────────────────────────────────


@action("gr_range")
def _range(c: list[Fraction], at: Place) -> tuple[str, Any]:
    return ("range", (c[0], c[1]))


action("gr_pass")(part("pass"))


@action("gr_line")
def _grade(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("lines", tree.GradeLine(c[0], c[1] if len(c) > 1 else None, at.span))


@action("row")
def _row(c: list[Any], at: Place) -> Any:
    return (c[0], c[1] if len(c) > 2 else None, c[-1])


@action("gr_convert")
def _convert_grades(c: list[Any], at: Place) -> tuple[str, Any]:
    rows = tuple(item for item in c[1:] if isinstance(item, tuple) and len(item) == 3)
    metas = [item for item in c[1:] if not (isinstance(item, tuple) and len(item) == 3)]
    return ("conversions", tree.GradeConversion(c[0], rows, Bag(metas, at).meta(), at.span))


@action("grades")
def _grades(c: list[Any], at: Place) -> tree.Grades:
    bag = Bag(c, at)
    low, high = bag.one("range", (None, None))
    return tree.Grades(
        c[0],
        titled(c),
        low=low,
        high=high,
        lines=bag.all("lines"),
        pass_mark=bag.one("pass"),
        conversions=bag.all("conversions"),
        meta=bag.meta(),
        span=at.span,
    )


@action("term")
def _term(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("terms", tree.Term(c[0], c[1], at.span))


@action("calendar")
def _calendar(c: list[Any], at: Place) -> tree.Calendar:
    bag = Bag(c, at)
    return tree.Calendar(c[0], bag.all("terms"), titled(c), bag.meta(), at.span)


# ── credit, conversions, parameters ─────────────────────────────────────────────────────────────────────────────────


@action("cu_hours")
def _hours(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("hours", (c[0], c[-2]))


action("cu_step")(part("step"))
action("cu_framework")(part("framework"))


@action("credit")
def _credit(c: list[Any], at: Place) -> tree.CreditUnit:
    bag = Bag(c, at)
    low, high = bag.one("hours", (None, None))
    return tree.CreditUnit(
        c[0], titled(c), low, high, bag.one("step", Fraction(1)), bag.one("framework"), bag.meta(), at.span
    )


@action("rounding")
def _rounding(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("rounding", (c[0], c[1] if len(c) > 1 else None))


@action("convert")
def _convert(c: list[Any], at: Place) -> tree.Convert:
    bag = Bag(c[5:], at)
    rounding, where = bag.one("rounding", (None, None))
    return tree.Convert(c[0], c[1], c[3], c[4], c[2] == "<=>", rounding, where, bag.meta(), at.span)


@action("parameter_amount")
def _parameter_amount(c: list[Any], at: Place) -> Any:
    return c[0]


@action("parameter_value")
def _parameter_value(c: list[Any], at: Place) -> tuple[str, Any]:
    return ("values", (c[0], c[1] if len(c) > 1 else tree.Interval(span=at.span)))


@action("parameter", "parameter_one")
def _parameter(c: list[Any], at: Place) -> tree.Parameter:
    bag = Bag(c, at)
    values = bag.all("values") + tuple((q, tree.Interval(span=at.span)) for q in c if isinstance(q, tree.Quantity))
    return tree.Parameter(c[0], values, titled(c), bag.meta(), at.span)
