"""What is left open of a program, and a point in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from stackr.allocation.linear.tableau import Tableau

Point: TypeAlias = dict[int, dict[int, int | Fraction]]
"""Per unit that counts, and place, the value of its column."""


class Nothing(Exception):
    """There is no allocation in what was given."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A sum of columns that is at most `value`, or exactly that."""

    costs: Mapping[int, int]
    value: Fraction
    exactly: bool


@dataclass(slots=True)
class Face:
    """What is left open of a program. `splits`: how many units may be cut in two; None: any. `kept`: what the tableau was told."""

    tableau: Tableau
    splits: int | None = None
    kept: tuple[Kept, ...] = ()
    told: int = 0
    """How many of the rows that a search has found it has."""

    def copy(self) -> Face:
        """The same, to be narrowed in another way."""
        return Face(self.tableau.copy(), self.splits, self.kept, self.told)
