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
from stackr.pathways.admission import Admission, admission, placed
from stackr.pathways.done import with_additions
from stackr.pathways.question.additions import MARK, label_of
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.classes import asked_of, reached
from stackr.pathways.question.entry import branches, earning
from stackr.pathways.question.frame import without
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
    let_in: Admission


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
    let_in = admission(question, chosen, by_label, day, waived, passed=False)
    evaluation = Evaluation(question.book, learner, day, AuditOptions(tier="values"))
    claim = _claim(question, evaluation)
    answer = _answer(question, claim, waived)
    counts = (*placed(answer, claim), *let_in.counting)
    called = {each.id: each.credential or each.id for each in learner.holdings}
    counted: dict[str, list[str]] = {}
    held: dict[str, list[str]] = {}
    for id, place in counts:
        if id.startswith(MARK):
            counted.setdefault(label_of(id) or "", []).append(place)
        else:
            held.setdefault(called.get(id, id), []).append(place)
    given = let_in.given and _all(question, answer) and _in_class(question, learner, day, waived)
    return Checked(
        given,
        given and _satisfied_passed(question, chosen, by_label, day, waived, pending),
        _in_order(counted),
        _in_order(held),
        let_in,
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
    let_in = admission(question, chosen, by_label, day, waived, passed=True)
    claim = _claim(question, Evaluation(question.book, learner, day, AuditOptions(tier="values")))
    return let_in.given and _all(question, _answer(question, claim, waived))


def _claim(question: Question, evaluation: Evaluation) -> Claim:
    """What the award is judged by, beside those earned on the way to it."""
    claim = evaluation.claim_of(question.name)
    return (
        replace(claim, members=(*claim.members, *earning(evaluation, question.entry)))
        if question.entry.awards
        else claim
    )


def _all(question: Question, answer: Answer) -> bool:
    """Whether the award is satisfied, and those earned on the way with it."""
    names = (question.now.qualification.award.id, *(each.name for each in question.entry.awards))
    return all(answer.standing(name).satisfied for name in names)


def _answer(question: Question, claim: Claim, waived: frozenset[str]) -> Answer:
    """What the award comes to, going the way through open `when`s that the plan was made for."""
    way = {**question.now.sure.lowered.branches, **branches(question.evaluation(question.as_of), question.entry)}
    way = {id: how for id, how in way.items() if id in claim.ways.each[0]}
    lowered = claim.lower(
        Reading.SURE, State.IN_PROGRESS, waived=waived, way=way if way in claim.ways.each else claim.ways.each[0]
    )
    return Answer(lowered, solve(lowered.problem, question.audit.work))
