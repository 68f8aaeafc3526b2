"""C231: a course of which no catalogue says who offers it, that counts in awards of several bodies: as own learning of each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stackr.checks.listed import listed_at
from stackr.conditions.predicate import Context
from stackr.diagnostics.model import Diagnostic, Severity
from stackr.graph.offer import as_unit
from stackr.model.learning import Learner, RecognisedUnit
from stackr.requirements.base import Need
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.requirements.words import listing
from stackr.rulebook.book import Qualification, RuleBook

FEW = 3
"""So many codes and bodies are named."""


def unissued(book: RuleBook) -> Iterator[Diagnostic]:
    """A warning, once: where one body only awards, what names no issuer is taken to be its own."""
    awards = [versions[-1] for versions in book.qualifications.values()]
    if len({version.award.body for version in awards} - {None}) < 2:
        return
    found: dict[str, list[str]] = {}
    for code, items in sorted(book.tables.catalogue.items()):
        if items[-1].issuer is None and len(bodies := _bodies(book, awards, code)) > 1:
            found[code] = bodies
    if not found:
        return
    codes = sorted(found)
    first = found[codes[0]]
    which = "it" if len(codes) == 1 else "them"
    message = f"{_some(codes)}: no catalogue says who offers {which}, and awards of {_some(first)} take {codes[0]}"
    told = f"a plan for an award of {first[0]} counts {codes[0]} as own learning, and so does one for an award of {first[1]}"
    help = f"say it, for the catalogue or the course: `issuer {first[0]}`"
    yield Diagnostic("C231", message, listed_at(book, codes[0]), Severity.WARNING, help=help, example=told)


def _some(names: list[str]) -> str:
    return listing(names if len(names) <= FEW else [*names[:FEW], f"{len(names) - FEW} more"])


def _bodies(book: RuleBook, awards: list[Qualification], code: str) -> list[str]:
    """The bodies whose awards take it."""
    item = book.tables.catalogue[code][-1]
    found: set[str] = set()
    for version in awards:
        award = version.award
        if award.body is not None and award.body not in found:
            context = Context(book.tables, Learner(""), date.min, framework=award.framework, body=award.body)
            unit = as_unit(item, context)
            if any(_takes(need, unit, context) for need in award.needs.values()):
                found.add(award.body)
    return sorted(found)


def _takes(need: Need, unit: RecognisedUnit, context: Context) -> bool:
    if isinstance(need, UnitNeed):
        return need.code == unit.code
    return isinstance(need, PoolNeed) and (need.selector is None or need.selector(unit, context) is True)
