"""The groups by which a comparison of rules is counted: a column of the holdings, or a fact of the learners."""

from __future__ import annotations

from typing import Final

import polars as pl

from stackr.batch.ingest.members import BY
from stackr.batch.run.people import People

MOST_JOINED: Final = 3
SEVERAL: Final = "several"
"""The group of a learner with more values than are worth naming."""


def groups_of(holdings: pl.DataFrame, people: People, learners: pl.Series, by: str | None) -> dict[str, str]:
    """The group of each learner: the value in the column, all of them (`Arts + Law`) if there are several; else the fact.

    The column is that of the input, else the member that a profile makes under that name.
    """
    if by is None:
        return {}
    column = BY if BY in holdings.columns else by
    if column in holdings.columns:
        each = holdings.select("learner", pl.col(column).cast(pl.String)).drop_nulls().unique().sort("learner", column)
        told = each.group_by("learner", maintain_order=True).agg(pl.col(column)).iter_rows()
        return {learner: " + ".join(values) if len(values) <= MOST_JOINED else SEVERAL for learner, values in told}
    found = {}
    for learner in learners:
        fact = people[str(learner)].learner.facts.get(by)
        if fact is not None:
            found[str(learner)] = str(fact)
    return found
