"""The best plans of a question: over all days of conferral, each plan different from those before it.

With terms the question is first asked without them, which is easier and can't give a worse answer. If what it chooses can be
put into terms, that is the best plan; else the question is asked in full, and the first answer is a bound for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stackr.pathways.candidates import Candidate
from stackr.pathways.model import PlanModel
from stackr.pathways.options import TIMED, Weights
from stackr.pathways.question import Frame, Question
from stackr.pathways.reduce import relevant, undominated
from stackr.pathways.solver import Effort, Found, Reached, Run, earliest
from stackr.pathways.spread import Spread, spread


@dataclass(frozen=True, slots=True)
class Ready:
    """A frame made ready to be solved."""

    frame: Frame
    relevant: int
    kept: tuple[Candidate, ...]
    spread: Spread

    def model(self, question: Question, *, timed: bool, only: frozenset[str] | None = None) -> PlanModel:
        """A fresh model; `only`: of these items, all of them in."""
        terms = self.frame.last if timed else 0
        kept, problem = self.kept, self.spread
        if only is not None:
            kept = tuple(each for each in kept if each.label in only)
            problem = spread(self.frame.servings, kept)
        under_way, busy = question.had.under_way, question.busy
        return PlanModel(problem, kept, terms, question.options, under_way, busy, forced=only is not None)


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan found, in which frame."""

    ready: Ready
    found: Found


def ready(question: Question, frame: Frame) -> Ready:
    """What may be in one of the best plans, and its problem."""
    options, offered = question.options, question.candidates
    counting = relevant(frame.servings, offered, options) if options.reduce else list(offered)
    kept = undominated(frame.servings, counting, options, 1 + options.alternatives) if options.reduce else counting
    return Ready(frame, len(counting), tuple(kept), spread(frame.servings, kept))


def best(
    question: Question, frames: Sequence[Ready], effort: Effort, before: Sequence[Sequence[str]] = ()
) -> Solved | None:
    """The best plan that leaves out something of each plan before; None if there is no day on which it could be conferred."""
    chosen: Solved | None = None
    settled = True
    for each in frames:
        found = _of_frame(question, each, effort, before)
        settled = settled and found.settled
        if chosen is None or _better(found, chosen.found):
            chosen = Solved(each, found)
    if chosen is None or settled or chosen.found.chosen is None:
        return chosen
    return Solved(chosen.ready, replace(chosen.found, settled=False, first=False))


def _better(found: Found, other: Found) -> bool:
    """Wish by wish; of equals the one that was found first, so the earlier day of conferral."""
    if found.chosen is None:
        return other.chosen is None and other.settled and not found.settled
    if other.chosen is None:
        return True
    return [reached.value for reached in found.reached] < [reached.value for reached in other.reached]


def _of_frame(question: Question, frame: Ready, effort: Effort, before: Sequence[Sequence[str]]) -> Found:
    wishes, timed = question.options.wishes, bool(question.terms)
    untimed = tuple(wish for wish in wishes if not TIMED & {name for name, _ in wish})
    if not timed:
        return _settled(_run(question, frame, effort, before, timed=False), untimed, ())
    ahead = _ahead(wishes)
    floor: tuple[Reached, ...] = ()
    if ahead:
        run = _run(question, frame, effort, before, timed=False)
        found = run.best(ahead)
        if found.chosen is None and found.settled:
            return found
        if found.chosen is not None and found.settled:
            floor = found.reached
            if ahead == wishes:
                first = run.first_by_codes()
                placed = _placed(question, frame, effort, replace(found, chosen=run.chosen, first=first))
                if placed is not None:
                    return placed
    found = _settled(_run(question, frame, effort, before, timed=True), wishes, floor)
    if found.chosen is None or not found.settled:
        return found
    return _placed(question, frame, effort, found) or found


def _ahead(wishes: tuple[Weights, ...]) -> tuple[Weights, ...]:
    """The wishes before the first that looks at terms."""
    for position, wish in enumerate(wishes):
        if TIMED & {name for name, _ in wish}:
            return wishes[:position]
    return wishes


def _run(question: Question, frame: Ready, effort: Effort, before: Sequence[Sequence[str]], *, timed: bool) -> Run:
    model = frame.model(question, timed=timed)
    for labels in before:
        if all(label in model.taken for label in labels):
            model.differs_from(labels)
    return Run(model, effort)


def _settled(run: Run, wishes: Sequence[Weights], floor: Sequence[Reached]) -> Found:
    found = run.best(wishes, floor)
    if found.chosen is None or not found.settled:
        return found
    first = run.first_by_codes()
    return replace(found, chosen=run.chosen, first=first)


def _placed(question: Question, frame: Ready, effort: Effort, found: Found) -> Found | None:
    """The chosen items in their earliest terms, with what was reached kept; None if they can't be put into terms."""
    assert found.chosen is not None
    run = Run(frame.model(question, timed=True, only=frozenset(found.chosen)), effort)
    for reached in found.reached:
        wish = run.plan.wish(reached.weights)
        run.plan.model.add(wish.expression <= int(reached.value * wish.scale))
    if run.possible() is not True:
        return None
    earliest(run)
    return replace(found, chosen=run.chosen)
