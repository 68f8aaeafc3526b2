"""What the solvers give back. Fractions at this edge; the bytes are the same whichever solver ran."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """One award under one allocation."""

    award: str
    satisfied: bool
    progress: Fraction
    p: Fraction
    """p(root)."""
    unmet: tuple[int, ...]
    """Indices of the award's unmet checks."""
    deficit: int
    """δ, scaled like weights."""


@dataclass(frozen=True, slots=True)
class Placement:
    """`amount` of unit `unit` counts at place `place` (indices; scaled credits)."""

    unit: int
    place: int
    amount: int


@dataclass(frozen=True, slots=True)
class Solution:
    """The canonical optimum (or the best found, with a bound, if `proven` is false)."""

    placements: tuple[Placement, ...]
    """In order of unit, then place. Zero-credit units that count are listed with amount 0."""
    standings: tuple[Standing, ...]
    """One per award, in the problem's order."""
    chosen: tuple[tuple[str, tuple[int, ...]], ...]
    """Per `Choose` node by id: the indices of the chosen children."""
    proven: bool = True
    steps: int = 0
    bound: Fraction | None = None
    """If not proven: an upper bound of the first award's progress."""
    method: str = "search"


@dataclass(frozen=True, slots=True)
class Figures:
    """How the awards stand in the optimum, one per award in the problem's order; no allocation is singled out."""

    standings: tuple[Standing, ...]
    proven: bool = True
    bound: Fraction | None = None
    """If not proven: an upper bound of the first award's progress."""


@dataclass(frozen=True, slots=True)
class BlockingSet:
    """Clauses that cannot be met together, every proper subset of which can."""

    clauses: tuple[str, ...]
    kind: str
    """`bound`: multipliers show it; `search`: every case was tried."""
    multipliers: tuple[tuple[str, int], ...] = ()
    """For a bound: (clause or unit-capacity name, multiplier); see `certificate.py` for how they add up."""
    cases: int = 0
