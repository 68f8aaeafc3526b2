"""What fills the terms to come before anything is planned: learning in progress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from stackr.conditions.predicate import Context
from stackr.graph.offer import as_holding
from stackr.model.learning import Holding, Learner, RecognisedUnit
from stackr.pathways.question.horizon import Term
from stackr.pathways.question.offer import labelled
from stackr.requirements.compiled import Award
from stackr.requirements.credit import holding_credits, unit_size


def in_term(learner: Learner, term: Term) -> tuple[Holding, ...]:
    """What is in progress in a term."""
    return tuple(each for each in learner.holdings if each.status == "in-progress" and each.term == term.name)


def busy(
    learner: Learner, terms: Sequence[Term], award: Award, context: Context
) -> tuple[tuple[tuple[Fraction, int], ...], tuple[Holding, ...]]:
    """(per term the credits and the number of what is in progress in it, what of it nobody knows the size of)."""
    found, unknown = [], []
    for term in terms:
        here = [(each, size(each, award, context)) for each in in_term(learner, term)]
        unknown += [each for each, credits in here if credits is None]
        found.append((sum((credits or Fraction(0) for _, credits in here), Fraction(0)), len(here)))
    return tuple(found), tuple(unknown)


def size(holding: Holding, award: Award, context: Context) -> Fraction | None:
    """Credits of a holding: the record's, else those of what its issuer has on offer under the code; None: unknown."""
    stated = holding_credits(holding, award, context)
    if stated is not None or holding.credits is not None or holding.credential is None:
        return stated
    code = holding.credential
    body = holding.issuer or context.body
    item = labelled(code, context.tables.catalogue.get(code, ()), body, context.as_of).get(code)
    if item is None or item.issuer not in (None, body):
        return None
    return holding_credits(as_holding(item, context, holding.id), award, context)


def of_unknown_size(units: Iterable[RecognisedUnit], award: Award, context: Context) -> list[str]:
    """What is in progress and recognised, and nobody knows for how many credits, by no route: it is not counted on."""
    going = [unit for unit in units if unit.holding.status == "in-progress"]
    sized = {unit.holding.id for unit in going if unit.sure and unit_size(unit, award, context).exact is not None}
    return sorted(
        {
            unit.holding.credential or unit.holding.title or unit.holding.id
            for unit in going
            if unit.holding.id not in sized and unit_size(unit, award, context).exact is None
        }
    )
