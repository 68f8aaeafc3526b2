"""The best plans of a question: over all days of conferral, each plan different from those before it.

Wish after wish is brought to its least, each with the items only that may be best by the wishes so far. With terms the
question is first asked without them, which is easier and can't give a worse answer: if what it chooses can be put into
terms, that is the best plan; else the question is asked in full, and the first answer is a bound for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stackr.pathways.options import TIMED, Weights
from stackr.pathways.solving.lightest import asks_lightest, lightest
from stackr.pathways.solving.many import Many
from stackr.pathways.solving.ready import Before, Ready
from stackr.pathways.solving.solver import Effort, Found, Reached, Run, earliest
from stackr.pathways.solving.soonest import asks_soonest, soonest


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan found, in which frame."""

    ready: Ready
    found: Found


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
    if asks_soonest(wishes):
        return soonest(frame, effort, before, wishes, _by_load)
    return _by_load(frame, effort, before, wishes)


def _by_load(frame: Ready, effort: Effort, before: Before, wishes: tuple[Weights, ...]) -> Found:
    if asks_lightest(wishes):
        return lightest(frame, effort, before, wishes, _by_term)
    return _by_term(frame, effort, before, wishes)


def _by_term(frame: Ready, effort: Effort, before: Before, wishes: tuple[Weights, ...]) -> Found:
    """With terms: first asked without them."""
    ahead = _ahead(wishes)
    floor: tuple[Reached, ...] = ()
    if ahead:
        found = _staged(frame, effort, before, ahead)
        if found.chosen is None and found.settled:
            return found
        if found.chosen is not None and found.settled:
            floor = found.reached
            placed = _placed(frame, effort, found) if ahead == wishes else None
            if placed is None and frame.many:
                placed = _at_floor(frame, effort, before, wishes, floor)
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
        return _among_many(Many(frame, effort, before, wishes, kept))
    frame.kept = len(kept)
    run = frame.run(kept, effort, before, timed=False)
    found = run.best(wishes)
    return run.first_of(found) if found.chosen is not None and found.settled else found


def _among_many(many: Many) -> Found:
    """A few items mostly give the best plan already; then it only has to be shown that none is better, wish after wish."""
    guess: Found | None = None
    reached: tuple[Reached, ...] = ()
    for position, weights in enumerate(many.wishes):
        if guess is None or len(guess.reached) <= position:
            guess = many.guess(many.wishes, reached) or many.looked_at(guess, reached)
        bound = many.bound(reached)
        known = guess.reached[position] if guess is not None else None
        if guess is not None and known is not None and bound.least == known.value:
            reached = (*reached, Reached(weights, known.value, known.value))
            continue
        if guess is not None and known is not None:
            run = many.run(many.within((*reached, known), better=True))
            found = run.none_better(guess, position, bound.least)
        else:
            found = many.run(many.within(reached)).best(
                (weights,), reached, (Reached(weights, bound.least, bound.least),)
            )
        if found.chosen is None or not found.settled:
            return found
        if known is None or found.reached[position].value != known.value:
            guess = found
        reached = found.reached
    assert guess is not None
    run = many.run(many.within(reached))
    return run.first_of(replace(guess, reached=reached))


def _at_floor(
    frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights], floor: tuple[Reached, ...]
) -> Found | None:
    """With terms, of the plans that come to no more than without; None if there is none, or that was not settled."""
    kept = frame.of({name for wish in wishes for name, _ in wish}, None, len(before))
    many = Many(frame, effort, before, [known.weights for known in floor], kept)
    run = many.run(many.within(floor), timed=True)
    found = run.best(wishes[len(floor) :], floor)
    return _first(frame, effort, run, found) if found.chosen is not None and found.settled else None


def _in_full(
    frame: Ready, effort: Effort, before: Before, wishes: Sequence[Weights], floor: Sequence[Reached]
) -> Found:
    """With terms, in one model."""
    kept = frame.of({name for wish in wishes for name, _ in wish}, None, len(before))
    guess: Found | None = None
    possible: set[str] | None = None
    many = Many(frame, effort, before, _untimed(wishes), kept)
    if frame.many:
        guess = many.guess(wishes, (), floor)
    if guess is not None and guess.reached == tuple(floor):
        return _placed(frame, effort, replace(guess, first=False)) or guess
    if guess is not None:
        same = sum(1 for one, other in zip(guess.reached, floor, strict=False) if one.value == other.value)
        last = min(same, len(_ahead(wishes)) - 1)
        if last >= 0:
            possible = many.within(guess.reached[: last + 1])
    run = many.run(possible, timed=True)
    run.near(guess.chosen if guess is not None else None)
    found = run.best(wishes, floor=floor)
    return _first(frame, effort, run, found) if found.chosen is not None and found.settled else found


def _first(frame: Ready, effort: Effort, run: Run, found: Found) -> Found:
    """Of the plans as good as the one found, the first by codes, in its earliest terms."""
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
