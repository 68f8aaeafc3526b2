"""The allocation problem: integers only. One learner, one claim (nearly always one award), one reading of the unknown.

Everything that words, dates or fractions decided is decided before: what may count where is a bit mask, amounts are
integers on one scale (`scale` integer units to one credit), order is position. Unit `i` is bit `1 << i` of a unit mask,
place `j` is bit `1 << j` of a place mask. Units stand in canonical order, earliest first (`semantics.md`, Objective 5);
places stand in the order of their clause ids within a layer, main layer (0) first.

An *allocation* gives each (unit, place) an amount: the unit's whole credits or 0 for an indivisible unit, a multiple of
`step` up to its credits for a divisible one. It is *feasible* if

- a unit counts only at eligible places, and in one layer at one place (a divisible unit: at most its credits in sum over
  the layer), but for pairs of places joined by a `Share`, where it may count wholly at both;
- units that count belong to grants that share no piece, and no more than `multiplicity` units of one code count;
- under a `Choose`, units count only at places below chosen children, at most `most` of them;
- every `Place.most`, `Ceiling` and `Share.bound` holds.

The empty allocation is always feasible. What progress is the sum of is in `nodes`, what holds it down in `checks`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from stackr.allocation.checks import Check
from stackr.allocation.nodes import Measure, Node


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit a grant gives. `credits` is scaled; `items` is what it adds to counts of credentials (scaled by nothing)."""

    id: str
    credits: int
    grant: int
    code: int = -1
    """Target-code group (index into `Problem.multiplicity`), -1 for block credit without a target."""
    items: int = 1
    divisible: bool = False
    """Block credit: may be cut in steps anywhere. (Inside a `splittable` group see `Place.splittable`.)"""


@dataclass(frozen=True, slots=True)
class Grant:
    """Units given by one route for some pieces of learning; active when one of its units counts."""

    id: str
    pieces: frozenset[int]
    demerit: int = 0
    """Objective (3b): how many feasible grants of an earlier route share a piece or a target code with this one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A taker: where units count. `need` and `most` are in `measure` (credits scaled, items plain)."""

    id: str
    eligible: int
    need: int
    measure: Measure = Measure.CREDITS
    most: int | None = None
    layer: int = 0
    splittable: int = -1
    """Group number: units counted at places of one splittable group may be cut among those places; -1: none."""
    overflow_from: int = -1
    """Index of the place whose excess over its need also feeds this one (from units eligible here); -1: none."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most `bound` in every allocation, over the `units` counted at `places` (each unit once).

    A share of what is counted: with `share` = (numerator, denominator, places, need), the bound is instead
    numerator / denominator × max(counted at those places, need), compared by cross-multiplication, never rounded.
    """

    id: str
    units: int
    places: int
    bound: int | None
    measure: Measure = Measure.CREDITS
    share: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A unit may count at one of `left` and one of `right` both (same layer), summing to at most `bound`."""

    id: str
    left: int
    right: int
    bound: int | None = None
    measure: Measure = Measure.CREDITS


@dataclass(frozen=True, slots=True)
class Preference:
    """Objective (3), a sum to make small. `per_amount[u]`: per scaled credit of u counted in the main layer;
    `per_use[u]`: once if u counts anywhere. (Completions use `per_use` to price additions.)"""

    id: str
    per_amount: tuple[int, ...] = ()
    per_use: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """One award of the claim: its tree and which checks are its own (those inside an `Observed` node are not listed)."""

    id: str
    root: Node
    checks: tuple[int, ...] = ()
    deficit_one: int = 1
    """δ of an unmet check without credits: one credit (scaled like weights), or one item where the award has none."""
    deficit_step: int = 1
    """The least δ of an unmet credit floor: one step, scaled like weights."""
    item_deficit: int = 1
    """δ for each missing item of an ITEMS floor, scaled like weights."""


@dataclass(frozen=True, slots=True)
class Problem:
    """See the module. `awards` stand in priority order. Weights and δ are scaled by `scale * weight_scale`."""

    units: tuple[Unit, ...]
    grants: tuple[Grant, ...]
    places: tuple[Place, ...]
    awards: tuple[Award, ...]
    checks: tuple[Check, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    shares: tuple[Share, ...] = ()
    preferences: tuple[Preference, ...] = ()
    multiplicity: tuple[int, ...] = ()
    """Per target-code group: how many of its units may count (1 unless repeatable)."""
    layers: tuple[str, ...] = ("main",)
    within: tuple[tuple[int, int], ...] = ()
    """(layer, place mask): units count in that layer only if they count at one of those places (`from counted`)."""
    scale: int = 1
    weight_scale: int = 1
    step: int = 1
    """The credit step, scaled: divisible units are cut in multiples of it."""

    def unshared_grants(self) -> frozenset[int]:
        """Grants whose pieces no other grant uses."""
        uses = Counter(piece for grant in self.grants for piece in grant.pieces)
        return frozenset(i for i, grant in enumerate(self.grants) if all(uses[piece] == 1 for piece in grant.pieces))


@dataclass(frozen=True, slots=True)
class Options:
    """Part of the run's options and digests. Work is counted in search steps, never in seconds."""

    steps: int = 2_000_000
