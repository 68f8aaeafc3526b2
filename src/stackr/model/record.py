"""The learner record as the world hands it over: the shape that is promised, and its JSON Schema.

Admission (`stackr.records`) is more lenient than this shape, so that one slip never costs a whole record; what it could not
read it says. A test holds the two to the same members.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

SCHEMA = "stackr.record/1"

Amount: TypeAlias = Annotated[
    int | str,
    Field(
        description="an exact amount: a whole number, or text such as 12.5 or 1/3",
        json_schema_extra={"pattern": r"^\d{1,12}(\.\d{1,12})?$|^\d{1,12}/\d{1,12}$", "minimum": 0},
    ),
]
Share: TypeAlias = Annotated[
    str, Field(description="80%, 4/5 or 0.8", pattern=r"^\d{1,3}(\.\d+)?%$|^\d+/\d+$|^[01](\.\d+)?$")
]
Day: TypeAlias = datetime.date
Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000)]
Loose: TypeAlias = Annotated[str | int, Field(description="text; a whole number is read as text")]


class _Open(BaseModel):
    """What is not known here is kept, with a warning."""

    model_config = ConfigDict(extra="allow", frozen=True)


class EvidenceRecord(_Open):
    """A piece of evidence attached to a holding."""

    kind: Text | None = Field(None, description="portfolio, work-sample, interview, reference, cv …")
    date: Day | None = None
    outcomes: list[Text] = Field(default_factory=list, description="the outcomes it is meant to show")
    title: Text | None = None


class HoldingRecord(_Open):
    """One credential, module, qualification, certificate or experience. What is absent is unknown."""

    id: Text | None = Field(None, description="the record's own; without one, the digest of the content")
    credential: Loose | None = Field(None, description="its code")
    issuer: Text | None = None
    title: Text | None = None
    kind: Text | None = Field(None, description="micro-credential, module, qualification, certificate, experience …")
    status: Literal["active", "revoked", "suspended", "failed", "withdrawn", "in-progress", "planned"] | None = None
    origin: Text | list[Text] | None = Field(
        None, description="the body that first gave it; a list: every body, earliest first"
    )
    part_of: Text | None = Field(None, description="the id or code of the credential that it is a part of")
    used_in: list[Text] | None = Field(None, description="conferred awards that used it")
    conferred: Day | None = None
    awarded: Day | None = None
    completed: Day | None = None
    expires: Day | None = None
    transferred: Day | None = None
    starts: Day | None = None
    applied: Day | None = None
    complete: Day | None = Field(None, description="the day on which the file was complete")
    credits: Amount | None = None
    credit_unit: Text | None = None
    hours: Amount | None = None
    level: Loose | None = None
    framework: Text | None = None
    framework_version: Loose | None = None
    grade: Loose | None = None
    grade_scale: Text | None = None
    ungraded: bool | None = Field(None, description="true: it carries no grade by its nature")
    fields: list[Text] | None = Field(None, description="ISCED-F or other codes")
    outcomes: list[Text] | None = None
    tags: list[Text] | None = None
    assessment: Text | None = None
    quality_assurance: Text | None = None
    standalone: bool | None = None
    country: Text | None = None
    mode: Text | None = None
    term: Loose | None = None
    uri: Text | None = Field(None, description="its address: two holdings of one address are one credential")
    signature: Literal["verified", "unverified", "invalid"] | None = None
    holder: Text | None = Field(None, description="learner, other, unresolved, or a name or identifier of the holder")
    evidence: list[EvidenceRecord] = Field(default_factory=list)
    supervision: Any = None
    identity: Any = None
    criteria: Any = None
    provider: Any = None
    language: Any = None
    attempt: Any = None
    prerequisites: Any = None
    stackability: Any = None
    description: Any = None
    workload: Any = None


class DecisionRecord(_Open):
    """A recorded decision of a person, bound to a clause."""

    id: Text | None = None
    kind: Literal["rpl", "assessment", "precedent", "waive", "substitute", "insert", "pin", "exclude", "extend"]
    clause: Text | None = Field(None, description="the id of the clause it acts on")
    version: Loose | None = None
    meaning: Text | None = Field(None, description="digest of the clause's meaning when it was decided")
    holding: Text | None = None
    unit: Loose | None = Field(None, description="the unit it grants, pins, substitutes …")
    shares: dict[str, Share] = Field(default_factory=dict, description="per outcome, how far it is met")
    credits: Amount | None = None
    outcome: Literal["full", "partial", "conditional", "refused", "level-only"] | None = None
    differences: list[Literal["level", "workload", "quality", "profile", "outcomes"]] = Field(
        default_factory=list, description="for a refusal: the substantial differences shown"
    )
    condition_met: bool | None = None
    until: Day | None = None
    by: Text | None = None
    date: Day | None = None
    reason: Text | None = None


class LearnerRecord(_Open):
    """One learner's record. Only `learner` is needed."""

    schema_: Literal["stackr.record/1"] | None = Field(None, alias="schema")
    learner: Loose
    name: Text | None = None
    identifiers: list[Text] = Field(default_factory=list)
    identity: Literal["resolved", "unresolved", "verified", "merged", "disputed"] | None = Field(
        None, description="unresolved, merged, disputed: nothing is recognised until it is settled whose record this is"
    )
    facts: dict[str, Any] = Field(
        default_factory=dict,
        description="entry, applied, enrolled_in, applied_for, claims …; dates as text, amounts as text or whole numbers",
    )
    holdings: list[HoldingRecord] = Field(default_factory=list)
    decisions: list[DecisionRecord] = Field(default_factory=list)


def record_schema() -> dict[str, Any]:
    """The published JSON Schema of a learner record (draft 2020-12)."""
    schema = LearnerRecord.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, **schema}
