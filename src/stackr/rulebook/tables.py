"""The look-up tables of a book: frameworks, grades, credit units, conversions, registers, calendars, catalogue, parameters."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from stackr._time import parse_date
from stackr.conditions.levels import levels_of
from stackr.conditions.tables import CreditUnit, FrameworkVersion, GradeScale, Tables
from stackr.diagnostics.model import Collector, Related
from stackr.diagnostics.undeclared import undeclared
from stackr.language import tree
from stackr.requirements.faults import ITSELF
from stackr.rulebook.asked_first import in_codes
from stackr.rulebook.bundle import Bundle
from stackr.rulebook.catalogue import catalogue
from stackr.rulebook.datafiles import Row, read_rows
from stackr.rulebook.gather import Declared, duplicate, end_of, start_of
from stackr.rulebook.headings import DATES, Columns
from stackr.rulebook.scales import check_scales


def build_tables(declared: Declared, bundle: Bundle) -> Tables:
    """All tables; faults go to the bundle's collector."""
    faults = bundle.collector
    units = {
        name: _credit_unit(unit) for name, unit in declared.one_each(tree.CreditUnit, "credit unit", faults).items()
    }
    frameworks = _frameworks(declared, faults)
    known = units.keys() | frameworks.keys()
    for unit in units.values():
        if unit.tree.framework is not None:
            _declared(unit.tree.framework, "framework", frameworks.keys(), faults)
    _check_references(frameworks, faults)
    _check_lets(declared, faults)
    check_scales(declared, faults)
    registers = declared.one_each(tree.Register, "register", faults)
    parameters = declared.one_each(tree.Parameter, "parameter", faults)
    grades = declared.one_each(tree.Grades, "grade scale", faults)
    lets, groups = declared.one_each(tree.Let, "let", faults), declared.one_each(tree.Group, "group", faults)
    return Tables(
        frameworks=frameworks,
        grades={name: GradeScale(name, scale) for name, scale in grades.items()},
        credit_units=units,
        conversions=_conversions(declared.all(tree.Convert), known, faults),
        registers={name: _register(register, bundle) for name, register in registers.items()},
        calendars=declared.one_each(tree.Calendar, "calendar", faults),
        catalogue=in_codes(catalogue(declared, bundle, known, frameworks), lets, groups, parameters),
        parameters={name: _in_turn(parameter, faults) for name, parameter in parameters.items()},
        lets=lets,
        groups=groups,
    )


def _check_lets(declared: Declared, faults: Collector) -> None:
    """A `let` named like an award: `from Q` would mean the one, `award Q` the other. A fault, used or not."""
    awards = {award.name.text: award for award in declared.all(tree.Qualification)}
    for let in declared.all(tree.Let):
        name = let.name.text
        if name in awards:
            message = f"`{name}` is both a `let` and a qualification"
            related = Related(awards[name].name.span, "the award")
            faults.add("N103", message, let.name.span, help="rename the `let`", related=(related,))


def _credit_unit(unit: tree.CreditUnit) -> CreditUnit:
    framework = unit.framework.text if unit.framework else None
    step = unit.step if unit.step > 0 else Fraction(1)  # told where scales are looked at; nothing is divided by it
    return CreditUnit(unit.name.text, unit.hours_low, unit.hours_high, step, framework, unit)


def _frameworks(declared: Declared, faults: Collector) -> dict[str, tuple[FrameworkVersion, ...]]:
    found: dict[str, dict[str | None, FrameworkVersion]] = {}
    for item in declared.all(tree.Framework):
        version = item.version.text if item.version else None
        versions = found.setdefault(item.name.text, {})
        if version in versions:
            duplicate("framework", item, versions[version].tree, faults)
            continue
        ranks = {line.name.text: rank for rank, line in enumerate(_ordered(item.levels))}
        versions[version] = FrameworkVersion(item.name.text, version, item, ranks, start_of(item), end_of(item))
    return {
        name: tuple(sorted(versions.values(), key=lambda v: (v.start or date.min, v.version or "")))
        for name, versions in found.items()
    }


def _ordered(levels: tuple[tree.LevelLine, ...]) -> list[tree.LevelLine]:
    """Levels from the lowest: by number if all are numbers, else as written."""
    if all(line.name.text.isascii() and line.name.text.isdigit() for line in levels):
        return sorted(levels, key=lambda line: int(line.name.text))
    return list(levels)


def _check_references(frameworks: dict[str, tuple[FrameworkVersion, ...]], faults: Collector) -> None:
    for versions in frameworks.values():
        for version in versions:
            for line in version.tree.references:
                _check_reference(line, version, frameworks, faults)


def _check_reference(
    line: tree.Reference,
    version: FrameworkVersion,
    frameworks: dict[str, tuple[FrameworkVersion, ...]],
    faults: Collector,
) -> None:
    for level in line.levels:
        if level.text not in version.ranks:
            faults.add("T125", f"{version.name} has no level {level.text}", level.span, help=levels_of(version))
    targets = frameworks.get(line.framework.text)
    if targets is None:
        name = line.framework.text
        faults.add(
            "N101",
            f"there is no framework `{name}`",
            line.framework.span,
            help=undeclared("framework", name, frameworks),
        )
        return
    if len(targets) == 1 and targets[0] is version:
        help_ = "name another framework, or declare the other version of it"
        faults.add(ITSELF, f"{version.name} refers to itself", line.framework.span, help=help_)
        return
    known = {name for target in targets for name in target.ranks}
    for level in line.targets:
        if level.text not in known:
            faults.add(
                "T125", f"{line.framework.text} has no level {level.text}", level.span, help=levels_of(targets[-1])
            )


def _declared(name: tree.Name, what: str, known: Set[str], faults: Collector) -> None:
    """Report a name that nobody declares."""
    if name.text not in known:
        faults.add("N101", f"there is no {what} `{name.text}`", name.span, help=undeclared(what, name.text, known))


def _conversions(lines: list[tree.Convert], units: Set[str], faults: Collector) -> tuple[tree.Convert, ...]:
    """Each way once: a second line for the same way that says something else would be a guess."""
    ways: dict[tuple[str, str], tuple[Fraction, tree.Convert]] = {}
    for line in lines:
        _declared(line.left, "credit unit", units | {"hours"}, faults)
        _declared(line.right, "credit unit", units, faults)
        if line.left.text == line.right.text:
            faults.add(
                ITSELF,
                f"`{line.left.text}` is converted to itself",
                line.right.span,
                help="name another unit of credit",
            )
            continue
        if not line.left_amount or not line.right_amount:
            faults.add("T126", "a conversion needs an amount above 0 on each side", line.span)
            continue
        ratio = line.right_amount / line.left_amount
        ways_of = [((line.left.text, line.right.text), ratio)]
        if line.both_ways:
            ways_of.append(((line.right.text, line.left.text), 1 / ratio))
        for way, each in ways_of:
            first = ways.setdefault(way, (each, line))
            if first[0] != each or (first[1].rounding, first[1].rounding_at) != (line.rounding, line.rounding_at):
                message = f"{way[0]} converts to {way[1]} in two ways"
                faults.add("T127", message, line.span, help="keep one of them")
    return tuple(line for line in lines if line.left_amount and line.right_amount)


REGISTER = Columns(
    frozenset({"body", "from", "until", "scope", "country", "source"}),
    DATES | {"issuer": "body", "party": "body", "name": "body"},
    "body",
    frozenset({"scope"}),
)


def _register(register: tree.Register, bundle: Bundle) -> tree.Register:
    entries = list(register.entries)
    if register.file is not None:
        for row in read_rows(register.file, register.span.file, REGISTER, bundle):
            entry = _entry(row, bundle.collector)
            if entry is not None:
                entries.append(entry)
    entries.sort(key=lambda e: (e.body.text, e.interval.start or date.min, e.span))
    return replace(register, entries=tuple(entries))


def _entry(row: Row, faults: Collector) -> tree.RegisterEntry | None:
    values, span = row
    body = values.get("body")
    if body is None:
        faults.add("B410", "this row names no body", span)
        return None
    try:
        start, end = (_day(values.get(key)) for key in ("from", "until"))
    except ValueError as error:
        faults.add("B410", f"{body}: {error}", span)
        return None
    if start is not None and end is not None and end < start:
        faults.add("T120", f"{body}: {end} is before {start}", span, help="an interval runs from the earlier day")
        return None
    scope = tuple(tree.Text(part.strip(), span) for part in values.get("scope", "").split(";") if part.strip())
    country = tree.Text(values["country"], span) if "country" in values else None
    source = tree.Text(values["source"], span) if "source" in values else None
    interval = tree.Interval(start, end, span)
    return tree.RegisterEntry(tree.Name(body, span), interval, scope, country, tree.Meta(source=source), span)


def _day(text: str | None) -> date | None:
    return parse_date(text) if text else None


def _in_turn(parameter: tree.Parameter, faults: Collector) -> tree.Parameter:
    """The values one after the other, whatever order they are written in: on each day there is at most one.

    One without a last day ends where the next begins; two that overlap otherwise are a fault.
    """
    dated = sorted(parameter.values, key=lambda pair: (pair[1].start or date.min, pair[0].span))
    ended = []
    for (value, days), (after, later) in pairwise(dated):
        if later.start is not None and days.start != later.start and days.end is None:
            days = replace(days, end=later.start - timedelta(days=1))
        elif later.start is None or days.end is None or later.start <= days.end:
            told = f"`{parameter.name.text}` has two values on one day"
            faults.add("T128", told, after.span, help="end the first one earlier")
        ended.append((value, days))
    return replace(parameter, values=(*ended, *dated[-1:]))
