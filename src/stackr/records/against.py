"""What a record says, held against the rule book's tables and the day asked about: levels, units, days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from stackr._quantity import AmountError, format_amount, parse_amount
from stackr.conditions.grades import own_value, pass_mark
from stackr.conditions.tables import Tables
from stackr.diagnostics.suggest import did_you_mean
from stackr.model.learning import Holding, Remark
from stackr.records.values import shown


def against_tables(holding: Holding, tables: Tables, remarks: list[Remark]) -> Holding:
    """The holding with what the tables contradict made unknown."""
    for check in (_level, _credit_unit, _credit_points):
        holding = check(holding, tables, remarks)
    _grade(holding, tables, remarks)
    return holding


def against_day(holding: Holding, as_of: date, remarks: list[Remark]) -> None:
    """Say what is not yet, and what is no longer, valid on the day."""
    for clock, words in (("awarded", "is awarded only on"), ("completed", "is completed only on")):
        day = holding.dates.get(clock)
        if day is not None and day > as_of and holding.status not in ("in-progress", "planned"):
            told = f"it {words} {day.isoformat()}, after {as_of.isoformat()}; until then it counts as in progress"
            remarks.append(Remark("R314", told, holding.id, clock))
            break
    expires = holding.dates.get("expires")
    if expires is not None and expires < as_of:
        told = f"it expired on {expires.isoformat()}; it counts unless a rule asks for learning that has not expired"
        remarks.append(Remark("R315", told, holding.id, "expires"))


def _unknown(holding: Holding, member: str, code: str, message: str, remarks: list[Remark]) -> Holding:
    remarks.append(Remark(code, message, holding.id, member))
    nothing: dict[str, Any] = {member: None}
    return replace(holding, **nothing, faults=(*holding.faults, (member, message)))


def _level(holding: Holding, tables: Tables, remarks: list[Remark]) -> Holding:
    if holding.framework is None or not tables.frameworks:
        return holding
    versions = tables.frameworks.get(holding.framework)
    if versions is None:
        hint = did_you_mean(holding.framework, tables.frameworks)
        told = f"the rules know no framework {shown(holding.framework)}; its levels compare with none"
        remarks.append(Remark("R311", told + (f"; {hint}" if hint else ""), holding.id, "framework"))
        return holding
    asked = holding.framework_version
    known = [version for version in versions if asked is None or version.version == asked]
    if holding.level is None or not known or any(holding.level in version.ranks for version in known):
        return holding
    levels = sorted({level for version in known for level in version.ranks}, key=lambda level: (len(level), level))
    told = f"{holding.framework} has no level {shown(holding.level)}, only {', '.join(levels)}; it is taken as unknown"
    return _unknown(holding, "level", "R310", told, remarks)


def _credit_unit(holding: Holding, tables: Tables, remarks: list[Remark]) -> Holding:
    if holding.credit_unit is None or not tables.credit_units or holding.credit_unit in tables.credit_units:
        return holding
    hint = did_you_mean(holding.credit_unit, tables.credit_units)
    told = f"the rules know no credit unit {shown(holding.credit_unit)}; how much this is can't be said"
    remarks.append(Remark("R312", told + (f"; {hint}" if hint else ""), holding.id, "credit_unit"))
    return holding


def _grade(holding: Holding, tables: Tables, remarks: list[Remark]) -> None:
    """Say that learning with a grade that fails counts: its status decides, not its grade (a mark may be condoned)."""
    if holding.grade is None or holding.ungraded or holding.status not in (None, "active"):
        return
    mark, value = pass_mark(tables, holding.grade_scale), own_value(tables, holding.grade, holding.grade_scale)
    if mark is None or value is None or value >= mark:
        return
    status = "its status is active" if holding.status else "the record does not say status"
    told = f"the grade {shown(holding.grade)} is below the pass mark, {format_amount(mark)}, and {status}: it counts as passed"
    remarks.append(Remark("R323", told, holding.id, "grade"))


def _credit_points(holding: Holding, tables: Tables, remarks: list[Remark]) -> Holding:
    """Credit points (credits × level, as in India) handed over as credits: the hours or the catalogue show it."""
    if holding.credits is None or holding.level is None:
        return holding
    try:
        level = parse_amount(holding.level)
    except AmountError:
        return holding
    if level <= 1:
        return holding
    for real in _really(holding, tables):
        if real > 0 and holding.credits == real * level:
            told = (
                f"{format_amount(holding.credits)} is {format_amount(real)} credits × level {holding.level}: "
                "these are credit points, not credits; the credits are taken as unknown"
            )
            return _unknown(holding, "credits", "R318", told, remarks)
    return holding


def _really(holding: Holding, tables: Tables) -> list[Fraction]:
    """What the hours, and the catalogue, say that the credits are."""
    found = []
    unit = tables.credit_units.get(holding.credit_unit or "")
    if unit is not None and holding.hours is not None and unit.hours_low and unit.hours_low == unit.hours_high:
        found.append(holding.hours / unit.hours_low)
    for item in tables.catalogue.get(holding.credential or "", ()):
        if (
            item.credits is not None
            and item.issuer in (None, holding.issuer)
            and item.credit_unit == holding.credit_unit
        ):
            found.append(item.credits)
    return found
