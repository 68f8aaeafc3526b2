"""When a plan lets the learner in: after how few of its terms what the award asks for entry is met, by an audit of what is there then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from stackr.allocation.search import solve
from stackr.audit.claim import Answer, Claim
from stackr.audit.evaluation import Evaluation
from stackr.model.learning import Learner, State
from stackr.pathways.done import with_additions
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.entry import claims_of
from stackr.pathways.question.frame import without
from stackr.pathways.question.question import Question
from stackr.requirements.compiled import Reading


@dataclass(frozen=True, slots=True)
class Admission:
    """`given`: whether the learner is let in. `terms`: after so many terms of the plan. `counting`: (id of a holding, place) of what
    counts for entry."""

    given: bool = True
    terms: int = 0
    counting: tuple[tuple[str, str], ...] = ()


def admission(
    question: Question,
    chosen: Mapping[str, int],
    by_label: Mapping[str, Candidate],
    day: date,
    waived: frozenset[str],
    *,
    passed: bool,
) -> Admission:
    """Of a plan. `day`: of conferral; `waived`: what no learning meets, taken as done; `passed`: see `with_additions`."""
    if not question.entry.unmet:
        return Admission()
    by_term = bool(question.terms)
    for terms in range(len(question.terms) + 1):
        there = {label: at for label, at in chosen.items() if not by_term or at < terms}
        on = (question.terms[terms - 1].end if terms else question.as_of if by_term else None) or day
        pending = frozenset(id for id, over in question.had.pending.items() if by_term and over > terms)
        learner = without(with_additions(question, there, by_label, on, passed=passed), pending)
        counting = _met(question, learner, on, waived | question.entry.met_so)
        if counting is not None:
            return Admission(True, terms, tuple(counting))
    return Admission(False)


def _met(question: Question, learner: Learner, day: date, waived: frozenset[str]) -> list[tuple[str, str]] | None:
    """What counts where, if all that is asked for entry is met by the learner."""
    evaluation, entry = Evaluation(question.book, learner, day, question.audit), question.entry
    found: list[tuple[str, str]] = []
    for award, claim in claims_of(evaluation, entry):
        way = claim.answer(award.id).lowered.branches
        lowered = claim.lower(Reading.SURE, State.IN_PROGRESS, waived=waived, way=way)
        answer = Answer(lowered, solve(lowered.problem, question.audit.work))
        if not answer.standing(award.id).satisfied:
            return None
        found += placed(answer, claim)
    return found


def placed(answer: Answer, claim: Claim) -> Iterator[tuple[str, str]]:
    """(id of a holding, place) of all that counts, but for what earlier awards keep: of several that make one unit each counts for it."""
    rests_on = {grant.id: grant.holdings for grant in claim.grants}
    earlier = {member.award.id for member in claim.earlier}
    kept = sum(build.everywhere for build in answer.lowered.builders if build.award.id in earlier)
    for each in answer.solution.placements:
        if kept >> each.place & 1:
            continue
        unit = answer.lowered.units[each.unit]
        place = answer.lowered.problem.places[each.place].id
        yield from ((id, place) for id in sorted({unit.holding.id, *rests_on.get(unit.grant, ())}))
