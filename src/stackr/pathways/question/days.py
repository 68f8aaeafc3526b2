"""Whether an award looks the same on whichever day it is conferred, as far as that hangs on days that the rules and the record name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from stackr.diagnostics.model import Span
from stackr.language import tree
from stackr.model.learning import Learner
from stackr.rulebook.book import RuleBook

DAY = timedelta(days=1)


def turns(book: RuleBook, looked_at: Iterable[object], learner: Learner) -> Iterator[date]:
    """Days from which on something else may hold: what the rules have in force until a day or from one on (a version of a framework, a
    reference, a conversion, a parameter), decisions that are made later or are held to no longer, and what the record says is done
    on a day to come. `looked_at`: what the rules of the award read."""
    tables = book.tables
    dated = (*looked_at, *tables.frameworks.values(), *tables.grades.values(), *tables.parameters.values())
    for days in _intervals(dated):
        yield from (day for day in (days.start, _after(days.end)) if day is not None)
    for decision in learner.decisions:
        yield from (day for day in (decision.date, _after(decision.until)) if day is not None)
    yield from (fact for fact in learner.facts.values() if isinstance(fact, date))


def _after(day: date | None) -> date | None:
    return day + DAY if day is not None and day < date.max else None


def _intervals(nodes: Iterable[object]) -> Iterator[tree.Interval]:
    waiting: list[Any] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Interval):
            yield node
        elif isinstance(node, tuple | list):
            waiting += node
        elif isinstance(node, Mapping):
            waiting += node.values()
        elif is_dataclass(node) and not isinstance(node, Enum | Span):
            waiting += [getattr(node, each.name) for each in fields(node)]
