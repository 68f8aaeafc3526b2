"""How tight a schedule is: by how many terms each item may slip, and the chain that sets the pace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stackr.pathways.question.candidates import Candidate
from stackr.pathways.solving.ready import Ready
from stackr.pathways.solving.reduce import in_time
from stackr.pathways.solving.solver import Effort, Run

WORK = 5
"""Deterministic seconds for the slack of a plan, at most."""


@dataclass(frozen=True, slots=True)
class Pace:
    """`after`: label → the items of the plan, or in progress, without which it could not be taken (as prerequisites).

    `slack`: label → by how many terms it may slip: the most, over all ways to put the same items into terms that keep every rule and
    end no later, others slipping with it. What was not settled is not there. `chain`: the longest run of items none of which may slip
    and each of which builds on the one before, ending as late as any; empty if none builds on another.
    """

    after: Mapping[str, tuple[str, ...]]
    slack: Mapping[str, int]
    chain: tuple[str, ...]


def pace(ready: Ready, chosen: Mapping[str, int], gone: int) -> Pace:
    """Of the chosen items in their terms; `gone`: how many terms go by until the award is had, 0 without terms."""
    items = [each for each in ready.counting if each.label in chosen]
    after = builds_on(chosen, {each.label: each for each in items}, ready.question.had.under_way)
    spare = dict(_slack(ready, items, chosen, gone)) if gone else {}
    return Pace(after, spare, _chain(chosen, after, {label for label, terms in spare.items() if not terms}))


def builds_on(
    chosen: Mapping[str, int], by_label: Mapping[str, Candidate], under_way: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """See `Pace.after`. `under_way`: code → the first term that can build on it."""
    found = {}
    since = {code: at - 1 for code, at in under_way.items()} | dict(chosen)
    for label in chosen:
        before = by_label[label].before
        needed = []
        if before is not None:
            earlier = set(before.codes()) & since.keys()
            needed = [code for code in sorted(earlier) if not before.met(earlier - {code})]
            if not needed and not before.met(set()):
                needed = sorted(earlier, key=lambda code: (since[code], code))[: before.least]
        found[label] = tuple(needed)
    return found


def stands_beside(chosen: Mapping[str, int], by_label: Mapping[str, Candidate]) -> dict[str, tuple[str, ...]]:
    """Label → the items of the plan that it needs beside it."""
    return {
        label: tuple(sorted(set(beside.codes()) & chosen.keys())) if (beside := by_label[label].beside) else ()
        for label in chosen
    }


def _slack(ready: Ready, items: Sequence[Candidate], chosen: Mapping[str, int], gone: int) -> Iterator[tuple[str, int]]:
    """Where loads or days matter a solver is asked, for those only that may slip at all without them."""
    under_way = ready.question.had.under_way
    asked = {code for each in items for ask in (each.before, each.beside) if ask for code in ask.codes()}
    loose = {
        each.label: _latest(each, items, gone, under_way)
        if each.label in asked or each.before or each.beside
        else max(term for term in each.terms if term < gone)
        for each in items
    }
    lowering = ready.frame.lowering
    tight = ready.question.options.load.limited or bool(lowering.entry)
    tight = tight or any(unit.term is not None for unit in lowering.units.values())
    run: Run | None = None
    for label in sorted(chosen):
        if tight and loose[label] > chosen[label]:
            run = run or _run(ready, items, gone)
            latest = _latest_of(run, run.plan.slot[label])
            if latest is None:
                return
        else:
            latest = loose[label]
        yield label, latest - chosen[label]


def _latest(each: Candidate, items: Sequence[Candidate], gone: int, under_way: Mapping[str, int]) -> int:
    """The last term in which it can be taken so that all can be by the end, what it asks and what asks for it kept; loads aside.
    With it there, all others are taken as early as can be."""
    for at in sorted((term for term in each.terms if term < gone), reverse=True):
        placed = [replace(other, terms=(at,)) if other is each else other for other in items]
        if len(in_time(placed, gone, under_way)) == len(items):
            return at
    raise AssertionError(f"{each.label} was put into a term")


def _run(ready: Ready, items: Sequence[Candidate], gone: int) -> Run:
    options = ready.question.options
    effort = Effort(replace(options, effort=min(WORK, options.effort), seconds=None))
    within = replace(ready, frame=replace(ready.frame, last=gone))
    return within.run(items, effort, (), timed=True, forced=True)


def _latest_of(run: Run, slots: Mapping[int, Any]) -> int | None:
    """The last term in which an item can be taken; None: not settled."""
    expression = sum(-term * var for term, var in slots.items()) + 0 * run.plan.units.zero
    found = run.least(expression)
    return None if found is None or not run.settled else -found


def _chain(chosen: Mapping[str, int], after: Mapping[str, tuple[str, ...]], tight: set[str]) -> tuple[str, ...]:
    """See `Pace.chain`."""
    best: dict[str, tuple[str, ...]] = {}
    for label in sorted(tight, key=lambda each: (chosen[each], each)):
        before = [best[code] for code in after[label] if code in best]
        longest: Sequence[str] = min(before, key=lambda run: (-len(run), run), default=())
        best[label] = (*longest, label)
    found = min(best.values(), key=lambda run: (-len(run), -chosen[run[-1]], run), default=())
    return found if len(found) > 1 else ()
