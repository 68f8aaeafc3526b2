"""How a learner stands with one qualification, as an audit publishes it."""

from __future__ import annotations

from typing import Literal

from stackr.model.parts import Part, Reason
from stackr.model.recognised import Awaiting

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


class OfUnit(Part):
    """Something of a unit: which it is, of which holding, and what it is called."""

    unit: str
    holding: str
    code: str | None = None
    title: str | None = None


class CountedUnit(OfUnit):
    """Credit counted at a place. `placement` is null where it was not asked for."""

    requirement: str
    credits: str
    layer: str = "main"
    route: str
    placement: Literal["forced", "free"] | None = None


class UnusedUnit(OfUnit):
    """A unit that counts nowhere in the main layer or another one, and the first reason that holds."""

    credits: str | None = None
    reason: UnusedReason
    clause: str | None = None
    message: str


class LeftOver(OfUnit):
    """What is left of a unit of which a part counts: `credits` of its `of`, in the award's credits."""

    credits: str
    of: str
    reason: Literal["over-limit", "in-excess", "unknown"]
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


class Fewest(BlockingProof):
    """The fewest clauses that can't be met together. `proven`: that no fewer ones can't."""

    proven: bool


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
    applied: bool = True
    """False: it does nothing on the day; the message says why."""
    by: str | None = None
    date: str | None = None
    reason: str | None = None
    message: str

    @property
    def told(self) -> str:
        """The message with the day of the decision and the reason on record."""
        about = ", ".join(text for text in (self.date, self.reason) if text)
        return f"{self.message} ({about})" if about else self.message


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
    source: str | None = None
    """What its rules cite as a whole: what a clause cites that cites nothing itself, nor stands in one that does."""
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
    left_over: tuple[LeftOver, ...] = ()
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
    smallest: Fewest | None = None
    """Where it was asked for, and the award is not complete."""
    completions: tuple[Completion, ...] = ()
