"""What people may still decide: open cases of prior learning."""

from __future__ import annotations

from stackr.audit.evaluation import Evaluation
from stackr.audit.texts import name_of
from stackr.audit.values import Values
from stackr.model.qualification import RplCase
from stackr.requirements.words import listing


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
