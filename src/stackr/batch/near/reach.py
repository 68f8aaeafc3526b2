"""How near is near."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from stackr._quantity import parse_amount


@dataclass(frozen=True, slots=True)
class Reach:
    """So many credits missing at most, or so many requirements unmet; None: that does not count."""

    credits: str | None = None
    requirements: int | None = None

    @property
    def amount(self) -> Fraction | None:
        """The credits, exactly."""
        return None if self.credits is None else parse_amount(self.credits)
