"""What a credential on offer or one side of an articulation says: its unit, its level, its dates, its parts."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from fractions import Fraction

from stackr.conditions.levels import levels_of
from stackr.conditions.tables import CatalogueItem, FrameworkVersion
from stackr.diagnostics.model import Collector, Span
from stackr.diagnostics.undeclared import undeclared
from stackr.language import tree
from stackr.model.learning import MOST_CREDITS, MOST_HOURS
from stackr.requirements.faults import ITSELF

Frameworks = Mapping[str, tuple[FrameworkVersion, ...]]


def check_offer(item: CatalogueItem, span: Span, units: Set[str], frameworks: Frameworks, faults: Collector) -> None:
    """A credential of the catalogue, from a rule file or a row of data."""
    if item.credit_unit is not None:
        check_unit(item.credit_unit, span, units, faults)
    if item.framework is not None:
        check_level(item.framework, item.level, span, frameworks, faults)
    if item.start is not None and item.end is not None and item.end < item.start:
        faults.add(
            "T120", f"`{item.code}` leaves the catalogue before it enters it", span, help=_days(item.start, item.end)
        )
    if item.code in item.parts:
        faults.add(
            "N104", f"`{item.code}` is a part of itself", span, help="name the other credentials that it is made of"
        )
    asked = item.corequisite
    if isinstance(asked, tree.UnitReq) and asked.code.text == item.code:
        faults.add(ITSELF, f"`{item.code}` is a corequisite of itself", asked.code.span, help="name another unit")
    _check_size(item.credits, MOST_CREDITS, f"`{item.code}`", "credits", span, faults)
    _check_size(item.hours, MOST_HOURS, f"`{item.code}`", "hours", span, faults)
    if item.repeatable < 1:
        faults.add(
            "T134",
            f"`{item.code}` may count {item.repeatable} times, so never",
            span,
            help="1 is what holds unless said",
        )


def check_side(side: tree.ArticulationSide, units: Set[str], frameworks: Frameworks, faults: Collector) -> None:
    """One side of an articulation."""
    unit = side.credits.credit_unit if side.credits is not None else None
    if side.credits is not None:
        _check_size(side.credits.amount, MOST_CREDITS, "one side of an articulation", "credits", side.span, faults)
    if unit is not None:
        check_unit(unit.text, unit.span, units, faults)
    level = side.level
    if level is not None and level.framework is not None:
        word = level.text.text if level.text else str(level.value)
        check_level(level.framework.text, word, level.span, frameworks, faults)


def _check_size(amount: Fraction | None, most: int, what: str, counted: str, span: Span, faults: Collector) -> None:
    """What learning may have at most, on offer or on a record."""
    if amount is not None and amount > most:
        faults.add("T134", f"{what} has more than {most} {counted}, which no learning has", span)


def check_share(share: Fraction | None, what: str, span: Span, faults: Collector) -> None:
    """A share of a whole: more than nothing, and not more than all of it."""
    if share is not None and not 0 < share <= 1:
        faults.add("T134", f"{what} is more than 0% and at most 100%", span)


def check_unit(name: str, span: Span, units: Set[str], faults: Collector) -> None:
    """A unit of credit must be declared: what is in none could be added to nothing."""
    if name not in units:
        faults.add("N101", f"there is no credit unit `{name}`", span, help=undeclared("credit unit", name, units))


def check_level(name: str, level: str | None, span: Span, frameworks: Frameworks, faults: Collector) -> None:
    """The framework must be declared, and the level be one of some version of it."""
    versions = frameworks.get(name)
    if versions is None:
        faults.add("N101", f"there is no framework `{name}`", span, help=undeclared("framework", name, frameworks))
    elif level is not None and not any(level in version.ranks for version in versions):
        faults.add("T125", f"{name} has no level {level}", span, help=levels_of(versions[-1]))


def _days(start: date, end: date) -> str:
    return f"it is on offer from {start} until {end}"
