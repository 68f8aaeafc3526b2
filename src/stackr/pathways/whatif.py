"""`whatif`: what would be if …; the awards before and after side by side, the record left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from stackr._collection import collection_paused
from stackr._quantity import format_amount
from stackr._time import day_asked
from stackr.audit.evaluation import Evaluation
from stackr.audit.options import AuditOptions
from stackr.audit.run import Given, asked_for, one_learner
from stackr.audit.values import Values
from stackr.model.guidance import WHATIF_SCHEMA, Change, Side, WhatIf
from stackr.pathways.errors import PlanError
from stackr.pathways.options import PlanOptions
from stackr.pathways.plan import answer
from stackr.pathways.question.question import Question
from stackr.pathways.suppose import Supposed, World, suppose, words
from stackr.pathways.supposed import After
from stackr.rulebook.book import RuleBook


@collection_paused()
def whatif(
    book: RuleBook,
    learner: Given,
    changes: Sequence[Supposed],
    for_: str | Iterable[str] | None = None,
    as_of: date | None = None,
    *,
    name: str = "",
    plan: PlanOptions | None = None,
) -> WhatIf:
    """Suppose the changes and audit again; with `plan`, plan again too. `changes`: `("add", "DS501")` and the like.

    Raises `PlanError` for what can't be supposed.
    """
    as_of = day_asked(as_of)
    if not changes:
        raise PlanError("nothing is supposed", "add an item, drop a holding, …")
    admitted = one_learner(book, learner, as_of)
    names = asked_for(book, admitted, for_)
    if for_ is None:
        programmes = {what for kind, what in changes if kind == "enrol" and what in book.qualifications}
        names = tuple(sorted({*names, *programmes}))
    bodies = tuple(sorted({book.qualifications[name][-1].award.body for name in names}, key=str))
    before = World(book, admitted, as_of, bodies)
    after = suppose(before, changes)
    options = AuditOptions(tier="values")
    evaluations = [Evaluation(world.book, world.learner, as_of, options) for world in (before, after)]
    sides = [[_side(evaluation, evaluation.values(name), plan) for name in names] for evaluation in evaluations]
    return WhatIf(
        schema=WHATIF_SCHEMA,
        name=name,
        learner=before.learner.id,
        as_of=as_of.isoformat(),
        record=before.learner.digest,
        suppose=tuple(words(kind, what) for kind, what in changes),
        changes=tuple(
            Change(
                qualification=award,
                title=book.qualifications[award][-1].clause.title or award,
                before=old,
                after=new,
                gained=tuple(sorted((Counter(new.counted) - Counter(old.counted)).elements())),
                lost=tuple(sorted((Counter(old.counted) - Counter(new.counted)).elements())),
            )
            for award, old, new in zip(names, *sides, strict=True)
        ),
        remarks=After(before, after, changes, sides[1], evaluations[1], names).remarks(),
    )


def _side(evaluation: Evaluation, values: Values, plan: PlanOptions | None) -> Side:
    sure = values.sure
    here = {spec.id for spec in values.qualification.award.places}
    own = {index for index, place in enumerate(sure.lowered.problem.places) if place.id in here}
    units = {placed.unit for placed in sure.solution.placements if placed.place in own}
    counted = [sure.lowered.units[unit].code or sure.lowered.units[unit].holding.id for unit in units]
    asked: dict[str, str] | None = None
    items: tuple[str, ...] = ()
    if plan is not None and values.shut is None:
        made = answer(Question(evaluation.book, evaluation.learner, values.qualification.name, evaluation.as_of, plan))
        asked = {"status": made.status}
        if made.best is not None:
            asked |= {wish.minimise: wish.value for wish in made.best.wishes}
            if made.best.totals.currency is not None:
                asked["currency"] = made.best.totals.currency
            asked["proven"] = "yes" if made.best.proven else "no"
            items = tuple(item.label for item in made.best.items)
    return Side(
        status=values.status,
        progress=str(values.earned),
        missing=format_amount(values.missing_credits),
        counted=tuple(sorted(counted)),
        plan=asked,
        plan_items=items,
    )
