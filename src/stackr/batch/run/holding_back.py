"""Which clauses hold each learner back from each award not yet earned: on request, for every one a few solves."""

from __future__ import annotations

import polars as pl

from stackr.audit.proving import holding_back
from stackr.batch.alike import Alike
from stackr.batch.person import Person
from stackr.batch.result import frame, plain
from stackr.batch.run.people import People

Clauses = tuple[str, ...]


def held_back_by(people: People, results: pl.DataFrame, known: Alike[Clauses]) -> pl.DataFrame:
    """The clauses, in order of learner, award, clause."""
    rows: list[tuple[str, str, str]] = []
    unmet = results.filter(~pl.col("status").is_in(["satisfied", "conferred"])).select("learner", "qualification")
    for (learner,), group in unmet.group_by("learner", maintain_order=True):
        person = people[str(learner)]
        for name in group["qualification"]:
            rows += [(str(learner), name, clause) for clause in clauses_of(person, name, known)]
    return plain(frame("holds_back", rows))


def clauses_of(person: Person, award: str, known: Alike[Clauses]) -> Clauses:
    """The clauses that hold one learner back from one award."""

    def work() -> Clauses:
        return holding_back(person.evaluation, person.evaluation.values(award))

    return known.get(person.like, award, work)
