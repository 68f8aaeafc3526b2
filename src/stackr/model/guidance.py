"""What an adviser is shown beside plans: what a change would do, which awards are near, what a credential would open."""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from pydantic import Field

from stackr.model.audit import Part, Status

WHATIF_SCHEMA: Final = "stackr.whatif/1"
RANKING_SCHEMA: Final = "stackr.ranking/1"
DEMAND_SCHEMA: Final = "stackr.demand/1"


class Side(Part):
    """How an award stands. `missing`: credits (or items' worth of them) until it is satisfied; `plan`: what the best plan asks."""

    status: Status
    progress: str
    missing: str
    counted: tuple[str, ...] = ()
    plan: dict[str, str] | None = None
    plan_items: tuple[str, ...] = ()


class Change(Part):
    """An award before and after. `gained`, `lost`: what counts only after, only before."""

    qualification: str
    title: str
    before: Side
    after: Side
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing changes."""
        return self.before == self.after


class WhatIf(Part):
    """What would be if …: before and after side by side. The record itself is left as it is."""

    schema_: Literal["stackr.whatif/1"] = Field(alias="schema")
    name: str
    learner: str
    as_of: str
    record: str
    """Digest of the record that it starts from."""
    suppose: tuple[str, ...]
    changes: tuple[Change, ...]


class Rank(Part):
    """One award, by how far it is. `in_progress`: progress once what is in progress is passed."""

    qualification: str
    title: str
    status: Status
    progress: str
    in_progress: str
    missing: str
    closed: str | None = None


class Gain(Part):
    """What one item would do for one award."""

    qualification: str
    credits: str
    completes: bool


class Unlock(Part):
    """What one item on offer would do across all awards. `credits`: the sum of the gains; `completes`: awards it finishes."""

    label: str
    title: str
    credits: str
    completes: tuple[str, ...]
    gains: tuple[Gain, ...]


class Ranking(Part):
    """All awards, the nearest first; and the items on offer by what they would add."""

    schema_: Literal["stackr.ranking/1"] = Field(alias="schema")
    learner: str
    as_of: str
    earned: tuple[str, ...]
    """Satisfied and not yet conferred."""
    awards: tuple[Rank, ...]
    unlocks: tuple[Unlock, ...] = ()


class Demand(Part):
    """How many learners' plans take an item in a term. `term` None: plans without terms."""

    item: str
    title: str
    term: str | None
    learners: int


class Unplanned(Part):
    """A learner without a plan, and why."""

    learner: str
    why: str


class Cohort(Part):
    """The demand that the best plans of many learners add up to."""

    schema_: Literal["stackr.demand/1"] = Field(alias="schema")
    qualification: str
    as_of: str
    learners: int
    planned: int
    complete: int
    proven: int
    demand: tuple[Demand, ...]
    without: tuple[Unplanned, ...]


def guidance_bytes(answer: Part) -> bytes:
    """One of these as JSON: equal answers are equal bytes."""
    return (json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _schema(model: type[Part]) -> dict[str, Any]:
    made = model.model_json_schema(mode="serialization", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def whatif_schema() -> dict[str, Any]:
    """The JSON Schema of what-ifs."""
    return _schema(WhatIf)


def ranking_schema() -> dict[str, Any]:
    """The JSON Schema of rankings."""
    return _schema(Ranking)


def demand_schema() -> dict[str, Any]:
    """The JSON Schema of a cohort's demand."""
    return _schema(Cohort)
