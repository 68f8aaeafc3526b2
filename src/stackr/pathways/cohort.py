"""The demand of a cohort: the best plan of each learner, added up by item and term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from stackr._time import day_asked
from stackr.audit.run import AuditError, Given, asked_for, one_learner
from stackr.model.guidance import DEMAND_SCHEMA, Cohort, Demand, Unplanned, Unread
from stackr.model.learning import Learner
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions
from stackr.pathways.plan import plan
from stackr.pathways.question.question import Question
from stackr.pathways.question.repeats import once
from stackr.pathways.remarks import unreadable
from stackr.records.errors import RecordError
from stackr.rulebook.book import RuleBook


def cohort(
    book: RuleBook,
    learners: Iterable[Given],
    for_: str,
    as_of: date | None = None,
    options: PlanOptions | None = None,
    *,
    unread: Iterable[Unread] = (),
    each: Callable[[], None] | None = None,
) -> Cohort:
    """One exact plan per learner. Who can't be planned for is listed with the reason; nobody is left out in silence.

    `unread`: records that could not be read before, handed on to the answer; `each` is called when a learner is done.
    Raises `AuditError` for an award that is not declared, `PlanError` for what can't be asked of any learner.
    """
    as_of = day_asked(as_of)
    chosen = options or PlanOptions()
    _askable(book, for_, as_of, chosen)
    demand: Counter[tuple[str, str | None]] = Counter()
    begins: dict[str | None, str] = {None: ""}
    titles: dict[str, str] = {}
    without: list[Unplanned] = []
    bad, unknown = list(unread), list[Unread]()
    number = planned = complete = proven = 0
    for position, given in enumerate(learners, start=1):
        if each is not None:
            each()
        try:
            learner = one_learner(book, given, as_of)
        except (RecordError, AuditError) as fault:
            place = str(given) if isinstance(given, str | Path) else f"record {position}"
            bad.append(Unread(place=place, why=str(fault)))
            continue
        number += 1
        unknown += [Unread(place=f"{learner.id}, {name}", why=why) for name, why in unreadable(learner)]
        try:
            made = plan(book, learner, for_, as_of, chosen)
        except PlanError as fault:
            without.append(Unplanned(learner=learner.id, why=str(fault)))
            continue
        if made.best is None:
            complete += made.status == "nothing-to-add"
            if made.status != "nothing-to-add":
                why = made.blocking.message if made.blocking else "no plan was found within the limit of work"
                without.append(Unplanned(learner=learner.id, why=why))
            continue
        if not made.best.verified:
            without.append(Unplanned(learner=learner.id, why="an audit did not confirm the plan that was found"))
            continue
        planned, proven = planned + 1, proven + made.best.proven
        for at, term in enumerate(made.best.terms):
            begins[term.name] = term.start or f"{at:03}"
        for item in made.best.items:
            demand[once(item.label), item.term] += 1
            titles[once(item.label)] = item.title
    return Cohort(
        schema=DEMAND_SCHEMA,
        qualification=for_,
        as_of=as_of.isoformat(),
        learners=number,
        planned=planned,
        complete=complete,
        proven=proven,
        demand=tuple(
            Demand(item=label, title=titles[label], term=term, learners=count)
            for (label, term), count in sorted(demand.items(), key=lambda pair: (begins[pair[0][1]], pair[0][0]))
        ),
        without=tuple(sorted(without, key=lambda one: (one.learner, one.why))),
        unread=tuple(sorted(bad, key=lambda one: (one.place, one.why))),
        unknown=tuple(sorted(unknown, key=lambda one: (one.place, one.why))),
    )


def _askable(book: RuleBook, for_: str, as_of: date, options: PlanOptions) -> None:
    """Ask of nobody in particular, so that what nobody can be asked is said once."""
    nobody = Learner("")
    for name in asked_for(book, nobody, for_):
        Question(book, nobody, name, as_of, options).check()
