"""Every plan is audited: the learner with the additions made, on the day of conferral, by the same engine as any audit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date

from stackr._quantity import format_amount
from stackr.allocation.search import solve
from stackr.audit.claim import Answer, Claim
from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.conditions.grades import bounds, value_on
from stackr.model.learning import Learner, State
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.classes import asked_of, reached
from stackr.pathways.question.frame import without
from stackr.pathways.question.horizon import Term
from stackr.pathways.question.lowering import AT, MARK, evidence, judged, taken
from stackr.pathways.question.question import Question
from stackr.requirements.compiled import Reading
from stackr.requirements.rules.average import AverageRule


@dataclass(frozen=True, slots=True)
class Checked:
    """What the audit says. `counted`: label → where it counts; `held`: the same of what the learner had already.

    `on_any_grade`: whether it is satisfied even if nothing is known of the grades.
    """

    satisfied: bool
    on_any_grade: bool
    counted: Mapping[str, tuple[str, ...]]
    held: Mapping[str, tuple[str, ...]]


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


def verify(
    question: Question,
    chosen: Mapping[str, int],
    by_label: Mapping[str, Candidate],
    day: date,
    also: Iterable[str],
    pending: Set[str] = frozenset(),
) -> Checked:
    """The audit of the plan. `also`: clauses that no learning meets, taken as done; `pending`: holdings in progress that are not over
    by then."""
    waived = frozenset(also)
    learner = without(with_additions(question, chosen, by_label, day, passed=False), pending)
    evaluation = Evaluation(question.book, learner, day, AuditOptions(tier="values"))
    claim = evaluation.claim_of(question.name)
    answer = _answer(question, claim, waived)
    lowered, solution = answer.lowered, answer.solution
    standing = answer.standing(question.now.qualification.award.id)
    counted: dict[str, list[str]] = {}
    held: dict[str, list[str]] = {}
    rests_on = {grant.id: grant.holdings for grant in claim.grants}
    called = {each.id: each.credential or each.id for each in learner.holdings}
    for placed in solution.placements:
        unit = lowered.units[placed.unit]
        place = lowered.problem.places[placed.place].id
        for id in {unit.holding.id, *rests_on.get(unit.grant, ())}:  # of several that make one unit each counts for it
            if id.startswith(MARK):
                counted.setdefault(id.removeprefix(MARK).partition(AT)[0], []).append(place)
            else:
                held.setdefault(called.get(id, id), []).append(place)
    given = standing.satisfied and _in_class(question, learner, day, waived)
    return Checked(
        given,
        given and _satisfied_passed(question, chosen, by_label, day, waived, pending),
        _in_order(counted),
        _in_order(held),
    )


def _in_class(question: Question, learner: Learner, day: date, waived: frozenset[str]) -> bool:
    """Whether an audit by the rules as they are gives the class that was asked for, or one before it."""
    wanted = question.options.classified
    if wanted is None:
        return True
    rule = asked_of(question.now.qualification.award, wanted)
    scale = rule.scale if isinstance(rule, AverageRule) else None
    graded = _with_best_grades(question, learner, scale)
    answer = _answer(question, Evaluation(question.rules, graded, day, question.audit).claim_of(question.name), waived)
    return reached(answer.lowered, answer.solution, wanted)


def _with_best_grades(question: Question, learner: Learner, scale: str | None) -> Learner:
    """What is added passed with the best grade of the scale (of the only one, if none is named), so that `prefer best grades` sees it;
    where there is no such grade as a number, in progress as before."""
    tables = question.rules.tables
    ends = bounds(tables, scale)
    best = format_amount(ends[1]) if ends is not None else ""
    if not best or value_on(tables, best, scale, None, question.as_of) is None:
        return learner
    holdings = tuple(
        replace(each, status="active", grade=best, grade_scale=scale)
        if each.id.startswith(MARK) and not each.evidence
        else each
        for each in learner.holdings
    )
    return replace(learner, holdings=holdings)


def _in_order(found: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(sorted(set(found[name]))) for name in sorted(found)}


def _satisfied_passed(
    question: Question,
    chosen: Mapping[str, int],
    by_label: Mapping[str, Candidate],
    day: date,
    waived: frozenset[str],
    pending: Set[str],
) -> bool:
    learner = without(with_additions(question, chosen, by_label, day, passed=True), pending)
    claim = Evaluation(question.book, learner, day, AuditOptions(tier="values")).claim_of(question.name)
    return _answer(question, claim, waived).standing(question.now.qualification.award.id).satisfied


def _answer(question: Question, claim: Claim, waived: frozenset[str]) -> Answer:
    """What the award comes to, going the way through open `when`s that the plan was made for."""
    way = question.now.sure.lowered.branches
    lowered = claim.lower(
        Reading.SURE, State.IN_PROGRESS, waived=waived, way=way if way in claim.ways.each else claim.ways.each[0]
    )
    return Answer(lowered, solve(lowered.problem, question.audit.work))
