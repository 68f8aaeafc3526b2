"""What definitions say of a holding: each criterion met, not met or unknown. A label; by itself it blocks nothing."""

from __future__ import annotations

from typing import Final

from stackr.conditions.predicate import Context
from stackr.model.learning import Holding
from stackr.recognition.missing import missing_members
from stackr.recognition.types import Classification, Criterion
from stackr.rulebook import book as rules

MACRO: Final = "macro-credential"
NOT: Final = "not"
UNDETERMINED: Final = "undetermined"
_MACRO_NAMES: Final = ("not_macro", "not_full_qualification", "not_a_full_qualification", "full_qualification", "macro")


def classify(definition: rules.Definition, holding: Holding, context: Context) -> Classification:
    """One holding under one definition.

    A met exclusion or a failed mandatory criterion: `not` (`macro-credential` if it is the one about full
    qualifications); otherwise an unknown one: `undetermined`; otherwise the definition's own outcome.
    """
    criteria = tuple(_judge(criterion, holding, context) for criterion in definition.criteria)
    deciding = [item for item in criteria if not item.optional]
    failed = [item for item in deciding if item.met is item.excludes]
    if any(_is_about_macro(item.id) for item in failed):
        outcome = MACRO if definition.outcome != MACRO else NOT
    elif failed:
        outcome = NOT
    elif any(item.met is None for item in deciding):
        outcome = UNDETERMINED
    else:
        outcome = definition.outcome
    return Classification(definition.clause.id, outcome, criteria)


def _is_about_macro(identity: str) -> bool:
    return identity.rpartition(".")[2].replace("-", "_") in _MACRO_NAMES


def _judge(criterion: rules.Criterion, holding: Holding, context: Context) -> Criterion:
    met = None if criterion.condition is None else criterion.condition(holding, context)
    missing = missing_members(criterion.condition, holding, context.learner) if met is None else ()
    clause = criterion.clause
    return Criterion(
        id=clause.id,
        title=clause.title,
        met=met,
        message=_message(criterion, met, missing),
        optional=criterion.optional,
        excludes=criterion.excludes,
        source=clause.source,
        at=clause.at,
        missing=missing,
    )


def _message(criterion: rules.Criterion, met: bool | None, missing: tuple[str, ...]) -> str:
    title = criterion.clause.title
    if met is None and criterion.condition is None:
        return f"{title}: not known, because the profile leaves it open"
    if met is None:
        return f"{title}: not known" + (f", because the record does not say {' or '.join(missing)}" if missing else "")
    if met is criterion.excludes:
        return criterion.clause.message or f"{title}: {'excluded' if criterion.excludes else 'not met'}"
    return f"{title}: {'does not apply' if criterion.excludes else 'met'}"
