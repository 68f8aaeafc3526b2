"""What an audit may be asked besides which awards and which day. All of it is part of the audit's own record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stackr.allocation.problem import Options
from stackr.model.audit import Tier

TIERS: tuple[Tier, ...] = ("values", "placements", "proofs")


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """`tier`: how much is worked out; `steps`: the limit of work of one solve, in search steps; `together`: awards claimed
    together besides what the record says; `known`: decisions recorded after this day are left out; `smallest`: the fewest clauses that
    stand in the way are looked for, too (with proofs)."""

    tier: Tier = "proofs"
    steps: int = Options().steps
    together: tuple[tuple[str, ...], ...] = ()
    known: date | None = None
    smallest: bool = False

    @property
    def work(self) -> Options:
        """The limit of work for the solver."""
        return Options(self.steps)
