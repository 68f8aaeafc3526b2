"""What people decided and may still decide: decisions and how they bind now, and open cases of prior learning."""

from __future__ import annotations

from stackr.audit.evaluation import Evaluation
from stackr.audit.texts import clause_name, name_of
from stackr.audit.values import Values
from stackr.model.qualification import DecisionResult, RplCase
from stackr.requirements.compiled import Award
from stackr.requirements.decisions import Bound, bind_decisions
from stackr.requirements.words import listing

_ACTS = {
    "waive": "is waived",
    "substitute": "takes a substitute",
    "insert": "takes an insertion",
    "pin": "has a pinned unit",
    "exclude": "excludes a unit",
    "extend": "has a later date",
}


def decisions(evaluation: Evaluation, values: Values) -> tuple[DecisionResult, ...]:
    """The decisions on clauses of this award (and its entry requirements), in order of id."""
    main = values.qualification.award
    bound = [
        (award, item)
        for award in (main, *main.entry)
        for item in bind_decisions(award, evaluation.learner.decisions, main.version)
    ]
    return tuple(_decision(award, item) for award, item in sorted(bound, key=lambda pair: pair[1].decision.id))


def _decision(award: Award, bound: Bound) -> DecisionResult:
    decision = bound.decision
    return DecisionResult(
        decision=decision.id,
        kind=decision.kind,
        clause=bound.clause or decision.clause,
        holding=decision.holding,
        state=bound.status,
        by=decision.by,
        date=decision.date.isoformat() if decision.date else None,
        reason=decision.reason,
        message=_message(award, bound),
    )


def _message(award: Award, bound: Bound) -> str:
    decision = bound.decision
    who = f" by {decision.by}" if decision.by else ""
    if bound.clause is None:
        return (
            f"the decision to {decision.kind} at {decision.clause}{who} names no clause that still stands: not applied"
        )
    said = f"{clause_name(award, bound.clause)} {_ACTS[decision.kind]}{who}"
    return f"{said}; the clause has changed since, please review" if bound.status == "adapted" else said


def cases(evaluation: Evaluation, values: Values) -> tuple[RplCase, ...]:
    """Cases open for units that this award names, in order of unit."""
    named = set(values.qualification.award.units)
    recognition = evaluation.recognition(values.qualification)
    holdings = {holding.id: holding for holding in evaluation.learner.holdings}
    found = []
    for case in recognition.cases:
        if case.unit not in named:
            continue
        items = evaluation.book.tables.catalogue.get(case.unit, ())
        title = items[0].title if items else case.unit
        evidence = listing([name_of(holdings[id]) for id in case.holdings if id in holdings])
        message = f"prior learning may be recognised as {title}" + (
            f", on the evidence of {evidence}" if evidence else ""
        )
        found.append(
            RplCase(
                unit=case.unit,
                title=title,
                route=case.route,
                holdings=case.holdings,
                outcomes=case.outcomes,
                by=case.by.isoformat() if case.by else None,
                message=message,
            )
        )
    return tuple(sorted(found, key=lambda case: (case.unit, case.route)))
