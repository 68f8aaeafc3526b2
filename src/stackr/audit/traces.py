"""Short digests of the parts that went into an audit: they give a difference between two audits its name."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

from stackr._digest import digest
from stackr._quantity import format_amount
from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values
from stackr.conditions.clauses import Clause
from stackr.model.audit import Traces
from stackr.rulebook.book import Ladder

_DIGITS = 12
_AS_IT_IS = frozenset({str, int, bool})


def traces(evaluation: Evaluation, figures: Mapping[str, Values]) -> Traces:
    """Of one audit."""
    learner, book = evaluation.learner, evaluation.book
    return Traces(
        facts=short([plain(dict(learner.facts)), plain(learner.claims), plain(learner.identifiers)]),
        holdings={holding.id: short(plain(holding)) for holding in sorted(learner.holdings, key=lambda h: h.id)},
        decisions={item.id: short(plain(item)) for item in sorted(learner.decisions, key=lambda d: d.id)},
        clauses=_clauses(evaluation, figures),
        articulations=short([[name, book.articulations[name].clause.meaning] for name in sorted(book.articulations)]),
        tables={word: found.removeprefix("sha256:")[:_DIGITS] for word, found in sorted(book.parts.items())},
        elsewhere=_elsewhere(evaluation, figures),
    )


def _elsewhere(evaluation: Evaluation, figures: Mapping[str, Values]) -> str:
    book = evaluation.book
    asked = {values.qualification.ladder for values in figures.values()}
    versions = {
        id(version): [name, version.version, version.award.meaning]
        for name, all_ in book.qualifications.items()
        for version in all_
    }
    for values in figures.values():
        versions.pop(id(values.qualification), None)
    ladders = [ladder for name, ladder in sorted(book.ladders.items()) if name not in asked]
    rungs = [[clause.id, clause.meaning] for ladder in ladders for clause in _rungs(ladder)]
    return short([sorted(versions.values()), rungs])


def _clauses(evaluation: Evaluation, figures: Mapping[str, Values]) -> dict[str, str]:
    found: dict[str, str] = {}
    for values in figures.values():
        qualification = values.qualification
        for award in (qualification.award, *qualification.award.entry):
            found |= {id: short(clause.meaning) for id, clause in award.clauses.items()}
        if qualification.ladder is not None:
            ladder = evaluation.book.ladders[qualification.ladder]
            found |= {clause.id: short(clause.meaning) for clause in _rungs(ladder)}
    return dict(sorted(found.items()))


def _rungs(ladder: Ladder) -> list[Clause]:
    return [ladder.clause, *(gate.clause for gate in ladder.gates), *(route.clause for route in ladder.routes)]


def short(value: Any) -> str:
    """The first hex digits of the digest of plain data."""
    return digest(value).removeprefix("sha256:")[:_DIGITS]


def plain(value: Any) -> Any:
    """Typed data as plain data: amounts and dates as text, sets in order."""
    if value is None or type(value) in _AS_IT_IS:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _members(type(value))}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, Set):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Fraction):
        return format_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    return plain(value.value) if isinstance(value, Enum) else value


@cache
def _members(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
