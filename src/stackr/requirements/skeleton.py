"""What is the same for every learner of a claim: the order of places, masks of clauses, weights on their integer scale.

Made once per set of awards and per way its `when`s went, and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import lcm

from stackr.requirements.base import Branch, PlaceSpec, Weights
from stackr.requirements.compiled import Award
from stackr.requirements.placed import MAIN


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Places and layers of a claim, before branches are decided."""

    specs: tuple[PlaceSpec, ...]
    index: Mapping[str, int]
    """Place id → position."""
    layers: tuple[str, ...]
    layer_of: tuple[int, ...]
    """Per place its layer."""
    masks: Mapping[str, int]
    """Clause id → places at or below it; an award's id: its main layer; a layer's id: the layer."""
    splittable: tuple[int, ...]
    """Per place its splittable group, -1 for none."""
    denominator: int
    main: int
    """All places of layer 0."""
    neighbours: Mapping[int, int]
    """Layer → mask of its places."""


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """A layout with the weights of one way through the `when`s."""

    layout: Layout
    weights: Mapping[str, Weights]
    inner: Mapping[str, Weights]
    """Per need its weight without the lines of its `with { … }` block."""
    weight_scale: int


@lru_cache(maxsize=1024)
def layout(awards: tuple[Award, ...]) -> Layout:
    """The layout of a claim. Main places of all awards share layer 0; further layers stand in order of id."""
    specs = sorted((spec for award in awards for spec in award.places), key=lambda s: (s.layer != MAIN, s.layer, s.id))
    index = {spec.id: position for position, spec in enumerate(specs)}
    layers = (MAIN, *sorted({spec.layer for spec in specs} - {MAIN} | {ly.id for a in awards for ly in a.layers}))
    number = {name: position for position, name in enumerate(layers)}
    layer_of = tuple(number[spec.layer] for spec in specs)
    masks = {id: sum(1 << index[place] for place in ids) for award in awards for id, ids in award.scopes.items()}
    groups = {
        name: position for position, name in enumerate(sorted({spec.splittable for spec in specs if spec.splittable}))
    }
    neighbours: dict[int, int] = {}
    for position, layer in enumerate(layer_of):
        neighbours[layer] = neighbours.get(layer, 0) | 1 << position
    return Layout(
        specs=tuple(specs),
        index=index,
        layers=layers,
        layer_of=layer_of,
        masks=masks,
        splittable=tuple(groups[spec.splittable] if spec.splittable else -1 for spec in specs),
        denominator=lcm(*(award.denominator for award in awards)),
        main=neighbours.get(0, 0),
        neighbours=neighbours,
    )


def skeleton(awards: tuple[Award, ...], branches: Mapping[str, Branch]) -> Skeleton:
    """The layout with weights."""
    return _skeleton(awards, tuple(sorted(branches.items())))


@lru_cache(maxsize=4096)
def _skeleton(awards: tuple[Award, ...], branches: tuple[tuple[str, Branch], ...]) -> Skeleton:
    ways = dict(branches)
    needs = [need for award in awards for need in award.needs.values()]
    weights = {need.id: need.weights(ways) for need in needs}
    found = layout(awards)
    denominators = {w.weight.denominator for w in weights.values()}
    inner = {need.id: need.inner(ways) for need in needs}
    denominators |= {w.weight.denominator for w in inner.values()}
    whole = lcm(*denominators, found.denominator)
    return Skeleton(found, weights, inner, whole // found.denominator)
