"""`rank`: every award by its exact distance, what is earned already, and what each item on offer would add across all awards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from stackr._collection import collection_paused
from stackr._quantity import format_amount
from stackr._time import day_asked
from stackr.allocation.problem import Options, Problem
from stackr.allocation.restrict import restricted
from stackr.allocation.search import figures
from stackr.audit.claim import weight
from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.audit.run import Given, asked_for, one_learner
from stackr.audit.values import Values
from stackr.model.guidance import RANKING_SCHEMA, Gain, Rank, Ranking, Unlock
from stackr.model.learning import Learner
from stackr.pathways.options import PlanOptions
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.question import Evaluations, Question
from stackr.rulebook.book import RuleBook


@collection_paused()
def rank(
    book: RuleBook,
    learner: Given,
    for_: Iterable[str] | None = None,
    as_of: date | None = None,
    *,
    unlocks: int = 0,
) -> Ranking:
    """All awards (or those of `for_`), the nearest first; with `unlocks`, so many items on offer by what they would add."""
    as_of = day_asked(as_of)
    admitted = one_learner(book, learner, as_of)
    names = asked_for(book, admitted, for_ if for_ is not None else sorted(book.qualifications))
    evaluation = Evaluation(book, admitted, as_of, AuditOptions(tier="values"), figures_only=True)
    figures = [evaluation.values(name) for name in names]
    return Ranking(
        schema=RANKING_SCHEMA,
        learner=admitted.id,
        as_of=as_of.isoformat(),
        earned=tuple(v.qualification.name for v in figures if v.status == "satisfied"),
        awards=tuple(_rank(values) for values in sorted(figures, key=_distance)),
        unlocks=_unlocks(book, admitted, as_of, figures)[:unlocks] if unlocks else (),
    )


def _distance(values: Values) -> tuple[object, ...]:
    """Conferred last: nothing is left to do. Closed after open; then by what is missing, then by progress, then by name."""
    conferred = values.status == "conferred"
    return conferred, values.closed is not None, values.missing_credits, -values.earned, values.qualification.name


def _rank(values: Values) -> Rank:
    return Rank(
        qualification=values.qualification.name,
        title=values.qualification.clause.title or values.qualification.name,
        status=values.status,
        progress=str(values.earned),
        in_progress=str(values.in_progress),
        missing=format_amount(values.missing_credits),
        proven=values.proven,
        closed=values.closed,
    )


def _unlocks(book: RuleBook, learner: Learner, day: date, figures: Iterable[Values]) -> tuple[Unlock, ...]:
    """Every item that adds something: what can be taken at once, then by awards completed, by credits over all, by label."""
    gains: dict[str, list[Gain]] = {}
    items: dict[str, Candidate] = {}
    evaluations: Evaluations = {}
    options = PlanOptions(scheduled=False)
    for values in figures:
        if values.status in ("conferred", "satisfied") or values.closed is not None:
            continue
        name = values.qualification.name
        question = Question(book, learner, name, day, options, waive=False, evaluations=evaluations)
        for each, gain, complete in _gains(question):
            items.setdefault(each.label, each)
            gains.setdefault(each.label, []).append(
                Gain(qualification=question.name, credits=format_amount(gain), completes=complete)
            )
    made = [
        Unlock(
            label=label,
            title=_title(items[label]),
            first=_first(items[label]),
            credits=format_amount(sum((Fraction(gain.credits) for gain in found), Fraction(0))),
            completes=tuple(gain.qualification for gain in found if gain.completes),
            gains=tuple(found),
        )
        for label, found in gains.items()
    ]
    return tuple(sorted(made, key=_worth))


def _title(each: Candidate) -> str:
    return each.item.title if each.item is not None else each.code


def _first(each: Candidate) -> str | None:
    return each.before.words() if each.before is not None else None


def _worth(each: Unlock) -> tuple[object, ...]:
    """What can be taken at once stands before what asks for something else first."""
    return each.first is not None, -len(each.completes), -Fraction(each.credits), each.label


def _gains(question: Question) -> Iterable[tuple[Candidate, Fraction, bool]]:
    """(item, credits nearer, whether it completes the award) of each item that brings it nearer; one solve for each kind."""
    for frame in question.frames:
        lowering, servings = frame.lowering, frame.servings
        held = [index for index in range(len(lowering.problem.units)) if index not in lowering.units]
        award = lowering.qualification.award.id
        base, whole = _progress(lowering.problem, award, held, question.audit.work)
        known: dict[object, Fraction] = {}
        for each in question.candidates:
            if each.way == "rpl":
                continue
            own = [serving.unit for serving in servings.of(each)] or [
                index for index in servings.tied if lowering.units[index].labels == {each.label}
            ]
            key = tuple(servings.kinds[unit] for unit in own) if servings.of(each) else each.label
            if key not in known:
                units = sorted([*held, *own])
                known[key] = _progress(lowering.problem, award, units, question.audit.work)[0] if own else base
            if known[key] > base:
                yield each, (known[key] - base) * whole, known[key] == 1


def _progress(problem: Problem, award: str, units: list[int], work: Options) -> tuple[Fraction, Fraction]:
    """(progress of the award with these units, its weight in credits)."""
    smaller = restricted(problem, units)
    here = next(index for index, each in enumerate(problem.awards) if each.id == award)
    return figures(smaller, work).standings[here].progress, weight(problem, award)
