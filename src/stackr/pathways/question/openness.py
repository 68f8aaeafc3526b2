"""How many other qualifications each item on offer counts toward."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.graph.offer import as_unit
from stackr.graph.stack import in_force
from stackr.model.learning import Learner, RecognisedUnit
from stackr.requirements.compiled import Award
from stackr.requirements.needs.pool import PoolNeed
from stackr.requirements.needs.unit import UnitNeed
from stackr.rulebook.book import RuleBook

_NOBODY = Learner("")


def openness(book: RuleBook, name: str, offer: Mapping[str, CatalogueItem], day: date) -> dict[str, int]:
    """Label → in how many qualifications other than `name` it could count, as own learning, in the version in force."""
    found = dict.fromkeys(offer, 0)
    for other in sorted(book.qualifications.keys() - {name}):
        award = in_force(book.qualifications[other], day).award
        context = Context(book.tables, _NOBODY, day, framework=award.framework, body=award.body)
        for label, item in offer.items():
            found[label] += counts(award, as_unit(item, context), context)
    return found


def counts(award: Award, unit: RecognisedUnit, context: Context) -> bool:
    """Whether a unit surely counts at some requirement of the award."""
    for need in award.needs.values():
        if isinstance(need, UnitNeed) and need.code == unit.code:
            return True
        if isinstance(need, PoolNeed) and (need.selector is None or need.selector(unit, context) is True):
            return True
    return False
