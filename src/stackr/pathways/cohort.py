"""The demand of a cohort: the best plan of each learner, added up by item and term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from stackr.model.guidance import DEMAND_SCHEMA, Cohort, Demand, Unplanned
from stackr.model.learning import Learner
from stackr.model.plan import Plan
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions
from stackr.pathways.plan import plan
from stackr.rulebook.book import RuleBook


def cohort(
    book: RuleBook,
    learners: Iterable[Learner],
    for_: str,
    as_of: date,
    options: PlanOptions | None = None,
    each: Callable[[Plan], None] | None = None,
) -> Cohort:
    """One exact plan per learner. Who can't be planned for is listed with the reason; nobody is left out in silence."""
    demand: Counter[tuple[str, str | None]] = Counter()
    begins: dict[str | None, str] = {None: ""}
    titles: dict[str, str] = {}
    without: list[Unplanned] = []
    number = planned = complete = proven = 0
    for learner in learners:
        number += 1
        try:
            made = plan(book, learner, for_, as_of, options)
        except PlanError as fault:
            without.append(Unplanned(learner=learner.id, why=str(fault)))
            continue
        if each is not None:
            each(made)
        complete += made.status == "nothing-to-add"
        if made.best is None:
            if made.status != "nothing-to-add":
                without.append(
                    Unplanned(learner=learner.id, why=made.blocking.message if made.blocking else "not settled")
                )
            continue
        planned, proven = planned + 1, proven + made.best.proven
        for position, term in enumerate(made.best.terms):
            begins[term.name] = term.start or f"{position:03}"
        for item in made.best.items:
            demand[item.label, item.term] += 1
            titles[item.label] = item.title
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
        without=tuple(sorted(without, key=lambda one: one.learner)),
    )
