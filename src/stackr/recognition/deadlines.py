"""By when: a route's deadline from its clock, and the last day to apply; a decision may extend either."""

from __future__ import annotations

from datetime import date

from stackr.model.learning import Holding
from stackr.recognition.bench import Bench
from stackr.recognition.types import Pending
from stackr.rulebook.book import Route


def decide_by(bench: Bench, route: Route, holding: Holding | None) -> tuple[date | None, tuple[str, ...]]:
    """The last day to decide, and the clock that is not known, if that is why there is none."""
    extended = extension(bench, route, holding)
    if extended is not None:
        return extended, ()
    if route.tree.deadline is None:
        return None, ()
    duration, clock = route.tree.deadline
    start = bench.clock(clock, holding)
    return (None, (clock,)) if start is None else (duration.after(start), ())


def in_time(bench: Bench, route: Route, holding: Holding | None, decided: date | None) -> tuple[bool | None, str]:
    """Whether the application came within the route's time limit, both ends included; None: a date is not known.

    The day of application is the clock that the limit names (`applied`), else the day of the decision.
    """
    limit = route.tree.apply_within
    if limit is None:
        return True, ""
    start = limit.clock if isinstance(limit.clock, date) else bench.clock(limit.clock, holding)
    applied = bench.clock(limit.member or "applied", holding) or decided
    if start is None or applied is None:
        return None, "applied" if applied is None else str(limit.clock)
    last = extension(bench, route, holding) or limit.duration.after(start)
    told = f"applied for on {applied.isoformat()}; {last.isoformat()} was the last day ({limit.duration} from {limit.clock})"
    return applied <= last, told


def timely(bench: Bench, route: Route, holding: Holding | None, decided: date | None = None) -> bool | None:
    """Whether the application was in time, and said where it was not or where that is not known."""
    truth, told = in_time(bench, route, holding, decided)
    whose = holding.id if holding is not None else None
    if truth is False:
        bench.say(whose, "R422", f"out of time: {told}", route.clause)
    elif truth is None:
        message = f"the day `{told}`, from which the time to apply runs, is not known"
        bench.say(whose, "R411", message, route.clause)
        if holding is not None:
            bench.await_(holding.id, Pending(message, "learner", None, route.clause.id, missing=(told,)))
    return truth


def extension(bench: Bench, route: Route, holding: Holding | None) -> date | None:
    """The latest date that a decision `extend` puts in the place of this route's."""
    found = [
        decision.until
        for decision in bench.in_effect("extend")
        if decision.clause == route.clause.id
        and decision.until is not None
        and decision.holding in (None, holding.id if holding else None)
    ]
    return max(found, default=None)
