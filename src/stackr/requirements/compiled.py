"""The compiled rules of combination of one award, and what lowering them onto one learner's units gives.

`Award` is made once by the compiler; `lower(award, …)` (in `requirements.lower`) makes the integer `Problem` for one learner in one
reading of the unknown. Each requirement and limit kind has its own file and one line in `KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from stackr.allocation.problem import Problem
from stackr.model.learning import RecognisedUnit


class Reading(Enum):
    """How the unknown is read (`semantics.md`, Unknown)."""

    SURE = "sure"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact amount with its measure; shares of constants are already resolved and rounded."""

    value: Fraction
    unit: str
    """credits, credentials, hours, or the name of a distinct attribute."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An unknown fact that was read: which holding, which member, for which clause."""

    holding: str | None
    member: str
    needed_by: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A person's act the possible reading relies on: who, by when, for which clause."""

    what: str
    who: str | None
    by: date | None
    clause: str | None


@dataclass(frozen=True, slots=True)
class Lowered:
    """One award (or claim) as an integer problem, and the way back.

    `problem.units[i]` is `units[i]`; place, node, check and ceiling ids are clause ids (unnamed nodes: the parent's id, `~` and the
    digest of their canonical text). Ids of expanded ceilings carry the value after `#`: `PG.electives.per-issuer#UNZA`.
    """

    problem: Problem
    units: tuple[RecognisedUnit, ...]
    scale: int
    """Integer units per credit of the award's credit unit."""
    unknowns: tuple[Missing, ...] = ()
    removed: tuple[tuple[int, int, str, str], ...] = ()
    """(unit, place, reason word, clause): places taken away by currency, `never`, barred, exclusion: `too-old`, `barred`, …."""
    near: tuple[tuple[int, int, str], ...] = field(default=())
    """(unit, place, reason word): would match but for dates (`too-old`) or for grade or level (`too-low`)."""
