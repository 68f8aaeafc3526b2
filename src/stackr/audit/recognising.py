"""Recognition as the audit tells it: every holding under every ladder that the awards in question use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stackr._quantity import format_amount
from stackr.audit.evaluation import Evaluation
from stackr.audit.texts import found, name_of
from stackr.model.learning import Holding, RecognisedUnit
from stackr.model.recognised import Awaiting, Classified, CriterionResult, GrantedUnit, Recognised
from stackr.recognition.callbacks import classify_all
from stackr.recognition.types import Classification, Finding


def recognised(evaluation: Evaluation, names: Iterable[str], *, classified: bool) -> tuple[Recognised, ...]:
    """By holding, then ladder."""
    book = evaluation.book
    deciding = {version.decider: version for name in names for version in book.qualifications[name]}
    holdings = {holding.id: holding for holding in evaluation.learner.holdings}
    said = classify_all(book, evaluation.learner, evaluation.as_of) if classified else {}
    labels = {id: tuple(_classified(label) for label in said.get(id, ())) for id in holdings}
    entries = [
        _entry(finding, holdings[finding.holding], ladder, labels[finding.holding])
        for ladder, qualification in deciding.items()
        for finding in evaluation.recognition(qualification).findings
    ]
    return tuple(sorted(entries, key=lambda item: (item.holding, item.ladder)))


def _classified(label: Classification) -> Classified:
    return Classified(
        definition=label.definition,
        outcome=label.outcome,
        criteria=tuple(
            CriterionResult(id=item.id, title=item.title, met=item.met, message=item.message or None)
            for item in label.criteria
        ),
    )


def _entry(finding: Finding, holding: Holding, ladder: str, labels: tuple[Classified, ...]) -> Recognised:
    pending = finding.pending[0] if finding.pending else None
    return Recognised(
        holding=finding.holding,
        title=name_of(holding),
        ladder=ladder,
        classification=labels[0] if labels else None,
        classifications=labels[1:],
        outcome=finding.outcome,
        route=finding.route,
        feasible_routes=finding.feasible_routes,
        units=tuple(_units(finding.units)),
        awaiting=None
        if pending is None
        else Awaiting(
            what=pending.what,
            who=pending.who,
            by=pending.by.isoformat() if pending.by else None,
            clause=pending.clause,
        ),
        bundle=f"{finding.bundle[0]}/{finding.bundle[1]}" if finding.bundle else None,
        differences=finding.differences,
        advice=finding.advice,
        appeal=finding.appeal,
        reasons=tuple(found(said) for said in finding.reasons),
    )


def _units(units: Iterable[RecognisedUnit]) -> Iterator[GrantedUnit]:
    for unit in units:
        yield GrantedUnit(
            id=unit.id,
            code=unit.code,
            title=unit.title,
            credits=None if unit.credits is None else format_amount(unit.credits),
            credit_unit=unit.credit_unit,
            level=_level(unit.level),
            framework=unit.framework,
            route=unit.route,
            state=unit.state.value,
            sure=unit.sure,
        )


def _level(name: str | None) -> int | str | None:
    """A whole level as the number that it is."""
    return int(name) if name is not None and name.isascii() and name.isdecimal() and str(int(name)) == name else name
