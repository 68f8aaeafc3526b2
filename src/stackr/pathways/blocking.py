"""Why there is no plan: the smallest set of rules, dates, limits and gaps in the catalogue that can't be met together, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from stackr._quantity import format_amount
from stackr.allocation.proofs import blocking_sets
from stackr.allocation.search import solve
from stackr.audit.proving import owns, plain
from stackr.audit.texts import blocking_message
from stackr.model.plan import Blocking
from stackr.pathways.errors import PlanError
from stackr.pathways.late import late_items
from stackr.pathways.options import Load, PlanOptions
from stackr.pathways.question import Question
from stackr.pathways.search import ready
from stackr.pathways.solver import Effort
from stackr.pathways.spread import spread

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Cause:
    """Something asked that may stand in the way: in words, and the options without it."""

    words: Callable[[Question], str]
    without: Callable[[PlanOptions], PlanOptions]


def blocking(question: Question) -> Blocking:
    """The causes. Asked only when it is proven that there is no plan."""
    causes = tuple(_active(question))
    free = _feasible(question, causes, ())
    if free is not True:
        return _by_rules(question, causes)
    chosen, smallest = _least(question, causes)
    words = tuple(cause.words(question) for cause in chosen)
    gap = _gap(question)
    return Blocking(causes=words, message="; ".join((*words, *gap)), smallest=smallest)


def _active(question: Question) -> Iterable[Cause]:
    """What was asked beside the rules, the widest first."""
    options = question.options
    if question.terms:
        yield Cause(
            _time, lambda given: replace(given, scheduled=False, terms=None, target=None, load=Load(), balanced=False)
        )
    if options.load.limited:
        yield Cause(_load, lambda given: replace(given, load=Load()))
    if options.include:
        yield Cause(lambda _: f"{_listed(options.include)} must be in it", lambda given: replace(given, include=()))
    if options.avoid:
        yield Cause(lambda _: f"{_listed(options.avoid)} must not be in it", lambda given: replace(given, avoid=()))
    if options.modes:
        yield Cause(lambda _: f"only {_listed(options.modes, 'or')}", lambda given: replace(given, modes=()))
    if options.languages:
        yield Cause(
            lambda _: f"only taught in {_listed(options.languages, 'or')}", lambda given: replace(given, languages=())
        )
    if options.place is not None and not options.distances:
        yield Cause(lambda _: f"only what can be taken in {options.place}", lambda given: replace(given, place=None))
    if options.issuers:
        yield Cause(lambda _: f"only from {_listed(options.issuers, 'or')}", lambda given: replace(given, issuers=()))
    if any(reason.startswith("of unknown") for reason in question.aside.reasons):
        yield Cause(lambda _: "only items whose price is known", lambda given: replace(given, minimise=()))


def _listed(names: Sequence[str], word: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _time(question: Question) -> str:
    """The terms there are, and what needs more of them."""
    number = len(question.terms)
    until = f" until {question.options.target.isoformat()}" if question.options.target is not None else ""
    there = f"there {'is 1 term' if number == 1 else f'are {number} terms'}{until}"
    late = late_items(question)
    return "; ".join((*late, there))


def _load(question: Question) -> str:
    load, said = question.options.load, []
    if load.most_credits is not None:
        said.append(f"a term takes at most {format_amount(load.most_credits)} credits")
    if load.most_items is not None:
        said.append(f"a term takes at most {load.most_items} item{'s' if load.most_items != 1 else ''}")
    if load.least_credits is not None:
        said.append(f"a term in which anything is taken has at least {format_amount(load.least_credits)} credits")
    if load.least_items is not None:
        said.append(f"a term in which anything is taken has at least {load.least_items} items")
    heavy = [
        each.label
        for each in question.candidates
        if load.most_credits is not None and (each.price["credits"] or 0) > load.most_credits
    ]
    if heavy:
        said.append(f"{_listed(heavy[:3])} alone {'is' if len(heavy) == 1 else 'are'} more than that")
    return ", and ".join(said)


def _feasible(question: Question, causes: Sequence[Cause], kept: Sequence[Cause]) -> bool | None:
    """Whether there is a plan with only these causes kept."""
    options = replace(question.options, alternatives=0, reduce=True)
    for cause in causes:
        if cause not in kept:
            options = cause.without(options)
    if kept and any(cause.words is _time for cause in kept) and not any(cause.words is _load for cause in kept):
        options = replace(options, load=Load())
    other = Question(question.book, question.learner, question.name, question.as_of, options)
    effort = Effort(options)
    answers = []
    try:
        for frame in other.frames():
            made = ready(other, frame)
            items = made.of((), None, 0)
            answers.append(made.run(items, effort, (), timed=bool(other.terms)).possible())
            if answers[-1]:
                return True
    except PlanError:
        return False
    return None if None in answers else False


def _least(question: Question, causes: Sequence[Cause]) -> tuple[tuple[Cause, ...], bool]:
    """A smallest set of causes that blocks by itself; past three at a time, one of which none can be left out."""
    for size in (1, 2, 3):
        for some in combinations(causes, size):
            if _feasible(question, causes, some) is False:
                return some, True
    kept = list(causes)
    for cause in causes:
        fewer = [each for each in kept if each is not cause]
        if _feasible(question, causes, fewer) is False:
            kept = fewer
    return tuple(kept), False


def _by_rules(question: Question, causes: Sequence[Cause]) -> Blocking:
    """The rules and the catalogue alone: what everything that is held or on offer can't meet together."""
    options = question.options
    for cause in causes:
        options = cause.without(options)
    free = Question(question.book, question.learner, question.name, question.as_of, replace(options, alternatives=0))
    frame = next(iter(free.frames()), None)
    if frame is None:
        return Blocking(causes=(), message="the award can't be conferred on any day to come", smallest=True)
    problem = spread(frame.servings, free.candidates).problem
    solution = solve(problem, question.audit.work)
    award = question.now.qualification.award
    told = dict(_short(question))
    found = []
    for each in blocking_sets(problem, solution, question.audit.work):
        if any(owns(award, id) for id in each.clauses):
            clauses = tuple(sorted({plain(id) for id in each.clauses}))
            found.append((clauses, blocking_message(award, clauses, told)))
    if not found:
        return Blocking(
            causes=(), message="; ".join(("nothing on offer completes it", *_gap(question))), smallest=False
        )
    found.sort(key=lambda pair: (len(pair[0]), pair[0]))
    everything = "even with everything on offer: "
    return Blocking(
        causes=found[0][0],
        message=everything + "; ".join((found[0][1], *_gap(question))),
        smallest=len(found[0][0]) == 1,
    )


def _short(question: Question) -> Iterable[tuple[str, str]]:
    del question
    return ()


def _gap(question: Question) -> tuple[str, ...]:
    """What was left aside that might have served."""
    gaps = []
    for reason, labels in sorted(question.aside.reasons.items()):
        if reason != "to be avoided":
            more = ", …" if len(labels) > EXAMPLES else ""
            number = f"{len(labels)} item{'s' if len(labels) != 1 else ''}"
            gaps.append(f"{number} on offer left aside, {reason} ({_listed(sorted(labels)[:EXAMPLES])}{more})")
    return tuple(gaps)
