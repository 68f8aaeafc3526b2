"""What the engine knows of a learner, typed and exact: holdings, decisions, facts, and the units recognition makes of them.

`None` (or an absent member) always means *unknown*, never "no". Text stays as given; amounts are `Fraction`s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Final, TypeAlias

from stackr._quantity import format_amount

MOST_CREDITS: Final = 10_000
MOST_HOURS: Final = 1_000_000
"""The most credits and hours that one piece of learning may have: more is a slip of the keyboard."""

FactValue: TypeAlias = "str | bool | Fraction | date | tuple[str, ...]"

WORDS: Final = {
    "status": ("active", "revoked", "suspended", "failed", "withdrawn", "in-progress", "planned"),
    "signature": ("verified", "unverified", "invalid"),
}
"""Members of a holding that are one of a few words; any other can't be read, and no rule can ask for it."""


class State(Enum):
    """Which of the three nested sets of learning something belongs to first."""

    __hash__ = object.__hash__  # each member is one object: no need to hash its name, as other enums do

    EARNED = "earned"
    IN_PROGRESS = "in_progress"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence attached to a holding."""

    kind: str | None
    date: date | None
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """One credential, module, qualification, certificate or experience, as admitted from a record.

    `status`: active, revoked, suspended, failed, withdrawn, in-progress, planned or None (unknown).
    `signature`: verified, unverified or invalid. `dates` holds every dated member (`awarded`, `completed`, `conferred`, `expires`,
    `transferred`, `starts` …): any of them is a clock. `faults` names members that could not be read (they are unknown).
    """

    id: str
    credential: str | None = None
    issuer: str | None = None
    title: str | None = None
    kind: str | None = None
    status: str | None = None
    origin: str | None = None
    """The body that first gave the learning, where `issuer` had recognised it from elsewhere."""
    via: tuple[str, ...] = ()
    """Bodies between `origin` and `issuer`, earliest first: how far the learning has come."""
    part_of: str | None = None
    used_in: tuple[str, ...] | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    credits: Fraction | None = None
    credit_unit: str | None = None
    hours: Fraction | None = None
    level: str | None = None
    framework: str | None = None
    framework_version: str | None = None
    grade: str | None = None
    grade_scale: str | None = None
    ungraded: bool = False
    """True: the learning carries no grade by its nature (pass/fail credit, RPL): left out of averages, not unknown."""
    fields: tuple[str, ...] | None = None
    outcomes: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    assessment: str | None = None
    quality_assurance: str | None = None
    standalone: bool | None = None
    country: str | None = None
    mode: str | None = None
    term: str | None = None
    signature: str = "unverified"
    holder: str | None = None
    """`learner`, `other`, `unresolved` (nobody knows yet), or None: nothing said, so the record's learner."""
    evidence: tuple[Evidence, ...] = ()
    uri: str | None = None
    extra: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    """Members nobody here knows, kept as text."""
    faults: tuple[tuple[str, str], ...] = ()
    """(member, reason) of what could not be read."""

    def unread(self, member: str) -> bool:
        """Whether the record says something of a member that could not be read: it is unknown otherwise than what is not said."""
        return bool(self.faults) and any(name == member for name, _ in self.faults)

    def day(self, *clocks: str) -> date | None:
        """The first of its days that is on record. Where one before it can't be read, none is known: no other day stands for it."""
        for clock in clocks:
            if clock in self.dates or self.unread(clock):
                return self.dates.get(clock)
        return None


@dataclass(frozen=True, slots=True)
class Decision:
    """A recorded decision of a person, bound to a clause."""

    id: str
    kind: str
    """rpl, assessment, waive, substitute, insert, pin, exclude, extend, or precedent."""
    clause: str | None = None
    version: str | None = None
    meaning: str | None = None
    holding: str | None = None
    unit: str | None = None
    """Target unit code granted (rpl, assessment) or the code substituted, inserted, pinned, excluded."""
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    credits: Fraction | None = None
    outcome: str | None = None
    """For assessment: full, partial, conditional, refused, level-only."""
    until: date | None = None
    by: str | None = None
    date: date | None = None
    reason: str | None = None
    condition_met: bool | None = None
    differences: tuple[str, ...] = ()
    """For an assessment that refuses: the substantial differences shown (level, workload, quality, profile, outcomes)."""
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a record: a code of family R3xx, a message, and where."""

    code: str
    message: str
    holding: str | None = None
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """One record, admitted."""

    id: str
    name: str | None = None
    identifiers: tuple[str, ...] = ()
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    """Dated facts are `date`s; `enrolled_in` and the like tuples. `claims` stands apart."""
    claims: tuple[tuple[str, ...], ...] = ()
    holdings: tuple[Holding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    remarks: tuple[Remark, ...] = ()
    digest: str = ""

    def named(self, fact: str) -> tuple[str, ...]:
        """The names that a fact holds, be it one or a list: awards that are followed, units applied for …"""
        value = self.facts.get(fact)
        if isinstance(value, Fraction):
            value = format_amount(value)
        return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class RecognisedUnit:
    """One unit a grant gives, ready for selectors: the holding's facts as recognition leaves them.

    `code` is the target code, or None for block credit. `issuer` is the issuer of origin (None for RPL unless the ladder
    says `counts as issued by`; then `no_issuer` is False). `credits` are in the award's credit unit once converted by the caller
    (`credits_in`); here they are in `credit_unit`. `level`/`framework` are what recognition settled.
    """

    id: str
    """`holding:target`, unique per learner and ladder."""
    holding: Holding
    code: str | None
    credits: Fraction | None
    credit_unit: str | None
    grant: str
    route: str
    """Clause id of the route: `unza.own`."""
    route_kind: str
    route_rank: int
    state: State = State.EARNED
    sure: bool = True
    """False: exists only in the *possible* reading (pending, suspended, identity unresolved, an unknown route condition)."""
    title: str | None = None
    issuer: str | None = None
    no_issuer: bool = False
    """True: known to have no issuer (RPL): `issuer = X` is false, not unknown."""
    level: str | None = None
    framework: str | None = None
    framework_version: str | None = None
    grade: str | None = None
    grade_scale: str | None = None
    ungraded: bool = False
    fields: tuple[str, ...] | None = None
    outcomes: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    condition: str | None = None
    """What a conditional grant still waits for."""
    decision: str | None = None
    """Id of the decision that made it."""
    external: bool | None = None
    """Whether the learning comes from elsewhere than the ladder's bodies."""
    never_at: frozenset[str] = frozenset()
    """Clause ids at or below which the unit may not count (a route's `never for`): lowering removes those places."""

    @property
    def is_block(self) -> bool:
        """Whether it is credit without a code, which may be cut in steps."""
        return self.code is None and not self.any_code

    @property
    def any_code(self) -> bool:
        """Whether it may be of any code: it is the body's own, and which it is can't be read. Block credit has none."""
        return self.code is None and self.route_kind == "own" and self.holding.unread("credential")


@dataclass(frozen=True, slots=True)
class GrantInfo:
    """A feasible grant: one route, the pieces of learning it uses, the ids of the units it gives.

    `holdings`: what it rests on; of a credential that is made of others the parts are pieces besides, and need not be there.
    """

    id: str
    route: str
    route_rank: int
    pieces: frozenset[str]
    units: tuple[str, ...]
    holdings: frozenset[str] = frozenset()
