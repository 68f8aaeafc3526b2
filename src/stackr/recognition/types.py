"""What recognition finds: per holding an outcome with its reasons, and the units and grants that allocation chooses from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from stackr.model.learning import GrantInfo, RecognisedUnit, State

Outcome: TypeAlias = Literal["recognised", "partial", "level-only", "conditional", "pending", "refused"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in one sentence: a code of family R4xx, and the clause, citation and place that say so (where a clause does)."""

    code: str
    message: str
    clause: str | None = None
    source: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """What a person still has to do. `by` is the last day; unknown until the clock it runs from is known."""

    what: str
    who: str | None
    by: date | None
    clause: str | None
    overdue: bool = False
    missing: tuple[str, ...] = ()
    """Members and facts that would settle it without a person."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a definition, judged. `met` None: unknown. For an exclusion, `met` True means that it excludes."""

    id: str
    title: str
    met: bool | None
    message: str
    optional: bool = False
    excludes: bool = False
    source: str | None = None
    at: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classification:
    """What one definition says of one holding: its own outcome word, or macro-credential, not, undetermined."""

    definition: str
    outcome: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One holding under one ladder.

    `route` is the earliest route that grants (which one is *used* is the allocation's choice, and stands at what counted);
    `feasible_routes` lists all, in the ladder's order. `integrity`: an integrity failure or a bar, from which nothing
    falls through. `bundle`: (held, needed) of the bundle that is nearest to complete, where one is not.
    """

    holding: str
    outcome: Outcome
    route: str | None = None
    feasible_routes: tuple[str, ...] = ()
    units: tuple[RecognisedUnit, ...] = ()
    reasons: tuple[Reason, ...] = ()
    pending: tuple[Pending, ...] = ()
    differences: tuple[str, ...] = ()
    advice: str | None = None
    appeal: str | None = None
    integrity: bool = False
    bundle: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An RPL case that is open for a target unit: on which evidence, for whom to decide, by when."""

    unit: str
    route: str
    holdings: tuple[str, ...]
    outcomes: tuple[str, ...]
    """The target's outcomes that evidence names."""
    who: str | None = None
    by: date | None = None
    applied: bool = False
    """The learner applied for it by name."""


@dataclass(frozen=True)
class Recognition:
    """Everything one ladder finds for one learner at one date. Orders are canonical: no order of the record shows."""

    ladder: str | None
    tell: Callable[[], tuple[Finding, ...]] = field(repr=False, compare=False)
    """Gives the findings. Their words are not needed where only figures are."""
    units: tuple[RecognisedUnit, ...]
    """By id. Every unit belongs to exactly one grant."""
    grants: tuple[GrantInfo, ...]
    """By rank of the route, then id."""
    cases: tuple[Case, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """What concerns no single holding: decisions that could not be applied."""
    ranks: Mapping[str, int] = field(default_factory=dict)
    """Rank of every route of the ladder, by clause id."""
    certain: Mapping[str, State] = field(default_factory=dict)
    """Holdings that pass the gates for certain, whatever recognises them, by id: earned, in progress or planned."""

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """One per holding, in the order of `Learner.holdings`."""
        return self.tell()
