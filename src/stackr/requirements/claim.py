"""What may count twice: `shared between A and B`, awards claimed together, and reuse of what an earlier award used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from stackr.allocation.nodes import Measure
from stackr.allocation.problem import Ceiling, Share
from stackr.requirements.builder import Builder
from stackr.requirements.compiled import Amount


def relate(builders: Sequence[Builder], reuse: Iterable[tuple[str, str, int, Fraction, str]]) -> None:
    """Write the shares and the ceilings on reuse. Awards side by side share nothing unless one says so of the other."""
    by_id = {build.award.id: build for build in builders}
    for build in builders:
        _within(build)
    for first, build in enumerate(builders):
        for other in builders[first + 1 :]:
            _between(build, other)
    for award, clause, units, cap, unit in reuse:
        build = by_id[award]
        measure = Measure.ITEMS if unit == "credentials" else Measure.CREDITS
        bound = build.bound(cap, measure)
        build.ceiling(Ceiling(clause, units, build.mask(award), bound, measure))


def _within(build: Builder) -> None:
    """`shared between A and B up to …`, and units that count at one of the two only."""
    for line in build.award.shared:
        left, right = build.mask(line.left), build.mask(line.right)
        build.share(Share(line.id, left, right, *_bound(build, line.cap)))


def _bound(build: Builder, cap: Amount | None) -> tuple[int | None, Measure]:
    if cap is None:
        return None, Measure.CREDITS
    measure = Measure.ITEMS if cap.unit == "credentials" else Measure.CREDITS
    return build.bound(cap.value, measure), measure


def _between(build: Builder, other: Builder) -> None:
    """Two awards claimed together: `embed` shares everything, `share up to N` that much, anything else nothing."""
    lines = [
        (b, line)
        for b, o in ((build, other), (other, build))
        for line in b.award.relations
        if line.tree.award.text == o.award.id
    ]
    for owner, line in lines:
        if line.tree.policy not in ("embed", "share"):
            continue
        left, right = build.mask(build.award.id), build.mask(other.award.id)
        cap = line.cap if line.tree.policy == "share" else None
        build.share(Share(line.id, left, right, *_bound(owner, cap)))
        return
