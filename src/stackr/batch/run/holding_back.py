"""Which clauses hold each learner back from each award not yet earned: on request, for every one a few solves."""

from __future__ import annotations

from typing import Final

import polars as pl

from stackr.audit.proving import holding_back
from stackr.batch.alike import Alike
from stackr.batch.person import Person
from stackr.batch.run.people import People

HOLDS_BACK: Final = {"learner": pl.String, "qualification": pl.String, "clause": pl.String}
"""One row per learner, award and clause: waiving it alone would help; or, if none does, it is one of those unmet."""

Clauses = tuple[str, ...]


def held_back_by(people: People, results: pl.DataFrame, known: Alike[Clauses]) -> pl.DataFrame:
    """The clauses, in order of learner, award, clause."""
    rows: list[tuple[str, str, str]] = []
    unmet = results.filter(~pl.col("status").is_in(["satisfied", "conferred"])).select("learner", "qualification")
    for (learner,), group in unmet.group_by("learner", maintain_order=True):
        person = people[str(learner)]
        for name in group["qualification"]:
            rows += [(str(learner), name, clause) for clause in clauses_of(person, name, known)]
    return pl.DataFrame(rows, schema=HOLDS_BACK, orient="row")


def clauses_of(person: Person, award: str, known: Alike[Clauses]) -> Clauses:
    """The clauses that hold one learner back from one award."""

    def work() -> Clauses:
        return holding_back(person.evaluation, person.evaluation.values(award))

    return known.get(person.like, award, work)
