"""The Pareto front of two measures: every pair of values such that neither can be made less without more of the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from stackr._time import day_asked
from stackr.audit.run import Given, one_learner
from stackr.model.learning import Learner
from stackr.model.plan import Plan
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions, Weights, parse_minimise
from stackr.pathways.plan import plan
from stackr.pathways.record import wish_text
from stackr.rulebook.book import RuleBook

MOST = 50
"""Plans on a front; past them the front is cut off, and says so."""


def measures(text: str) -> tuple[Weights, Weights]:
    """The two measures. Raises `PlanError`."""
    wishes = parse_minimise(text)
    if len(wishes) != 2 or wishes[0] == wishes[1]:
        raise PlanError(f"a front is between two measures; `{text}` names {len(set(wishes))}", "write credits,cost")
    return wishes[0], wishes[1]


def front(
    book: RuleBook,
    learner: Given,
    for_: str | Iterable[str],
    as_of: date | None,
    options: PlanOptions | None,
    first: Weights,
    second: Weights,
) -> Plan:
    """The plan that is best in the first measure, and as alternatives all others on the front, to that best in the second."""
    as_of = day_asked(as_of)
    asked = replace(options or PlanOptions(), alternatives=0)
    ways = list(_walk(book, one_learner(book, learner, as_of), for_, as_of, asked, first, second))
    best = ways[0]
    if best.best is None:
        return best
    others = tuple(way.best for way in ways[1:] if way.best is not None)
    cut = (f"the front goes on past these {MOST} plans",) if len(ways) >= MOST else ()
    if not others and best.best.proven:
        cut = (f"one plan is best in both, {wish_text(first)} and {wish_text(second)}",)
    elif others:
        steps = (
            f"each plan has the least {wish_text(first)} of all with less {wish_text(second)} than the one before it"
        )
        cut = (steps, *cut)
    if ways[-1].status == "open" or (ways[-1].best is not None and not ways[-1].best.proven):
        cut = (*cut, "the limit of work was reached: the front may go on")
    said = {**best.asked, "front": [wish_text(first), wish_text(second)]}
    return best.model_copy(update={"asked": said, "alternatives": others, "remarks": (*best.remarks, *cut)})


def _walk(
    book: RuleBook,
    learner: Learner,
    for_: str | Iterable[str],
    as_of: date,
    options: PlanOptions,
    first: Weights,
    second: Weights,
) -> Iterator[Plan]:
    """Each plan with less of the second measure than the one before, and as little of the first as that allows."""
    asked = replace(options, minimise=(first, second))
    for _ in range(MOST):
        made = plan(book, learner, for_, as_of, asked)
        yield made
        if made.best is None or not made.best.proven:
            return
        reached = Fraction(made.best.wishes[1].value)
        asked = replace(asked, below=((second, reached),))
        if reached == 0:
            return
