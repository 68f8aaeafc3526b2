"""What a plan looks like from outside, its JSON Schema and its one byte form. Amounts are exact text, as in audits."""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from pydantic import Field

from stackr._json_schema import document
from stackr.model.audit import Digests
from stackr.model.parts import Part, Shown

SCHEMA: Final = "stackr.plan/1"

PlanStatus = Literal["planned", "nothing-to-add", "infeasible", "open"]
"""`open`: no plan was found within the limit of work, and it is not shown that there is none."""
Way = Literal["course", "rpl"]


class Wish(Part):
    """One thing made small. `bound`: no plan comes to less (given that all wishes before stay at their value)."""

    minimise: str
    value: str
    bound: str
    proven: bool


class PlanItem(Part):
    """One addition. `after`, `beside`: what of the plan or the record it builds on; `slack`: by how many terms it may slip.

    It is the most, over all ways to put the same items into terms that keep the rules, what each asks first and beside it, the terms
    offered and the loads, and end no later; others may have to slip with it. None: a plan without terms, or not settled.
    `critical`: it is on the chain that sets the pace.
    """

    label: str
    code: str
    title: str
    way: Way
    issuer: str | None = None
    term: str | None = None
    credits: str | None = None
    hours: str | None = None
    cost: str | None = None
    currency: str | None = None
    distance: str | None = None
    mode: str | None = None
    places: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    counts_for: tuple[str, ...] = ()
    slack: int | None = None
    critical: bool = False


class PlanTerm(Part):
    """A term of the plan: what is taken, and what is in progress already; where nothing is taken, what the plan waits for, in words."""

    name: str
    start: str | None = None
    end: str | None = None
    items: tuple[str, ...] = ()
    credits: str = "0"
    under_way: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


class Totals(Part):
    """What the additions come to. None: not known of every item."""

    credits: str | None
    hours: str | None
    cost: str | None
    currency: str | None
    items: int
    distance: str | None
    terms: int | None
    fullest_term: str | None
    """Credits of the fullest term."""


class Aside(Part):
    """What was left aside, why, and how many; the first of them by name."""

    reason: str
    number: int
    examples: tuple[str, ...]


class Reduced(Part):
    """How far the choice was narrowed before anything was solved: on offer, may be taken, counts somewhere, may be best."""

    on_offer: int
    available: int
    relevant: int
    kept: int


class Pathway(Part):
    """One set of additions. `first`: the first by codes of all that are as good; false if that was not settled."""

    items: tuple[PlanItem, ...]
    terms: tuple[PlanTerm, ...] = ()
    totals: Totals
    wishes: tuple[Wish, ...]
    proven: bool
    first: bool
    finished: str | None = None
    """The day on which the last term of the plan ends."""
    chain: tuple[str, ...] = ()
    """The chain of prerequisites that sets the pace, first to last: the longest of which no item may slip."""
    verified: bool
    """Whether the audit of the learner with these additions says that the award is satisfied."""
    assumes: tuple[str, ...] = ()
    """What the audit of the plan takes for granted beside passing."""


class Remedy(Part):
    """What could be done about something that blocks. `enough`: whether there is a plan with that alone; None: not settled."""

    words: str
    enough: bool | None


class BlockingCause(Part):
    """One of what can't be met together, in words: a clause (with its id, source and place), what an item asks first, when it
    is offered, that there are no more terms, or something that was wished.
    """

    kind: Literal["clause", "first", "beside", "offered", "terms", "load", "include", "avoid", "only"]
    words: str
    clause: str | None = None
    source: str | None = None
    at: str | None = None
    item: str | None = None
    remedies: tuple[Remedy, ...] = ()
    """What could be done about it."""


class Further(Part):
    """What blocks besides, for itself: causes that can't be met together and have none in common with those told before."""

    causes: tuple[BlockingCause, ...]
    message: str


class Blocking(Part):
    """Why there is no plan: the rules, dates and gaps that can't be met together. Without any one of the causes they could be."""

    causes: tuple[BlockingCause, ...]
    message: str
    smallest: bool
    """Whether no smaller set blocks; else only: none of it can be left out."""
    further: tuple[Further, ...] = ()
    """What else blocks, once all of that is out of the way."""
    more: bool = False
    """Whether still more may block than is told."""


class Requirement(Part):
    """A requirement as it stands and as it would: for the drawing."""

    id: str
    title: str
    done: bool


class Plan(Shown):
    """The answer to one question: the best pathway, others if asked for, or why there is none."""

    schema_: Literal["stackr.plan/1"] = Field(SCHEMA, alias="schema")
    learner: str
    as_of: str
    qualification: str
    title: str
    version: str
    status: PlanStatus
    asked: dict[str, Any]
    digests: Digests
    engine: str
    progress: str
    """Progress earned before the plan."""
    best: Pathway | None = None
    alternatives: tuple[Pathway, ...] = ()
    also: tuple[str, ...] = ()
    """What is needed beside learning: sign-offs, milestones, other awards."""
    requirements: tuple[Requirement, ...] = ()
    held: tuple[str, ...] = ()
    """What the learner has that counts in the plan, what is in progress among it."""
    held_for: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Where each of it counts."""
    under_way: tuple[str, ...] = ()
    expected: dict[str, str] = Field(default_factory=dict)
    """Code in progress → the day on which it is expected to be over, where the record says one."""
    blocking: Blocking | None = None
    aside: tuple[Aside, ...] = ()
    reduced: Reduced | None = None
    remarks: tuple[str, ...] = ()


def plan_bytes(plan: Plan) -> bytes:
    """The plan as JSON: equal plans are equal bytes."""
    return (json.dumps(plan.model_dump(mode="json"), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def plan_schema() -> dict[str, Any]:
    """The JSON Schema of plans."""
    return document("plan", Plan.model_json_schema(mode="serialization"))
