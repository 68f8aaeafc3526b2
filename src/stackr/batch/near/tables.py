"""The three tables of `stackr near`, from the results of a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from stackr._quantity import read_back
from stackr.audit.completing import NOT_FOUND, completing
from stackr.audit.entry import judged_of
from stackr.audit.evaluation import Evaluation
from stackr.batch.alike import Alike
from stackr.batch.near.reach import Reach
from stackr.batch.person import Person
from stackr.batch.run.people import People
from stackr.model.qualification import Completion
from stackr.requirements.base import JudgedNeed

NEAR: Final = {
    "learner": pl.String,
    "qualification": pl.String,
    "rank": pl.UInt32,  # among all awards, for this learner
    "earned": pl.String,
    "missing_credits": pl.String,
    "unmet": pl.UInt32,  # requirements not met, each counted where it stands lowest
    "add": pl.String,  # the least set of items that completes it, `;` between; null where nothing on offer does
    "credits": pl.String,
    "cost": pl.String,
    "proven": pl.Boolean,  # that no smaller set completes it; where none is named, that none does
    "also": pl.String,  # milestones, sign-offs and decisions that are needed beside it
}
UNCLAIMED: Final = {"learner": pl.String, "qualification": pl.String, "version": pl.String}
"""Earned, not conferred, and not claimed."""
RANKING: Final = {
    "learner": pl.String,
    "rank": pl.UInt32,
    "qualification": pl.String,
    "status": pl.String,
    "earned": pl.String,
    "missing_credits": pl.String,
}
STANDING: Final = ("conferred", "satisfied", "undetermined", "in-progress", "not-started")
"""Statuses, best first."""


@dataclass(frozen=True, slots=True)
class Way:
    """How near one learner is to one award, and the least way to it."""

    unmet: int
    completion: Completion | None
    proven: bool
    """That there is no smaller one; of none, that there is none."""


def near_tables(people: People, results: pl.DataFrame, reach: Reach, known: Alike[Way]) -> dict[str, pl.DataFrame]:
    """The tables of one part, by name."""
    ranking = ranked(results)
    unclaimed = pl.DataFrame(_unclaimed(people, results), schema=UNCLAIMED, orient="row")
    near = pl.DataFrame(_near(people, ranking, reach, known), schema=NEAR, orient="row")
    return {"ranking": ranking, "unclaimed": unclaimed, "near": near}


def ranked(results: pl.DataFrame) -> pl.DataFrame:
    """Every learner's awards, the nearest first; equals share a rank. Fractions are compared exactly."""
    keys = {
        "status": {status: place for place, status in enumerate(STANDING)},
        "earned": _places(results["earned"], reverse=True),
        "missing_credits": _places(results["missing_credits"], reverse=False),
    }
    made = [
        pl.col(name).replace_strict(places, default=None, return_dtype=pl.Int64).alias(f"@{name}")
        for name, places in keys.items()
    ]
    order = [f"@{name}" for name in keys]
    sorted_ = results.with_columns(made).sort("learner", *order, "qualification")
    rank = pl.struct(order).rank("min").over("learner").cast(pl.UInt32).alias("rank")
    return sorted_.with_columns(rank).select(*RANKING)


def _places(texts: pl.Series, *, reverse: bool) -> dict[str, int]:
    found = sorted((str(text) for text in texts.unique().drop_nulls()), key=read_back, reverse=reverse)
    return {text: place for place, text in enumerate(found)}


def _unclaimed(people: People, results: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    earned = results.filter(pl.col("status") == "satisfied").select(*UNCLAIMED)
    for (learner,), group in earned.group_by("learner", maintain_order=True):
        claimed = {award for claim in people[str(learner)].learner.claims for award in claim}
        yield from (row for row in group.iter_rows() if row[1] not in claimed)


def _near(people: People, ranking: pl.DataFrame, reach: Reach, known: Alike[Way]) -> Iterator[tuple[object, ...]]:
    open_ = ranking.filter(~pl.col("status").is_in(["conferred", "satisfied"]))
    if reach.requirements is None and reach.amount is not None:
        few = [text for text in open_["missing_credits"].unique() if read_back(str(text)) <= reach.amount]
        open_ = open_.filter(pl.col("missing_credits").is_in(few))
    for (learner,), group in open_.group_by("learner", maintain_order=True):
        person = people[str(learner)]
        for row in group.iter_rows(named=True):
            close = reach.amount is not None and read_back(row["missing_credits"]) <= reach.amount
            way = _way(person, row["qualification"], close, reach, known)
            if way is not None:
                yield _row(row, way)


def _way(person: Person, award: str, close: bool, reach: Reach, known: Alike[Way]) -> Way | None:
    """The way to the award; None if it is out of reach."""

    def unmet() -> int:
        judged = judged_of(person.evaluation.values(award))
        needs = [need for need in judged.requirements if need.id != f"{award}.total"]
        lacking = sum(_lacking(need) for need in needs) + sum(rule.status == "broken" for rule in judged.limits)
        return lacking or 1  # the total alone

    if not close and (reach.requirements is None or unmet() > reach.requirements):
        return None
    return known.get(person.like, award, lambda: _least(person.evaluation, award, unmet()))


def _least(evaluation: Evaluation, award: str, unmet: int) -> Way:
    found = completing(evaluation, evaluation.values(award))
    if not found.ways:
        return Way(unmet, None, NOT_FOUND not in found.flags)
    return Way(unmet, found.ways[0], found.ways[0].proven)


def _lacking(need: JudgedNeed) -> int:
    """Requirements not met at or below this one, those that have none below them."""
    if need.status in ("met", "waived", "not-chosen"):
        return 0
    return sum(_lacking(child) for child in need.children) or 1


def _row(row: dict[str, object], way: Way) -> tuple[object, ...]:
    least = way.completion
    told: tuple[object, ...] = (None, None, None, way.proven, None)
    if least is not None:
        told = (_listed(least.add), least.credits, least.cost, way.proven, _listed(least.also))
    kept = (row["learner"], row["qualification"], row["rank"], row["earned"], row["missing_credits"])
    return (*kept, way.unmet, *told)


def _listed(items: Iterable[str]) -> str | None:
    return ";".join(items) or None
