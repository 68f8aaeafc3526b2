"""How many other qualifications each item on offer counts toward."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.graph.offer import as_holding
from stackr.graph.stack import in_force
from stackr.model.learning import Learner, RecognisedUnit
from stackr.recognition.ladder import recognise
from stackr.requirements.compiled import Award
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import RuleBook

Recognised = Mapping[str, tuple[RecognisedUnit, ...]]
"""Label → the units it is recognised as."""


def openness(book: RuleBook, name: str, offer: Mapping[str, CatalogueItem], day: date) -> dict[str, int]:
    """Label → in how many qualifications other than `name` it could count, in the version in force: as each body's ladder
    recognises it, by itself and at any grade of a unit that is named."""
    found = dict.fromkeys(offer, 0)
    known: dict[tuple[str | None, str | None], Recognised] = {}
    for other in sorted(book.qualifications.keys() - {name}):
        version = in_force(book.qualifications[other], day)
        ladder, award = version.ladder, version.award
        key = ladder, award.body
        if key not in known:
            known[key] = _recognised(book, offer, ladder, award.body, day)
        context = Context(book.tables, Learner(""), day, framework=award.framework, body=award.body)
        for label, units in known[key].items():
            found[label] += any(counts(award, unit, context) for unit in units)
    return found


def _recognised(
    book: RuleBook, offer: Mapping[str, CatalogueItem], name: str | None, body: str | None, day: date
) -> Recognised:
    """What a ladder makes of somebody who has passed all of it."""
    context = Context(book.tables, Learner(""), day, body=body)
    passed = Learner("", holdings=tuple(as_holding(item, context, label) for label, item in sorted(offer.items())))
    ladder = None if name is None else book.ladders[name]
    found: dict[str, tuple[RecognisedUnit, ...]] = {}
    for unit in recognise(book, ladder, passed, day, body=body if ladder is None else None).units:
        if unit.sure:
            found[unit.holding.id] = (*found.get(unit.holding.id, ()), unit)
    return found


def counts(award: Award, unit: RecognisedUnit, context: Context) -> bool:
    """Whether a unit surely counts at some requirement of the award."""
    for need in award.needs.values():
        if isinstance(need, UnitNeed) and _named(need, unit, context):
            return True
        if isinstance(need, PoolNeed) and (need.selector is None or need.selector(unit, context) is True):
            return True
    return False


def _named(need: UnitNeed, unit: RecognisedUnit, context: Context) -> bool:
    return need.code == unit.code if need.pattern is None else need.pattern(unit, context) is True
