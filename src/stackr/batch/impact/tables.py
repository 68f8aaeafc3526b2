"""The tables of `stackr impact`: every learner's changes with the clauses responsible, and what becomes of decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

import polars as pl

from stackr.batch.alike import Alike
from stackr.batch.evaluate import Evaluator
from stackr.batch.impact.decided import DECISIONS, decided
from stackr.batch.impact.responsible import Changed, responsible
from stackr.batch.run.holding_back import Clauses, clauses_of
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
        self._holding: tuple[Alike[Clauses], ...] = Alike(), Alike()
        """What holds learners back under the old rules, and under the new."""
        self._known: tuple[Alike[Clauses], ...] = Alike(), Alike()
        """The clauses responsible, where the old rules are worse, and where the new are."""

    def tables(
        self,
        holdings: pl.DataFrame,
        about: pl.DataFrame | None,
        people: People,
        results: pl.DataFrame,
        groups: Mapping[str, str],
    ) -> dict[str, pl.DataFrame]:
        """The tables of one part. `results`: those under the new rules; `groups`: of learners."""
        answer = self.before.evaluate(holdings, about)
        words = [pl.col(name).cast(pl.String) for name in ("learner", "qualification", *_TOLD)]
        old = answer.results.select(words)
        old_people = People(self.before, holdings, about)
        changes = pl.DataFrame(self._changes(old, results, old_people, people, groups), schema=CHANGES, orient="row")
        told = None if about is None else about.filter(pl.col("learner").is_in(results["learner"].implode()))
        fits = pl.DataFrame(self._decisions(told, old_people, people), schema=DECISIONS, orient="row")
        return {"changes": changes, "decisions": fits}

    def _changes(
        self, old: pl.DataFrame, new: pl.DataFrame, before: People, after: People, groups: Mapping[str, str]
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
        old, new = before[learner], after[learner]
        worse = new if change in ("loses", "further") else old

        def work() -> tuple[str, ...]:
            versions = [person.evaluation.values(award).qualification for person in (old, new)]
            own = self.changed.of(versions[0], versions[1])
            return responsible(own, self.changed.all, lambda: clauses_of(worse, award, self._holding[worse is new]))

        return self._known[worse is new].get(new.like, award, work)

    @staticmethod
    def _decisions(about: pl.DataFrame | None, before: People, after: People) -> Iterator[tuple[str | None, ...]]:
        if about is not None:
            for learner in about.filter(pl.col("decisions").is_not_null())["learner"]:
                yield from decided(learner, before, after)


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
