"""What a run was asked: everything in it may change the answer or its files; what may not (threads, memory) is not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from stackr.audit.options import AuditOptions
from stackr.batch.near.reach import Reach
from stackr.model.audit import Tier

PART_ROWS: Final = 200_000
"""About how many rows a part holds."""
FORMS: Final = ("parquet", "csv", "xlsx")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """`for_`: awards, None for those each learner follows, else all. `forms`: besides Parquet. `strict`: stop at a bad row."""

    as_of: date
    for_: tuple[str, ...] | None = None
    tier: Tier = "values"
    steps: int = AuditOptions().steps
    holds_back: bool = False
    forms: tuple[str, ...] = ()
    strict: bool = False
    part_rows: int = PART_ROWS
    keep_rows: bool = False
    near: Reach | None = None
    by: str | None = None
    """Of a comparison of rules: the column or fact by which its counts are cut."""

    @property
    def audit(self) -> AuditOptions:
        """The options of every single evaluation."""
        return AuditOptions(tier=self.tier, steps=self.steps)

    def data(self) -> dict[str, Any]:
        """As the manifest tells them."""
        return {
            "as_of": self.as_of.isoformat(),
            "for": None if self.for_ is None else list(self.for_),
            "tier": self.tier,
            "steps": self.steps,
            "holds_back": self.holds_back,
            "forms": list(self.forms),
            "strict": self.strict,
            "part_rows": self.part_rows,
            "keep_rows": self.keep_rows,
            "near": None if self.near is None else [self.near.credits, self.near.requirements],
            "by": self.by,
        }
