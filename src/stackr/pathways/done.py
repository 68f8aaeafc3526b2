"""The record with a plan done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from stackr.model.learning import Learner
from stackr.pathways.question.additions import MARK, evidence, judged, taken
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.horizon import Term
from stackr.pathways.question.question import Question


def with_additions(
    question: Question, chosen: Mapping[str, int], by_label: Mapping[str, Candidate], day: date, *, passed: bool
) -> Learner:
    """The record as it will be. `passed`: passed with no grade stated; else in progress, so passed at any grade asked."""
    learner, context = question.learner, question.now.claim.members[0].context
    holdings, decisions = list(learner.holdings), list(learner.decisions)
    for label, position in sorted(chosen.items()):
        each = by_label[label]
        term: Term | None = question.terms[position] if question.terms else None
        on = (term.end if term is not None else None) or day
        id = MARK + label
        if each.way == "rpl":
            holdings.append(evidence(id, on))
            decisions.append(judged(id, each, on))
        else:
            dated = term if term is not None and term.end is not None else None
            made = taken(id, each, context, on, dated)
            holdings.append(replace(made, status="active") if passed else made)
    return replace(learner, holdings=tuple(holdings), decisions=tuple(decisions))
