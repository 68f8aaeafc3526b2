"""A catalogue item as if it had been passed: what selectors are asked about where nobody holds it yet.

Fields and outcomes that the catalogue doesn't state are unknown, as they are of a unit recognised as the item; tags are its own
labels: none listed, none there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stackr.conditions.predicate import Context
from stackr.conditions.tables import CatalogueItem
from stackr.model.learning import Holding, RecognisedUnit


def as_holding(
    item: CatalogueItem,
    context: Context,
    id: str,
    *,
    status: str = "active",
    dates: Mapping[str, date] | None = None,
    term: str | None = None,
) -> Holding:
    """Held, verified, passed on the as-of day unless `dates` says when; without an issuer of its own it is the awarding body's."""
    day = context.as_of
    return Holding(
        id=id,
        credential=item.code,
        issuer=item.issuer or context.body,
        title=item.title,
        kind=item.kind,
        status=status,
        dates={"awarded": day, "completed": day} if dates is None else dates,
        credits=item.credits,
        credit_unit=item.credit_unit,
        hours=item.hours,
        level=item.level,
        framework=item.framework,
        fields=item.fields or None,
        outcomes=item.outcomes or None,
        tags=item.tags,
        assessment=item.assessment,
        mode=item.mode,
        term=term,
        signature="verified",
        holder="learner",
        extra={"language": item.languages[0]} if len(item.languages) == 1 else {},
    )


def as_unit(item: CatalogueItem, context: Context) -> RecognisedUnit:
    """The unit it would be, recognised as own learning."""
    holding = as_holding(item, context, item.code)
    return RecognisedUnit(
        id=item.code,
        holding=holding,
        code=item.code,
        credits=item.credits,
        credit_unit=item.credit_unit,
        grant=item.code,
        route="own",
        route_kind="own",
        route_rank=0,
        title=item.title,
        issuer=holding.issuer,
        level=item.level,
        framework=item.framework,
        fields=item.fields or None,
        outcomes=item.outcomes or None,
        tags=item.tags,
    )
