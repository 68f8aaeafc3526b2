"""What an audit looks like from outside: the shape of `interfaces.md`, its JSON Schema, and its one byte form.

Every amount is exact text (`"10"`, `"12.5"`, `"1/3"`); the only number that is rounded is `progress_percent`, for display.
Nothing here decides anything. Order of lists: recognition by holding then ladder, qualifications by name, requirements as
written, everything else by unit or clause; so equal answers are equal bytes.
"""

from __future__ import annotations

import json
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Final = "stackr.audit/1"

Status = Literal["conferred", "satisfied", "undetermined", "in-progress", "not-started"]
UnusedReason = Literal[
    "duplicate",
    "other-route",
    "reserved",
    "barred",
    "too-old",
    "too-low",
    "no-match",
    "over-limit",
    "in-excess",
    "unknown",
]
Outcome = Literal["recognised", "partial", "level-only", "conditional", "pending", "refused"]
Tier = Literal["values", "placements", "proofs"]


class Part(BaseModel):
    """A piece of the audit: immutable, no members beyond the published ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Digests(Part):
    """Content addresses of all that went in. `meaning` is that of the compiled rules: comments and layout don't change it."""

    rules: str
    meaning: str
    record: str
    registers: str


class Traces(Part):
    """Short digests (12 hex digits) of the parts that went in, so that a difference between two audits has a name.

    `clauses` are those of the awards and ladders in question, by id; `articulations` is one for all of them.
    """

    facts: str
    holdings: dict[str, str]
    decisions: dict[str, str]
    clauses: dict[str, str]
    articulations: str


class Asked(Part):
    """How the audit was called: with the digests and dates, all that a replay needs."""

    for_: tuple[str, ...] = Field(alias="for")
    together: tuple[tuple[str, ...], ...] = ()
    tier: Tier = "proofs"
    steps: int = 0
    """The limit of work, in search steps."""


class Reason(Part):
    """One sentence, the clause that says so, its source and its place in the rules."""

    code: str
    message: str
    clause: str | None = None
    source: str | None = None
    at: str | None = None


class Remark(Part):
    """Something about the record itself."""

    code: str
    message: str
    holding: str | None = None
    member: str | None = None


class CriterionResult(Part):
    """One criterion of a definition; `met` null: unknown."""

    id: str
    title: str
    met: bool | None
    message: str | None = None


class Classified(Part):
    """What one definition says of a holding."""

    definition: str
    outcome: str
    criteria: tuple[CriterionResult, ...] = ()


class GrantedUnit(Part):
    """A unit that recognition gives."""

    id: str
    code: str | None = None
    title: str | None = None
    credits: str | None = None
    credit_unit: str | None = None
    level: str | None = None
    framework: str | None = None
    route: str
    state: Literal["earned", "in_progress", "planned"] = "earned"
    sure: bool = True


class Awaiting(Part):
    """An act of a person that is awaited: what, by whom, until when."""

    what: str
    who: str | None = None
    by: str | None = None
    clause: str | None = None


class Recognised(Part):
    """What one ladder makes of one holding."""

    holding: str
    title: str | None = None
    ladder: str
    classification: Classified | None = None
    classifications: tuple[Classified, ...] = ()
    """What further definitions of the book say, by name."""
    outcome: Outcome
    route: str | None = None
    feasible_routes: tuple[str, ...] = ()
    units: tuple[GrantedUnit, ...] = ()
    awaiting: Awaiting | None = None
    bundle: str | None = None
    """How much of an all-or-nothing bundle is there: `3/4`."""
    reasons: tuple[Reason, ...] = ()


class Progress(Part):
    """Exact fractions of three nested sets of learning, and what is possible if all that is unknown were favourable."""

    earned: str
    in_progress: str
    planned: str
    possible: str
    bound: str | None = None
    """An upper bound of `earned`, where the limit of work left it unproven."""


class MissingFact(Part):
    """An unknown that the possible reading relies on."""

    holding: str | None = None
    member: str
    needed_by: str
    message: str


class CountedUnit(Part):
    """Credit counted at a place. `placement` is null where it was not asked for."""

    unit: str
    holding: str
    code: str | None = None
    title: str | None = None
    requirement: str
    credits: str
    layer: str = "main"
    route: str
    placement: Literal["forced", "free"] | None = None


class UnusedUnit(Part):
    """A unit that counts nowhere in the main layer or another one, and the first reason that holds."""

    unit: str
    holding: str
    code: str | None = None
    title: str | None = None
    credits: str | None = None
    reason: UnusedReason
    clause: str | None = None
    message: str


class RequirementResult(Part):
    """A requirement under the allocation. Figures are null where it has none of its own."""

    id: str
    title: str
    status: str
    """met, partial, unmet, waived, not-chosen or unknown."""
    needed: str | None = None
    counted: str | None = None
    unit: str | None = None
    shortfall: str | None = None
    reasons: tuple[Reason, ...] = ()
    children: tuple[RequirementResult, ...] = ()


class LimitResult(Part):
    """A limit under the allocation. Binding: waiving it alone would help."""

    id: str
    title: str
    status: Literal["met", "binding", "broken", "waived"]
    bound: str | None = None
    value: str | None = None
    unit: str | None = None
    reasons: tuple[Reason, ...] = ()


class BlockingProof(Part):
    """Why a set of clauses can't be met together, in words. `bound`: the multipliers show it by adding; `search`: every
    case was tried (`cases`)."""

    clauses: tuple[str, ...]
    kind: Literal["bound", "search"]
    message: str
    multipliers: tuple[tuple[str, int], ...] = ()
    cases: int = 0


class Certificate(Part):
    """Why the answer stands. `allocation`: what counts, listed in `counted`, meets everything and can be checked by adding.
    `bound` and `search`: the blocking sets do; `none`: not asked for, or the limit of work was reached."""

    kind: Literal["allocation", "bound", "search", "none"]
    proofs: tuple[BlockingProof, ...] = ()


class Completion(Part):
    """A least set of catalogue items that would complete the award, what it costs, and what else is needed beside it."""

    add: tuple[str, ...]
    credits: str
    cost: str | None = None
    proven: bool
    also: tuple[str, ...] = ()
    """Milestones, sign-offs and decisions, in words."""


class DecisionResult(Part):
    """A decision of the record and how it took part."""

    decision: str
    kind: str
    clause: str | None = None
    holding: str | None = None
    state: Literal["kept", "adapted", "orphaned"]
    by: str | None = None
    date: str | None = None
    reason: str | None = None
    message: str


class RplCase(Part):
    """A target unit that recognition of prior learning may be sought for, and the holdings with evidence for it."""

    unit: str
    title: str
    route: str
    holdings: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    by: str | None = None
    message: str


class QualificationAudit(Part):
    """One qualification, in the version that applies to the learner."""

    qualification: str
    title: str
    version: str
    versions: tuple[str, ...] = ()
    """The versions open to the learner, oldest first, where there were several."""
    status: Status
    closed: str | None = None
    """Why the award can't be conferred whatever is counted: past its last enrolment or achievement date, entry not met."""
    progress: Progress
    progress_percent: float
    missing_credits: str
    """W · (1 − progress): how far the award is from complete, in credits."""
    proven: bool
    missing: tuple[MissingFact, ...] = ()
    awaiting: tuple[Awaiting, ...] = ()
    flags: tuple[str, ...] = ()
    """What a person should look at: a conferred award whose learning was revoked, a pin not applied …"""
    counted: tuple[CountedUnit, ...] = ()
    unused: tuple[UnusedUnit, ...] = ()
    requirements: tuple[RequirementResult, ...] = ()
    layers: tuple[RequirementResult, ...] = ()
    limits: tuple[LimitResult, ...] = ()
    entry: tuple[RequirementResult, ...] = ()
    decisions: tuple[DecisionResult, ...] = ()
    cases: tuple[RplCase, ...] = ()
    classified: str | None = None
    unclaimed: bool = False
    """Earned and not yet conferred, and the learner has not claimed it."""
    holds_back: tuple[str, ...] = ()
    certificate: Certificate
    blocking_sets: tuple[tuple[str, ...], ...] = ()
    completions: tuple[Completion, ...] = ()


class Joint(Part):
    """Awards judged as one problem: they were claimed together, or a rule ties two that are both followed."""

    awards: tuple[str, ...]
    because: str
    free_choice: bool = False
    """No priority is declared between them: the order of their names decided, and a person may choose otherwise."""


class Audit(Part):
    """All that the rules say of one learner on one day."""

    schema_: Literal["stackr.audit/1"] = Field(default=SCHEMA, alias="schema")
    learner: str
    as_of: str
    known: str | None = None
    """The day up to which recorded decisions were taken into account; null: all of them."""
    asked: Asked
    digests: Digests
    traces: Traces
    engine: str
    recognition: tuple[Recognised, ...] = ()
    qualifications: tuple[QualificationAudit, ...] = ()
    together: tuple[Joint, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    """Pairs that are each satisfied alone, and not together."""
    remarks: tuple[Remark, ...] = ()

    def __getitem__(self, qualification: str) -> QualificationAudit:
        """The part about one qualification, by name. Raises `KeyError`."""
        for entry in self.qualifications:
            if entry.qualification == qualification:
                return entry
        raise KeyError(qualification)


def audit_bytes(audit: Audit) -> bytes:
    """The one byte form: members in published order, two blanks of indent, UTF-8, a line feed at the end."""
    return (json.dumps(audit.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n").encode()


def audit_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of an audit."""
    schema = Audit.model_json_schema(mode="serialization", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:stackr:audit:1", **schema}
