"""Checks of an award: they never forbid an allocation; unmet, they hold progress down by `deficit`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from stackr.allocation.nodes import Measure, Node


@dataclass(frozen=True, slots=True)
class Floor:
    """At least `need` over `units` counted at `places`. Unmet: missing credits (at least one step) × `per` weighted."""

    id: str
    units: int
    places: int
    need: int
    measure: Measure = Measure.CREDITS


@dataclass(frozen=True, slots=True)
class Average:
    """Mean of the counted units' grades ≥ threshold: Σ gain[u] × amount(u) ≥ 0 over graded units, and some graded unit.

    `gain[u]` is (grade − threshold) as an integer on a scale of the check's own; None: ungraded, left out.
    `by_credits` weighs by the amount counted, else each unit once. No graded unit counted: unknown, so not met in the
    sure reading; `vacuous` says how this reading takes it.
    """

    id: str
    places: int
    gain: tuple[int | None, ...]
    by_credits: bool = True
    vacuous: bool = False


@dataclass(frozen=True, slots=True)
class Distinct:
    """Counted units at `places` show at least `need` (at most `most`) different values. `values[u]`: the values of unit u.

    Serves distinct issuers, terms, subjects and coverage of outcomes alike.
    """

    id: str
    places: int
    values: tuple[frozenset[int], ...]
    need: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class LastN:
    """Of the last `window` credits counted at `places` (latest first by `order`; the unit that crosses counts whole),
    at least `need` are of `units`. `order[u]`: day number; units of one day stand together (none is later than another).
    With fewer than `window` credits counted, what there is is looked at.
    """

    id: str
    units: int
    places: int
    window: int
    need: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """All units counted at `places` (of `units`) lie in one stretch: each has a day ≤ `limit[first]`, where `first` is the
    earliest counted among `anchors`. `day[u]` is the day number of unit u, `limit[u]` the last day allowed if u is first."""

    id: str
    units: int
    places: int
    anchors: int
    day: tuple[int, ...]
    limit: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The place has what it needs (a zero-credit unit that must be done): items counted at `place` ≥ need."""

    id: str
    place: int


@dataclass(frozen=True, slots=True)
class Overlay:
    """A layer's own tree is complete: p(root) = 1."""

    id: str
    root: Node


@dataclass(frozen=True, slots=True)
class Known:
    """Decided before allocation: milestones, attested conditions, awards held, anything over taken or attempted."""

    id: str
    met: bool
    deficit: int | None = None
    """Scaled credits missing where the check has an amount; None: one credit (or item)."""


Check: TypeAlias = Floor | Average | Distinct | LastN | Span | Taken | Overlay | Known
