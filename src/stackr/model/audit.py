"""What an audit looks like from outside: the shape of `interfaces.md`, its JSON Schema, and its one byte form.

Every amount is exact text (`"10"`, `"12.5"`, `"1/3"`); the only number that is rounded is `progress_percent`, for display.
Nothing here decides anything. Order of lists: recognition by holding then ladder, qualifications by name, requirements as
written, everything else by unit or clause; so equal answers are equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, Literal

from pydantic import Field

from stackr._json_schema import document
from stackr.model.parts import Part, Remark, Shown
from stackr.model.qualification import QualificationAudit
from stackr.model.recognised import Recognised

SCHEMA: Final = "stackr.audit/1"

Tier = Literal["values", "placements", "proofs"]


class Digests(Part):
    """Content addresses of all that went in. `meaning` is that of the compiled rules: comments and layout don't change it."""

    rules: str
    meaning: str
    record: str
    registers: str


class Traces(Part):
    """Short digests (12 hex digits) of the parts that went in, so that a difference between two audits has a name.

    `clauses` are those of the awards and ladders in question, by id; `articulations` is one for all of them.
    `tables` are the frameworks, credit units, registers, the catalogue and so on, by kind; `elsewhere` is one for the
    awards and ladders that are not in question. Audits of earlier engines have neither.
    """

    facts: str
    holdings: dict[str, str]
    decisions: dict[str, str]
    clauses: dict[str, str]
    articulations: str
    tables: dict[str, str] = Field(default_factory=dict)
    elsewhere: str | None = None


class Asked(Part):
    """How the audit was called: with the digests and dates, all that a replay needs."""

    for_: tuple[str, ...] = Field(alias="for")
    together: tuple[tuple[str, ...], ...] = ()
    tier: Tier = "proofs"
    steps: int = 0
    """The limit of work, in search steps."""
    smallest: bool = False
    """Whether the fewest clauses that stand in the way were looked for."""


class Joint(Part):
    """Awards judged as one problem: they were claimed together, or a rule ties two that are both followed."""

    awards: tuple[str, ...]
    because: str
    free_choice: bool = False
    """No priority is declared between them: the order of their names decided, and a person may choose otherwise."""


class Audit(Shown):
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


def audits_bytes(audits: Sequence[Audit]) -> bytes:
    """As `stackr audit --format json` prints them: one as an object, several (or none) as a list of such objects."""
    if len(audits) == 1:
        return audit_bytes(audits[0])
    data = [audit.model_dump(mode="json") for audit in audits]
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def audit_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `stackr audit --format json` prints: an audit, or a list of audits."""
    one = Audit.model_json_schema(mode="serialization", by_alias=True)
    parts = one.pop("$defs")
    ref = {"$ref": "#/$defs/Audit"}
    made = {
        "title": "Audit",
        "description": "An audit, or a list of audits where several learners were asked for.",
        "if": {"type": "array"},
        "then": {"items": ref},
        "else": ref,
        "$defs": {**parts, "Audit": one},
    }
    return document("audit", made)
