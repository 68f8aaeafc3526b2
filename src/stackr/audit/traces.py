"""Short digests of the parts that went into an audit: they give a difference between two audits its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import Any

from stackr._digest import digest
from stackr._quantity import format_amount
from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values
from stackr.conditions.clauses import Clause
from stackr.model.audit import Traces
from stackr.requirements.compiled import Award
from stackr.rulebook.book import Ladder

_DIGITS = 12
_AS_IT_IS = frozenset({str, int, bool, type(None)})


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
            found |= _of_award(award)
        if qualification.ladder is not None:
            ladder = evaluation.book.ladders[qualification.ladder]
            found |= {clause.id: short(clause.meaning) for clause in _rungs(ladder)}
    return dict(sorted(found.items()))


@lru_cache(maxsize=1024)
def _of_award(award: Award) -> Mapping[str, str]:
    return {id: short(clause.meaning) for id, clause in award.clauses.items()}


def _rungs(ladder: Ladder) -> list[Clause]:
    return [ladder.clause, *(gate.clause for gate in ladder.gates), *(route.clause for route in ladder.routes)]


def short(value: Any) -> str:
    """The first hex digits of the digest of plain data."""
    return digest(value).removeprefix("sha256:")[:_DIGITS]


def plain(value: Any) -> Any:
    """Typed data as plain data: amounts and dates as text, sets in order."""
    kind = type(value)
    way = _WAYS.get(kind)
    if way is None:
        way = _WAYS[kind] = _way(kind)
    return way(value)


_WAYS: dict[type[Any], Callable[[Any], Any]] = {}
"""How values of a type become plain: a record has twenty of a kind, and asking each what it is takes longer than telling it."""


def _way(kind: type[Any]) -> Callable[[Any], Any]:
    if kind in _AS_IT_IS:
        return _as_it_is
    if is_dataclass(kind):
        names = tuple(field.name for field in fields(kind))
        return lambda value: {
            name: item if type(item := getattr(value, name)) in _AS_IT_IS else plain(item) for name in names
        }
    for family, way in _FAMILIES:
        if issubclass(kind, family):
            return way
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


_FAMILIES: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (Mapping, lambda value: {str(name): plain(item) for name, item in value.items()}),
    (Set, lambda value: sorted(plain(item) for item in value)),
    (list | tuple, lambda value: [plain(item) for item in value]),
    (Fraction, format_amount),
    (date, lambda value: value.isoformat()),
    (Enum, lambda value: plain(value.value)),
)
