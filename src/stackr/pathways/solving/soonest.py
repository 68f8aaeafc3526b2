"""Where the first wish is to be done soonest: the fewest terms in which a plan can be, term after term from a bound.

Whether there is a plan within so many terms is an easier question than how few there could be: only what can be taken by then, each
after what it asks first, is looked at. What fits into the terms gives the bound: who needs 150 credits and takes at most
40 in a term needs four terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from stackr.pathways.options import Weights
from stackr.pathways.solving.many import Many
from stackr.pathways.solving.narrow import Bound
from stackr.pathways.solving.ready import Before, Ready
from stackr.pathways.solving.reduce import in_time
from stackr.pathways.solving.solver import Effort, Found, Reached

CREDITS: Weights = (("credits", Fraction(1)),)
COUNT: Weights = (("items", Fraction(1)),)

Rest = Callable[[Ready, Effort, Before, "tuple[Weights, ...]"], Found]
"""Finds the best plan by the other wishes."""


def asks_soonest(wishes: Sequence[Weights]) -> bool:
    """Whether the first wish is that the last term ends soonest, and nothing else."""
    return {name for name, _ in wishes[0]} == {"terms"}


def soonest(frame: Ready, effort: Effort, before: Before, wishes: tuple[Weights, ...], rest: Rest) -> Found:
    """The best plan of those that end soonest."""
    ((_, weight),) = wishes[0]
    for last in range(max(_fewest(frame, effort, before), frame.frame.first), frame.frame.last + 1):
        within = until(frame, last)
        found = rest(within, effort, before, wishes[1:])
        frame.kept = within.kept
        if found.chosen is None and not found.settled:
            return rest(frame, effort, before, wishes)
        if found.chosen is not None:
            terms = weight * max((frame.frame.soonest, *(at + 1 for at in found.chosen.values())))
            return replace(found, reached=(Reached(wishes[0], terms, terms), *found.reached))
    return Found(None)


def until(frame: Ready, last: int) -> Ready:
    """The frame with what can be taken in the first terms."""
    counting = in_time(frame.counting, last, frame.question.had.under_way)
    return replace(frame, frame=replace(frame.frame, last=last), counting=tuple(counting))


def _fewest(frame: Ready, effort: Effort, before: Before) -> int:
    """What is to be taken at least does not fit into fewer terms; one more than there are, if it fits into none."""
    load, fewest = frame.question.options.load, 1
    taught = all(each.way == "course" for each in frame.counting)
    for weights, most, which in ((CREDITS, load.most_credits, 0), (COUNT, load.most_items, 1)):
        if most is not None and frame.many and (which == 0 or taught):
            kept = frame.of({name for name, _ in weights}, None, len(before))
            bound = Many(frame, effort, before, (weights,), kept).bound(())
            fewest = max(fewest, _filled(frame, bound, Fraction(most), which))
    return fewest


def _filled(frame: Ready, need: Bound, most: Fraction, which: int) -> int:
    """The first terms that have room for what is needed beside what is in progress, whole steps of it in each."""
    last, busy = frame.frame.last, frame.question.busy
    step = Fraction(need.step) / need.scale
    room = accumulate(max(0, int((most - busy[position][which]) // step)) for position in range(last))
    return next((position for position, there in enumerate(room, start=1) if there * step >= need.least), last + 1)
