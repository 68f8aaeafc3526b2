"""The best plans of a question: over all days of conferral, each plan different from those before it.

Wish after wish is brought to its least, each with the items only that may be best by the wishes so far. With terms the
question is first asked without them, which is easier and can't give a worse answer: if what it chooses can be put into
terms, that is the best plan; else the question is asked in full, and the first answer is a bound for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stackr.pathways.bounds import Sums
from stackr.pathways.candidates import Candidate
from stackr.pathways.model import PlanModel
from stackr.pathways.narrow import possible_in
from stackr.pathways.options import ITEMS, TIMED, Weights
from stackr.pathways.question import Frame, Question
from stackr.pathways.reduce import affordable, relevant, undominated
from stackr.pathways.solver import Effort, Found, Reached, Run, earliest
from stackr.pathways.spread import spread

MANY = 150
"""Above so many items a good plan is looked for among a few of each kind first."""
FEW = 2

Before = Sequence[Sequence[str]]
"""Plans that were found before, as labels."""


@dataclass(slots=True)
class Ready:
    """A frame and the candidates that count in it. `kept`: how many were left for the last wish."""

    question: Question
    frame: Frame
    counting: tuple[Candidate, ...]
    sums: Sums
    kept: int = 0

    def of(self, measures: Iterable[str], most_items: int | None, spare: int) -> list[Candidate]:
        """What may be best by these measures (and by those that are limited)."""
        measures = {*measures, *(name for weights, _ in self.question.options.below for name, _ in weights)}
        if not self.question.options.reduce:
            return list(self.counting)
        return undominated(self.frame.servings, self.counting, self.question.options, measures, most_items, spare)

    def run(
        self, kept: Sequence[Candidate], effort: Effort, before: Before, *, timed: bool, forced: bool = False
    ) -> Run:
        """A fresh model of these items; `forced`: all of them in."""
        question = self.question
        model = PlanModel(
            spread(self.frame.servings, kept, pooled=True),
            kept,
            self.frame.last if timed else 0,
            question.options,
            question.had.under_way,
            question.busy,
            forced=forced,
        )
        model.stay_below(question.options.below)
        if not set(question.options.include) <= model.taken.keys():
            model.model.add_bool_or([])  # what must be in it can't be taken: there is no plan
        for labels in before:
            if all(label in model.taken for label in labels):
                model.differs_from(labels)
        return Run(model, effort)

    def narrowed(
        self, kept: Sequence[Candidate], effort: Effort, before: Before, reached: Sequence[Reached]
    ) -> tuple[list[Candidate], bool]:
        """Those of many that may be in a plan as good as one that came to this; terms aside, so in one by terms too. And
        whether it is shown that no plan comes to less."""
        if len(kept) <= MANY or not self.question.options.reduce or not reached:
            return list(kept), False
        possible, shown = possible_in(self.run(kept, effort, before, timed=False).plan, reached)
        return [each for each in kept if each.label in possible], shown


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan found, in which frame."""

    ready: Ready
    found: Found


def ready(question: Question, frame: Frame) -> Ready:
    """The frame with what counts in it."""
    offered = question.candidates
    counting = relevant(frame.servings, offered, question.options) if question.options.reduce else offered
    return Ready(question, frame, tuple(counting), Sums(frame.servings, counting))


def best(frames: Sequence[Ready], effort: Effort, before: Before = ()) -> Solved | None:
    """The best plan that leaves out something of each plan before; None if there is no day on which it could be conferred."""
    chosen: Solved | None = None
    settled = True
    for each in frames:
        found = _of_frame(each, effort, before)
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


def _of_frame(frame: Ready, effort: Effort, before: Before) -> Found:
    wishes, timed = frame.question.options.wishes, bool(frame.question.terms)
    if not timed:
        return _staged(frame, effort, before, tuple(wish for wish in wishes if not TIMED & {name for name, _ in wish}))
    ahead = _ahead(wishes)
    floor: tuple[Reached, ...] = ()
    if ahead:
        found = _staged(frame, effort, before, ahead)
        if found.chosen is None and found.settled:
            return found
        if found.chosen is not None and found.settled:
            floor = found.reached
            placed = _placed(frame, effort, found) if ahead == wishes else None
            if placed is not None:
                return placed
    return _in_full(frame, effort, before, wishes, floor)


def _ahead(wishes: Sequence[Weights]) -> tuple[Weights, ...]:
    """The wishes before the first that looks at terms."""
    for position, wish in enumerate(wishes):
        if TIMED & {name for name, _ in wish}:
            return tuple(wishes[:position])
    return tuple(wishes)


def _staged(frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights]) -> Found:
    """Without terms: wish after wish, each with what may be best by the wishes so far.

    A few of the best items of each kind mostly give the best plan already; then it only has to be shown that none is better.
    """
    guess = _guess(frame, effort, before, wishes, timed=False)
    found, most_items, exactly = Found(None), None, False
    kept: list[Candidate] = []
    for position, weights in enumerate(wishes):
        guess = guess if guess is not None and guess.reached[:position] == found.reached else None
        best_yet = guess if guess is not None else found
        if weights == ITEMS and best_yet.chosen is not None:
            most_items = len(best_yet.chosen)
        last = position == len(wishes) - 1
        least = frame.sums.least(weights) if guess is not None else None
        if guess is None or last or least != guess.reached[position].value:
            kept = frame.of({name for wish in wishes[: position + 1] for name, _ in wish}, most_items, len(before))
            if guess is not None and exactly and most_items:
                limits = [(reached.weights, reached.value) for reached in guess.reached[: position + 1]]
                kept = affordable(kept, limits, most_items)
            frame.kept = len(kept)
        if guess is not None and least == guess.reached[position].value:
            found = replace(guess, reached=guess.reached[: position + 1])
        elif guess is not None:
            kept, shown = frame.narrowed(kept, effort, before, guess.reached[: position + 1])
            if shown:
                found = replace(guess, reached=guess.reached[: position + 1])
            else:
                found = frame.run(kept, effort, before, timed=False).none_better(guess, position)
        else:
            run = frame.run(kept, effort, before, timed=False)
            run.near(found.chosen)
            found = run.best((weights,), fixed=found.reached)
        if found.chosen is None or not found.settled:
            return found
        if weights == ITEMS:
            most_items, exactly = len(found.chosen), True
    kept, _ = frame.narrowed(kept, effort, before, found.reached)
    run = frame.run(kept, effort, before, timed=False)
    return run.first_of(found)


def _guess(frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights], *, timed: bool) -> Found | None:
    """The best plan of a few of the best items of each kind; None if there are not many items, or no plan of these."""
    if len(frame.counting) <= MANY or not frame.question.options.reduce:
        return None
    few = frame.of({name for wish in wishes for name, _ in wish}, FEW, 0)
    found = frame.run(few, effort, before, timed=timed).best(wishes)
    return found if found.chosen is not None and found.settled else None


def _in_full(
    frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights], floor: Sequence[Reached]
) -> Found:
    """With terms, in one model."""
    guess = _guess(frame, effort, before, wishes, timed=True)
    if guess is not None and guess.reached == tuple(floor):
        return _placed(frame, effort, replace(guess, first=False)) or guess
    kept = frame.of({name for wish in wishes for name, _ in wish}, None, len(before))
    frame.kept = len(kept)
    if guess is not None:
        same = sum(1 for one, other in zip(guess.reached, floor, strict=False) if one == other)
        kept, _ = frame.narrowed(kept, effort, before, guess.reached[: min(same + 1, len(_ahead(wishes)))])
    run = frame.run(kept, effort, before, timed=True)
    run.near(guess.chosen if guess is not None else None)
    found = run.best(wishes, floor=floor)
    if found.chosen is None or not found.settled:
        return found
    first = run.first_by_codes()
    found = replace(found, chosen=run.chosen, first=first)
    return _placed(frame, effort, found) or found


def _placed(frame: Ready, effort: Effort, found: Found) -> Found | None:
    """The chosen items in their earliest terms, with what was reached kept; None if they can't be put into terms."""
    assert found.chosen is not None
    chosen = [each for each in frame.counting if each.label in found.chosen]
    run = frame.run(chosen, effort, (), timed=True, forced=True)
    for reached in found.reached:
        wish = run.plan.wish(reached.weights)
        run.plan.model.add(wish.expression <= int(reached.value * wish.scale))
    if run.possible() is not True:
        return None
    earliest(run)
    return replace(found, chosen=run.chosen)
