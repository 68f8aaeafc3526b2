"""The tree of a problem: what progress is the sum of. Weights are scaled like credits (and by `Problem.weight_scale` on top)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


class Measure(Enum):
    """What is added up."""

    CREDITS = "credits"
    ITEMS = "credentials"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A taker in the tree: p = min(1, counted / need) (1 if need is 0)."""

    place: int
    weight: int


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount over a group or the award: p = min(1, credits or items counted in `places` / need). Takes nothing."""

    id: str
    places: int
    need: int
    weight: int
    measure: Measure = Measure.CREDITS


@dataclass(frozen=True, slots=True)
class Observed:
    """An observer that is a child of an `N of`: p = min(1, got / need) where the check has a count, else 0 or 1."""

    check: int
    weight: int


@dataclass(frozen=True, slots=True)
class Fixed:
    """A node whose value is known beforehand: waived (1) or impossible (0)."""

    id: str
    met: bool
    weight: int


@dataclass(frozen=True, slots=True)
class All:
    """p = weighted mean of the children (1 if the weights sum to 0)."""

    id: str
    children: tuple[Node, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Choose:
    """N of the children. p = plain mean of the best n children (1 if n is 0; fewer than n children count as p = 0).

    Units count only below chosen children, and at most `most` are chosen: exactly n of: `most = n`; at least n of:
    `most = None`; at most k of: `n = 0, most = k`.
    """

    id: str
    n: int
    children: tuple[Node, ...]
    weight: int
    most: int | None = None


Node: TypeAlias = Leaf | Amount | Observed | Fixed | All | Choose
