"""The stretches of days of conferral at which the rules see the same: the question is put once for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from stackr.pathways.question.alike import Likeness, looked_at
from stackr.pathways.question.days import turns
from stackr.pathways.question.frame import Frame, same
from stackr.pathways.question.lowering import Lowering, lowering
from stackr.pathways.question.spread import Servings

if TYPE_CHECKING:
    from stackr.pathways.question.question import Question


def frames_of(question: Question) -> Iterator[Frame]:
    """The earliest first."""
    likeness = (
        Likeness(question.book, question.now.qualification, question.learner) if question.options.reduce else None
    )
    looks = likeness or Likeness(question.book, question.now.qualification, question.learner)
    dated = [term.end for term in question.terms if term.end is not None]
    if dated and (looks.conferral or _turns_between(question, dated[0], dated[-1])):
        yield from _stretches(question, dated, likeness, looks.dated)
        return
    last, day = len(question.terms), dated[-1] if dated else question.as_of
    begins = sorted({1, *(over for over in question.had.pending.values() if over <= last)}) if question.terms else [0]
    for first, after in zip(begins, [*begins[1:], last + 1], strict=True):
        pending = _pending(question, first)
        servings = _servings(question, day, likeness, bool(dated) and looks.dated, pending)
        yield Frame(first, max(first, after - 1), day, servings, pending)


def _turns_between(question: Question, first: date, last: date) -> bool:
    """Whether from some day after the first term's end on something else may hold."""
    days = turns(question.book, looked_at(question.book, question.now.qualification), question.learner)
    return any(first < day <= last for day in days)


def _pending(question: Question, position: int) -> frozenset[str]:
    """What is in progress and not over by the end of so many terms."""
    return (
        frozenset(id for id, over in question.had.pending.items() if over > position) if question.terms else frozenset()
    )


def _stretches(question: Question, days: Sequence[date], likeness: Likeness | None, dated: bool) -> Iterator[Frame]:
    waiting: Frame | None = None
    for position, day in enumerate(days, start=1):
        if question.evaluation(day).alone(question.name).shut is not None:
            continue
        pending = _pending(question, position)
        servings = _servings(question, day, likeness, dated, pending)
        if waiting is not None and same(waiting.lowering, servings.lowering):
            waiting = Frame(waiting.first, position, day, servings, pending)
            continue
        if waiting is not None:
            yield waiting
        waiting = Frame(position, position, day, servings, pending)
    if waiting is not None:
        yield waiting


def _servings(
    question: Question, day: date, likeness: Likeness | None, dated: bool, pending: frozenset[str]
) -> Servings:
    made = _lowering(question, day, likeness, dated, pending)
    servings = Servings(made, question.candidates)
    singly = servings.not_alike()
    return (
        Servings(_lowering(question, day, likeness, dated, pending, singly), question.candidates)
        if singly
        else servings
    )


def _lowering(
    question: Question,
    day: date,
    likeness: Likeness | None,
    dated: bool,
    pending: frozenset[str],
    singly: frozenset[str] = frozenset(),
) -> Lowering:
    return lowering(
        question.evaluation(day, pending),
        question.name,
        question.candidates,
        question.terms,
        dated=dated,
        likeness=likeness,
        singly=singly,
        waive=question.waive,
        granted=question.granted,
        entry=question.entry,
        pending=question.had.pending,
    )
