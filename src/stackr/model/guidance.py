"""What an adviser is shown beside plans: what a change would do, which awards are near, what a credential would open."""

from __future__ import annotations

import json
from typing import Any, Final, Literal, TypeAlias

from pydantic import Field

from stackr._json_schema import document
from stackr.model.parts import Part, Shown
from stackr.model.qualification import Status

WHATIF_SCHEMA: Final = "stackr.whatif/1"
RANKING_SCHEMA: Final = "stackr.ranking/1"
DEMAND_SCHEMA: Final = "stackr.demand/1"
COMPARISON_SCHEMA: Final = "stackr.comparison/1"


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


class WhatIf(Shown):
    """What would be if …: before and after side by side. The record itself is left as it is."""

    schema_: Literal["stackr.whatif/1"] = Field(alias="schema")
    name: str
    learner: str
    as_of: str
    record: str
    """Digest of the record that it starts from."""
    suppose: tuple[str, ...]
    changes: tuple[Change, ...]
    remarks: tuple[str, ...] = ()
    """What the reader should know: prerequisites that are not met, say."""

    @property
    def called(self) -> str:
        """Its name; what is supposed, if it has none."""
        return self.name or "; ".join(self.suppose)

    def beside(self, *others: WhatIf) -> Comparison:
        """This answer and others, to compare. Raises `ValueError` if they are about different learners."""
        answers = (self, *others)
        people = sorted({answer.learner for answer in answers})
        if len(people) > 1:
            raise ValueError(f"what-ifs about different learners can't be compared: {', '.join(people)}")
        return Comparison(schema=COMPARISON_SCHEMA, answers=answers)


class Comparison(Shown):
    """Several what-ifs about one learner, side by side."""

    schema_: Literal["stackr.comparison/1"] = Field(alias="schema")
    answers: tuple[WhatIf, ...]

    @property
    def one_record(self) -> bool:
        """Whether all start from the same record on the same day."""
        return len({(answer.record, answer.as_of) for answer in self.answers}) == 1


class Rank(Part):
    """One award, by how far it is. `in_progress`: progress once what is in progress is passed."""

    qualification: str
    title: str
    status: Status
    progress: str
    in_progress: str
    missing: str
    """Credits (of the award's own unit) until it is satisfied."""
    proven: bool = True
    closed: str | None = None


class Gain(Part):
    """What one item would do for one award."""

    qualification: str
    credits: str
    completes: bool


class Unlock(Part):
    """What one item on offer would do across all awards, passed well enough, beside what the learner has and is taking.

    `credits`: the sum of the gains; `completes`: awards it finishes; `first`: what it asks to be passed before it.
    """

    label: str
    title: str
    first: str | None = None
    credits: str
    completes: tuple[str, ...]
    gains: tuple[Gain, ...]


class Ranking(Shown):
    """All awards, the nearest first; and the items on offer by what they would add."""

    schema_: Literal["stackr.ranking/1"] = Field(alias="schema")
    learner: str
    as_of: str
    earned: tuple[str, ...]
    """Satisfied and not yet conferred."""
    awards: tuple[Rank, ...]
    unlocks: tuple[Unlock, ...] = ()


class Demand(Part):
    """How many learners' plans take an item in a term. `term` None: plans without terms; what may count several times is then counted
    as often as it is taken."""

    item: str
    title: str
    term: str | None
    learners: int


class Unplanned(Part):
    """A learner without a plan, and why."""

    learner: str
    why: str


class Unread(Part):
    """A record (or a row of a table) that could not be read, where it stands, and why."""

    place: str
    why: str


class Cohort(Shown):
    """The demand that the best plans of many learners add up to: `learners` = `planned` + `complete` + those `without`."""

    schema_: Literal["stackr.demand/1"] = Field(alias="schema")
    qualification: str
    as_of: str
    learners: int
    planned: int
    complete: int
    proven: int
    demand: tuple[Demand, ...]
    without: tuple[Unplanned, ...]
    unread: tuple[Unread, ...] = ()
    unknown: tuple[Unread, ...] = ()
    """Values of the learners' holdings that can't be read and count as unknown."""


Guidance: TypeAlias = WhatIf | Comparison | Ranking | Cohort


def guidance_bytes(answer: Guidance) -> bytes:
    """One of these as JSON: equal answers are equal bytes."""
    return (json.dumps(answer.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _schema(name: str, model: type[Part]) -> dict[str, Any]:
    return document(name, model.model_json_schema(mode="serialization", by_alias=True))


def whatif_schema() -> dict[str, Any]:
    """The JSON Schema of what-ifs."""
    return _schema("whatif", WhatIf)


def ranking_schema() -> dict[str, Any]:
    """The JSON Schema of rankings."""
    return _schema("ranking", Ranking)


def comparison_schema() -> dict[str, Any]:
    """The JSON Schema of compared what-ifs."""
    return _schema("comparison", Comparison)


def demand_schema() -> dict[str, Any]:
    """The JSON Schema of a cohort's demand."""
    return _schema("demand", Cohort)
