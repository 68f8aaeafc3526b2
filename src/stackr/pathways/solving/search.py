"""The best plans of a question: over all days of conferral, each plan different from those before it.

Wish after wish is brought to its least, each with the items only that may be best by the wishes so far. With terms the
question is first asked without them, which is easier and can't give a worse answer: if what it chooses can be put into
terms, that is the best plan; else the question is asked in full, and the first answer is a bound for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from stackr.pathways.options import TIMED, Weights
from stackr.pathways.question.candidates import Candidate
from stackr.pathways.question.prices import Amounts
from stackr.pathways.question.question import Frame, Question
from stackr.pathways.question.spread import spread
from stackr.pathways.solving.model import PlanModel
from stackr.pathways.solving.narrow import Bound, Weighing
from stackr.pathways.solving.reduce import relevant, undominated
from stackr.pathways.solving.solver import Effort, Found, Reached, Run, earliest

MANY = 150
"""Above so many items a good plan is looked for among a few first."""
FEW = (160, 640)
"""How few: those that a linear solver finds likeliest; if no plan is made of them, more."""

Before = Sequence[Sequence[str]]
"""Plans that were found before, as labels."""


@dataclass(slots=True)
class Ready:
    """A frame and the candidates that count in it. `kept`: how many were left for the last wish."""

    question: Question
    frame: Frame
    counting: tuple[Candidate, ...]
    amounts: Amounts
    kept: int = 0

    @property
    def many(self) -> bool:
        """Whether a guess is worth its while."""
        return len(self.counting) > MANY and self.question.options.reduce and not self.frame.lowering.tallies

    def of(self, measures: Iterable[str], most_items: int | None, spare: int) -> list[Candidate]:
        """What may be best by these measures (and by those that are limited)."""
        measures = {*measures, *(name for weights, _ in self.question.options.below for name, _ in weights)}
        if not self.question.options.reduce:
            return list(self.counting)
        return undominated(
            self.frame.servings, self.counting, self.question.options, self.amounts, measures, most_items, spare
        )

    def run(
        self, kept: Sequence[Candidate], effort: Effort, before: Before, *, timed: bool, forced: bool = False
    ) -> Run:
        """A fresh model of these items; `forced`: all of them in."""
        question = self.question
        model = PlanModel(
            spread(self.frame.servings, kept, pooled=True),
            kept,
            self.amounts,
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


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan found, in which frame."""

    ready: Ready
    found: Found


def ready(question: Question, frame: Frame) -> Ready:
    """The frame with what counts in it."""
    offered = question.candidates
    counting = relevant(frame.servings, offered, question.options) if question.options.reduce else offered
    amounts = Amounts({each.label: each.price for each in counting})
    return Ready(question, frame, tuple(counting), amounts)


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
        return _staged(frame, effort, before, _untimed(wishes))
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
    """Without terms, wish after wish."""
    kept = frame.of({name for wish in wishes for name, _ in wish}, None, len(before))
    if frame.many:
        return _among_many(_Many(frame, effort, before, wishes, kept))
    frame.kept = len(kept)
    run = frame.run(kept, effort, before, timed=False)
    found = run.best(wishes)
    return run.first_of(found) if found.chosen is not None and found.settled else found


class _Many:
    """Many items: by weights on the rows of their model, which of them may be in a best plan. `wishes`: those without terms."""

    def __init__(
        self, frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights], kept: Sequence[Candidate]
    ) -> None:
        self.frame, self.effort, self.before, self.wishes = frame, effort, before, wishes
        self.kept = {each.label: each for each in kept}
        self._weighing = Weighing(self.run(None).plan, effort)
        self._bounds: dict[tuple[Reached, ...], Bound] = {}

    def run(self, labels: Collection[str] | None, *, timed: bool = False) -> Run:
        """A model of these, or of all."""
        kept = [each for label, each in self.kept.items() if labels is None or label in labels]
        self.frame.kept = len(kept)
        return self.frame.run(kept, self.effort, self.before, timed=timed)

    def bound(self, reached: tuple[Reached, ...]) -> Bound:
        """Of the plans that come to no more than this in the first wishes, what none goes below in the next one."""
        if reached not in self._bounds:
            self._bounds[reached] = self._weighing.bound(reached, self.wishes[len(reached)])
        return self._bounds[reached]

    def guess(
        self, wishes: Sequence[Weights], reached: tuple[Reached, ...], floor: Sequence[Reached] | None = None
    ) -> Found | None:
        """The best plan of a few items. `floor`: by terms, what was reached without; None: without terms."""
        aims = () if floor is not None else reached
        while len(aims) < len(self.wishes):
            bound = self.bound(aims)
            aims = (*aims, Reached(self.wishes[len(aims)], bound.least, bound.least))
        for number in FEW:
            few = self._with_asked(bound.nearest(number))
            if floor is None:
                found = self.run(few).best(
                    wishes[-1:], aims[:-1], aims[-1:]
                )  # mostly all but the last are as little as that
                if found.chosen is None:
                    found = self.run(few).best(wishes[len(reached) :], reached, aims[len(reached) :])
            else:
                found = self.run(few, timed=True).best(wishes, (), floor)
            if found.chosen is not None and found.settled:
                return found
        return None

    def _with_asked(self, labels: Sequence[str]) -> set[str]:
        """These, what must be in, and what they ask for, however far back."""
        found = {*labels, *(label for label in self.frame.question.options.include if label in self.kept)}
        waiting = sorted(found)
        while waiting:
            each = self.kept[waiting.pop()]
            asked = {code for ask in (each.before, each.beside) if ask is not None for code in ask.codes()}
            new = {code for code in asked if code in self.kept and code not in found}
            found |= new
            waiting += sorted(new)
        return found


def _among_many(many: _Many) -> Found:
    """A few items mostly give the best plan already; then it only has to be shown that none is better, wish after wish."""
    guess: Found | None = None
    reached: tuple[Reached, ...] = ()
    for position, weights in enumerate(many.wishes):
        if guess is None or len(guess.reached) <= position:
            guess = many.guess(many.wishes, reached)
        bound = many.bound(reached)
        known = guess.reached[position] if guess is not None else None
        if guess is not None and known is not None and bound.least == known.value:
            reached = (*reached, Reached(weights, known.value, known.value))
            continue
        if guess is not None and known is not None:
            run = many.run(bound.possible(known.value, better=True))
            found = run.none_better(guess, position, bound.least)
        else:
            found = many.run(None).best((weights,), reached, (Reached(weights, bound.least, bound.least),))
        if found.chosen is None or not found.settled:
            return found
        if known is None or found.reached[position].value != known.value:
            guess = found
        reached = found.reached
    assert guess is not None
    run = many.run(many.bound(reached[:-1]).possible(reached[-1].value))
    return run.first_of(replace(guess, reached=reached))


def _in_full(
    frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights], floor: Sequence[Reached]
) -> Found:
    """With terms, in one model."""
    kept = frame.of({name for wish in wishes for name, _ in wish}, None, len(before))
    guess: Found | None = None
    possible: set[str] | None = None
    many = _Many(frame, effort, before, _untimed(wishes), kept)
    if frame.many:
        guess = many.guess(wishes, (), floor)
    if guess is not None and guess.reached == tuple(floor):
        return _placed(frame, effort, replace(guess, first=False)) or guess
    if guess is not None:
        same = sum(1 for one, other in zip(guess.reached, floor, strict=False) if one.value == other.value)
        last = min(same, len(_ahead(wishes)) - 1)
        if last >= 0:
            possible = many.bound(guess.reached[:last]).possible(guess.reached[last].value)
    run = many.run(possible, timed=True)
    run.near(guess.chosen if guess is not None else None)
    found = run.best(wishes, floor=floor)
    if found.chosen is None or not found.settled:
        return found
    first = run.first_by_codes()
    found = replace(found, chosen=run.chosen, first=first)
    return _placed(frame, effort, found) or found


def _untimed(wishes: Sequence[Weights]) -> tuple[Weights, ...]:
    return tuple(wish for wish in wishes if not TIMED & {name for name, _ in wish})


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
