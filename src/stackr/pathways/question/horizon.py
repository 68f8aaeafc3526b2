"""The terms to come: which there are before the target, and in which of them an item is offered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase

from stackr.conditions.tables import CatalogueItem
from stackr.diagnostics.suggest import known_names
from stackr.language import tree
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions

MOST_TERMS = 40
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the plan; without a calendar it has a number for a name and no days."""

    name: str
    start: date | None = None
    end: date | None = None


def horizon(
    calendars: Mapping[str, tree.Calendar], body: str | None, as_of: date, options: PlanOptions
) -> tuple[Term, ...]:
    """The terms that the plan may use, in order; none: a plan without terms. Raises `PlanError`."""
    if options.target is not None and options.target < as_of:
        raise PlanError(
            f"the target {options.target.isoformat()} is before {as_of.isoformat()}, the day of the plan",
            "name a day to come",
        )
    if options.terms is not None and not 1 <= options.terms <= MOST_TERMS:
        raise PlanError(f"a plan of {options.terms} terms can't be made", f"from 1 to {MOST_TERMS} terms")
    if options.scheduled is False:
        return ()
    found = calendar_for(calendars, body, options)
    if found is None:
        return _plain(options)
    return _of_calendar(found, as_of, options)


def calendar_for(
    calendars: Mapping[str, tree.Calendar], body: str | None, options: PlanOptions
) -> tree.Calendar | None:
    """The one asked for, that of the awarding body, or the only one."""
    name = options.calendar
    if name is not None:
        if name not in calendars:
            near = known_names(name, calendars) or "these rules declare none"
            raise PlanError(f"no calendar is called `{name}`", near)
        return calendars[name]
    if body is not None and body in calendars:
        return calendars[body]
    return next(iter(calendars.values())) if len(calendars) == 1 else None


def _plain(options: PlanOptions) -> tuple[Term, ...]:
    """Periods without days, as many as were asked for."""
    if options.terms is not None:
        return tuple(Term(str(number)) for number in range(1, options.terms + 1))
    if options.scheduled or options.target is not None:
        raise PlanError(
            "a plan by term needs a calendar, and these rules declare none for the awarding body",
            "name one with calendar=…, or give the number of terms",
        )
    return ()


def _of_calendar(found: tree.Calendar, as_of: date, options: PlanOptions) -> tuple[Term, ...]:
    """The terms that have not begun on the day and end by the target."""
    terms = sorted(
        (Term(t.name.text, t.interval.start, t.interval.end) for t in found.terms),
        key=lambda term: (term.start or date.min, term.name),
    )
    to_come = [term for term in terms if term.start is not None and term.start >= as_of]
    in_time = [t for t in to_come if options.target is None or (t.end is not None and t.end <= options.target)]
    if not in_time and (options.scheduled or options.target is not None or options.terms is not None):
        until = f" and ends by {options.target.isoformat()}" if options.target is not None else ""
        raise PlanError(
            f"no term of the calendar {found.name.text} begins on or after {as_of.isoformat()}{until}",
            "add terms to the calendar, or name a later target",
        )
    return tuple(in_time[: options.terms or MOST_TERMS])


def offered_in(item: CatalogueItem, terms: Sequence[Term]) -> tuple[int, ...]:
    """Positions of the terms in which the item can be taken; an item that names no term is offered in all."""
    return tuple(i for i, term in enumerate(terms) if _named(item, term) and _on_offer(item, term))


def _named(item: CatalogueItem, term: Term) -> bool:
    return not item.terms or any(means(said, term.name) for said in item.terms)


def means(said: str, term: str) -> bool:
    """Whether what an item says means a term: by its name, a pattern of it (`"*-1"`), or a whole word of it (`autumn`)."""
    words = {word.lower() for word in _WORDS.findall(term)}
    return said == term or ("*" in said and fnmatchcase(term, said)) or said.lower() in words


def _on_offer(item: CatalogueItem, term: Term) -> bool:
    begun = item.start is None or term.start is None or item.start <= term.start
    return begun and (item.end is None or term.end is None or term.end <= item.end)
