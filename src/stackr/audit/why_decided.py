"""`--explain X`, as far as decisions on record have a part in the answer: those at a clause, on some learning, or the one called X."""

from __future__ import annotations

from collections.abc import Iterator

from stackr.audit.deciding import decisions
from stackr.audit.evaluation import Evaluation
from stackr.audit.values import Values
from stackr.model.learning import Decision
from stackr.model.qualification import DecisionResult
from stackr.requirements.needs.unit import UnitNeed


def decided_at(evaluation: Evaluation, values: Values, clause: str) -> Iterator[str]:
    """Decisions on a clause; of a clause that names a unit, the pins too that keep it elsewhere."""
    need = values.qualification.award.needs.get(clause)
    code = need.code if isinstance(need, UnitNeed) else None
    holdings = {holding.id for holding in evaluation.learner.holdings if code and holding.credential == code}
    for told in decisions(evaluation, values):
        names_it = told.holding in holdings or (code is not None and _unit_of(evaluation, told) == code)
        if told.clause == clause or (told.kind == "pin" and names_it):
            yield told.told


def decided_on(evaluation: Evaluation, values: Values, about: str) -> Iterator[str]:
    """Decisions that name some learning by its holding or code, or that are called so."""
    named = {holding.id for holding in evaluation.learner.holdings if about in (holding.id, holding.credential)}
    named |= {unit.holding.id for unit in values.claim.units if about in (unit.id, unit.code)}
    for told in decisions(evaluation, values):
        if about in (told.decision, _unit_of(evaluation, told)) or told.holding in named:
            yield told.told


def granting(evaluation: Evaluation, about: str) -> str | None:
    """The holding on which a decision called so grants or refuses recognition: what became of it is told there."""
    found = next((item for item in evaluation.learner.decisions if item.id == about), None)
    return found.holding if found is not None else None


def _unit_of(evaluation: Evaluation, told: DecisionResult) -> str | None:
    found: Decision | None = next((item for item in evaluation.learner.decisions if item.id == told.decision), None)
    return found.unit if found is not None else None
