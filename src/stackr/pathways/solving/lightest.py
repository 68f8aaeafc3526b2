"""Where the first wish is that the fullest term be the least full: the least load with which there is a plan, step by step from a bound.

Whether there is a plan with at most so much in a term is an easier question than how little that could be: without terms it is answered
first, and mostly what it chooses fits. What has to be taken at all, spread over the terms, gives the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from fractions import Fraction
from math import gcd

from stackr.pathways.options import Weights
from stackr.pathways.solving.many import Many
from stackr.pathways.solving.ready import Before, Ready
from stackr.pathways.solving.solver import Effort, Found, Reached
from stackr.pathways.solving.soonest import CREDITS, Rest

STEPS = 12
"""So many loads are tried one after the other; past that the question is asked as it is."""


def asks_lightest(wishes: Sequence[Weights]) -> bool:
    """Whether the first wish is that the fullest term be the least full, and nothing else."""
    return {name for name, _ in wishes[0]} == {"load"}


def lightest(frame: Ready, effort: Effort, before: Before, wishes: tuple[Weights, ...], rest: Rest) -> Found:
    """The best plan of those whose fullest term is the least full."""
    ((_, weight),) = wishes[0]
    scale, step = frame.amounts.scale("credits"), _step(frame)
    most = frame.question.options.load.most_credits
    load = _least(frame, effort, before, step)
    for _ in range(STEPS):
        if load is None or (most is not None and load > most * scale):
            break
        within = _at_most(frame, Fraction(load, scale))
        found = rest(within, effort, before, wishes[1:])
        frame.kept = within.kept
        if found.chosen is None and not found.settled:
            break
        if found.chosen is not None:
            value = weight * Fraction(load, scale)
            return replace(found, reached=(Reached(wishes[0], value, value), *found.reached))
        load += step
    return rest(frame, effort, before, wishes)


def _at_most(frame: Ready, credits: Fraction) -> Ready:
    """The frame with no more than so much in a term."""
    question = copy(frame.question)  # what is worked out already is so for both
    load = replace(question.options.load, most_credits=credits)
    question.options = replace(question.options, load=load)
    return replace(frame, question=question)


def _step(frame: Ready) -> int:
    """Every term's credits are a multiple of it, on the scale of the credits."""
    scale, credits = frame.amounts.scale("credits"), frame.amounts.of("credits")
    busy = (int(there * scale) for there, _ in frame.question.busy)
    return gcd(*credits.values(), *busy) or 1


def _least(frame: Ready, effort: Effort, before: Before, step: int) -> int | None:
    """The least load by which what has to be taken fits into the terms; never less than what is in progress in one. None: not settled."""
    scale, last = frame.amounts.scale("credits"), frame.frame.last
    busy = [int(there * scale) for there, _ in frame.question.busy[:last]]
    need = _needed(frame, effort, before)
    if need is None:
        return None
    load = -(-max([*busy, -(-int(need * scale) // last)]) // step) * step
    while sum(load - there for there in busy) < need * scale:
        load += step
    return load


def _needed(frame: Ready, effort: Effort, before: Before) -> Fraction | None:
    """Credits that every plan takes at least."""
    kept = frame.of({name for name, _ in CREDITS}, None, len(before))
    if frame.many:
        return Many(frame, effort, before, (CREDITS,), kept).bound(()).least
    found = frame.run(kept, effort, before, timed=False).best((CREDITS,))
    if found.chosen is None:
        return Fraction(0) if found.settled else None
    return found.reached[0].bound
