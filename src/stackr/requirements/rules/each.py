"""A condition on each unit below a group: `each at least 5 credits`, `by term "2025-1"` in the group's `with { … }` block."""

from __future__ import annotations

from dataclasses import dataclass

from stackr.requirements.base import Exclusion
from stackr.requirements.builder import Builder
from stackr.requirements.filters import Filter


@dataclass(frozen=True, slots=True, kw_only=True)
class EachRule(Exclusion):
    """Units that don't pass count nowhere below the group."""

    condition: Filter

    def exclude(self, build: Builder) -> None:
        """Take the places away."""
        word = min(self.condition.near, default="no-match")
        build.remove(build.all & ~self.condition.units(build), build.scope(self), word, self.id)

    def describe(self) -> str:
        """`each at least 5 credits`."""
        return self.condition.describe()
