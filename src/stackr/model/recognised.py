"""What recognition makes of each holding, as an audit publishes it."""

from __future__ import annotations

from typing import Literal

from stackr.model.parts import Part, Reason

Outcome = Literal["recognised", "partial", "level-only", "conditional", "pending", "refused"]


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
    level: int | str | None = None
    """A number, as in a record, where it is whole; else its name (`Entry 3`, `4.5`)."""
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
    about: tuple[str, ...] = ()
    """Under an award: the learning that waits for it, by title."""


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
    differences: tuple[str, ...] = ()
    """Of a refusal: the substantial differences shown, of level, workload, quality, profile, outcomes."""
    advice: str | None = None
    """Of a refusal: what the ladder advises."""
    appeal: str | None = None
    """Of a refusal: within which time and to whom an appeal goes, and until which day: `within 30 days to the Senate, until
    2026-02-19`."""
    reasons: tuple[Reason, ...] = ()
