"""The tables of `stackr impact`: every learner's changes with the clauses responsible, and what becomes of decisions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

import polars as pl

from stackr.batch.alike import Alike
from stackr.batch.evaluate import Evaluator
from stackr.batch.impact.decided import DECISIONS, decided
from stackr.batch.impact.responsible import Changed, responsible
from stackr.batch.run.holding_back import clauses_of
from stackr.batch.run.people import People

CHANGES: Final = {
    "learner": pl.String,
    "group": pl.String,
    "qualification": pl.String,
    "change": pl.String,  # gains, loses, nearer, further, otherwise, new-award, gone-award
    "status_before": pl.String,
    "status_after": pl.String,
    "earned_before": pl.String,
    "earned_after": pl.String,
    "clauses": pl.String,  # responsible, `;` between
}
_COMPLETE: Final = ("satisfied", "conferred")
_TOLD: Final = ("status", "earned", "possible")


class Comparison:
    """Two rule books before the same learners."""

    def __init__(self, before: Evaluator, after: Evaluator) -> None:
        self.before, self.after = before, after
        self.changed = Changed(before.book, after.book)
        self._old: Alike[tuple[str, ...]] = Alike()
        self._new: Alike[tuple[str, ...]] = Alike()

    def tables(
        self, holdings: pl.DataFrame, about: pl.DataFrame | None, people: People, results: pl.DataFrame, by: str | None
    ) -> dict[str, pl.DataFrame]:
        """The tables of one part. `results`: those under the new rules."""
        answer = self.before.evaluate(holdings, about)
        words = [pl.col(name).cast(pl.String) for name in ("learner", "qualification", *_TOLD)]
        old = answer.results.select(words)
        old_people = People(self.before, holdings, about)
        groups = _groups(holdings, people, results["learner"].unique(), by)
        changes = pl.DataFrame(self._changes(old, results, old_people, people, groups), schema=CHANGES, orient="row")
        told = None if about is None else about.filter(pl.col("learner").is_in(results["learner"].implode()))
        fits = pl.DataFrame(self._decisions(told, old_people, people), schema=DECISIONS, orient="row")
        return {"changes": changes, "decisions": fits}

    def _changes(
        self, old: pl.DataFrame, new: pl.DataFrame, before: People, after: People, groups: dict[str, str]
    ) -> Iterator[tuple[Any, ...]]:
        keys = ["learner", "qualification"]
        both = old.join(new.select(*keys, *_TOLD), on=keys, how="full", suffix="_after", coalesce=True)
        differ = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in _TOLD)
        for row in both.filter(differ).sort(keys).iter_rows(named=True):
            learner, award = row["learner"], row["qualification"]
            change = _change(row)
            clauses = self._responsible(before, after, learner, award, change)
            group = groups.get(learner)
            told = (row["status"], row["status_after"], row["earned"], row["earned_after"])
            yield (learner, group, award, change, *told, ";".join(clauses))

    def _responsible(self, before: People, after: People, learner: str, award: str, change: str) -> tuple[str, ...]:
        if change in ("new-award", "gone-award"):
            return (award,)
        worse_after = change in ("loses", "further")
        old, new = before[learner], after[learner]
        versions = [person.evaluation.values(award).qualification for person in (old, new)]
        person, known = (new, self._new) if worse_after else (old, self._old)
        own = self.changed.of(versions[0], versions[1])
        return responsible(own, self.changed.all, lambda: clauses_of(person, award, known))

    @staticmethod
    def _decisions(about: pl.DataFrame | None, before: People, after: People) -> Iterator[tuple[str | None, ...]]:
        if about is not None:
            for learner in about.filter(pl.col("decisions").is_not_null())["learner"]:
                yield from decided(learner, before, after)


MOST_JOINED: Final = 3
SEVERAL: Final = "several"
"""The group of a learner with more values than are worth naming."""


def _change(row: dict[str, Any]) -> str:
    if row["status"] is None or row["status_after"] is None:
        return "new-award" if row["status"] is None else "gone-award"
    complete, complete_after = (row[name] in _COMPLETE for name in ("status", "status_after"))
    if complete != complete_after:
        return "gains" if complete_after else "loses"
    earned, earned_after = Fraction(row["earned"]), Fraction(row["earned_after"])
    if earned != earned_after:
        return "nearer" if earned_after > earned else "further"
    return "otherwise"


def _groups(holdings: pl.DataFrame, people: People, learners: pl.Series, by: str | None) -> dict[str, str]:
    """The group of each learner: the value in the column, all of them (`Arts + Law`) if there are several; else the fact."""
    if by is None:
        return {}
    if by in holdings.columns:
        each = holdings.select("learner", pl.col(by).cast(pl.String)).drop_nulls().unique().sort("learner", by)
        told = each.group_by("learner", maintain_order=True).agg(pl.col(by)).iter_rows()
        return {learner: " + ".join(values) if len(values) <= MOST_JOINED else SEVERAL for learner, values in told}
    found = {}
    for learner in learners:
        fact = people[str(learner)].learner.facts.get(by)
        if fact is not None:
            found[str(learner)] = str(fact)
    return found
